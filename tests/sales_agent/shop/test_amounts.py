import pytest

from sales_agent.shop.amounts import day_words, money_words, price_words
from tests.sales_agent.channels.doubles import SHIRT, SHOES, inr


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        (129900, "INR", "₹1,299"),
        (129950, "INR", "₹1,299.50"),
        (-4905, "INR", "-₹49.05"),
        (4999, "USD", "$49.99"),
        (1250, "CHF", "CHF 12.50"),
        (1500, "JPY", "¥1,500"),
        (1500, "KWD", "KWD 1.500"),
        (0, "EUR", "€0.00"),
    ],
)
def test_money_is_worded_in_major_units(amount, currency, words):
    assert money_words({"amount": amount, "currency": currency}) == words


def test_price_names_the_lowest_and_what_it_was():
    assert price_words(SHIRT) == "₹1,299"
    assert price_words(SHOES) == "from ₹5,499"
    assert price_words({**SHIRT, "compareAtPrice": inr(199900)}) == "₹1,299 (was ₹1,999)"
    assert price_words({"name": "no price yet"}) == ""


def test_days_are_worded_and_other_texts_left():
    assert day_words("2026-11-26") == "Thu 26 Nov"
    assert day_words("2026-11-02T10:00:00Z") == "Mon 2 Nov"
    assert day_words("soon") == "soon"
