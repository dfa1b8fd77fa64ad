"""A shopper stops an answer: the provider is left, what was said is kept, the talk goes on."""

import json
from collections.abc import Iterator
from itertools import repeat
from threading import Event

import pytest
from langchain_core.tools import BaseTool, tool

from sales_agent.events import TextDelta, ToolFinished, TurnEnded
from sales_agent.graph import COMMIT
from tests.providers.steps import Calls, Paced, call

WAIT_S = 120


@tool
def look_around() -> dict[str, str]:
    """Look around."""
    return {"status": "ok"}


@pytest.fixture
def tools() -> list[BaseTool]:
    return [look_around]


def test_stopped_answer_drops_the_connection(gemini_talk, tools):
    talk = gemini_talk([Paced(repeat("On it goes. "))], tools)
    stop = Event()
    heard = []
    for event in talk.follow("tell me all", stop.is_set):
        heard.append(event)
        stop.set()

    ended = heard[-1]
    assert isinstance(ended, TurnEnded)
    assert ended.is_stopped
    assert ended.error is None
    said = "".join(event.text for event in heard if isinstance(event, TextDelta)).strip()
    assert ended.reply == said
    assert said.startswith("On it goes.")
    assert talk.gemini.dropped.wait(WAIT_S)
    talk.gemini.assert_finished()


def test_what_was_said_is_kept_and_shown_to_the_model(gemini_talk, tools):
    talk = gemini_talk([Paced(repeat("On it goes. ")), "Yes?"], tools)
    stop = Event()
    for _ in talk.follow("tell me all", stop.is_set):
        stop.set()

    after = talk.say("something else")

    shown = talk.gemini.asked[-1].contents
    assert [content["role"] for content in shown] == ["user", "model", "user"]
    assert shown[1]["parts"][0]["text"].startswith("On it goes.")
    assert (after.reply, after.is_stopped) == ("Yes?", False)
    talk.gemini.assert_finished()


def test_silent_model_is_left_at_once(gemini_talk, tools):
    answered = Event()

    def silence() -> Iterator[str]:
        answered.wait(WAIT_S)
        yield "too late"

    talk = gemini_talk([Paced(silence()), "Here."], tools)

    ended = talk.hear("tell me all", lambda: bool(talk.gemini.asked))[-1]
    assert not answered.is_set()
    answered.set()

    assert (ended.is_stopped, ended.reply, ended.error) == (True, "", None)
    assert talk.say("anything?").reply == "Here."
    assert talk.gemini.asked[-1].said == "anything?"
    talk.gemini.assert_finished()


def test_no_model_is_asked_after_tools_when_stopped(gemini_talk, tools):
    talk = gemini_talk([Calls([("look_around", {})], "Let me look."), "Here."], tools)
    stop = Event()
    for event in talk.follow("what is there?", stop.is_set):
        if isinstance(event, ToolFinished):
            stop.set()

    assert len(talk.gemini.asked) == 1
    after = talk.say("and now?")

    assert (after.reply, after.error) == ("Here.", None)
    assert talk.gemini.asked[-1].known["look_around"] == {"status": "ok"}
    talk.gemini.assert_finished()


def test_call_that_was_begun_is_not_executed(gemini_talk, tools):
    ran = Event()

    @tool
    def take_effect() -> dict[str, str]:
        """Take effect."""
        ran.set()
        return {"status": "ok"}

    stop = Event()

    def begin() -> Iterator[str | Calls]:
        yield "I do it now. And then"
        stop.wait(WAIT_S)
        yield Calls([("take_effect", {})])

    talk = gemini_talk([Paced(begin()), "Good."], [take_effect])
    for _ in talk.follow("do it", stop.is_set):
        stop.set()

    assert talk.say("go on").reply == "Good."
    assert not ran.is_set()
    assert "functionCall" not in json.dumps(talk.gemini.asked[-1].contents)
    talk.gemini.assert_finished()


def test_turn_stopped_before_it_began_changes_nothing(gemini_talk):
    committed = []

    @tool
    def cancel(order_id: str) -> dict[str, object]:
        """Ask to cancel an order."""
        quote = {"quoteId": "Q-7", "kind": "thing"}
        commit = {"tool": "commit_cancel", "args": {"quote_id": "Q-7"}}
        return {"status": "confirmation_required", "quote": quote, "commit": commit}

    @tool
    def commit_cancel(quote_id: str) -> dict[str, str]:
        """Cancel as quoted."""
        committed.append(quote_id)
        return {"status": "canceled", "message": "Canceled."}

    commit_cancel.tags = [COMMIT]
    talk = gemini_talk([call("cancel", order_id="O-1"), "Done."], [cancel, commit_cancel])
    talk.say("cancel O-1")

    [left] = talk.hear("yes", lambda: True)

    assert (left.is_stopped, left.reply, left.turn) == (True, "", 1)
    assert left.confirm["quoteId"] == "Q-7"
    assert committed == []
    assert talk.say("yes").reply == "Done."
    assert committed == ["Q-7"]
    talk.gemini.assert_finished()


def test_first_message_stopped_before_it_began_is_a_turn(gemini_talk, tools):
    talk = gemini_talk(["Hello."], tools)

    [left] = talk.hear("hi", lambda: True)

    assert (left.is_stopped, left.turn, left.error) == (True, 0, None)
    assert talk.say("hi").turn == 1
    talk.gemini.assert_finished()
