"""The check as a whole: it fails closed, and what it says instead holds."""

from functools import partial

import pytest

from sales_agent.shop.spoken import phrase
from sales_agent.truth.check import TruthCheck
from sales_agent.truth.evidence import Evidence
from sales_agent.truth.reading.statement import Finding, Kind
from sales_agent.truth.telling import tell
from tests.sales_agent.truth.turns import (
    ADDED,
    OFFERS,
    ORDER,
    PAGES,
    SEARCH,
    STOCK,
    evidence_of,
    kinds,
)


def test_check_that_fails_lets_nothing_pass(caplog):
    def broken() -> Evidence:
        raise KeyError("a shopper's words")

    found = TruthCheck(broken).findings("Hello there.")

    assert found == [Finding(Kind.UNCHECKED, "")]
    assert tell(broken, found) == phrase("tell.not_looked_up")
    assert "words" not in caplog.text


def line(name: str, colour: str | None, size: str | None) -> dict[str, object]:
    options = {"colour": colour, "size": size}
    return {"sku": f"{name[:3]}-{colour}", "name": name, **options, "quantity": 1}


PAST = (
    "list_orders",
    {},
    {
        "status": "ok",
        "orders": [
            {
                "orderId": "O-5014",
                "status": "delivered",
                "placedAt": "2026-10-21T09:00:00Z",
                "lines": [
                    line("Slim Tapered Jeans", "blue", "34"),
                    line("Everyday Crew T-Shirt", "white", "L"),
                ],
                "total": {"amount": 409700, "currency": "INR"},
            }
        ],
    },
)
INVOICE = (
    "get_invoice",
    {"order_id": "O-5014"},
    {"status": "ok", "invoice": {"orderId": "O-5014", "issuedAt": "2026-11-30T09:00:00Z"}},
)


@pytest.mark.parametrize(
    "text",
    [
        "2. O-5014: Slim Tapered Jeans (blue, size 34) and Everyday Crew T-Shirt (white, size L) "
        "\N{EN DASH} ₹4,097 \N{EN DASH} delivered, 21 October",
        "Order O-5014 (Slim Tapered Jeans (blue, size 34) and Everyday Crew T-Shirt (white, size "
        "L)) was delivered.",
        "Slim Tapered Jeans \N{EN DASH} blue \N{EN DASH} size 34 \N{EN DASH} go well with the "
        "Everyday Crew T-Shirt.",
        "Invoice for order O-5014 of 30 November: Slim Tapered Jeans (blue, size 34).",
        "Your cart stays as it is.",
        "I took size L, as you told me.",
        "I found one match for relaxed shirts:",
    ],
)
def test_true_rows_of_orders_and_goods_pass(text):
    assert kinds(text, PAST, INVOICE) == set()


@pytest.mark.parametrize(
    "text",
    [
        "O-5014: Slim Tapered Jeans (white, size 34) and Everyday Crew T-Shirt (white, size L)",
        "O-5014: Slim Tapered Jeans (blue, size 34) and Everyday Crew T-Shirt (blue, size L)",
        "Slim Tapered Jeans \N{EN DASH} white \N{EN DASH} go well with the Everyday Crew T-Shirt.",
    ],
)
def test_variant_of_the_goods_beside_is_found(text):
    assert kinds(text, PAST) == {Kind.VARIANT}


def test_number_of_an_order_is_no_code():
    placed = ("commit_checkout", {}, {"status": "placed", "orderId": "O-TUHCXXE8"})

    assert kinds("Your order O-TUHCXXE8 is placed.", placed) == set()
    assert Kind.DEED in kinds("RUN12 is in place.", placed)


def test_a_colour_within_a_name_is_no_claim():
    shoe = {"productId": "P-1", "name": "VANS | AUTHENTIC (EYELETS) | GRADIENT/CRIMSON"}
    price = {"amount": 9995, "currency": "INR"}
    listed = {**shoe, "price": price, "maxPrice": price, "colours": ["red"], "sizes": ["5", "6"]}
    search = ("search_products", {}, {"status": "ok", "total": 1, "products": [listed]})
    row = f"1. {shoe['name']} \N{EN DASH} ₹99.95 \N{EN DASH} {{}} \N{EN DASH} sizes 5, 6"

    assert kinds(row.format("red"), search) == set()
    assert kinds(row.format("blue"), search) == {Kind.VARIANT}


def test_variant_in_brackets_is_denied_with_what_follows():
    text = "The Coastline Linen Shirt (olive, size S) is out of stock."
    other = "The Coastline Linen Shirt (white, size M) is out of stock."

    assert kinds(text, STOCK) == set()
    assert kinds(other, STOCK) == {Kind.DENIAL}


def test_goods_that_gave_way_need_not_be_in_the_cart():
    text = "The Coastline Linen Shirt is in your cart, instead of the Market Canvas Tote."
    other = "The Market Canvas Tote is in your cart, instead of the Coastline Linen Shirt."

    assert kinds(text, SEARCH, ADDED) == set()
    assert kinds(other, SEARCH, ADDED) == {Kind.DEED}


@pytest.mark.parametrize("calls", [(SEARCH,), (STOCK,), (ORDER,), (OFFERS,), (PAGES,), (ADDED,)])
def test_what_stands_in_for_a_false_sentence_is_true(calls):
    cart = [{"sku": "W-M", "quantity": 1}]
    for kind in (Kind.AMOUNT, Kind.DEED):
        words = tell(partial(evidence_of, *calls), [Finding(kind, "")])

        assert words
        assert kinds(words, *calls, cart=cart) == set()
