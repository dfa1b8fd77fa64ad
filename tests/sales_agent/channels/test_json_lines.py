import io
import json

import pytest

from sales_agent.channels.terminal import run_terminal
from sales_agent.errors import SalesAgentError
from sales_agent.events import TextDelta, ToolFinished, TurnFailed
from tests.sales_agent.channels.doubles import (
    CART,
    LINE,
    ORDER,
    QUOTE,
    SHIRT,
    ScriptedConversation,
    ended,
    inr,
    opener,
)

KEYS = ["turn", "thread", "customer", "channel", "message", "reply", "tools", "products", "cart"]
KEYS += ["confirm", "order", "suggestions", "model", "ms", "error"]


@pytest.fixture
def talk(tmp_path):
    def run(conversation, typed):
        out = io.StringIO()
        status = run_terminal(
            opener(conversation),
            stdin=io.StringIO(typed),
            stdout=out,
            history_file=tmp_path / "history",
            as_json=True,
        )
        assert status == 0
        turns = [json.loads(line) for line in out.getvalue().splitlines()]
        assert all(list(turn) == KEYS for turn in turns)
        return turns

    return run


def test_turn_is_one_object_with_everything(talk):
    tool = ToolFinished("search_products", {"query": "linen"}, "ok", None, {"total": 1}, 3.14)
    events = [
        TextDelta("Here: "),
        tool,
        ended(
            "shirts",
            "Here: a shirt.",
            tools=[tool],
            products=[SHIRT],
            confirm=QUOTE,
            order=ORDER,
            suggestions=["In M"],
        ),
    ]
    [turn] = talk(ScriptedConversation({"shirts": events}), "shirts\n")
    assert turn == {
        "turn": 1,
        "thread": "t-1",
        "customer": "C-1001",
        "channel": "terminal",
        "message": "shirts",
        "reply": "Here: a shirt.",
        "tools": [
            {
                "name": "search_products",
                "args": {"query": "linen"},
                "status": "ok",
                "code": None,
                "result": {"total": 1},
                "ms": 3.1,
            }
        ],
        "products": [{**SHIRT, "sku": "P-1001"}],
        "cart": {**CART, "lines": [{**LINE, "price": inr(129900)}]},
        "confirm": QUOTE,
        "order": ORDER,
        "suggestions": ["In M"],
        "model": "offline",
        "ms": 12.4,
        "error": None,
    }


def test_letters_are_written_as_they_are(tmp_path):
    out = io.StringIO()
    run_terminal(
        opener(ScriptedConversation()),
        stdin=io.StringIO("क्या ₹999 में 👟?\n"),
        stdout=out,
        history_file=tmp_path / "history",
        as_json=True,
    )
    assert "क्या ₹999 में 👟?" in out.getvalue()


def test_message_shows_the_card_masked(talk):
    conversation = ScriptedConversation()
    [turn, hidden, answered] = talk(
        conversation, "pay with 4012888888881881\n/card 4242\n/card 5555-5555-5555-4444\n"
    )
    assert turn["message"] == "pay with [card ending 1881]"
    assert hidden["message"] == answered["message"] == "/card"
    assert answered["suggestions"] == ["Check out"]
    assert conversation.cards == ["4012888888881881", "4242", "5555555555554444"]


def test_mistyped_card_is_said_and_reaches_nobody(talk):
    conversation = ScriptedConversation()
    [turn] = talk(conversation, "pay with 4111 1111 1111 1112\n")
    assert turn["error"]["code"] == "mistyped_card"
    assert turn["message"] == "pay with [card number removed]"
    assert conversation.messages == conversation.cards == []


def test_number_that_a_question_asked_is_not_echoed(talk):
    conversation = ScriptedConversation()
    [asked, taken] = talk(conversation, "/card\n5105 1051 0510\n")
    assert asked["reply"] == "Card number:"
    assert taken["message"] == ""
    assert conversation.cards == ["510510510510"]


def test_refused_lines_are_objects_with_an_error(talk):
    conversation = ScriptedConversation()
    [empty, first, long] = talk(conversation, f"\nhello\n{'y' * 4001}\n")
    assert empty["error"]["code"] == "empty_message"
    assert empty["turn"] == 0
    assert empty["cart"]["total"] == CART["total"]
    assert first["error"] is None
    assert long["turn"] == 1
    assert long["thread"] == "t-1"
    assert long["error"]["code"] == "message_too_long"
    assert long["reply"] == long["error"]["detail"]
    assert "4,001" in long["reply"]
    assert conversation.messages == ["hello"]


def test_failed_turns_carry_their_error(talk):
    fault = {"code": "model_failed", "detail": "The model is away."}
    script = {
        "told": [TurnFailed(**fault), ended("told", "", error=fault)],
        "cut": [TextDelta("Let me")],
        "busy": SalesAgentError("wait a moment"),
        "broken": RuntimeError("secret detail"),
    }
    told, cut, busy, broken, hello = talk(
        ScriptedConversation(script), "told\ncut\nbusy\nbroken\nhello\n"
    )
    assert told["error"] == fault
    assert told["reply"] == fault["detail"]
    assert cut["error"]["code"] == "turn_cut_off"
    assert cut["reply"] == "Let me"
    assert busy["error"] == {"code": "sales_agent_error", "detail": "Wait a moment."}
    assert busy["message"] == "busy"
    assert broken["error"]["code"] == "internal_error"
    assert "secret" not in json.dumps(broken)
    assert hello["error"] is None


def test_turn_that_never_began_leaves_all_as_it_stood(talk):
    fault = {"code": "thread_busy", "detail": "Wait a moment."}
    nowhere = {"thread": "", "customer": "", "cart": {"lines": [], "total": None}}
    failed = [TurnFailed(**fault), ended("now", "Wait a moment.", error=fault, **nowhere)]
    script = {"buy": [ended("buy", "Shall I?", confirm=QUOTE)], "now": failed}
    asked, after = talk(ScriptedConversation(script), "buy\nnow\n")
    for field in ("turn", "thread", "customer", "cart", "confirm"):
        assert after[field] == asked[field]
    assert after["error"] == fault


def test_commands_keep_the_quote_that_waits(talk):
    script = {"buy": [ended("buy", "Shall I?", confirm=QUOTE, products=[SHIRT])]}
    _, cart, quit_ = talk(ScriptedConversation(script), "buy\n/cart\n/quit\nnever\n")
    assert cart["confirm"] == QUOTE
    assert cart["products"] == []
    assert "₹2,338.20" in cart["reply"]
    assert cart["cart"]["lines"][0]["sku"] == LINE["sku"]
    assert quit_["reply"] == "Goodbye."


def test_channel_and_shopper_follow_the_commands(talk):
    typed = "hello\n/channel web\n/login asha@example.in\n/nope\n"
    _, channel, login, unknown = talk(ScriptedConversation(), typed)
    assert channel["channel"] == login["channel"] == "web"
    assert channel["customer"] == "C-1001"
    assert login["customer"] == ""
    assert unknown["error"]["code"] == "unknown_command"


def test_cart_that_cannot_be_priced_costs_nothing_else(talk):
    class Unpriced(ScriptedConversation):
        def cart(self):
            raise SalesAgentError("the payment agent is down")

    empty, cart = talk(Unpriced(), "\n/cart\n")
    assert empty["cart"] == {"lines": [], "total": None}
    assert cart["error"]["detail"] == "The payment agent is down."


def test_results_that_are_no_json_are_written_as_text(talk):
    tool = ToolFinished("odd", {}, "ok", None, {"when": object}, 1.0)
    [turn] = talk(ScriptedConversation({"a": [ended("a", "b", tools=[tool])]}), "a\n")
    assert "object" in turn["tools"][0]["result"]["when"]
