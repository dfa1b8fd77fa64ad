"""Names and numbers that nobody but the model said."""

import pytest

from sales_agent.truth.reading.statement import Kind
from tests.sales_agent.truth.turns import ORDER, SEARCH, kinds


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("You might like the Aurora Silk Kimono.", {Kind.NAME}),
        ("Have a look at the Coastline Canvas Tote.", {Kind.NAME}),
        ("It is made by Nike.", {Kind.NAME}),
        ("They'll go well with what you've got.", set()),
        ("We have the Air Max 90 in stock.", {Kind.NAME, Kind.COUNT}),
        ("The Coastline Linen Shirt is by Loamfield.", set()),
        ("I recommend the Weekend Linen Shirt.", {Kind.NAME}),
        ("I recommend the Weekend Tote.", {Kind.NAME}),
        ("I recommend the White Linen Shirt.", set()),
        ("Here Are Your Options:\n**Price Details**", set()),
    ],
)
def test_names_are_held_against_results(text, found):
    assert kinds(text, SEARCH, said="do you have the Air Max?") == found


def test_name_that_only_the_shopper_said_may_be_denied():
    assert kinds("I find no Air Max here.", SEARCH, said="the Air Max?") == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Your order is O-5031, tracked as MX6373153099.", set()),
        ("Your order is O-5032.", {Kind.IDENTIFIER}),
        ("The tracking number is MX6373153000.", {Kind.IDENTIFIER}),
        ("Use the code SAVE20 at checkout.", {Kind.IDENTIFIER}),
        ("Pop MX6373153099 into the carrier's page.", set()),
    ],
)
def test_numbers_of_orders_and_parcels_are_held_against_results(text, found):
    assert kinds(text, ORDER) == found


@pytest.mark.parametrize(
    ("said", "found"),
    [("zeig mir Hemden, bitte", set()), ("show me shirts", {Kind.NAME})],
)
def test_nouns_of_german_are_names_in_english_only(said, found):
    assert kinds("The Market Canvas Tote, Leinen.", SEARCH, said=said) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The linen shirt comes in white and olive.", set()),
        ("The linen shirt comes in white, olive and navy.", {Kind.VARIANT}),
        ("Your shirt is ₹2,299 and the tote ₹899.", set()),
        ("Your shirt is ₹899 and the tote ₹2,299.", {Kind.AMOUNT}),
        ("The tote is the cheapest here, the shirt costs more.", set()),
        ("The shirt is the cheapest here, the tote costs more.", {Kind.SUPERLATIVE}),
        ("The bag comes in black.", set()),
        ("The bag comes in red.", {Kind.VARIANT}),
        ("The shirts come in many colours.", set()),
    ],
)
def test_goods_are_known_by_a_part_of_their_name(text, found):
    assert kinds(text, SEARCH) == found
