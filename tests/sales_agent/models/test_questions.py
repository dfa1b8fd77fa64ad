"""Everyday questions and half sentences: each gets a true and short reply."""

import pytest

from sales_agent.models.offline.wording.products import reason_words
from tests.sales_agent.models.conversation import Conversation
from tests.sales_agent.models.shop import ScriptedShop


def test_limits_at_the_end_hold_for_either_kind():
    talk = Conversation()
    talk.say("running shoes or socks in 8 under 4000")
    assert talk.shop.called("search_products")[:2] == [
        {"category": "Running Shoes", "size": "8", "max_price": 4000.0},
        {"category": "Socks", "size": "8", "max_price": 4000.0},
    ]


def test_budget_at_the_end_holds_for_both_but_the_size_does_not():
    talk = Conversation()
    talk.say("a white shirt and blue kurtas in M under 2500")
    assert talk.shop.called("search_products")[:2] == [
        {"category": "Shirts", "colour": "white", "max_price": 2500.0},
        {"category": "Kurtas", "colour": "blue", "size": "M", "max_price": 2500.0},
    ]


def test_brands_are_told_when_asked_for():
    talk = Conversation()
    assert "Kesaria Loom" in talk.say("what brands do you have?")
    reply = talk.say("which brands of socks do you carry?")
    assert "Our brands of socks: Pacewren and Tarnhill." in reply
    talk.say("Tarnhill")
    assert talk.shop.called("search_products")[-1] == {"category": "Socks", "brand": "Tarnhill"}


def test_what_only_stores_have_is_to_be_reserved_and_not_added():
    shop = ScriptedShop()
    shop.row("P-3").stock[("white", "9")] = (0, 3)
    talk = Conversation(shop)
    talk.say("show me running shoes")
    reply = talk.say("is the Cloudline available in white in 9?")
    assert "not in our warehouse" in reply
    assert reply.endswith("Shall I reserve one for you at Indiranagar?")
    assert "Reserved" in talk.say("yes")
    assert shop.called("reserve_in_store") == [{"store": "Indiranagar", "sku": "P-3-WHI-9"}]


def test_refused_colours_add_up_and_are_left_out():
    talk = Conversation()
    assert "socks other than white" in talk.say("socks, not white")
    talk.say("not black either")
    assert talk.shop.called("search_products")[-1] == {
        "category": "Socks",
        "exclude_colours": ["black", "white"],
    }


def test_another_product_that_is_named_is_not_the_one_in_focus():
    talk = Conversation()
    talk.say("show me the cheapest running shoes")
    talk.say("is it in stock in black 9?")
    talk.say("is the Coastline shirt available in white M?")
    assert talk.shop.called("check_inventory")[-1]["product_id"] == "P-6"


def test_trait_that_is_not_described_is_not_claimed():
    talk = Conversation()
    talk.say("show me linen shirts")
    reply = talk.say("is it machine washable?")
    assert "cannot tell" in reply
    assert "?" not in reply


def test_place_without_a_postcode_is_asked_for_it():
    talk = Conversation()
    assert "Goa depends on the postcode" in talk.say("do you ship to Goa?")
    talk.say("403001")
    assert talk.shop.called("get_delivery_options") == [{"postcode": "403001"}]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("can I pay cash?", "Only cards"),
        ("cancel the reservation", "cannot cancel a reservation"),
        ("what is your return policy?", "return window"),
        ("can I return it later?", "return window"),
        ("which size should I take?", "no size chart"),
        ("I'm looking for a gift for my dad under 2000", "something for your dad under 2,000"),
        ("thanks so much!", "!"),
        ("😀", "catch"),
    ],
)
def test_question_gets_its_own_answer(text, words):
    talk = Conversation()
    assert words.lower() in talk.say(text).lower()
    assert talk.shop.called("search_products") == []
    assert talk.shop.called("initiate_checkout") == []


def test_typos_and_capitals_are_read():
    talk = Conversation()
    talk.say("RUNING SHOSE SIZ 9")
    assert talk.shop.called("search_products") == [{"category": "Running Shoes", "size": "9"}]


def test_something_warmer_is_asked_of_the_same_kind():
    talk = Conversation()
    talk.say("show me kurtas")
    talk.say("something warmer")
    assert talk.shop.called("search_products")[1] == {"category": "Kurtas", "query": "warm"}


def test_bigger_size_of_what_is_in_the_cart_changes_the_line():
    talk = Conversation()
    talk.say("show me linen shirts")
    talk.say("add it in white M")
    talk.say("in a bigger size please")
    assert talk.shop.cart == {"P-6-WHI-L": 1}


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("prevent blisters, with the Tempo Daily", "prevent blisters"),
        ("Completes the outfit.", "completes the outfit"),
        ("from our range in ACCESSORIES", "from our range in ACCESSORIES"),
        ("NIKE too, like the Tempo Daily", "NIKE too"),
        (None, ""),
    ],
)
def test_reason_reads_well_after_a_dash(reason, words):
    assert reason_words({"reason": reason}, "Tempo Daily") == words


def test_unseen_product_is_not_taken_for_the_only_one_of_its_kind():
    talk = Conversation()
    talk.say("white running shoes")
    talk.say("is the Tempo running shoe available in blue 9?")
    assert talk.shop.called("check_inventory")[-1]["product_id"] == "P-1"
