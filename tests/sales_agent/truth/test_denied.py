"""Offers, states and variants that are told otherwise than results say."""

import pytest

from sales_agent.truth.reading.statement import Kind
from tests.sales_agent.truth.turns import ADDED, OFFERS, ORDER, SEARCH, kinds

LINE = {"sku": "W-M", "name": "Coastline Linen Shirt", "options": {"colour": "white", "size": "M"}}
CART = {**ADDED[2]["cart"], "lines": [{**LINE, "quantity": 1}]}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("There are no discounts at all right now.", {Kind.DENIAL}),
        ("We don't have any offers at the moment.", {Kind.DENIAL}),
        ("Zurzeit haben wir leider gar keine Rabattaktionen.", {Kind.DENIAL}),
        ("There are no other offers right now.", set()),
        ("There are no offers on shirts right now.", set()),
        ("Running shoes are 15% off, bedsheets only 12%.", {Kind.PERCENT}),
        ("Running shoes are 12% off, bedsheets 15%.", set()),
    ],
)
def test_offers_are_those_of_the_turn(text, found):
    assert kinds(text, OFFERS, said="any offers?") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("O-5031 has not been shipped yet.", {Kind.DEED}),
        ("The order is still being processed and has not been shipped yet.", {Kind.DEED}),
        ("O-5031 hasn't been delivered yet.", set()),
        ("O-5031 has not been canceled.", set()),
        ("If it has not been shipped, it can be canceled.", set()),
    ],
)
def test_state_that_an_order_is_in_is_not_denied(text, found):
    assert kinds(text, ORDER, said="where is it?") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The shirt is now in your cart in white, size M.", set()),
        ("The shirt is now in your cart in olive, size M.", {Kind.VARIANT}),
        ("I've put the Coastline Linen Shirt in S into your cart.", {Kind.VARIANT}),
        ("The shirt is in your cart; olive would be there too.", set()),
        ("There is no discount on this cart.", {Kind.DENIAL}),
    ],
)
def test_cart_holds_the_variant_that_is_told(text, found):
    added = (*ADDED[:2], {**ADDED[2], "cart": CART})
    cart = [{"sku": "W-M", "quantity": 1}]
    assert kinds(text, SEARCH, added, said="add it", cart=cart) == found
