"""What the shopper has named once is not asked for again, and nothing is assumed."""

from tests.sales_agent.models.conversation import Conversation


def test_size_and_colour_of_the_search_are_kept_for_adding():
    talk = Conversation()
    talk.say("black running shoes in 9 under 5000")
    talk.say("add the first one")
    assert talk.shop.cart == {"P-1-BLA-9": 1}


def test_detour_over_the_details_keeps_what_was_named():
    talk = Conversation()
    talk.say("blue running shoes in size 9")
    assert "(blue, size 9)" in talk.say("tell me more about the first one")
    talk.say("add it")
    assert talk.shop.cart == {"P-1-BLU-9": 1}


def test_new_search_without_a_size_forgets_the_old_one():
    talk = Conversation()
    talk.say("blue running shoes in size 9")
    talk.say("show me all running shoes")
    assert "Which size" in talk.say("add the first one")


def test_two_of_the_cheapest_are_added():
    talk = Conversation()
    assert "the cheapest is Everyday Ankle Socks" in talk.say("show me the cheapest socks")
    talk.say("add two of it")
    assert talk.shop.cart == {"P-5-WHI-X": 2}


def test_it_after_a_list_of_several_is_asked_for():
    talk = Conversation()
    talk.say("show me socks")
    assert "Which one" in talk.say("add two of it")
    talk.say("the second one")
    assert talk.shop.cart == {"P-5-WHI-X": 2}


def test_quantity_said_while_a_choice_is_open_is_kept():
    talk = Conversation()
    talk.say("show me running shoes")
    talk.say("add the first one")
    assert "Which size" in talk.say("make it two")
    assert "Which colour" in talk.say("9")
    talk.say("black")
    assert talk.shop.cart == {"P-1-BLA-9": 2}
