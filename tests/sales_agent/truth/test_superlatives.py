"""Superlatives, held against lists."""

import pytest

from sales_agent.truth.reading.statement import Kind
from tests.sales_agent.truth.turns import PAGES, SEARCH, kinds


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The cheapest is the Market Canvas Tote.", set()),
        ("The cheapest is the Coastline Linen Shirt.", {Kind.SUPERLATIVE}),
        ("The most expensive one is the Market Canvas Tote.", {Kind.SUPERLATIVE}),
        ("The Market Canvas Tote is our best-seller.", {Kind.SUPERLATIVE}),
        ("Nothing here is pricier than the Market Canvas Tote.", {Kind.SUPERLATIVE}),
        ("Nothing here is pricier than the Coastline Linen Shirt.", set()),
        (
            "The Market Canvas Tote is the cheapest, the Coastline Linen Shirt the most expensive.",
            set(),
        ),
        ("Cheapest: Coastline Linen Shirt. Dearest: Market Canvas Tote.", {Kind.SUPERLATIVE}),
        (
            "They run from the Coastline Linen Shirt to the Market Canvas Tote in price.",
            {Kind.SUPERLATIVE},
        ),
        ("Everything else costs more than the Market Canvas Tote.", set()),
        ("The Coastline Linen Shirt costs less than the Market Canvas Tote.", {Kind.SUPERLATIVE}),
        ("The budget pick is the Coastline Linen Shirt.", {Kind.SUPERLATIVE}),
    ],
)
def test_superlatives_are_held_against_whole_lists(text, found):
    assert kinds(text, SEARCH) == found


@pytest.mark.parametrize(
    "text",
    [
        "The Market Canvas Tote takes the least cash.",
        "The Market Canvas Tote costs less than anything else here.",
        "Nothing here beats the Market Canvas Tote's price.",
    ],
)
def test_rank_is_no_rule_of_the_shop(text):
    assert kinds(text, SEARCH, PAGES) == set()


@pytest.mark.parametrize(
    "rule",
    ["and we match any price", "and we'll beat any price", "and you can pay cash"],
)
def test_rule_beside_a_true_rank_is_held_against_the_pages(rule):
    text = f"The Market Canvas Tote is the cheapest here, {rule}."

    assert kinds(text, SEARCH, PAGES) == {Kind.POLICY}
