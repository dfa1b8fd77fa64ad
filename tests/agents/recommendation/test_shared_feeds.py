"""Real Shopify exports come out as their facts say; skipped where they are not at hand."""

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from agents.recommendation.feeds.formats import format_of
from agents.recommendation.feeds.mapping import FeedMapping
from agents.recommendation.feeds.reading import Reading
from agents.recommendation.feeds.scratch import scratch
from tests.agents.conftest import AgentUnderTest
from tests.agents.recommendation.feed_files import NOW, Contents, read_file
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


@pytest.mark.parametrize("name", SHOPIFY)
def test_other_facts_stand_in_the_feed(name: str) -> None:
    facts = FACTS[name]
    products, problems = read(name)
    variants = [variant for product in products for variant in product.variants]
    with scratch() as scratched:
        reading = Reading("USD", FeedMapping.load(None), scratched, NOW)
        for _ in format_of(FEEDS / name).read(FEEDS / name, reading):
            pass
    told: Counter[str] = Counter()
    for (option, _), number in reading.option_names.items():
        told[option] += number
    named = Counter({k: n for k, n in facts["option_names"].items() if k != "Title"})
    assert told <= named  # options are counted for what is on sale
    assert "draft" in facts["products_by_status"] or told == named
    reasons = [problem.reason for problem in problems]
    assert sum("there before" in reason for reason in reasons) == facts["duplicate_skus"]
    assert sum("none to sell" in reason for reason in reasons) == facts["negative_inventory_rows"]
    unnumbered = sum("quantity is missing" in reason for reason in reasons)
    assert len(variants) - unnumbered == facts["rows_with_inventory_qty"]
    assert len({v.sku for v in variants}) == facts["csv_rows"] - facts["image_only_rows"]
    with (FEEDS / name).open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    assert (len(header), len(rows)) == (facts["columns"], facts["csv_rows"])
    (spot,) = [one for one in products if one.product_id == facts["spot_check"]["handle"]]
    first = spot.variants[0]
    options = {first.colour, first.size, *first.options.values(), "Default Title", ""}
    assert {*facts["spot_check"]["first_options"]} <= options


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


def test_real_merchant_center_xml_comes_out_as_its_facts() -> None:
    name = "google_merchant/meiro_demo_store_feed.xml"
    facts, spot = FACTS[name], FACTS[name]["spot_check"]
    products, problems = read(name, "EUR")
    variants = {v.sku: v for product in products for v in product.variants}
    full = [v.compare_at_price or v.price for v in variants.values()]
    assert len(variants) == facts["items"]
    assert (
        len({p.reason for p in problems if "titles of their own" in p.reason})
        == (facts["item_groups"])
    )
    assert sum(full) == facts["price_sum"] * 100
    assert (min(full), max(full)) == (facts["price_min"] * 100, facts["price_max"] * 100)
    assert {product.currency for product in products} == set(facts["currency"])
    on_sale = [v for v in variants.values() if v.compare_at_price]
    assert len(on_sale) == facts["with_sale_price"]
    units = Counter(v.quantity for v in variants.values())
    told = facts["availability"]
    assert units == {50: told["limited availability"], 100: told["in stock"]}
    assert not any(v.colour or v.size for v in variants.values())
    kit = variants[spot["id"]]
    assert f"{kit.compare_at_price or kit.price}" == spot["price"].removesuffix(" EUR").replace(
        ".", ""
    )
    assert spot["title"] in {product.name for product in products}


def test_real_merchant_center_table_comes_out_as_its_facts() -> None:
    name = "google_merchant/tau2_retail_gmc_DERIVED.tsv"
    facts = FACTS[name]
    products, problems = read(name)
    variants = [variant for product in products for variant in product.variants]
    prices = [variant.price for variant in variants]
    assert problems == []
    assert (len(products), len(variants)) == (facts["item_groups"], facts["items"])
    assert sum(prices) == round(facts["price_sum"] * 100)
    assert min(prices) == round(facts["price_min"] * 100)
    assert max(prices) == round(facts["price_max"] * 100)
    units = Counter(variant.quantity for variant in variants)
    told = facts["availability"]
    assert units == {100: told["in_stock"], 0: told["out_of_stock"]}


def test_real_woocommerce_export_comes_out_as_its_facts() -> None:
    name = "woocommerce/woocommerce_sample_products.csv"
    facts = FACTS[name]
    types = facts["types"]
    products, _ = read(name)
    variants = [variant for product in products for variant in product.variants]
    full = [variant.compare_at_price or variant.price for variant in variants]
    assert len(variants) == facts["priced_rows"]
    assert sum(full) == facts["price_sum"] * 100
    assert sum(v.compare_at_price is not None for v in variants) == facts["on_sale_rows"]
    several = [product for product in products if len(product.variants) > 1]
    assert len(several) == types["variable"]
    assert sum(len(product.variants) for product in several) == types["variation"]
    single = types["simple"] + types["simple, downloadable, virtual"]
    sold = [p for p in products if p.status in ("active", "hidden") and len(p.variants) == 1]
    assert len(sold) == single
    assert sum(product.status == "external" for product in products) == types["external"]
    with (FEEDS / name).open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    assert (len(header), len(rows)) == (facts["columns"], facts["csv_rows"])
    assert sum(types.values()) == facts["csv_rows"]
    assert not any(product.status == "grouped" for product in products)
    (tee,) = [one for one in products if one.product_id == facts["spot_check"]["sku"]]
    assert tee.name == facts["spot_check"]["name"]


def test_real_json_comes_out_as_its_facts() -> None:
    facts = FACTS["other/tau2_retail_products.json"]
    products, problems = read("other/tau2_retail_products.json")
    variants = [variant for product in products for variant in product.variants]
    assert (len(products), len(variants)) == (facts["products"], facts["variants"])
    assert problems == []
    table, _ = read("google_merchant/tau2_retail_gmc_DERIVED.tsv")
    same = {v.sku: (v.colour, v.size, v.price, v.quantity) for p in table for v in p.variants}
    assert {v.sku: (v.colour, v.size, v.price, v.quantity) for v in variants} == same
    boutique, problems = read("other/online_boutique_products.json")
    assert (len(boutique), problems) == (9, [])
    assert {one.product_id: one.variants[0].price for one in boutique}["OLJCESPC7Z"] == 1999


def test_real_saleor_fixture_comes_out_by_its_channel() -> None:
    products, problems = read("other/saleor_populatedb_data.json")
    assert (len(products), problems) == (32, [])
    assert sum(len(product.variants) for product in products) == 73
    shoes = {product.name: product for product in products}["White Plimsolls"]
    assert shoes.variants[0].size == "39"
    zloty, _ = read("other/saleor_populatedb_data.json", "PLN")
    prices = [{v.sku: v.price for p in some for v in p.variants} for some in (products, zloty)]
    assert prices[0] != prices[1]


def test_every_real_feed_loads_and_loads_again_unchanged(empty_agent: AgentUnderTest) -> None:
    room = StockRoom()
    paths = [FEEDS / name for name in FACTS if "meiro" not in name]
    first = load(empty_agent, room, *paths, currency="USD", is_replacing=True)
    again = load(empty_agent, room, *paths, currency="USD", is_replacing=True)
    assert first.catalogue.created == first.products == again.catalogue.unchanged
    assert first.stock.created == first.variants == again.stock.unchanged
    assert (again.catalogue.removed, again.stock.removed) == (0, 0)
