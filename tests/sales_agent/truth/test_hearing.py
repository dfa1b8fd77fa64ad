"""Stock and ranks in words of no table, as they were learned, held against the results."""

import json

import pytest

from sales_agent.truth.hearing import presence, ranks
from sales_agent.truth.reading.statement import Kind
from tests.sales_agent.truth.turns import SEARCH, STOCK, kinds
from training.lesson import digest
from training.wares.sampling import NONE, rows

READERS = {"presence": presence.READER, "ranks": ranks.READER}
GONE = [
    "The Coastline Linen Shirt in {variant} has hopped it, mate.",
    "{variant} is pushing up daisies at this point: the Coastline Linen Shirt.",
    "The Coastline Linen Shirt in {variant} flew the nest.",
    "I'm gutted for you, {variant} took a hike.",
]
THERE = [
    "No shortage of the Coastline Linen Shirt in {variant}.",
    "There's oodles of {variant}, never fear.",
    "The Coastline Linen Shirt in {variant} isn't going anywhere.",
]
CHEAP, DEAR = "Market Canvas Tote", "Coastline Linen Shirt"


@pytest.mark.parametrize("text", GONE)
def test_denial_in_words_of_no_table_passes_only_of_what_is_gone(text):
    assert kinds(text.format(variant="white, size M"), STOCK) == {Kind.DENIAL}
    assert kinds(text.format(variant="olive, size S"), STOCK) == set()


@pytest.mark.parametrize("text", THERE)
def test_what_is_there_by_words_of_denial_passes_only_of_what_is_there(text):
    assert kinds(text.format(variant="white, size M"), STOCK) == set()
    assert kinds(text.format(variant="olive, size S"), STOCK) == {Kind.VARIANT}


@pytest.mark.parametrize(
    "text",
    [
        "Skinflints, rejoice over the {low}.",
        "The {high} will have your card weeping.",
    ],
)
def test_rank_in_words_of_no_table_passes_one_way_round_only(text):
    assert kinds(text.format(low=CHEAP, high=DEAR), SEARCH) == set()
    assert kinds(text.format(low=DEAR, high=CHEAP), SEARCH) == {Kind.SUPERLATIVE}


@pytest.mark.parametrize("name", [CHEAP, DEAR])
@pytest.mark.parametrize(
    "text",
    [
        "The {name} has the softest sleeves of these.",
        "Skiers, rejoice over the {name}.",
        "The {name} would suit your sister.",
    ],
)
def test_what_ranks_no_prices_passes_of_all(text, name):
    assert kinds(text.format(name=name), SEARCH) == set()


def test_nil_is_heard_as_no_other_number():
    text = "Pieces on the rail for the Coastline Linen Shirt in {variant}, by count: {count}."

    assert kinds(text.format(variant="white, size M", count="0"), STOCK) >= {Kind.DENIAL}
    assert Kind.DENIAL not in kinds(text.format(variant="white, size M", count="36"), STOCK)


@pytest.mark.slow
@pytest.mark.parametrize("name", READERS)
def test_shipped_file_is_of_the_sentences_of_today(name):
    row = json.loads(READERS[name].file.read_text(encoding="utf-8"))
    learned = rows(name)

    assert row["samples"] == digest([(kind, text) for kind, text, _ in learned]), (
        "run `python -m training.wares`"
    )
    assert set(row["intents"]) == {kind for kind, _, _ in learned} > {NONE}


def test_row_of_a_list_in_strange_words_denies_nothing():
    row = {"productId": "P-9", "name": "VANS |AUTHENTIC | LO PRO", "colours": ["burgandy"]}
    price = {"price": {"amount": 2900, "currency": "INR"}, "sizes": ["4", "5"]}
    found = ("search_products", {}, {"status": "ok", "total": 1, "products": [{**row, **price}]})

    text = "1. VANS |AUTHENTIC | LO PRO \u2013 ₹29 \u2013 burgandy \u2013 sizes 4, 5"
    assert kinds(text, found, said="any shoes?") == set()


def test_size_of_a_search_is_not_asked_of_what_was_spoken_of_before():
    cap = {"productId": "P-7", "name": "Airflow Running Cap", "sizes": []}
    price = {"price": {"amount": 79900, "currency": "INR"}, "colours": ["black"]}
    found = ("search_products", {}, {"status": "ok", "total": 1, "products": [{**cap, **price}]})

    text = "The Airflow Running Cap is there. One match for black t-shirts in size L:"
    assert kinds(text, found, said="a cap and a tee") == set()


def test_goods_that_take_the_place_of_others_are_not_denied():
    text = "Done, Coastline Linen Shirt (white, size M) is in your cart, instead of the tote."
    assert Kind.DENIAL not in kinds(text, SEARCH, STOCK, said="swap it")
