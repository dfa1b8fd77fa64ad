"""Counts, variants, stores and denials, held against stock checks."""

import pytest

from sales_agent.truth.reading.statement import Kind
from tests.sales_agent.truth.turns import SEARCH, STOCK, kinds


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Only 3 left of the Coastline Linen Shirt!", {Kind.COUNT}),
        ("There are 36 in stock in white, size M.", set()),
        ("Bandra has 9 of the Coastline Linen Shirt.", set()),
        ("Bandra has 36 of the Coastline Linen Shirt.", {Kind.COUNT}),
        ("3 are waiting at Bandra.", {Kind.COUNT}),
        ("Stock of the Coastline Linen Shirt: **2**", {Kind.COUNT}),
        ("There's a total of 36 up for grabs.", set()),
        ("I can see 1 in white, size M, so there's no rush.", {Kind.COUNT}),
        ("We have 36 of those, 9 of them in Bandra.", set()),
        ("8 - that's how many Bandra shows of the Coastline Linen Shirt.", {Kind.COUNT}),
        ("9 - that's how many Bandra shows of the Coastline Linen Shirt.", set()),
        ("1. Coastline Linen Shirt", set()),
    ],
)
def test_counts_are_held_against_the_stock_check(text, found):
    assert kinds(text, STOCK) == found


def test_scarcity_without_a_check_is_found():
    assert kinds("Hurry, it is almost gone!", SEARCH) == {Kind.COUNT}
    assert kinds("Only 2 left!", SEARCH) == {Kind.COUNT}, (
        "two were found, which is no count of units"
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Coastline Linen Shirt is in stock in size XXL.", {Kind.VARIANT}),
        ("The Coastline Linen Shirt is in stock in olive, size S.", {Kind.VARIANT}),
        ("It comes in red.", {Kind.VARIANT}),
        ("If olive, size S is what you want, we've got it in exactly that.", {Kind.VARIANT}),
        ("In red? Yes, we have the Coastline Linen Shirt like that.", {Kind.VARIANT}),
        ("The Coastline Linen Shirt is in stock in white, medium size.", set()),
    ],
)
def test_sizes_and_colours_are_held_against_variants(text, found):
    assert kinds(text, STOCK) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("You find it at Bandra.", set()),
        ("- **Saket**: in stock", {Kind.NAME}),
        ("Our Whitefield store has it.", {Kind.STORE}),
        ("Saket is where you'll find it.", {Kind.NAME}),
        ("One place that has it: Saket.", {Kind.NAME}),
        ("Bandra is where you'll find it.", set()),
    ],
)
def test_stores_are_held_against_the_stock_check(text, found):
    assert kinds(text, STOCK) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Coastline Linen Shirt is out of stock.", {Kind.DENIAL}),
        ("We don't have it in white, size M.", {Kind.DENIAL}),
        ("The Coastline Linen Shirt is sold out in olive, size S.", set()),
        ("There aren't any left in white, size M, I'm sorry to say.", {Kind.DENIAL}),
        ("We're fresh out of the Coastline Linen Shirt in white.", {Kind.DENIAL}),
        ("It is not at Bandra.", {Kind.DENIAL}),
        ("We don't have it in white, size M, shall I look for another?", {Kind.DENIAL}),
        ("I'd love to offer olive, size S, but it is gone in that one.", set()),
        ("That one's out of stock: the Coastline Linen Shirt in olive, size S.", set()),
    ],
)
def test_denials_are_held_against_the_stock_check(text, found):
    assert kinds(text, STOCK) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("There's no stock left in white, size M, but I can show you what else we have.", True),
        ("There's no stock left in olive, size S, but I can show you what else we have.", False),
        ("White, size M is the one we're missing in the Coastline Linen Shirt.", True),
        ("Olive, size S is the one we're missing in the Coastline Linen Shirt.", False),
        ("It doesn't look like we have the Coastline Linen Shirt in white, size M.", True),
        ("Not in olive, size S, I'm afraid: the Coastline Linen Shirt is sold out there.", False),
        ("You don't have a reservation at Bandra at the moment.", False),
    ],
)
def test_stock_that_is_denied_in_other_words_is_held_against_the_check(text, found):
    assert (Kind.DENIAL in kinds(text, STOCK)) is found
    assert Kind.VARIANT not in kinds(text, STOCK)


def test_variant_that_was_checked_and_is_gone_is_not_there():
    said = "I checked, and olive, size S is available for the Coastline Linen Shirt."

    assert kinds(said, STOCK) == {Kind.VARIANT}
    assert kinds(said.replace("olive, size S", "white, size M"), STOCK) == set()


def test_store_that_stands_alone_behind_a_colon_is_one_that_has_it():
    said = "Here's where you'll find the Coastline Linen Shirt: {}, for one."

    assert Kind.STORE in kinds(said.format("Saket"), STOCK)
    assert kinds(said.format("Bandra"), STOCK) == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Coastline Linen Shirt hasn't sold out in white, size M; it's still there.", set()),
        (
            "The Coastline Linen Shirt hasn't sold out in olive, size S; it's still there.",
            {Kind.VARIANT},
        ),
        ("Just checked, and olive, size S is out \u2013 sorry about that!", set()),
        ("Just checked, and white, size M is out \u2013 sorry about that!", {Kind.DENIAL}),
        ("I looked everywhere and white, size M came up empty.", {Kind.DENIAL}),
        ("I looked everywhere and olive, size S came up empty.", set()),
        ("Shall we go for the Coastline Linen Shirt in orange? That one's in stock.", True),
        ("Shall we go for the Coastline Linen Shirt in white? That one's in stock.", set()),
        ("Shall we go for the Coastline Linen Shirt in orange?", set()),
    ],
)
def test_stock_is_there_or_gone_in_many_words(text, found):
    said = kinds(text, STOCK)

    assert Kind.VARIANT in said if found is True else said == found


def test_name_of_a_colour_in_an_idiom_is_no_colour():
    assert kinds("Once you give me the green light, I'll put it aside.", STOCK) == set()
