"""What counts as a plain yes; everything else is the shopper's words."""

import pytest

from sales_agent.confirmation import describe_quote, is_plain_yes, say


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "Yes.",
        "yes please",
        "OK, go ahead!",
        "yep do it",
        "sure, place the order",
        "👍",
        "Ja",
    ],
)
def test_a_plain_yes(text):
    assert is_plain_yes(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no",
        "yes but make it two",
        "not yet",
        "please",
        "thanks",
        "yes, and add socks",
        "is that right?!no",
        "yes" * 3,
        "ok what about red",
        "[card ending 4242]",
    ],
)
def test_no_plain_yes(text):
    assert not is_plain_yes(text)


def test_amounts_read_as_people_write_them():
    assert say({"amount": 129900, "currency": "INR"}) == "₹1,299"
    assert say({"amount": 129950, "currency": "USD"}) == "$1,299.50"
    assert say({"amount": 1250, "currency": "CHF"}) == "CHF 12.50"


def test_a_quote_of_an_unknown_kind_can_be_asked_about():
    assert "gift_card" in describe_quote({"quoteId": "Q", "kind": "gift_card"})
