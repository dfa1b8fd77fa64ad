import json

import pytest

from sales_agent.channels.commands import Commands
from sales_agent.errors import SalesAgentError
from sales_agent.shop.spoken import speaking
from tests.sales_agent.channels.doubles import ScriptedConversation


@pytest.fixture
def conversation():
    return ScriptedConversation()


@pytest.fixture
def erased():
    return []


@pytest.fixture
def commands(conversation, erased):
    return Commands(conversation, lambda: erased.append("history"))


def test_other_words_are_no_command(commands):
    assert commands.answer("show me shirts, size 7/8") is None


def test_unknown_command_names_the_known_ones(commands):
    answer = commands.answer("/baskets 4242")
    assert answer.error["code"] == "unknown_command"
    for name in (
        "/help",
        "/cart",
        "/orders",
        "/channel",
        "/login",
        "/logout",
        "/why",
        "/forget",
        "/quit",
    ):
        assert name in answer.lines[0]
    assert "4242" not in answer.lines[0]


def test_help_names_every_command(commands):
    text = "\n".join(commands.answer("/HELP").lines)
    assert text.count("\n/") == 13


def test_cart_is_drawn_or_said_to_be_empty(commands, conversation):
    assert commands.answer("/cart").drawing.title == "Your cart"
    conversation.priced = {"lines": [], "total": {"amount": 0, "currency": "INR"}}
    assert commands.answer("/cart").lines == ("Your cart is empty.",)


def test_orders_are_drawn_or_said_to_be_none(commands):
    assert commands.answer("/orders").drawing.rows
    without = Commands(ScriptedConversation(orders=[]), lambda: None)
    assert "no orders" in without.answer("/orders").lines[0]


def test_card_is_asked_hidden_and_taken(commands, conversation):
    assert commands.answer("/card").is_question
    assert commands.question.is_hidden
    answer = commands.answer("4242 4242 4242 4242")
    assert conversation.cards == ["4242424242424242"]
    assert answer.lines == ("The card ending 4242 is ready to pay with.",)
    assert commands.question is None


def test_card_question_lets_other_words_through(commands, conversation):
    commands.answer("/card")
    assert commands.answer("show me 2 shirts") is None
    commands.answer("/card")
    assert commands.answer("").lines == ("No card was taken.",)
    assert "all digits" in commands.answer("/card please").lines[0]
    assert conversation.cards == []


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("asha@example.in", {"email": "asha@example.in"}),
        ("Asha Rao 560034", {"first_name": "Asha", "last_name": "Rao", "postcode": "560034"}),
    ],
)
def test_login_by_e_mail_or_name(commands, conversation, typed, named):
    assert commands.answer(f"/login {typed}").lines == ("Hello Asha, you are signed in.",)
    assert conversation.signed_in == [named]


def test_login_asks_when_nobody_is_named(commands, conversation):
    assert commands.answer("/login").is_question
    assert commands.answer("asha@example.in").is_unsettled
    commands.answer("/login")
    assert commands.answer("").lines == ("Nobody was signed in.",)
    commands.answer("/login")
    assert commands.answer("never mind") is None
    assert len(conversation.signed_in) == 1


def test_login_of_a_stranger_says_the_way(commands):
    answer = commands.answer("/login nobody@example.in")
    assert "Nobody is known by that" in answer.lines[0]
    assert not answer.is_unsettled
    assert "first name, last name and postcode" in commands.answer("/login Asha").lines[0]


def test_channel_switches_and_errors_are_sentences(commands, conversation):
    assert commands.answer("/channel web").channel == "web"
    assert conversation.channel == "web"
    answer = commands.answer("/channel ???")
    assert answer.lines == ("No channel can be named '???'; use letters and digits.",)
    assert answer.error["code"] == SalesAgentError.code
    assert "/channel web" in commands.answer("/channel").lines[0]


def test_forget_asks_first(commands, conversation, erased):
    assert commands.answer("/forget").is_question
    assert commands.answer("no").lines == ("Nothing was erased.",)
    assert not conversation.is_forgotten
    commands.answer("/forget")
    answer = commands.answer("Yes.")
    assert conversation.is_forgotten
    assert erased == ["history"]
    assert answer.lines[0] == "Erased: this conversation."
    assert "typed" in answer.lines[-1]


def test_forget_is_dropped_by_other_words(commands, conversation, erased):
    commands.answer("/forget")
    assert commands.answer("what is in my cart?") is None
    assert commands.answer("yes") is None
    commands.answer("/forget")
    commands.answer("/cart")
    assert commands.answer("yes") is None
    assert not conversation.is_forgotten
    assert erased == []


def test_why_and_quit_answer(commands):
    assert commands.answer("/why").lines[1] == "trace 4f2a"
    assert commands.answer("/quit").is_farewell


def test_logout_says_what_is_kept_and_is_nothing_twice(commands):
    answer = commands.answer("/logout")
    assert "signed out" in answer.lines[0]
    assert answer.is_unsettled
    assert "Nobody is signed in" in commands.answer("/logout").lines[0]


def test_a_code_is_shown_here_and_taken_there(commands):
    assert "/link 7KQ2-M4XD" in commands.answer("/link").lines[0]

    linked = commands.answer("/link 7KQ2-M4XD")

    assert (linked.is_unsettled, linked.error) == (True, None)
    assert commands.answer("/link ABCD").error["code"] == "link_refused"


def test_export_is_json_that_no_terminal_obeys(commands):
    lines = commands.answer("/export").lines

    assert json.loads("\n".join(lines))["conversation"][0]["role"] == "shopper"
    assert not any("\x1b" in line for line in lines)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/help", "Sag mit eigenen Worten"),
        ("/photo", "Nenn die Datei"),
        ("/photo /nirgends.jpg", "die Datei gibt es nicht"),
        ("/card", "Kartennummer:"),
        ("/login", "Vorname, Nachname und Postleitzahl"),
        ("/logout", "abgemeldet"),
        ("/link", "wo es weitergehen soll"),
        ("/channel", "Nenn den Kanal"),
        ("/channel web", "geht als Kanal web weiter"),
        ("/forget", "(ja / nein)"),
        ("/quit", "Auf Wiedersehen"),
        ("/korb", "Den Befehl /korb gibt es nicht"),
    ],
)
def test_commands_answer_in_the_language_of_the_talk(commands, typed, said):
    with speaking("de"):
        assert said in "\n".join(commands.answer(typed).lines)
