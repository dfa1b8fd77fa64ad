"""That goods are there or gone, in words that say neither by themselves."""

import pytest

from sales_agent.truth.reading.statement import Kind
from tests.sales_agent.truth.turns import STOCK, kinds

SHIRT = "Coastline Linen Shirt"
GONE, THERE = "olive, size S", "white, size M"
DENIALS = [
    "My apologies, the {name} in {variant} is beyond reach right now.",
    "The cupboard is bare for the {name} in {variant}.",
    "Everything's there in the {name} but {variant}.",
    "All of the {name} in {variant} have found a home already.",
    "We're waiting for new stock of the {name} in {variant}.",
    "I'm striking out on the {name} in {variant}.",
    "The {name} in {variant} is temporarily off sale.",
    "You've just missed the last {name} in {variant}.",
    "Sir, actually the {name} is not there in {variant}, only other options are there.",
    "It seems we're all out of {variant} as far as the {name} goes.",
    "Bad news, mate: {variant} isn't going for the {name}.",
    "I'd be fibbing if I said we had the {name} in {variant}.",
    "As far as {variant} goes, the {name} is a dead end.",
    "Honestly, you'd be searching in vain for the {name} in {variant}.",
    "You'll have to pick something else than {variant}, as the {name} can't be bought that way.",
    "Don't hold out for the {name} in {variant}, we haven't got it.",
]


@pytest.mark.parametrize("text", DENIALS)
def test_denial_in_any_words_passes_only_of_what_is_gone(text):
    assert kinds(text.format(name=SHIRT, variant=GONE), STOCK) == set()
    assert kinds(text.format(name=SHIRT, variant=THERE), STOCK) == {Kind.DENIAL}


@pytest.mark.parametrize(
    "text",
    [
        "We can do the {name} in {variant}, no bother.",
        "We'd be able to send you the {name} in {variant} without delay.",
        "Bandra hasn't sold its {name} in {variant} yet.",
        "You were wondering whether it's gone: the {name} in {variant} is in stock.",
        "Stock in {variant} for the {name}? Confirmed, and I can help you check out.",
    ],
)
def test_what_denies_nothing_passes_only_of_what_is_there(text):
    assert kinds(text.format(name=SHIRT, variant=THERE), STOCK) == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Soho: Coastline Linen Shirt (white, M) IN STOCK", {Kind.NAME}),
        ("Bandra: Coastline Linen Shirt (white, M) IN STOCK", set()),
        ("Shame \u2013 we're out of the Coastline Linen Shirt in olive, size S.", set()),
        ("Soho yes: Coastline Linen Shirt white, M", {Kind.NAME}),
        ("Where? Soho. What? The Coastline Linen Shirt, white, M.", {Kind.NAME}),
        ("LOCATION Bandra HAS Coastline Linen Shirt (white, M)", set()),
        ("Oh yes, white, size M \u2013 that's available.", set()),
        ("Jayanagar hasn't run out of the Coastline Linen Shirt.", {Kind.NAME}),
    ],
)
def test_place_at_the_beginning_of_a_line_is_one_of_the_shop(text, found):
    assert kinds(text, STOCK) == found
