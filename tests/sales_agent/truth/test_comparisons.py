"""Prices side by side: one product against another, against all others, and where it stands."""

import pytest

from sales_agent.truth.reading.statement import Kind
from tests.sales_agent.truth.turns import SEARCH, kinds

CHEAP, DEAR = "Market Canvas Tote", "Coastline Linen Shirt"
COMPARISONS = [
    "Between the {low} and the {high}, the first one's cheaper.",
    "Between the {low} and the {high}, the second is the pricier.",
    "If you compare the {low} with the {high}, the former comes out cheaper.",
    "The {high} is pricier than the {low}.",
    "Cheaper than the {high} is the {low}.",
    "Compared to the {high}, the {low} is the cheaper buy.",
    "You'd pay less for the {low} than for any other one here.",
    "You'd spend more on the {high} than on the {low}.",
    "The {low} will save you money over the {high}.",
    "Rather than the {high}, take the {low} to keep the cost down.",
    "The {high} is a step up in price from the {low}.",
    "The {low} has the edge on price over the {high}.",
    "With the {low} you'd keep more money than with the {high}.",
    "The {low} isn't as expensive as the {high}.",
    "The {high} isn't as cheap as the {low}.",
    "The {low} sits below the {high} in price.",
    "The {low} is kinder to your budget than the {high}.",
    "The cheaper of the {low} and the {high} is the {low}.",
    "Is the {low} cheaper than the {high}? Yes, it is.",
]
RANKS = [
    "For the smallest spend, pick the {low}.",
    "You'll shell out the most for the {high}.",
    "The {high} has the heftiest price tag.",
    "Every other one costs more than the {low}.",
    "The {low} undercuts everything else here.",
    "No product in this list has a lower price than the {low}.",
    "Nothing here is as expensive as the {high}.",
    "You can't go lower than the {low}.",
    "Going by price, you can't do better than the {low}.",
    "On price alone, the {low} has it.",
    "Everything but the {low} costs more.",
    "The minimum you'd spend here is on the {low}.",
    "Money-wise the {low} is the best one.",
    "I found nothing cheaper than the {low}.",
    "You can't find a cheaper one here than the {low}.",
    "There is no lower price here than that of the {low}.",
    "Nothing here has a lower price than the {low}.",
    "They don't come dearer here than the {high}.",
    "None of the others comes in under the {low}.",
    "Nothing in this list goes above the {high}.",
    "None of the others matches the {low} on price.",
    "None of them is dearer than the {high}.",
    "In price, nothing tops the {high}.",
    "If cost is what counts, the {low} comes out on top.",
    "Pricewise, the {low} is as low as it gets here.",
    "The {high} is as pricey as it gets here.",
    "You'd be hard pressed to find something cheaper here than the {low}.",
    "The {low} goes for less than anything else here.",
    "There's no cheaper one here than the {low}.",
    "Our top-priced one is the {high}.",
    "You won't find anything here below the price of the {low}.",
    "Topping the price list: the {high}.",
    "Price-wise, the {high} leads the list.",
    "At the lower end there's the {low}, while the {high} is at the upper end.",
    "If you're watching your spending, the {low} is the least expensive pick.",
    "From cheapest to most expensive, the list starts with the {low}.",
    "Most expensive first: the {high}, then the {low}.",
    "By price the {low} comes first and the {high} last.",
    "Prices start with the {low} and top out with the {high}.",
]


@pytest.mark.parametrize("text", [*COMPARISONS, *RANKS])
def test_comparison_passes_one_way_round_only(text):
    assert kinds(text.format(low=CHEAP, high=DEAR), SEARCH) == set()
    assert kinds(text.format(low=DEAR, high=CHEAP), SEARCH) == {Kind.SUPERLATIVE}


@pytest.mark.parametrize(
    "text",
    [
        "The Coastline Linen Shirt is more formal than the Market Canvas Tote.",
        "The Coastline Linen Shirt sits lower on the waist.",
        "If price matters most, have a look at the Coastline Linen Shirt.",
        "The Coastline Linen Shirt is one of the cheapest ways to look good.",
        "Is the Coastline Linen Shirt cheaper than the Market Canvas Tote?",
        "The Coastline Linen Shirt isn't the cheapest.",
        "The Coastline Linen Shirt sets you back ₹2,299, nothing more.",
        "For ₹2,299, the Coastline Linen Shirt is hard to beat.",
        "I'd pick the Coastline Linen Shirt over the Market Canvas Tote.",
        "You'd pay at least ₹2,299 for the Coastline Linen Shirt.",
        "The Coastline Linen Shirt is cheaper than before.",
        "Would you like to see something cheaper than the Market Canvas Tote?",
    ],
)
def test_words_that_compare_no_prices_of_goods_pass(text):
    assert kinds(text, SEARCH) == set()
