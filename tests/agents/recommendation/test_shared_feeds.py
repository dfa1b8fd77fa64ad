"""Real Shopify exports come out as their facts say; skipped where they are not at hand."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.agents.conftest import AgentUnderTest
from tests.agents.recommendation.feed_files import Contents, read_file
from tests.agents.recommendation.test_loading import StockRoom, load

FEEDS = Path(__file__).parents[3].parent / "shared" / "data" / "feeds"
FACTS_FILE = FEEDS / "EXPECTED.yaml"
FACTS: dict[str, Any] = (
    yaml.safe_load(FACTS_FILE.read_text(encoding="utf-8")) if FACTS_FILE.exists() else {}
)
SHOPIFY = [name for name, facts in FACTS.items() if facts.get("format") == "shopify_csv"]
pytestmark = pytest.mark.skipif(not SHOPIFY, reason=f"no real feeds at {FEEDS}")


def read(name: str, currency: str = "USD") -> Contents:
    return read_file(FEEDS / name, currency)


@pytest.mark.parametrize("name", SHOPIFY)
def test_real_export_comes_out_as_its_facts(name: str) -> None:
    facts = FACTS[name]
    products, problems = read(name)
    variants = [variant for product in products for variant in product.variants]
    prices = [variant.price for variant in variants]
    assert len(products) == facts["products"]
    assert len(variants) == facts["variants"]
    assert sum(prices) == round(facts["price_sum"] * 100)
    assert (min(prices), max(prices)) == (
        round(facts["price_min"] * 100),
        round(facts["price_max"] * 100),
    )
    assert sum(variant.quantity for variant in variants) == facts["inventory_sum"]
    assert sum(variant.is_sku_made for variant in variants) == facts["empty_skus"]
    statuses = Counter(product.status for product in products)
    told = {s: n for s, n in facts["products_by_status"].items() if s != "absent"}
    assert statuses == (told or {"active": facts["products"]})
    assert all("SKU" in problem.reason or "barcode" in problem.reason for problem in problems)


@pytest.mark.parametrize("name", SHOPIFY)
def test_options_become_colour_and_size(name: str) -> None:
    products, _ = read(name)
    names = {option.lower() for option in FACTS[name]["option_names"]}
    variants = [variant for product in products for variant in product.variants]
    assert bool(names & {"color", "colour"}) <= any(variant.colour for variant in variants)
    assert ("size" in names) == any(variant.size for variant in variants)
    assert all("Title" not in variant.options for variant in variants)


@pytest.mark.parametrize("name", SHOPIFY)
def test_spot_check_stands_in_the_feed(name: str) -> None:
    spot = FACTS[name]["spot_check"]
    products, _ = read(name)
    (product,) = [one for one in products if one.product_id == spot["handle"]]
    assert product.name == " ".join(spot["title"].split())
    assert len(product.variants) == spot["variants"]
    assert product.variants[0].price == round(spot["first_price"] * 100)


def test_all_real_exports_load_and_load_again_unchanged(empty_agent: AgentUnderTest) -> None:
    room, paths = StockRoom(), [FEEDS / name for name in SHOPIFY]
    first = load(empty_agent, room, *paths)
    again = load(empty_agent, room, *paths)
    assert first.catalogue.created == first.products == again.catalogue.unchanged
    assert first.stock.created == first.variants == again.stock.unchanged
    assert empty_agent.call("getVocabulary")["products"] == first.products


FOUND = [
    ({"query": "leather jacket"}, "Classic Leather Jacket"),
    ({"category": "shirts", "colour": "blue"}, "Ocean Blue Shirt"),
    ({"query": "sofa", "colour": "grey"}, "Grey Sofa"),
    ({"query": "vans old skool"}, "VANS | OLD SKOOL (BUTTERFLY) TRUE WHITE | BLACK"),
    (
        {"category": "backpack", "maxPrice": 6000},
        "ADIDAS | CLASSIC BACKPACK | LEGEND INK MULTICOLOUR",
    ),
    ({"query": "shakra bracelet"}, "7 Shakra Bracelet"),
    ({"query": "clay pots"}, "Clay Plant Pot"),
]


def test_real_goods_are_found(empty_agent: AgentUnderTest) -> None:
    load(empty_agent, StockRoom(), *(FEEDS / feed for feed in SHOPIFY))
    for body, name in FOUND:
        reply = empty_agent.call("searchProducts", {**body, "limit": 50})
        assert name in [one["name"] for one in reply["products"]], body
