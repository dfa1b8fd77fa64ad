"""What is quoted is committed by the shopper's yes, and by nothing else."""

import pytest

from sales_agent.conversation import Conversation
from sales_agent.events import (
    ConfirmationAsked,
    OrderChanged,
    TurnFailed,
)
from sales_agent.message import Message
from tests.sales_agent.assistant.scene import call, kinds


def test_commit_tools_are_never_offered_to_a_model(open_assistant, say):
    assistant, model = open_assistant("Hello.")
    say(assistant, "hi")

    assert "commit_cancel" not in model.offered
    assert "cancel" in model.offered


def test_a_model_that_calls_a_commit_tool_is_refused(open_assistant, say, shop):
    assistant, _ = open_assistant(call("commit_cancel", quote_id="Q-O-1"), "Sorry.")

    say(assistant, "cancel it")

    assert shop.committed == []


def test_a_plain_yes_commits_exactly_what_was_shown(open_assistant, say, shop):
    assistant, model = open_assistant(call("cancel", order_id="O-5001"), "Done, it is canceled.")

    asked = say(assistant, "cancel O-5001")
    assert ConfirmationAsked in kinds(asked)
    assert asked[-1].confirm["orderId"] == "O-5001"
    assert "₹999" in asked[-1].reply
    assert shop.committed == []

    done = say(assistant, "Yes, please!")
    assert shop.committed == ["Q-O-5001"]
    assert OrderChanged in kinds(done)
    assert done[-1].order == {"orderId": "O-5001"}
    assert done[-1].confirm is None
    model.assert_finished()


@pytest.mark.parametrize("words", ["no", "yes but keep the shirt", "what is the refund?", "y e s"])
def test_anything_else_drops_the_quote_and_is_heard(open_assistant, say, shop, words):
    assistant, model = open_assistant(call("cancel", order_id="O-1"), "All right.", "Hello.")

    say(assistant, "cancel O-1")
    say(assistant, words)

    assert shop.committed == []
    assert model.seen[-1][-1].content == words
    say(assistant, "yes")
    assert shop.committed == []


def test_a_yes_where_the_quote_was_not_shown_commits_nothing(open_assistant, shop, thread_id):
    customer = f"C-{thread_id}"
    steps = [call("cancel", order_id="O-9"), "Nothing is canceled yet."]
    assistant, _ = open_assistant("Hello.", *steps)
    one, other = (
        Conversation(assistant, channel="terminal", address="here", customer_id=customer)
        for _ in range(2)
    )

    list(one.reply("hi"))
    *_, asked = other.reply("cancel O-9")
    list(one.reply("yes"))

    assert asked.confirm["orderId"] == "O-9"
    assert shop.committed == []


def test_a_yes_in_a_window_opened_anew_commits_what_waits(open_assistant, shop, thread_id):
    customer = f"C-{thread_id}"
    assistant, _ = open_assistant(call("cancel", order_id="O-9"), "Canceled.")
    one, anew = (
        Conversation(assistant, channel="terminal", address="here", customer_id=customer)
        for _ in range(2)
    )

    list(one.reply("cancel O-9"))
    list(anew.reply("yes"))

    assert shop.committed == ["Q-O-9"]


def test_two_quotes_at_once_are_asked_one_after_the_other(open_assistant, say, shop):
    both = [call("cancel", order_id="O-1"), call("cancel", order_id="O-2")]
    assistant, model = open_assistant(both, "Both are canceled.")

    assert say(assistant, "cancel both")[-1].confirm["orderId"] == "O-1"
    second = say(assistant, "yes")[-1]
    assert second.confirm["orderId"] == "O-2"
    assert second.reply.startswith("It is canceled.")
    say(assistant, "yes")

    assert shop.committed == ["Q-O-1", "Q-O-2"]
    model.assert_finished()


def test_a_pending_question_travels_to_another_channel(open_assistant, shop, thread_id):
    customer = f"C-{thread_id}"
    assistant, _ = open_assistant(call("cancel", order_id="O-9"), "Canceled.")
    list(assistant.reply(Message("terminal", "here", "cancel O-9", customer_id=customer)))

    list(assistant.reply(Message("web", "there", "yes", customer_id=customer)))

    assert shop.committed == ["Q-O-9"]


def test_a_yes_to_another_quote_commits_nothing(open_assistant, shop):
    assistant, _ = open_assistant({"name": "cancel", "args": {"order_id": "1"}})
    list(assistant.reply(Message("web", "she-quotes", "cancel 1")))

    *_, failed, ended = assistant.reply(Message("web", "she-quotes", "yes", quote="Q-2"))

    assert isinstance(failed, TurnFailed)
    assert failed.code == ended.error["code"] == "quote_changed"
    assert shop.committed == []
