"""The words of a message that name goods, and which of them a pronoun stands for."""

import pytest

from sales_agent.models.offline.context.talk import Exchange, Talk
from sales_agent.models.offline.understanding.understand import understand


def wishes(text):
    return understand(Talk((), Exchange(text)))


def said(text, name):
    return list(dict.fromkeys(w for wish in wishes(text) for w in wish.said.get(name, ())))


@pytest.mark.parametrize(
    ("text", "products"),
    [
        ("How about the Billy Summers one? How much does it cost?", ["the billy summers one"]),
        ("I bought a digital camera, but it is heavy. Can I exchange it?", ["a digital camera"]),
        ("I placed an order for wireless earbuds and want to return them", ["wireless earbuds"]),
        ("Could you help me return a pair of sneakers I purchased?", ["a pair of sneakers"]),
        ("exchange the bluetooth speaker for the cheapest one", ["the bluetooth speaker"]),
        ("I'll take the second one, the silver one", ["the second one"]),
        ("compare the first and the second", ["the first", "the second"]),
        ("how long is it?", ["it"]),
        ("keep it at the Camden store for me", ["it"]),
        ("keep it under 50 dollars", []),
        ("find me phones. Look for those phones that have a good rating", []),
        ("are over the ear headphones better than in ear headphones", []),
    ],
)
def test_product_is_what_the_message_points_at(text, products):
    assert [word.lower() for word in said(text, "product")] == products


def test_thing_that_was_named_before_is_told_once():
    text = "I received an air purifier, and I want to exchange the purifier for a large one"

    assert said(text, "product") == ["an air purifier"]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("remove the hat from my cart", ["hat"]),
        ("a plastic table cover for the dining room", ["table cover"]),
        ("boys pants slim fit", ["pants"]),
        ("white emma + oliver kids chair", ["chair"]),
        ("a case that fits my phone", ["case"]),
        ("hats, caps", ["caps"]),
    ],
)
def test_kind_is_the_whole_noun_for_the_goods(text, kinds):
    assert said(text, "category") == kinds


@pytest.mark.parametrize("name", ["Billy", "Oliver", "Marlon", "Charles", "Mary"])
def test_first_name_is_not_taken_for_a_typo(name):
    wish = wishes(f"something by {name} Summers")[0]

    assert wish.slots.colour is None
    assert name.lower() in (wish.slots.query or "").split()


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("No, I don't want to do a return, I want to purchase new shoes", "search_products"),
        ("I don't want to cancel my order, just change the address", "change_address"),
        ("I do not want to return it", "refuse"),
        ("No problem! Where is my order?", "order_status"),
        ("I understand. Do you sell lamps?", "search_products"),
        ("I understand", "thank"),
        ("yes please, I want to keep it under 50 dollars", "refine_search"),
        ("I recently bought a speaker and I'd like to know the price", "product_details"),
        ("I bought a tent. How long is the return period?", "return_policy"),
    ],
)
def test_first_wish_is_what_is_wanted(text, intent):
    assert wishes(text)[0].intent == intent
