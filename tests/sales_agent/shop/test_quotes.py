"""Each kind of quote, asked about in words for channels that draw nothing."""

import pytest

from sales_agent.shop.quotes import describe_quote, shown_quote
from tests.sales_agent.channels.doubles import (
    ADDRESS_CHANGE_QUOTE,
    CANCELLATION_QUOTE,
    EXCHANGE_QUOTE,
    ITEM_CHANGE_QUOTE,
    PAYMENT_CHANGE_QUOTE,
    POINTS,
    QUOTE,
    RETURN_QUOTE,
    VISA,
    inr,
)


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        (QUOTE, "₹2,387.20 in all, standard delivery by Thu 26 Nov to 12 Lake View Road, "
            "Bengaluru, paid with the card ending 4242. Shall I place this order?"),
        (CANCELLATION_QUOTE, "Canceling order O-5002 gives ₹1,299 back to card ending 4242. "
            "Shall I cancel it?"),
        (RETURN_QUOTE, "Returning 1 x Monsoon Linen Shirt from order O-5001 gives ₹1,299 back to "
            "card ending 4242 once it has arrived. Shall I open the return?"),
        (EXCHANGE_QUOTE, "Exchanging 1 x Monsoon Linen Shirt (olive, M) for olive, L from order "
            "O-5001 costs ₹200 more, paid with gift card ending 7QWM. Shall I open the exchange?"),
        (ITEM_CHANGE_QUOTE, "Changing 1 x Monsoon Linen Shirt (olive, M) for olive, L in order "
            "O-5001 gives ₹200 back to Visa ending 4242; the order then comes to ₹2,187.20. "
            "Shall I change it?"),
        (ADDRESS_CHANGE_QUOTE, "Order O-5001 then goes to 5 Park Street, Kolkata 700016 instead "
            "of 12 Lake View Road, Bengaluru 560034. Shall I change the address?"),
        (PAYMENT_CHANGE_QUOTE, "Order O-5001 is then paid with the card ending 4242, ₹2,387.20, "
            "and ₹2,387.20 goes back to gift card ending 7QWM. Shall I change the payment?"),
        ({"quoteId": "Q", "kind": "gift_card"}, "Shall I go ahead with this gift_card?"),
    ],
)  # fmt: skip
def test_a_quote_is_asked_about_with_all_that_it_moves(quote, said):
    assert f"{said} (yes / no)" in describe_quote(quote)


def test_a_split_payment_names_each_part():
    shares = [{**POINTS, "amount": inr(8000)}, {**VISA, "amount": inr(230720)}]
    text = describe_quote({**QUOTE, "tenders": shares})
    assert "paid ₹80 with 320 points and ₹2,307.20 with the card ending 4242" in text


def test_a_swap_that_costs_nothing_says_so():
    quote = {**EXCHANGE_QUOTE, "difference": inr(0), "tender": None}
    assert "costs nothing more" in describe_quote(quote)


def test_a_quote_is_shown_without_the_names_of_its_rules():
    notes = ["Sending it back costs you nothing (returns.shipping).", "It is late (too late)."]
    shown = shown_quote({**RETURN_QUOTE, "notes": notes})
    assert shown["notes"] == ["Sending it back costs you nothing.", "It is late (too late)."]
    assert shown_quote(CANCELLATION_QUOTE) == CANCELLATION_QUOTE
