"""The benchmark's own shop is read whole; skipped where it is not at hand."""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from takeover.command import read_shops
from takeover.records import UnreadableShop
from takeover.tau2 import read_shop
from tests.agents.recommendation.feed_files import read_file

DB = Path(__file__).parents[2].parent / "shared" / "data" / "reference" / "tau2" / "db.json"
pytestmark = pytest.mark.skipif(not DB.exists(), reason=f"no retail shop at {DB}")


@pytest.fixture(scope="module")
def records():
    return read_shop(DB)


def test_everything_is_read(records):
    assert records.problems == []
    assert len(records.shoppers) == 500
    assert len(records.orders) == 1000
    assert (records.in_stock, records.out_of_stock) == (379, 212)
    tenders = Counter(t.kind for shopper in records.shoppers.values() for t in shopper.tenders)
    assert tenders == {"card": 239, "gift_card": 234, "paypal": 222}
    assert Counter(order.status for order in records.orders) == {
        "confirmed": 423,
        "delivered": 373,
        "shipped": 102,
        "canceled": 102,
    }


def test_no_cent_is_lost(records):
    shop = json.loads(DB.read_text(encoding="utf-8"), parse_float=Decimal)
    prices = [item["price"] for order in shop["orders"].values() for item in order["items"]]
    balances = [
        method.get("balance", Decimal(0))
        for user in shop["users"].values()
        for method in user["payment_methods"].values()
    ]

    assert sum(order.total for order in records.orders) == sum(prices) * 100
    assert (
        sum(t.balance or 0 for shopper in records.shoppers.values() for t in shopper.tenders)
        == sum(balances) * 100
    )


def test_the_goods_are_read_beside_the_rest():
    products, problems = read_file(DB, "USD")

    assert problems == []
    assert len(products) == 50
    assert sum(len(product.variants) for product in products) == 591
    assert sum(v.quantity > 0 for product in products for v in product.variants) == 379


def test_another_currency_is_refused_with_the_way_out():
    with pytest.raises(UnreadableShop, match="set SALES_CURRENCY=USD"):
        read_shops([DB], None, "INR")


def test_the_goods_alone_can_be_asked_for():
    assert read_shops([DB], "json", "INR") == []
