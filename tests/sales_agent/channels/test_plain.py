import io

import pytest

from sales_agent.channels.terminal import run_terminal
from sales_agent.errors import SalesAgentError
from sales_agent.events import (
    CartChanged,
    ConfirmationAsked,
    ProductsShown,
    TextDelta,
    ToolFinished,
    ToolStarted,
    TurnFailed,
)
from tests.sales_agent.channels.doubles import (
    CART,
    QUOTE,
    SHIRT,
    ScriptedConversation,
    ended,
    opener,
)

GREETING = "Hello Asha.\nYour cart holds 2 pieces.\n"


@pytest.fixture
def talk(tmp_path):
    def run(conversation, typed):
        out = io.StringIO()
        status = run_terminal(
            opener(conversation),
            stdin=io.StringIO(typed),
            stdout=out,
            history_file=tmp_path / "history",
            as_json=False,
        )
        assert status == 0
        assert out.getvalue().startswith(GREETING)
        return out.getvalue().removeprefix(GREETING)

    return run


def test_reply_is_printed_once(talk):
    streamed = [TextDelta("Two "), TextDelta("shirts."), ended("a", "Two shirts.")]
    whole = [ended("b", "One lamp.")]
    conversation = ScriptedConversation({"a": streamed, "b": whole})
    assert talk(conversation, "a\nb\n") == "Two shirts.\nOne lamp.\n"


def test_tools_products_and_carts_leave_no_trace(talk):
    events = [
        ToolStarted("search_products", {}),
        ToolFinished("search_products", {}, "ok", None, {}, 3.1),
        ProductsShown([SHIRT]),
        CartChanged(CART),
        TextDelta("1. Monsoon Linen Shirt\n"),
        ended("a", "1. Monsoon Linen Shirt\n", products=[SHIRT]),
    ]
    assert talk(ScriptedConversation({"a": events}), "a\n") == "1. Monsoon Linen Shirt\n"


def test_quote_is_drawn_under_the_question(talk):
    events = [
        ConfirmationAsked(QUOTE),
        TextDelta("Shall I place this order?"),
        ended("buy", "Shall I place this order?", confirm=QUOTE, suggestions=["Yes", "No"]),
    ]
    lines = talk(ScriptedConversation({"buy": events}), "buy\n").splitlines()
    assert lines[:2] == ["Shall I place this order?", "To confirm: your order"]
    assert any(line.split() == ["Total", "₹2,387.20"] for line in lines)
    assert lines[-1] == "Try: Yes · No"


def test_what_stands_around_the_reply_speaks_the_shoppers_language(talk):
    events = [ConfirmationAsked(QUOTE), ended("buy", "Soll ich?", suggestions=["Ja", "Nein"])]
    script = {"den Wagen bezahlen": events, "buy": events}

    lines = talk(ScriptedConversation(script), "den Wagen bezahlen\n/cart\nbuy\n").splitlines()

    assert lines[:2] == ["Soll ich?", "Zur Bestätigung: deine Bestellung"]
    assert lines.index("Zum Beispiel: Ja · Nein") < lines.index("Dein Warenkorb")
    assert lines.index("Dein Warenkorb") < lines.index("To confirm: your order")
    assert lines[-1] == "Try: Ja · Nein"


def test_wanted_card_is_explained(talk):
    wanted = ToolFinished("initiate_checkout", {}, "ok", None, {"status": "needs_tender"}, 1.0)
    conversation = ScriptedConversation({"pay": [ended("pay", "Which card?", tools=[wanted])]})
    assert "/card" in talk(conversation, "pay\n")


def test_card_number_goes_on_as_its_ending(talk):
    conversation = ScriptedConversation()
    said = talk(conversation, "take 4012 8888 8888 1881 now\n")
    assert said == "You said: take [card ending 1881] now\n"
    assert conversation.messages == ["take [card ending 1881] now"]
    assert conversation.cards == ["4012888888881881"]


def test_card_that_cannot_be_taken_sends_nothing(talk):
    conversation = ScriptedConversation()
    conversation.card_error = SalesAgentError("the payment agent is down; try again in a minute")
    said = talk(conversation, "take 4012888888881881\n")
    assert said == "The payment agent is down; try again in a minute.\n"
    assert conversation.messages == []


def test_empty_and_endless_lines_are_no_turns(talk):
    conversation = ScriptedConversation()
    said = talk(conversation, f"\n  \t\n\x1b[0m\n{'x' * 10_000}\nhello\n").splitlines()
    assert conversation.messages == ["hello"]
    assert len(said) == 5
    assert said[0] == said[1] == said[2]
    assert said[0].startswith("Say what you are looking for")
    assert "10,000 characters" in said[3]
    assert "4,000" in said[3]


def test_last_line_needs_no_end_and_quit_leaves(talk):
    conversation = ScriptedConversation()
    assert talk(conversation, "first\n/quit\nsecond\n") == "You said: first\nGoodbye.\n"
    assert talk(conversation, "third") == "You said: third\n"
    assert conversation.messages == ["first", "third"]


def test_failed_turn_is_a_sentence_and_the_chat_goes_on(talk):
    script = {
        "told": [TextDelta("Let me"), TurnFailed("model_failed", "No model."), ended("told", "")],
        "busy": SalesAgentError("another message is being answered; wait a moment"),
        "broken": RuntimeError("secret detail"),
    }
    said = talk(ScriptedConversation(script), "told\nbusy\nbroken\nhello\n").splitlines()
    assert said[:2] == ["Let me", "No model."]
    assert said[2] == "Another message is being answered; wait a moment."
    assert said[3].startswith("Something went wrong on our side")
    assert said[4] == "You said: hello"
    assert "secret" not in "".join(said)


def test_commands_answer_in_plain_text(talk):
    said = talk(ScriptedConversation(), "/cart\n/why\n/nonsense\n/forget\nyes\n")
    assert "2 x Monsoon Linen Shirt (olive, M)" in said
    assert "trace 4f2a\n" in said
    assert "There is no command /nonsense" in said
    assert "Erased: this conversation.\nKept: orders, as tax law asks.\n" in said


def test_forget_erases_the_lines_typed_before(talk, tmp_path):
    (tmp_path / "history").write_text("+linen shirt\n", encoding="utf-8")
    talk(ScriptedConversation(), "/forget\nno\n")
    assert (tmp_path / "history").exists()
    talk(ScriptedConversation(), "/forget\nyes\n")
    assert not (tmp_path / "history").exists()


def test_reply_cannot_steer_the_terminal(talk):
    events = [TextDelta("Nice \x1b[2Jshirt\x07"), ended("a", "x")]
    assert talk(ScriptedConversation({"a": events}), "a\n") == "Nice shirt\n"
