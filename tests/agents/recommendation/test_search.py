"""Search finds what is there, holds every filter for one same variant, and never pretends."""

import re
from collections.abc import Callable, Iterator
from itertools import product as combinations
from random import Random
from typing import Any

import pytest

from agents.kit.rows import read_rows
from agents.recommendation import service
from tests.agents.conftest import AgentUnderTest
from tests.agents.recommendation.conftest import names, product, put, variant

ROWS = read_rows(service.__file__, "products")


def search(agent: AgentUnderTest, **body: Any) -> dict[str, Any]:
    reply: dict[str, Any] = agent.call("searchProducts", body)
    return reply


@pytest.mark.parametrize(
    "query",
    [
        "running shoes",
        "Running Shoe",
        "runing shoos",
        "jogging shoes",
        "shoes for running",
        "RUNNING-SHOES",
    ],
)
def test_running_shoes_are_found_as_typed(agent: AgentUnderTest, query: str) -> None:
    reply = search(agent, query=query)
    expected = {row["name"] for row in ROWS if row["category"] == "Running Shoes"}
    assert set(names(reply)) == expected
    assert reply["total"] == len(expected)


@pytest.mark.parametrize(
    ("query", "category"),
    [
        ("trainers", "Sneakers"),
        ("tee", "T-Shirts"),
        ("sofa cushion", "Cushions"),
        ("bed sheet", "Bedsheets"),
        ("lights", "Lamps"),
        ("shirts", "Shirts"),
        ("carpet", "Rugs"),
    ],
)
def test_synonyms_find_the_category(agent: AgentUnderTest, query: str, category: str) -> None:
    found = search(agent, query=query)["products"]
    assert {one["category"] for one in found} == {category}


@pytest.mark.parametrize(
    "query", ["surfboard", "wooden surfboard", "books", "boat", "washing machines"]
)
def test_goods_we_do_not_have_are_not_pretended(agent: AgentUnderTest, query: str) -> None:
    reply = search(agent, query=query)
    assert (reply["status"], reply["total"], reply["products"]) == ("empty", 0, [])
    assert query.split()[-1] in reply["suggestions"][0]


def test_unmet_word_is_told_beside_what_was_found(agent: AgentUnderTest) -> None:
    reply = search(agent, query="holographic shirt")
    assert reply["total"] == sum(row["category"] == "Shirts" for row in ROWS)
    assert "'holographic'" in reply["suggestions"][0]


def test_correction_is_told(agent: AgentUnderTest) -> None:
    assert search(agent, query="sneekers")["suggestions"] == ["'sneekers' was read as 'sneaker'."]


@pytest.mark.parametrize(
    "query", ['"; DROP TABLE products; --', "* OR NEAR(", "👟", "'", "()", "a" * 500, "name:x", "-"]
)
def test_query_language_of_the_index_is_only_text(agent: AgentUnderTest, query: str) -> None:
    assert search(agent, query=query)["status"] in ("ok", "empty")
    assert search(agent, query="shirts")["total"] == 5


def filter_sets() -> Iterator[dict[str, Any]]:
    colours = (None, "black", "white", "beige", "red")
    sizes = (None, "M", "9", "XL")
    prices = (None, 89900, 179900, 499900)
    for colour, size, high, category in combinations(
        colours, sizes, prices, (None, "Shirts", "Running Shoes")
    ):
        filters = {"colour": colour, "size": size, "maxPrice": high, "category": category}
        yield {name: value for name, value in filters.items() if value is not None}


def fits(row: dict[str, Any], one: dict[str, Any], filters: dict[str, Any]) -> bool:
    """Whether a sample variant fits, spelt out without the agent's own rules."""
    shades = {"beige": {"beige"}, "red": {"red", "maroon"}}
    colour = filters.get("colour")
    return (
        (colour is None or one["colour"] in shades.get(colour, {colour}))
        and filters.get("size") in (None, one["size"])
        and one["price"] <= filters.get("maxPrice", one["price"])
        and filters.get("category") in (None, row["category"])
    )


def test_filters_hold_for_one_same_variant(agent: AgentUnderTest) -> None:
    for filters in filter_sets():
        expected = {
            row["productId"]: min(
                one["price"] for one in row["variants"] if fits(row, one, filters)
            )
            for row in ROWS
            if any(fits(row, one, filters) for one in row["variants"])
        }
        reply = search(agent, limit=50, **filters)
        found = {one["productId"]: one["price"]["amount"] for one in reply["products"]}
        if reply["total"] > 50:
            rest = search(agent, limit=50, offset=50, **filters)["products"]
            found |= {one["productId"]: one["price"]["amount"] for one in rest}
        assert found == expected, filters
        assert reply["total"] == len(expected)


def refusing_filter_sets() -> list[dict[str, Any]]:
    """Some of the sets of what a product must, and must not, have."""
    refused: list[dict[str, Any]] = [
        {},
        {"excludeBrands": ["Tarnhill", "oakmere road"]},
        {"excludeMaterials": ["cotton"]},
        {"excludeWords": ["running"]},
        {"excludeWords": ["linen"], "excludeColours": ["black"]},
    ]
    brands, materials, least = (None, "Pacewren", "tarnhill"), (None, "cotton", "polyester"), 150000
    sets = [
        {"brand": brand, "material": material, "minPrice": low, **without}
        for brand, material, low, without in combinations(brands, materials, (None, least), refused)
    ]
    kept = [{name: v for name, v in one.items() if v is not None} for one in sets]
    return Random(4).sample(kept, 40)


def fits_refusals(row: dict[str, Any], one: dict[str, Any], filters: dict[str, Any]) -> bool:
    """Whether a sample variant fits, spelt out without the agent's own rules."""
    materials = " ".join(row["materials"]).split()
    colours = [variant["colour"] or "" for variant in row["variants"]]
    told = (row["name"], row["brand"], row["category"], *row["tags"], *materials, *colours)
    words = re.findall(r"[a-z]+", " ".join(told).lower())
    refused_brands = [brand.lower() for brand in filters.get("excludeBrands", ())]
    return (
        filters.get("brand", row["brand"]).lower() == row["brand"].lower()
        and ("material" not in filters or filters["material"] in materials)
        and one["price"] >= filters.get("minPrice", 0)
        and row["brand"].lower() not in refused_brands
        and not set(materials).intersection(filters.get("excludeMaterials", ()))
        and not set(words).intersection(filters.get("excludeWords", ()))
        and one["colour"] not in filters.get("excludeColours", ())
    )


def test_brands_materials_and_refusals_hold_for_one_same_variant(agent: AgentUnderTest) -> None:
    totals = []
    for filters in refusing_filter_sets():
        expected = {
            row["productId"]: min(low)
            for row in ROWS
            if (low := [v["price"] for v in row["variants"] if fits_refusals(row, v, filters)])
        }
        pages = [search(agent, limit=50, offset=offset, **filters) for offset in (0, 50)]
        found = [one for page in pages for one in page["products"]]
        assert {one["productId"]: one["price"]["amount"] for one in found} == expected, filters
        assert pages[0]["total"] == len(found), filters
        totals.append(len(found))
    assert 0 in totals
    assert len(set(totals)) > 10


def test_colour_and_size_of_different_variants_do_not_fit(empty_agent: AgentUnderTest) -> None:
    small_red = variant("A-1", colour="red", size="S", price=5000)
    large_blue = variant("A-2", colour="blue", size="L", price=9000)
    put(empty_agent, product("A", "Plain Shirt", variants=[small_red, large_blue]))
    assert search(empty_agent, colour="red", size="L")["total"] == 0
    assert search(empty_agent, colour="blue", maxPrice=8000)["total"] == 0
    assert search(empty_agent, colour="blue", size="l")["products"][0]["price"]["amount"] == 9000


def test_filter_holds_before_the_best_are_taken(empty_agent: AgentUnderTest) -> None:
    dear = [product(f"D{n}", "Linen Shirt", variants=[variant(f"D{n}", 90000)]) for n in range(60)]
    cheap = product("C", "Shirt", description="linen", variants=[variant("C", 1000)])
    put(empty_agent, *dear, cheap)
    reply = search(empty_agent, query="linen shirt", maxPrice=2000, limit=1)
    assert [one["productId"] for one in reply["products"]] == ["C"]


@pytest.mark.parametrize("category", ["Shirt", "shirts", "SHIRTS", "shirt"])
def test_category_is_taken_as_said(agent: AgentUnderTest, category: str) -> None:
    found = search(agent, category=category)["products"]
    assert {one["category"] for one in found} == {"Shirts"}


def test_broader_category_takes_in_narrower_ones(agent: AgentUnderTest) -> None:
    found = search(agent, category="shoes", limit=50)["products"]
    assert {"Running Shoes", "Sneakers", "Sandals", "Formal Shoes"} == {
        one["category"] for one in found
    }


def test_navy_answers_blue_but_not_the_reverse(agent: AgentUnderTest) -> None:
    blue = {one["productId"] for one in search(agent, colour="Blue", limit=50)["products"]}
    navy = {one["productId"] for one in search(agent, colour="navy", limit=50)["products"]}
    assert navy < blue


def test_excluded_colours_and_brands_stay_out(agent: AgentUnderTest) -> None:
    reply = search(agent, category="running shoes", excludeBrands=["pacewren"], limit=50)
    assert reply["total"]
    assert all(one["brand"] != "Pacewren" for one in reply["products"])
    one_colour = search(agent, colour="black", excludeColours=["black"])
    assert one_colour["total"] == 0


def test_price_limit_too_low_offers_the_cheapest(agent: AgentUnderTest) -> None:
    reply = search(agent, query="running shoes", maxPrice=10000)
    shoes = [row for row in ROWS if row["category"] == "Running Shoes"]
    prices = sorted(min(one["price"] for one in row["variants"]) for row in shoes)
    assert reply["status"] == "empty"
    (relaxed,) = reply["relaxed"]
    assert (relaxed["dropped"], relaxed["total"]) == ("maxPrice", len(shoes))
    assert [one["price"]["amount"] for one in relaxed["products"]] == prices[:3]


def test_two_filters_are_dropped_where_one_would_not_help(agent: AgentUnderTest) -> None:
    reply = search(agent, query="running shoes", maxPrice=10000, colour="purple")
    assert [one["dropped"] for one in reply["relaxed"]] == ["maxPrice and colour"]


def test_unknown_category_is_told(agent: AgentUnderTest) -> None:
    reply = search(agent, category="kitchen sinks", colour="red")
    assert reply["status"] == "empty"
    assert "kitchen sinks" in reply["suggestions"][0]
    assert [one["dropped"] for one in reply["relaxed"]] == ["category"]


def test_whole_catalogue_is_never_offered_as_relaxed(agent: AgentUnderTest) -> None:
    assert search(agent, colour="purple")["relaxed"] == []
    assert search(agent, query="surfboard")["relaxed"] == []


@pytest.mark.parametrize(("sort", "sign"), [("price_asc", 1), ("price_desc", -1)])
def test_sort_by_price(agent: AgentUnderTest, sort: str, sign: int) -> None:
    found = search(agent, sort=sort, limit=50)["products"]
    prices = [sign * one["price"]["amount"] for one in found]
    assert prices == sorted(prices)


def test_sort_by_newest(agent: AgentUnderTest) -> None:
    newest = min(ROWS, key=lambda row: row["listedHoursAgo"])
    assert search(agent, sort="newest", limit=1)["products"][0]["productId"] == newest["productId"]


def test_pages_cover_all_matches_once(agent: AgentUnderTest) -> None:
    pages = [search(agent, limit=20, offset=offset) for offset in (0, 20, 40, 60, 80)]
    found = [one["productId"] for page in pages for one in page["products"]]
    assert sorted(found) == sorted(row["productId"] for row in ROWS)
    assert {page["total"] for page in pages} == {len(ROWS)}


def test_blank_filters_filter_nothing(agent: AgentUnderTest) -> None:
    assert search(agent, query="  ", category=" ", colour="", size="")["total"] == len(ROWS)


def test_goods_without_category_or_colour_are_found_by_name(empty_agent: AgentUnderTest) -> None:
    put(empty_agent, product("A", "Ocean Blue Shirt"), product("B", "Yellow Wool Jumper"))
    assert names(search(empty_agent, category="shirts", colour="blue")) == ["Ocean Blue Shirt"]
    assert names(search(empty_agent, query="sweater")) == ["Yellow Wool Jumper"]


def test_empty_catalogue_answers_empty(empty_agent: AgentUnderTest) -> None:
    reply = search(empty_agent, query="shirt", maxPrice=5)
    assert (reply["status"], reply["relaxed"]) == ("empty", [])


def test_one_sku_is_told_only_for_a_single_variant(
    start_agent: Callable[..., AgentUnderTest],
) -> None:
    agent = start_agent(service.operations, has_sample=False)
    many = [variant("B-1", size="S"), variant("B-2", size="M")]
    put(agent, product("A", "Clay Pot"), product("B", "Vase", variants=many))
    skus = {one["productId"]: one["sku"] for one in search(agent)["products"]}
    assert skus == {"A": "A-1", "B": None}


def test_phrase_the_catalogue_lacks_is_read_word_by_word(empty_agent: AgentUnderTest) -> None:
    put(empty_agent, product("A", "Suede Shoe", category="Shoes"))
    reply = search(empty_agent, query="running shoes")
    assert names(reply) == ["Suede Shoe"]
    assert "'running'" in reply["suggestions"][0]


def test_what_mentions_goods_is_found_where_none_is_of_the_kind(
    empty_agent: AgentUnderTest,
) -> None:
    put(empty_agent, product("A", "Cushion Running Shoes"), product("B", "Velvet Cushion"))
    assert names(search(empty_agent, query="cushion")) == ["Velvet Cushion"]
    put(empty_agent, product("A", "Cushion Running Shoes"), replace=True)
    assert names(search(empty_agent, query="cushion")) == ["Cushion Running Shoes"]


def test_goods_only_mentioned_in_a_name_are_told_as_such(agent: AgentUnderTest) -> None:
    reply = search(agent, query="laptops")
    assert names(reply) == ["Commuter Laptop Backpack"]
    assert reply["suggestions"][-1].startswith("Nothing in the range is a 'laptop'")
    assert search(agent, query="laptop bag")["suggestions"] == []


@pytest.mark.parametrize(
    ("query", "sort"),
    [
        ("cheapest running shoes", "price_asc"),
        ("the most expensive lamp", "price_desc"),
        ("newest sneakers", "newest"),
        ("cheapest", "price_asc"),
    ],
)
def test_words_that_ask_for_an_order_sort(agent: AgentUnderTest, query: str, sort: str) -> None:
    goods = query.split(maxsplit=1)[-1].removeprefix("most expensive ")
    plain = "" if goods == "cheapest" else goods
    reply = search(agent, query=query)
    assert names(reply) == names(search(agent, query=plain, sort=sort))
    assert reply["suggestions"] == []
