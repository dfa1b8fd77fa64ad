"""The first of all by price in words that name no rank: ends of a scale, titles, idioms."""

import pytest

from sales_agent.truth.reading.statement import Kind
from tests.sales_agent.truth.turns import SEARCH, kinds

CHEAP, DEAR = "Market Canvas Tote", "Coastline Linen Shirt"
EXTREMES = [
    "Of everything I pulled up, the {low} hurts least at the till.",
    "The sticker on the {low} is the smallest you'll see today.",
    "The floor of this price range is the {low}.",
    "The {low} has the teeniest price tag of the lot.",
    "The {low} is where the prices begin.",
    "Our starting point, money-wise, is the {low}.",
    "Compared with its neighbours in this list, the {low} is a steal.",
    "The budget champion is the {low}.",
    "The {low} is the lightest on your bank account.",
    "For sheer affordability the {low} is unmatched here.",
    "Penny-pinchers should go straight for the {low}.",
    "The {low} wins on price, as all of the alternatives are dearer.",
    "Lowest rate is for the {low}, others are all on the higher side.",
    "Every alternative here is dearer than the {low}.",
    "Bottom-dollar choice out of these: the {low}.",
    "Look no further than the {low} for the least outlay.",
    "From cheap to dear, number one is the {low}.",
    "lowest_priced_item={low}",
    "sort=price_asc, first={low}",
    "The real splurge here is the {high}.",
    "None of these will empty your wallet like the {high}.",
    "The {high} sits at the summit of the price range.",
    "The {high} makes the biggest dent in your budget.",
    "Prices peak with the {high}.",
    "Everything else comes in below the {high}.",
    "You'll dig deepest into your pocket for the {high}.",
    "Our most exclusive one among these, in terms of price, is the {high}.",
    "The {high} is the priciest thing I found for you.",
    "The most expensive? That's {high}.",
]


@pytest.mark.parametrize("text", EXTREMES)
def test_rank_in_any_words_passes_one_way_round_only(text):
    assert kinds(text.format(low=CHEAP, high=DEAR), SEARCH) == set()
    assert kinds(text.format(low=DEAR, high=CHEAP), SEARCH) == {Kind.SUPERLATIVE}


@pytest.mark.parametrize(
    "text",
    [
        "The Coastline Linen Shirt is the lightest on a hot day.",
        "The price of the Coastline Linen Shirt starts at ₹2,299.",
        "On top of its price, the Coastline Linen Shirt has a good cut.",
        "The Coastline Linen Shirt gets the best reviews for its price.",
        "You get the most comfort for your money with the Coastline Linen Shirt.",
        "You'll find more in this list, like the Market Canvas Tote, at a good price.",
    ],
)
def test_degrees_of_something_else_than_money_pass(text):
    assert Kind.SUPERLATIVE not in kinds(text, SEARCH)


def test_loose_rank_holds_for_the_nearer_half_of_a_list():
    middle = {**SEARCH[2]["products"][1], "productId": "P-3", "name": "Rope Belt"}
    middle["price"] = {"amount": 99900, "currency": "INR"}
    listed = {**SEARCH[2], "total": 3, "products": [*SEARCH[2]["products"], middle]}
    call = ("search_products", {}, listed)
    assert kinds("The Rope Belt is a steal compared with the others.", call) == set()
