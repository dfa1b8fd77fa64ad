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
        ("can I pay cash?", "a card, a gift card or your points"),
        ("cancel the reservation", "no reservation"),
        ("what is your return policy?", "return window"),
        ("can I return it later?", "return window"),
        ("which size should I take?", "how it fits"),
        ("I'm looking for a gift for my dad under 2000", "something for your dad under 2,000"),
        ("thanks so much!", "!"),
        ("😀", "look for"),
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


def test_two_kinds_are_both_looked_for_after_a_greeting():
    talk = Conversation()
    talk.say("hi")
    talk.say("i need a shirt and 2 kurtas")
    assert [args["category"] for args in talk.shop.called("search_products")] == [
        "Shirts",
        "Kurtas",
    ]


def test_place_in_a_list_of_other_goods_is_not_meant():
    talk = Conversation()
    talk.say("show me running shoes")
    talk.say("add both socks")
    assert talk.shop.cart == {}
    assert talk.shop.called("search_products")[-1]["category"] == "Socks"


def test_card_digits_without_a_cart_say_that_it_is_empty():
    assert "cart is empty" in Conversation().say("4242")


def test_yes_to_which_product_asks_it_again():
    talk = Conversation()
    talk.say("show me socks")
    question = talk.say("ok add it")
    assert talk.say("yes") == question


def test_stock_there_in_a_store_is_looked_up():
    talk = Conversation()
    talk.say("show me linen shirts")
    talk.say("is it there in Indiranagar?")
    assert talk.shop.called("check_inventory") == [{"product_id": "P-6", "store": "Indiranagar"}]


def test_first_of_a_kind_is_counted_among_its_kind():
    talk = Conversation()
    talk.say("show me linen shirts and socks")
    talk.say("add the second socks")
    assert talk.shop.called("add_to_cart")[-1]["product_id"] == "P-5"


def test_reserving_while_a_choice_is_open_reserves():
    talk = Conversation()
    talk.say("show me linen shirts")
    talk.say("is it there in Indiranagar?")
    talk.say("no")
    talk.say("add it")
    talk.say("reserve one in M white")
    assert talk.shop.cart == {}
    assert talk.shop.called("reserve_in_store") == [
        {"store": "Indiranagar", "sku": "P-6-WHI-M", "quantity": 1}
    ]


def test_reservations_are_told_and_not_made_when_asked_about():
    talk = Conversation()
    assert "no reservation" in talk.say("what did i reserve?")
    talk.say("show me linen shirts")
    talk.say("reserve it in white M at Bandra")
    assert "K7P2" in talk.say("what did i reserve?")
    assert len(talk.shop.called("reserve_in_store")) == 1


def test_two_numbers_are_compared():
    talk = Conversation()
    talk.say("show me running shoes")
    talk.say("whats the diff between 1 and 3")
    assert talk.shop.called("compare_products") == [{"product_ids": ["P-1", "P-3"]}]


def test_complement_on_offer_is_no_list_to_count_in():
    talk = Conversation()
    talk.say("add the linen shirt in white M")
    talk.say("no")
    talk.say("i'll take the 2nd")
    assert talk.shop.cart == {"P-6-WHI-M": 1}


def test_second_of_two_waits_for_the_first_choice():
    talk = Conversation()
    talk.say("show me running shoes")
    talk.say("add the first two in size 9")
    talk.say("black")
    assert talk.shop.cart == {"P-2-BLA-9": 1, "P-1-BLA-9": 1}
    other = Conversation()
    other.say("show me running shoes")
    other.say("add the first two")
    other.say("9 black")
    assert "Sprintwell" in str(other.messages[-1].text)
    other.say("8")
    assert other.shop.cart == {"P-1-BLA-9": 1, "P-2-BLA-8": 1}


def test_disliking_what_is_shown_does_not_show_it_again():
    talk = Conversation()
    talk.say("show me socks")
    assert "What should be different" in talk.say("i dont like these")
    assert "What should be different" in talk.say("not that one")
