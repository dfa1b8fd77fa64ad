"""A turn: what it tells, and what a tool or a model that fails costs."""

import pytest

from sales_agent.events import (
    ProductsShown,
    TextDelta,
    ToolFinished,
    ToolStarted,
    TurnEnded,
    TurnFailed,
)
from sales_agent.message import Message
from tests.sales_agent.assistant.scene import call, kinds
from tests.scripted_model import ScriptedModel


def test_a_turn_tells_tools_products_text_and_end(open_assistant, say):
    assistant, model = open_assistant(call("find_things", query="lamp"), "Here is a lamp.")

    events = say(assistant, "lamps please")

    assert kinds(events) == [ToolStarted, ToolFinished, ProductsShown, TextDelta, TurnEnded]
    ended = events[-1]
    assert ended.reply == "Here is a lamp."
    assert [p["productId"] for p in ended.products] == ["P-1"]
    assert [(t.name, t.status) for t in ended.tools] == [("find_things", "ok")]
    assert (ended.turn, ended.error, ended.confirm) == (1, None, None)
    model.assert_finished()


def test_two_cart_changes_at_once_both_hold(open_assistant, say):
    both = [call("put_in_cart", sku="A"), call("put_in_cart", sku="B")]
    assistant, _ = open_assistant(both, "Both are in.")

    ended = say(assistant, "both please")[-1]

    assert {line["sku"] for line in ended.cart["lines"]} == {"A", "B"}


def test_a_strange_result_does_not_end_the_turn(open_assistant, say):
    assistant, _ = open_assistant(call("count_things"), "Seventy.")

    ended = say(assistant, "how many?")[-1]

    assert (ended.reply, ended.products, ended.error) == ("Seventy.", [], None)


def test_a_tool_that_raises_costs_its_own_answer_only(open_assistant, say):
    assistant, model = open_assistant(call("break_down"), "That did not work.")

    ended = say(assistant, "go")[-1]

    assert ended.tools[0].code == "tool_failed"
    assert "secret" not in str(model.seen[-1])
    assert ended.reply == "That did not work."


def test_a_model_that_fails_ends_the_turn_with_a_sentence(open_assistant, say):
    assistant, _ = open_assistant(RuntimeError("key sk-123 is bad"), "Hello again.")

    events = say(assistant, "hi")

    assert isinstance(events[-2], TurnFailed)
    assert events[-1].error["code"] == "model_failed"
    assert "sk-123" not in str(events)
    assert say(assistant, "hi")[-1].reply == "Hello again."


@pytest.mark.parametrize("failures", [[RuntimeError("401")], ["", ""]])
def test_the_next_model_answers_when_one_fails(open_assistant, say, failures):
    spare = ScriptedModel(steps=["The spare one says hello."])
    assistant, _ = open_assistant(*failures, "I am back.", spare=spare)

    ended = say(assistant, "hi")[-1]

    assert (ended.reply, ended.model, ended.error) == ("The spare one says hello.", "spare", None)
    assert say(assistant, "hi again")[-1].model == "scripted"


def test_a_turn_is_not_given_back_to_the_model_that_failed_in_it(open_assistant, say):
    spare = ScriptedModel(steps=[call("find_things", query="lamp"), "A lamp."])
    assistant, model = open_assistant(RuntimeError("503"), spare=spare)

    ended = say(assistant, "lamps")[-1]

    assert (ended.reply, ended.model) == ("A lamp.", "spare")
    model.assert_finished()
    spare.assert_finished()


def test_an_empty_reply_is_a_failure(open_assistant, say):
    assistant, model = open_assistant("", "")

    assert say(assistant, "hi")[-1].error["code"] == "model_failed"
    model.assert_finished()


def test_a_cart_that_cannot_be_priced_is_shown_without_prices(open_assistant, say, shop):
    assistant, _ = open_assistant(call("put_in_cart", sku="A"), "It is in.")
    shop.is_down = True

    cart = say(assistant, "that one")[-1].cart

    assert cart["lines"] == [{"sku": "A", "quantity": 1, "name": None, "price": None}]
    assert cart["total"] is None


def test_a_cart_changes_without_a_word(open_assistant, shop):
    assistant, _ = open_assistant()
    session, _ = assistant.open(Message("web", "she-clicks", ""))

    told = assistant.change_cart(session, {"kind": "add", "sku": "S-1", "quantity": 2})

    assert told["status"] == "added"
    assert assistant.threads.load(session.thread_id).values["cart"]["lines"] == [
        {"sku": "S-1", "quantity": 2}
    ]
