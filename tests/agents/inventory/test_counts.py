"""Restocks and imports."""

from collections.abc import Callable
from typing import Any

from agents.inventory.service import operations
from tests.agents.conftest import AgentUnderTest

IMPORT = {"shopper": "shop", "service": "import"}
MUG = {"sku": "MUG", "productId": "P-2", "name": "Mug", "levels": {"WH-1": 50}}


def available(shop: AgentUnderTest, sku: str) -> Any:
    stock = shop.call("getStock", {"skus": [sku]})["stock"]
    return stock[0]["available"] if stock else None


def set_stock(shop: AgentUnderTest, *items: dict[str, Any], **more: Any) -> Any:
    return shop.call("setStock", {"items": list(items), **more}, **IMPORT)


def tally(created: int = 0, updated: int = 0, unchanged: int = 0, removed: int = 0) -> Any:
    return {"created": created, "updated": updated, "unchanged": unchanged, "removed": removed}


def test_a_restock_counts_once_for_its_key(shop: AgentUnderTest) -> None:
    body = {"lines": [{"sku": "MUG", "quantity": 2}], "reference": "RMA-1"}
    for _ in range(2):
        assert shop.call("restock", body, key="k", **IMPORT) == {"status": "restocked"}
    assert available(shop, "MUG") == 52
    shop.call("restock", body, key="k2", **IMPORT)
    assert available(shop, "MUG") == 54


def test_a_restock_reaches_a_place_that_had_none(shop: AgentUnderTest) -> None:
    body = {"lines": [{"sku": "MUG", "quantity": 2}], "reference": "O-1", "locationId": "ST-BAN"}
    shop.call("restock", body, key="k", **IMPORT)
    stores = shop.call("checkInventory", {"sku": "MUG"})["availableStores"]
    assert [(s["storeId"], s["available"]) for s in stores] == [("ST-BAN", 2)]


def test_a_restock_of_goods_sold_no_more_is_taken(shop: AgentUnderTest) -> None:
    lines = [{"sku": "GONE", "quantity": 1}, {"sku": "MUG", "quantity": 1}]
    shop.call("restock", {"lines": lines, "reference": "O-1"}, key="k", **IMPORT)
    assert available(shop, "MUG") == 51
    assert available(shop, "GONE") is None


def test_an_import_tells_new_changed_and_same_apart(shop: AgentUnderTest) -> None:
    cup = {**MUG, "sku": "CUP", "colour": "red"}
    fuller = {**MUG, "levels": {"WH-1": 51}}
    assert set_stock(shop, MUG) == tally(unchanged=1)
    assert set_stock(shop, fuller, cup) == tally(created=1, updated=1)
    assert set_stock(shop, fuller, cup) == tally(unchanged=2)
    assert set_stock(shop, {**fuller, "name": "Big Mug"}) == tally(updated=1)
    assert available(shop, "MUG") == 51


def test_an_import_leaves_places_it_does_not_name(shop: AgentUnderTest) -> None:
    set_stock(shop, {**MUG, "levels": {"ST-BAN": 3}})
    assert available(shop, "MUG") == 53


def test_a_replacing_import_removes_the_rest(shop: AgentUnderTest) -> None:
    assert set_stock(shop, MUG, replace=True) == tally(unchanged=1, removed=5)
    assert available(shop, "S-BLU-M") is None
    assert shop.fault("checkInventory", {"productId": "P-1"})["status"] == 404


def test_the_last_of_a_repeated_sku_counts(shop: AgentUnderTest) -> None:
    cup = {**MUG, "sku": "CUP"}
    assert set_stock(shop, cup, {**cup, "levels": {"WH-1": 1}}) == tally(created=1)
    assert available(shop, "CUP") == 1


def test_an_import_to_an_unknown_place_changes_nothing(shop: AgentUnderTest) -> None:
    items = [{**MUG, "levels": {"WH-1": 1}}, {**MUG, "sku": "CUP", "levels": {"XX": 1}}]
    problem = shop.fault("setStock", {"items": items}, **IMPORT)
    assert problem["code"] == "unknown_location"
    assert available(shop, "MUG") == 50


def test_an_empty_shop_gets_its_places_from_its_first_import(
    start_agent: Callable[..., AgentUnderTest],
) -> None:
    empty = start_agent(operations, has_sample=False)
    item = {**MUG, "levels": {"WH-9": 3, "ST-9": 2}}
    assert set_stock(empty, item) == tally(created=1)
    reply = empty.call("checkInventory", {"sku": "MUG"})
    assert (reply["warehouse"], reply["available"]) == (3, 5)


def test_the_sample_shop_loads_whole(start_agent: Callable[..., AgentUnderTest]) -> None:
    shop = start_agent(operations)
    assert len(shop.call("listStores")["stores"]) == 6
    again = start_agent(operations)
    assert shop.call("listStores") == again.call("listStores")
