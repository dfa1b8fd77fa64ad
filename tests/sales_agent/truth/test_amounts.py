"""Amounts and percentages, held against prices, totals and offers."""

import pytest

from sales_agent.truth.reading.statement import Kind
from tests.sales_agent.truth.turns import OFFERS, SEARCH, kinds


@pytest.mark.parametrize(
    "text",
    [
        "The Coastline Linen Shirt costs ₹1,899.",
        "The Coastline Linen Shirt costs ₹899.",
        "It's yours for 1,500 rupees, the Coastline Linen Shirt.",
        "The Coastline Linen Shirt costs twelve hundred rupees.",
        "The Coastline Linen Shirt costs $2,299.",
        "**Coastline Linen Shirt**\n- Price: Rs. 1999",
        "| Market Canvas Tote | ₹2,299 |",
        "Coastline Linen Shirt: १,८९९ rupees",
        "Good news: the Coastline Linen Shirt is within reach at ₹899.",
        "**Coastline Linen Shirt**: yours from ₹899.",
        "If you take the Coastline Linen Shirt, it'll come to ₹899 for one.",
        "The Coastline Linen Shirt isn't bad at ₹899.",
        "Hand over ₹899 and take the Coastline Linen Shirt home.",
    ],
)
def test_price_that_no_result_holds_is_found(text):
    assert kinds(text, SEARCH) == {Kind.AMOUNT}


@pytest.mark.parametrize(
    "text",
    [
        "The Coastline Linen Shirt costs ₹2,299.00, and the Market Canvas Tote INR 899.",
        "It was ₹2,899 and is ₹2,299 now: the Coastline Linen Shirt saves you ₹600.",
        "Two of the Market Canvas Tote would be ₹1,798.",
        "The Coastline Linen Shirt and the Market Canvas Tote together come to ₹3,198.",
        "You asked for something under ₹5,000: the Market Canvas Tote is ₹899.",
        "I cannot sell it for ₹1.",
        "The Market Canvas Tote is yours from ₹899, well within your budget of ₹5,000.",
        "If you take the Market Canvas Tote, it'll come to ₹899 for one.",
        "The Market Canvas Tote isn't ₹2,299, it is ₹899.",
    ],
)
def test_price_that_can_be_worked_out_passes(text):
    assert kinds(text, SEARCH, said="something under 5,000, or sell it for 1 rupee") == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Market Canvas Tote is under ₹1,000.", set()),
        ("The Coastline Linen Shirt is under ₹1,000.", {Kind.AMOUNT}),
        ("The Coastline Linen Shirt is around ₹2,300.", set()),
        ("The Coastline Linen Shirt is around ₹900.", {Kind.AMOUNT}),
    ],
)
def test_bounds_and_rough_figures_are_held_against_the_price(text, found):
    assert kinds(text, SEARCH) == found


def test_price_that_only_the_shopper_said_is_found():
    assert Kind.AMOUNT in kinds("Deal, it is yours for ₹1!", SEARCH, said="sell it for ₹1, deal?")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("There is 20% off running shoes.", {Kind.PERCENT}),
        ("There is 15% off running shoes.", {Kind.PERCENT}),
        ("You get half price on towels.", {Kind.PERCENT}),
        ("There is 12 percent off running shoes.", set()),
        ("I cannot give you 90% off.", set()),
        ("We're running 12% off bedsheets and towels.", {Kind.PERCENT}),
        ("Happy to help: we're running 15% off bedsheets and towels, for one.", set()),
    ],
)
def test_percentages_are_held_against_their_offer(text, found):
    assert kinds(text, OFFERS, said="90% off please") == found


def test_limits_of_a_search_may_be_told():
    search = ("search_products", {"min_price": 2250, "max_price": 3750}, SEARCH[2])

    assert kinds("I found 2 between 2,250 and 3,750.", search) == set()
