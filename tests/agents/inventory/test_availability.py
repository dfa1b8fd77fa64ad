"""What checkInventory, getStock and listStores answer."""

from typing import Any

import pytest

from tests.agents.conftest import AgentUnderTest, FrozenClock


def check(shop: AgentUnderTest, **body: Any) -> Any:
    return shop.call("checkInventory", body)


def hold(shop: AgentUnderTest, quantity: int, sku: str = "S-BLU-M", **more: Any) -> Any:
    body = {"holdId": "h", "lines": [{"sku": sku, "quantity": quantity}], "ttlSeconds": 60}
    return shop.call("placeHold", {**body, **more}, shopper="C-1", service="payment")


def test_forty_nine_units_in_all_are_low_stock(shop: AgentUnderTest) -> None:
    reply = check(shop, sku="S-BLU-M")
    assert (reply["available"], reply["warehouse"]) == (49, 30)
    assert reply["onlineStatus"] == "low_stock"


def test_fifty_units_are_in_stock(shop: AgentUnderTest) -> None:
    assert check(shop, sku="MUG")["onlineStatus"] == "in_stock"


def test_a_hold_lowers_the_level_until_it_runs_out(
    shop: AgentUnderTest, clock: FrozenClock
) -> None:
    hold(shop, 1, "MUG")
    assert check(shop, sku="MUG")["onlineStatus"] == "low_stock"
    clock.now = clock.now.replace(minute=31)
    assert check(shop, sku="MUG")["available"] == 50


def test_stores_alone_are_not_out_of_stock(shop: AgentUnderTest) -> None:
    reply = check(shop, sku="S-BLU-L")
    assert (reply["onlineStatus"], reply["warehouse"]) == ("low_stock", 0)
    assert [s["available"] for s in reply["availableStores"]] == [3, 1]
    assert "Reserve it at Indiranagar, Bengaluru (3 there)." in reply["suggestions"]
    assert "Order it online for delivery." not in reply["suggestions"]


def test_a_sku_alone_decides(shop: AgentUnderTest) -> None:
    reply = check(shop, sku="S-BLU-M", productId="P-2", size="XXL", colour="pink")
    assert [v["sku"] for v in reply["variants"]] == ["S-BLU-M"]


@pytest.mark.parametrize("size", ["L", "l", "large", "Size L"])
def test_size_and_colour_narrow_a_product(shop: AgentUnderTest, size: str) -> None:
    reply = check(shop, productId="P-1", size=size, colour=" BLUE ")
    assert [v["sku"] for v in reply["variants"]] == ["S-BLU-L"]


def test_a_product_sums_its_variants_and_asks_to_choose(shop: AgentUnderTest) -> None:
    reply = check(shop, productId="P-1", colour="blue")
    assert (reply["available"], reply["onlineStatus"]) == (53, "in_stock")
    assert [v["size"] for v in reply["variants"]] == ["M", "L", "XL"]
    assert "Choose a size: M, L." in reply["suggestions"]


def test_several_variants_in_a_store_are_not_counted_as_one(shop: AgentUnderTest) -> None:
    reply = check(shop, productId="P-1", colour="blue", store="Indiranagar")
    assert reply["suggestions"][0] == "Reserve one at Indiranagar, Bengaluru."


def test_a_size_that_does_not_exist_names_those_that_do(shop: AgentUnderTest) -> None:
    reply = check(shop, productId="P-1", size="XS")
    assert reply["status"] == "no_such_variant"
    assert reply["availableStores"] == []
    assert reply["variants"] == []
    assert (reply["sizes"], reply["colours"]) == (["S", "M", "L", "XL"], ["blue", "white"])
    assert reply["suggestions"][0] == "Linen Shirt comes in blue, white and sizes S, M, L, XL."


def test_a_size_missing_in_one_colour_says_so(shop: AgentUnderTest) -> None:
    reply = check(shop, productId="P-1", size="S", colour="blue")
    assert reply["status"] == "no_such_variant"
    assert reply["suggestions"][:2] == [
        "Linen Shirt in blue comes in sizes M, L, XL.",
        "Linen Shirt in size S comes in white.",
    ]


def test_a_size_of_what_has_none_does_not_exist(shop: AgentUnderTest) -> None:
    reply = check(shop, productId="P-2", size="M")
    assert reply["status"] == "no_such_variant"
    assert reply["suggestions"][0] == "Mug comes in one version."


def test_sold_out_names_what_is_left(shop: AgentUnderTest) -> None:
    reply = check(shop, sku="S-BLU-XL")
    assert (reply["status"], reply["onlineStatus"]) == ("ok", "out_of_stock")
    assert reply["suggestions"][:2] == [
        "In stock in blue: sizes M, L.",
        "In stock in size XL: white.",
    ]


def test_a_store_narrows_the_stores_and_not_the_total(shop: AgentUnderTest) -> None:
    reply = check(shop, sku="S-BLU-M", store="the indiranagar store")
    assert reply["store"]["storeId"] == "ST-IND"
    assert [s["storeId"] for s in reply["availableStores"]] == ["ST-IND"]
    assert reply["available"] == 49
    assert reply["suggestions"][0] == "Reserve it at Indiranagar, Bengaluru (15 there)."


def test_a_city_means_all_its_stores(shop: AgentUnderTest) -> None:
    reply = check(shop, sku="S-BLU-M", store="Bangalore")
    assert reply["store"] is None
    assert [s["storeId"] for s in reply["availableStores"]] == ["ST-IND", "ST-KOR"]


def test_a_store_without_it_points_to_one_with_it(shop: AgentUnderTest) -> None:
    reply = check(shop, sku="S-BLU-M", store="Bandra")
    assert reply["availableStores"] == []
    assert reply["suggestions"][:2] == [
        "Not at Bandra, Mumbai now.",
        "Reserve it at Indiranagar, Bengaluru (15 there).",
    ]


def test_an_unknown_store_is_answered_with_ours(shop: AgentUnderTest) -> None:
    reply = check(shop, sku="S-BLU-M", store="Reykjavik")
    assert (reply["store"], reply["availableStores"]) == (None, [])
    assert reply["suggestions"][0].startswith("There is no such store; ours are Indiranagar")


def test_an_unknown_sku_names_similar_ones(shop: AgentUnderTest) -> None:
    problem = shop.fault("checkInventory", {"sku": "S-BLU-MM"})
    assert (problem["status"], problem["code"]) == (404, "unknown_sku")
    assert "unknown SKU 'S-BLU-MM'; inventory has S-BLU-M" in problem["detail"]
    assert "Did you mean S-BLU-M?" in problem["suggestions"]


def test_an_unknown_product_is_found_by_its_name(shop: AgentUnderTest) -> None:
    problem = shop.fault("checkInventory", {"productId": "linen shirt"})
    assert problem["code"] == "unknown_product"
    assert problem["suggestions"] == ["Did you mean P-1 (Linen Shirt)?"]


def test_nothing_asked_for_is_a_bad_request(shop: AgentUnderTest) -> None:
    assert shop.fault("checkInventory", {"size": "M"})["code"] == "invalid_request"


def test_stock_of_many_lists_the_unknown(shop: AgentUnderTest) -> None:
    reply = shop.call("getStock", {"skus": ["S-BLU-M", "X"], "productIds": ["P-1", "P-9"]})
    assert len(reply["stock"]) == 5
    assert reply["unknown"] == ["X", "P-9"]


def test_stores_are_listed_without_the_warehouse(shop: AgentUnderTest) -> None:
    reply = shop.call("listStores")
    assert [s["name"] for s in reply["stores"]] == ["Indiranagar", "Koramangala", "Bandra"]
