"""A whole sentence is searched for as its filters would be; names of goods are not filters."""

from typing import Any

import pytest

from tests.agents.conftest import AgentUnderTest
from tests.agents.recommendation.conftest import names, product, put, variant


def search(agent: AgentUnderTest, query: str, **body: Any) -> dict[str, Any]:
    reply: dict[str, Any] = agent.call("searchProducts", {"query": query, "limit": 50, **body})
    return reply


SENTENCES: list[tuple[str, dict[str, Any]]] = [
    (
        "black running shoes size 9 under 8000, not Pacewren",
        {"colour": "black", "size": "9", "maxPrice": 800000, "excludeBrands": ["pacewren"]},
    ),
    ("running shoes between 2000 and 5000", {"minPrice": 200000, "maxPrice": 500000}),
    ("cheapest red dress", {"colour": "red", "sort": "price_asc"}),
    ("most expensive lamp", {"sort": "price_desc"}),
    ("least expensive shoes", {"sort": "price_asc"}),
    ("shoes without leather", {"excludeMaterials": ["leather"]}),
    ("white linen shirt in M", {"colour": "white", "material": "linen", "size": "m"}),
    ("black or white sneakers", {"colour": "black or white"}),
    ("large t-shirt, not white or black", {"size": "large", "excludeColours": ["white", "black"]}),
    ("Pacewren shoes", {"brand": "pacewren"}),
    ("shoes size 15", {"size": "15"}),
    ("beige cushion without tassels", {"colour": "beige", "excludeWords": ["tassels"]}),
    ("blue shirt for men around 1500", {"colour": "blue", "minPrice": 120000, "maxPrice": 180000}),
    ("purple shirt", {"colour": "purple"}),
]


def test_sentences_are_read_and_searched_as_their_filters(agent: AgentUnderTest) -> None:
    for sentence, filters in SENTENCES:
        reply = search(agent, sentence)
        understood = reply["understood"]
        assert understood["filters"] == filters, sentence
        assert understood["sentence"].startswith("Read as "), sentence
        for one in reply["products"]:
            assert one["price"]["amount"] <= filters.get("maxPrice", 10**9), sentence
            assert one["maxPrice"]["amount"] >= filters.get("minPrice", 0), sentence


@pytest.mark.parametrize("query", ["coffee mug", "running shoes", "wine glass", "denim jacket"])
def test_names_of_goods_are_no_filters(agent: AgentUnderTest, query: str) -> None:
    understood = search(agent, query)["understood"]
    assert understood is None or set(understood["filters"]) <= {"material"}


def test_filter_of_the_request_wins(agent: AgentUnderTest) -> None:
    reply = search(agent, "black running shoes under 100", colour="white", maxPrice=900000)
    assert reply["understood"] is None
    assert reply["products"] == search(
        agent, "running shoes", colour="white", maxPrice=900000
    )["products"]  # fmt: skip


def test_name_that_goods_prove_beats_a_colour(empty_agent: AgentUnderTest) -> None:
    machine = product("A", "White Noise Machine", variants=[variant("A", colour="grey")])
    shoe = product("B", "Trail Shoe", brand="Black Diamond", variants=[variant("B", colour="red")])
    phone = product("C", "Phone", brand="Orange", variants=[variant("C", colour="blue")])
    dress = product("D", "Dress", brand="Loom", variants=[variant("D", colour="orange")])
    plain = product("E", "Noise Filter", variants=[variant("E", colour="black")])
    put(empty_agent, machine, shoe, phone, dress, plain)
    assert names(search(empty_agent, "white noise machine")) == ["White Noise Machine"]
    assert names(search(empty_agent, "black diamond shoe")) == ["Trail Shoe"]
    assert names(search(empty_agent, "orange phone")) == ["Phone"]
    assert names(search(empty_agent, "orange dress")) == ["Dress"]
    assert names(search(empty_agent, "black noise filter")) == ["Noise Filter"]


def test_word_that_is_no_refusal_in_a_name(empty_agent: AgentUnderTest) -> None:
    put(empty_agent, product("A", "No Show Socks"), product("B", "Wool Socks"))
    assert names(search(empty_agent, "no show socks"))[0] == "No Show Socks"
    assert names(search(empty_agent, "socks without wool")) == ["No Show Socks"]


def test_faux_leather_is_no_leather(empty_agent: AgentUnderTest) -> None:
    put(
        empty_agent,
        product("A", "Hide Bag", category="Bags", materials=["leather"]),
        product("B", "Plain Bag", category="Bags", materials=["faux leather"]),
        product("C", "Desk", category="Desks", materials=["oak"]),
    )
    assert names(search(empty_agent, "leather bag")) == ["Hide Bag"]
    assert names(search(empty_agent, "bag without leather")) == ["Plain Bag"]
    assert names(search(empty_agent, "wooden desk")) == ["Desk"]


def test_price_limit_that_leaves_nothing_names_the_cheapest(agent: AgentUnderTest) -> None:
    reply = search(agent, "running shoes under 100")
    cheapest = search(agent, "running shoes", sort="price_asc")["products"][0]
    assert (reply["status"], reply["cheapest"]) == ("empty", cheapest)
    assert cheapest["name"] in reply["suggestions"][0]
    assert f"{cheapest['price']['amount'] // 100:,}" in reply["suggestions"][0]


def test_similar_products_are_of_the_kind(agent: AgentUnderTest) -> None:
    given = search(agent, "running shoes")["products"][0]
    reply = search(agent, "", similarTo=given["productId"])
    assert given["productId"] not in [one["productId"] for one in reply["products"]]
    assert {one["category"] for one in reply["products"][:4]} == {given["category"]}
    cheap = search(agent, "", similarTo=given["productId"], maxPrice=given["price"]["amount"] - 1)
    assert all(one["price"]["amount"] < given["price"]["amount"] for one in cheap["products"])
    unknown = search(agent, "", similarTo="P-0")
    assert (unknown["status"], unknown["products"]) == ("empty", [])
    assert "P-0" in unknown["suggestions"][0]


def test_words_before_the_goods_count_more_than_those_after(empty_agent: AgentUnderTest) -> None:
    put(empty_agent, product("L", "Laundry Basket"), product("W", "Wire Basket with Wheels"))
    reply = empty_agent.call("searchProducts", {"query": "laundry basket with wheels"})
    assert names(reply) == ["Laundry Basket"]
    assert "'wheels'" in reply["suggestions"][0]
