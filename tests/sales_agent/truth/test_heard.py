"""Deeds in words of no table, as they were learned, held against the write log."""

import json

import pytest

from sales_agent.truth.deeds.heard import READER, unfounded
from sales_agent.truth.reading.statement import Kind
from tests.sales_agent.truth.turns import SEARCH, kinds
from training.deeds.sampling import kind_of, rows
from training.lesson import digest

CANCELED = ("commit_cancellation", {}, {"status": "canceled", "orderId": "O-5031"})
WRAPPED = ("wrap_as_gift", {}, {"status": "wrapped", "orderId": "O-5031"})
STATUS = {"status": "ok", "order": {"orderId": "O-5031", "status": "confirmed"}}
ORDER = ("get_order_status", {"order_id": "O-5031"}, STATUS)


@pytest.mark.parametrize(
    "text",
    [
        "I've binned O-5031 for you.",
        "The parcel's got your new postcode on it now.",
        "Slung the Coastline Linen Shirt into your trolley, mate.",
        "A human being has the reins now.",
        "Nobody but you is getting that shirt at the shop, they've hidden it under the till.",
        "The dosh is on its way back to you.",
    ],
)
def test_deed_in_words_of_no_table_is_heard(text):
    assert kinds(text, SEARCH, ORDER) == {Kind.DEED}


@pytest.mark.parametrize("text", ["I've binned O-5031 for you.", "O-5031 got the chop."])
def test_heard_deed_that_was_done_passes(text):
    assert kinds(text, CANCELED) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Shall I bin O-5031 for you?",
        "Give me a nod and I'll sling the Coastline Linen Shirt into your trolley.",
        "You could have your parcel sent to another postcode.",
        "This shirt has been woven by hand.",
        "Your cart, your orders and checkout still work.",
    ],
)
def test_what_is_offered_or_told_of_goods_is_no_deed(text):
    assert kinds(text, SEARCH, ORDER) == set()


def test_a_description_word_for_word_is_no_deed():
    told = "A 22-litre backpack with a padded sleeve for a 15-inch laptop and a rain cover."
    product = {"productId": "P-1", "name": "Commuter Laptop Backpack", "description": told}
    details = ("get_product_details", {}, {"status": "ok", "product": product})

    assert kinds(f"What it says: {told}", details) == set()


def test_a_description_that_tells_of_her_order_is_held_to_the_log():
    told = "I've binned O-5031 for you."
    product = {"productId": "P-1", "name": "Commuter Laptop Backpack", "description": told}
    details = ("get_product_details", {}, {"status": "ok", "product": product})

    assert kinds(told, details, ORDER) == {Kind.DEED}


def test_that_nothing_is_kept_is_no_deed():
    none = ("list_reservations", {}, {"status": "ok", "reservations": []})

    assert kinds("You have no reservation in a store right now.", none) == set()


def test_what_a_further_agent_did_is_left_to_its_words():
    assert kinds("There's gift paper around your parcel now.", WRAPPED) == set()


def test_other_deeds_weigh_nothing_where_they_were_done():
    text = "I've binned order_ for you."

    assert unfounded(text, (), ()) > 0.5 > unfounded(text, ("cancel",), ("cancel",))


@pytest.mark.slow
def test_shipped_file_is_of_the_sentences_of_today():
    row = json.loads(READER.file.read_text(encoding="utf-8"))
    told = [(kind, text) for kind, text, _ in rows()]

    assert row["samples"] == digest(told), "run `python -m training.deeds`"
    assert {kind_of("cart", mood) for mood in ("done", "not", "open")} <= set(row["intents"])
