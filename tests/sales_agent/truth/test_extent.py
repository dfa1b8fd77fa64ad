"""How far a deed reached, what others did, and goods that are gone in words of other clauses."""

import pytest

from sales_agent.truth.reading.statement import Kind
from tests.sales_agent.truth.test_rules import RULES
from tests.sales_agent.truth.turns import ADDED, ORDER, SEARCH, STOCK, kinds

CHANGED = (
    "commit_order_change",
    {"quote_id": "Q-1"},
    {"status": "changed", "orderId": "O-5031"},
)
RESERVED = (
    "reserve_in_store",
    {"sku": "W-M"},
    {
        "status": "reserved",
        "reservation": {"reservationId": "RS-1", "status": "active", "storeName": "Bandra"},
    },
)
RETURNED = (
    "commit_return",
    {"quote_id": "Q-1"},
    {"status": "return_opened", "orderId": "O-5031", "rma": {"rmaId": "RMA-1"}},
)


@pytest.mark.parametrize(
    ("text", "call", "found"),
    [
        ("I've put three Coastline Linen Shirts in your cart.", ADDED, {Kind.DEED}),
        ("I've added 2 x Coastline Linen Shirt to your cart.", ADDED, {Kind.DEED}),
        ("I've added one Coastline Linen Shirt to your cart.", ADDED, set()),
        ("I've changed the address on O-5031.", CHANGED, set()),
        ("I've changed the address on all your orders.", CHANGED, {Kind.DEED}),
        ("I've reserved it for you at Bandra.", RESERVED, set()),
        ("I've reserved it for you at both stores.", RESERVED, {Kind.DEED}),
        ("Your refund will follow once we have the parcel.", RETURNED, set()),
        ("Your refund has just landed on your card.", RETURNED, {Kind.DEED}),
        ("Our warehouse has unpacked your returned parcel.", ORDER, {Kind.DEED}),
        ("The driver has been asked to ring your bell twice.", ORDER, {Kind.DEED}),
        ("We rang you on your phone about it.", ORDER, {Kind.DEED}),
    ],
)
def test_deed_reaches_no_further_than_its_call(text, call, found):
    assert kinds(text, call) == found


@pytest.mark.parametrize(
    "text",
    [
        "All we had of the Coastline Linen Shirt in olive, size S has been bought.",
        "The Coastline Linen Shirt is made in olive, size S, but it has sold out.",
        "Sold out: Coastline Linen Shirt (olive, size S).",
        "The count for the Coastline Linen Shirt in olive, size S is at nil.",
    ],
)
def test_what_is_gone_may_be_said_so_in_any_clause(text):
    assert kinds(text, STOCK) == set()
    of_one_there = text.replace("olive, size S", "white, size M")
    assert Kind.DENIAL in kinds(of_one_there, STOCK)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kept aside in a store, goods are there for 48 hours.", set()),
        ("Keep the labels on, or we cannot take it back.", set()),
        ("Towels and gift cards are non-returnable.", set()),
        ("We never take towels back.", set()),
        ("Standard: ₹99, 3 to 5 days. Express: ₹199, 1 to 2 working days.", set()),
        ("Express: ₹199, 3 to 5 days.", {Kind.POLICY}),
        ("We only pay back to a gift card.", {Kind.POLICY}),
        ("You get a whole year to send rugs back.", {Kind.POLICY}),
        ("Holding something in a store requires a payment.", {Kind.POLICY}),
        ("Our cobblers polish your shoes for free.", {Kind.POLICY}),
    ],
)
def test_rules_in_other_words(text, found):
    assert kinds(text, RULES) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Market Canvas Tote takes the fewest rupees.", set()),
        ("The Coastline Linen Shirt takes the fewest rupees.", {Kind.SUPERLATIVE}),
        ("I compared both, and the Coastline Linen Shirt comes out lowest.", {Kind.SUPERLATIVE}),
        ("I compared both, and the Market Canvas Tote comes out lowest.", set()),
    ],
)
def test_the_least_in_other_words(text, found):
    assert kinds(text, SEARCH) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Just so you know, olive, size S isn't in stock in the Coastline Linen Shirt.", set()),
        ("Coastline Linen Shirt in olive, size S: none.", set()),
        ("The Coastline Linen Shirt in olive, size S has been cleared out.", set()),
        (
            "Just so you know, white, size M isn't in stock in the Coastline Linen Shirt.",
            {Kind.DENIAL},
        ),
        ("Coastline Linen Shirt in white, size M: none.", {Kind.DENIAL}),
    ],
)
def test_denials_in_passing(text, found):
    assert kinds(text, STOCK) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We've recorded that you want to send O-5031 back.", set()),
        ("O-5031 is noted as coming back to us.", set()),
        ("I explained it all to our team.", {Kind.DEED}),
        ("Your bank was informed of it.", {Kind.DEED}),
    ],
)
def test_deeds_beside_an_opened_return(text, found):
    assert kinds(text, RETURNED) == found


def test_what_is_done_later_excuses_no_deed():
    text = "The Coastline Linen Shirt is now in your cart - head there when you're ready."
    assert kinds(text, SEARCH) == {Kind.DEED}
    assert kinds(text, ADDED, cart=[{"sku": "W-M", "quantity": 1}]) == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Our drivers assemble lamps on the spot.", {Kind.POLICY}),
        ("We iron shirts before we send them.", {Kind.POLICY}),
        ("You can rent a dress for the weekend.", {Kind.POLICY}),
        ("Old shoes can be recycled in our stores.", {Kind.POLICY}),
        ("Just type your card number here in the chat.", {Kind.POLICY}),
        ("You can use only one payment method for an order.", {Kind.POLICY}),
        ("Standard delivery takes 48 hours.", {Kind.POLICY}),
        ("You can drop your return off with us within 30 days.", set()),
        ("We subtract ₹99 from the refund if you changed your mind.", set()),
        ("Worn things or ones without labels can't be sent back.", set()),
        ("Our couriers bring it to you in 1 to 2 working days with express.", set()),
        ("A gift card can be combined with points.", set()),
    ],
)
def test_verbs_of_the_shop_stand_in_its_pages(text, found):
    assert kinds(text, RULES) == found
