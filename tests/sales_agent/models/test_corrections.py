"""Another colour or size than was put in or is made: of which product, and what to say of it."""

import pytest

from tests.sales_agent.models.conversation import Conversation


def test_other_colour_changes_the_line_put_in_last_and_not_one_of_that_colour():
    talk = Conversation()
    talk.say("add Sprintwell Lite Running Shoes in black, size 9")
    talk.say("add Tempo Daily Running Shoes in blue, size 9")

    talk.say("no, the black one")

    assert talk.shop.cart == {"P-2-BLA-9": 1, "P-1-BLA-9": 1}


def test_other_colour_after_a_change_of_units_is_of_the_same_line():
    talk = Conversation()
    talk.say("add Sprintwell Lite Running Shoes in black, size 9")
    talk.say("add Tempo Daily Running Shoes in blue, size 9")
    talk.say("make it two")
    talk.say("no, just one")

    talk.say("no, the black one")

    assert talk.shop.cart == {"P-2-BLA-9": 1, "P-1-BLA-9": 1}


def test_line_is_taken_out_by_its_colour_whatever_was_put_in_last():
    talk = Conversation()
    talk.say("add Sprintwell Lite Running Shoes in black, size 9")
    talk.say("add Tempo Daily Running Shoes in blue, size 9")

    talk.say("remove the black one")

    assert talk.shop.cart == {"P-1-BLU-9": 1}


def test_colour_that_the_last_line_is_not_made_in_is_of_none():
    talk = Conversation()
    talk.say("add Tempo Daily Running Shoes in blue, size 9")
    talk.say("add Sprintwell Lite Running Shoes in black, size 9")

    reply = talk.say("no, the blue one")

    assert talk.shop.cart == {"P-1-BLU-9": 1, "P-2-BLA-9": 1}
    assert "Tempo Daily" in reply


@pytest.mark.parametrize("text", ["Cushion-Print Velvet Scarf in red", "a Daily Walnut Table"])
def test_one_shared_word_does_not_name_goods_of_another_kind(text):
    talk = Conversation()
    talk.say("show me running shoes")

    reply = talk.say(f"is {text} in stock?")

    assert "Cloudline" not in reply
    assert "Tempo" not in reply


def test_one_word_names_goods_that_are_called_by_another_noun():
    talk = Conversation()
    talk.say("show me running shoes")

    assert "Cloudline" in talk.say("tell me more about the cloudline trainers")


def test_colour_that_a_named_product_is_not_made_in_is_told_and_another_asked_for():
    talk = Conversation()

    reply = talk.say("add the coastline linen shirt in purple, size M")

    assert "Coastline Linen Shirt does not come in purple" in reply
    assert "white and olive" in reply
    assert talk.shop.cart == {}
    talk.say("olive")
    assert talk.shop.cart == {"P-6-OLI-M": 1}


@pytest.mark.parametrize("text", ["add the linen shirt in purple", "add a purple kurta"])
def test_only_product_that_fits_but_for_the_colour_is_not_listed_to_choose_from(text):
    talk = Conversation()

    reply = talk.say(text)

    assert "does not come in purple" in reply
    assert "Which colour shall it be?" in reply
    assert "Which one" not in reply


def test_stock_of_a_colour_that_is_not_made_is_told_of_the_product():
    talk = Conversation()

    reply = talk.say("is the coastline linen shirt in purple in stock?")

    assert "Coastline Linen Shirt does not come in purple" in reply


@pytest.mark.parametrize(
    ("text", "cart"),
    [
        ("add Tempo Daily Running Shoes in black 9 to my cart", {"P-1-BLA-9": 1}),
        ("leg Tempo Daily Running Shoes in schwarz 9 in den Warenkorb", {"P-1-BLA-9": 1}),
    ],
)
def test_size_right_after_the_colour_is_read_before_more_words(text, cart):
    talk = Conversation()
    talk.say(text)
    assert talk.shop.cart == cart


def test_colour_still_answers_after_a_question_about_paying():
    talk = Conversation()
    talk.say("add Tempo Daily Running Shoes in size 9 to my cart")
    talk.say("how can I pay?")
    talk.say("black")
    assert talk.shop.cart == {"P-1-BLA-9": 1}


IN_BLUE = "add Tempo Daily Running Shoes in blue, size 9"
IN_BLAU = "leg Tempo Daily Running Shoes in blau, Größe 9 in den Warenkorb"


@pytest.mark.parametrize(
    ("first", "text", "cart"),
    [
        (IN_BLUE, "change it from blue to black", {"P-1-BLA-9": 1}),
        (IN_BLUE, "switch the shoes from blue to black please", {"P-1-BLA-9": 1}),
        (IN_BLUE, "change the size from 9 to 10", {"P-1-BLU-10": 1}),
        (IN_BLUE, "change from size 9 to size 10", {"P-1-BLU-10": 1}),
        (IN_BLUE, "change the shoes from 9 to 10", {"P-1-BLU-10": 1}),
        (IN_BLUE, "change the quantity from 1 to 8", {"P-1-BLU-9": 8}),
        (IN_BLAU, "ändere die Farbe von blau auf schwarz", {"P-1-BLA-9": 1}),
        (IN_BLAU, "ändere die Größe von 9 auf 10", {"P-1-BLU-10": 1}),
        (IN_BLAU, "ändere die Größe auf 10", {"P-1-BLU-10": 1}),
        (IN_BLAU, "ändere die Anzahl auf 3", {"P-1-BLU-9": 3}),
        (IN_BLAU, "doch lieber in schwarz", {"P-1-BLA-9": 1}),
    ],
)
def test_line_becomes_what_is_said_and_is_no_longer_what_it_was(first, text, cart):
    talk = Conversation()
    talk.say(first)
    talk.say(text)
    assert talk.shop.cart == cart
