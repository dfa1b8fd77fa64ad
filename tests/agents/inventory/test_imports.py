"""An import of stock says what it changed, and takes out what it did not name."""

from typing import Any

from tests.agents.conftest import AgentUnderTest
from tests.agents.inventory.test_counts import IMPORT, MUG, available, set_stock, tally

SHIRT = {"sku": "S-BLU-M", "productId": "P-1", "name": "Linen Shirt", "colour": "blue", "size": "M"}


def remove(shop: AgentUnderTest, **which: Any) -> Any:
    return shop.call("removeStock", which, **IMPORT)


def test_changes_are_told_where_asked_for(shop: AgentUnderTest) -> None:
    items = [{**MUG, "levels": {"WH-1": 3}}, {**SHIRT, "name": "Shirt", "levels": {"WH-1": 30}}]
    cup = {**MUG, "sku": "CUP"}
    told = set_stock(shop, *items, cup, tellChanges=True)["changes"]
    assert told == [
        {"sku": "MUG", "name": "Mug", "details": ["units at WH-1 from 50 to 3"]},
        {"sku": "S-BLU-M", "name": "Shirt", "details": ["name from Linen Shirt to Shirt"]},
    ]


def test_whole_products_lose_the_variants_they_do_not_name(shop: AgentUnderTest) -> None:
    shirt = {**SHIRT, "levels": {"WH-1": 30}}
    assert set_stock(shop, shirt, isWhole=True) == tally(unchanged=1, removed=4)
    assert available(shop, "S-WHT-S") is None
    assert available(shop, "MUG") == 50


def test_what_an_import_did_not_name_goes_at_its_end(shop: AgentUnderTest) -> None:
    set_stock(shop, MUG, importId="new")
    gone = remove(shop, exceptImport="new")
    assert gone == {"removed": 5, "names": ["Linen Shirt"], "isFinished": True}
    assert available(shop, "MUG") == 50
    assert remove(shop, exceptImport="new")["removed"] == 0


def test_unknown_import_removes_nothing(shop: AgentUnderTest) -> None:
    problem = shop.fault("removeStock", {"exceptImport": "typo"}, **IMPORT)
    assert (problem["status"], problem["code"]) == (404, "unknown_import")
    assert available(shop, "MUG") == 50


def test_named_products_lose_their_stock(shop: AgentUnderTest) -> None:
    assert remove(shop, productIds=["P-1", "nobody"])["removed"] == 5
    assert available(shop, "S-BLU-M") is None
