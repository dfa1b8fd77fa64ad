"""Recommendations fit what they are for, can be bought, and say why."""

from collections.abc import Callable
from typing import Any

import pytest

from agents.recommendation.service import operations
from tests.agents.conftest import AgentUnderTest
from tests.agents.recommendation.conftest import names, product, put, variant
from tests.doubles import ScriptedPeers


def recommend(agent: AgentUnderTest, kind: str, **body: Any) -> dict[str, Any]:
    reply: dict[str, Any] = agent.call("getRecommendations", {"kind": kind, **body})
    return reply


def categories(reply: dict[str, Any]) -> list[str]:
    return [one["category"] for one in reply["recommendations"]]


def test_complements_come_from_other_categories_with_a_reason(agent: AgentUnderTest) -> None:
    reply = recommend(agent, "complements", productIds=["P-1005"], limit=4)
    assert categories(reply) == ["Trousers", "Belts", "Formal Shoes", "Jeans"]
    first = reply["recommendations"][0]["reason"]
    assert first == "completes the outfit, with the Coastline Linen Shirt"


def test_complements_of_a_cart_leave_its_categories_out(agent: AgentUnderTest) -> None:
    reply = recommend(agent, "complements", productIds=["P-1005", "P-1013"], limit=20)
    assert not {"Shirts", "Trousers"} & set(categories(reply))


def test_what_the_shopper_has_already_is_not_recommended(agent: AgentUnderTest) -> None:
    first = recommend(agent, "complements", productIds=["P-1029"], limit=1)["recommendations"][0]
    found = agent.call("getProducts", {"productIds": [first["productId"]]})["products"][0]
    had = [found["variants"][0]["sku"]]

    again = recommend(agent, "complements", productIds=["P-1029"], excludeSkus=had, limit=20)

    assert first["productId"] not in {one["productId"] for one in again["recommendations"]}


def test_complements_of_running_shoes_are_for_running(agent: AgentUnderTest) -> None:
    reply = recommend(agent, "complements", productIds=["P-1029"], limit=3)
    assert names(reply, "recommendations")[0] == "Cushioned Running Socks"


def test_complements_within_an_asked_category(agent: AgentUnderTest) -> None:
    reply = recommend(agent, "complements", productIds=["P-1005"], category="belt")
    assert set(categories(reply)) == {"Belts"}


def test_alternatives_are_alike_and_never_itself(agent: AgentUnderTest) -> None:
    reply = recommend(agent, "alternatives", productIds=["P-1029"], limit=20)
    assert set(categories(reply)) == {"Running Shoes"}
    assert "P-1029" not in {one["productId"] for one in reply["recommendations"]}


def test_alternatives_come_nearest_in_price_and_colour_first(empty_agent: AgentUnderTest) -> None:
    def shirt(name: str, price: int, colour: str) -> dict[str, Any]:
        sold = [variant(name, price, colour=colour)]
        return product(name, f"{name} Shirt", category="Shirts", variants=sold)

    put(
        empty_agent,
        shirt("Given", 10000, "blue"),
        shirt("Dear", 40000, "blue"),
        shirt("Near", 11000, "blue"),
        shirt("Red", 11000, "red"),
    )
    reply = recommend(empty_agent, "alternatives", skus=["Given"])
    assert names(reply, "recommendations") == ["Near Shirt", "Red Shirt", "Dear Shirt"]


def test_filters_hold_for_alternatives(agent: AgentUnderTest) -> None:
    body = {"productIds": ["P-1005"], "size": "M", "colour": "white", "maxPrice": 170000}
    reply = recommend(agent, "alternatives", **body)
    assert reply["recommendations"]
    for one in reply["recommendations"]:
        assert one["price"]["amount"] <= 170000
        assert "white" in one["colours"]
        assert "M" in one["sizes"]


def test_popular_names_its_category(agent: AgentUnderTest) -> None:
    reply = recommend(agent, "popular", category="lamps")
    assert {one["reason"] for one in reply["recommendations"]} == {"popular in Lamps"}


def test_goods_without_pairings_go_by_brand_and_tags(empty_agent: AgentUnderTest) -> None:
    fillers = [product(f"F{n}", f"Thing {n}", category=f"Kind {n}") for n in range(6)]
    put(
        empty_agent,
        *fillers,
        product("A", "Trail Boot", category="Boots", brand="Vesk", tags=["hiking"]),
        product("B", "Winter Boot", category="Boots", tags=["hiking"]),
        product("C", "Dry Bag", category="Packs", tags=["hiking"]),
        product("D", "Buckle", category="Straps", brand="Vesk"),
    )
    reply = recommend(empty_agent, "complements", productIds=["A"], limit=3)
    reasons = {one["name"]: one["reason"] for one in reply["recommendations"]}
    assert reasons["Dry Bag"] == "hiking, like the Trail Boot"
    assert reasons["Buckle"] == "from Vesk too, like the Trail Boot"
    assert "Winter Boot" not in reasons
    assert all("popular" not in reason for reason in reasons.values())


def stocked(levels: dict[str, int]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Inventory that knows these SKUs, of the product named by the SKU's first letter."""

    def answer(body: dict[str, Any]) -> dict[str, Any]:
        rows = [
            {
                "sku": sku,
                "productId": sku[0],
                "name": sku,
                "colour": None,
                "size": None,
                "available": count,
                "onlineStatus": "low_stock" if count else "out_of_stock",
                "warehouse": count,
            }
            for sku, count in levels.items()
            if sku[0] in body["productIds"]
        ]
        return {"stock": rows, "unknown": []}

    return answer


@pytest.fixture
def start_stocked(start_agent: Callable[..., AgentUnderTest]) -> Callable[..., AgentUnderTest]:
    def start(levels: dict[str, int]) -> AgentUnderTest:
        peers = ScriptedPeers({("inventory", "getStock"): stocked(levels)})
        agent = start_agent(operations, peers=peers, has_sample=False)
        for letter in "ABC":
            sizes = [variant(f"{letter}-{size}", size=size) for size in "SM"]
            put(agent, product(letter, f"{letter} Shirt", category="Shirts", variants=sizes))
        return agent

    return start


def test_out_of_stock_is_not_recommended(start_stocked: Callable[..., AgentUnderTest]) -> None:
    agent = start_stocked({"A-S": 5, "A-M": 5, "B-S": 0, "B-M": 0, "C-S": 0, "C-M": 2})
    reply = recommend(agent, "alternatives", productIds=["A"])
    assert names(reply, "recommendations") == ["C Shirt"]
    small = recommend(agent, "alternatives", productIds=["A"], size="S")
    assert small["status"] == "empty"
    assert small["suggestions"]


def test_inventory_down_still_recommends(agent: AgentUnderTest) -> None:
    reply = recommend(agent, "popular", limit=3)
    assert len(reply["recommendations"]) == 3
    assert not any("stock" in one["reason"] for one in reply["recommendations"])


def test_unknown_product_gets_popular_ones(agent: AgentUnderTest) -> None:
    assert recommend(agent, "complements", productIds=["nope"], limit=2)["status"] == "ok"


def test_alternative_is_the_same_noun_in_a_broad_category(empty_agent: AgentUnderTest) -> None:
    put(
        empty_agent,
        product("A", "Grey Sofa", category="Indoor"),
        product("B", "Vanilla Candle", category="Indoor"),
        product("C", "Cream Sofa", category="Indoor", variants=[variant("C", 19000)]),
    )
    reply = recommend(empty_agent, "alternatives", productIds=["A"])
    assert names(reply, "recommendations") == ["Cream Sofa", "Vanilla Candle"]


def test_what_a_unit_costs_is_told_to_nobody(empty_agent: AgentUnderTest) -> None:
    sold = [variant("A", 10000, unitCost=4321)]
    put(empty_agent, product("A", "Grey Sofa", category="Indoor", variants=sold))
    replies = [
        empty_agent.call("searchProducts", {"query": "sofa"}),
        empty_agent.call("getProducts", {"productIds": ["A"]}),
        empty_agent.call("findVariant", {"sku": "A"}),
        recommend(empty_agent, "popular"),
    ]
    assert all("4321" not in str(reply) and "ost" not in str(reply) for reply in replies)
