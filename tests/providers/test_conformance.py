"""Every provider leads the same conversation.

The clients are the real ones; the servers are local, and refuse what the real ones refuse.
"""

import json
import threading
from collections.abc import Iterator
from itertools import repeat
from typing import Any

import pytest

from sales_agent.events import TextDelta, ToolFinished, ToolStarted
from sales_agent.graph import COMMIT
from tests.providers.steps import (
    Blocked,
    Calls,
    Paced,
    call,
)
from tests.providers.toolbox import spent

WAIT_S = 120


def test_text_streams_before_the_answer_is_whole(open_talk, tools):
    heard = threading.Event()

    def speak() -> Iterator[str]:
        yield "Good day to you. How "
        assert heard.wait(WAIT_S), "nothing was heard before the answer was whole"
        yield "can I help?"

    talk = open_talk([Paced(speak())], tools)
    pieces = []
    for event in talk.follow("hi", lambda: False):
        if isinstance(event, TextDelta):
            pieces.append(event.text)
            heard.set()

    assert "".join(pieces).strip() == "Good day to you. How can I help?"
    talk.server.assert_finished()


def test_calls_bring_their_results_back(open_talk, tools):
    both = Calls([("find_things", {"query": "lamp", "limit": 1}), ("list_stores", {})], "One look.")
    talk = open_talk([both, "Here you are."], tools)

    events = talk.hear("a lamp, and where?")

    told = [type(event) for event in events if isinstance(event, ToolStarted | ToolFinished)]
    assert told.count(ToolFinished) == 2
    assert isinstance(events[-1].tools[0].result, dict)
    results = talk.server.asked[1].results
    assert results["find_things"]["things"] == ["lamp"]
    assert results["list_stores"]["stores"] == ["Indiranagar"]
    assert events[-1].reply == "One look.\nHere you are."
    talk.server.assert_finished()


def test_progress_of_tools_is_told_between_words(open_talk, tools):
    talk = open_talk([Calls([("list_stores", {})], "One look."), "There. Anything else?"], tools)

    kinds = [type(e).__name__ for e in talk.hear("where are you?")]

    assert kinds.index("TextDelta") < kinds.index("ToolStarted") < kinds.index("ToolFinished")
    assert "TextDelta" in kinds[kinds.index("ToolFinished") :]
    talk.server.assert_finished()


def test_yes_commits_and_the_conversation_goes_on(open_talk, tools, committed):
    steps = [call("cancel", order_id="O-5001"), "Done.", call("list_stores"), "There."]
    talk = open_talk(steps, tools)

    talk.say("cancel it")
    assert committed == []
    assert talk.say("yes").reply == "Done."
    assert committed == ["Q-7"]
    assert talk.say("and where are you?").reply == "There."
    talk.server.assert_finished()


def test_no_is_heard_and_commits_nothing(open_talk, tools, committed):
    talk = open_talk([call("cancel", order_id="O-5001"), "All right."], tools)

    talk.say("cancel it")

    assert talk.say("no, keep it").reply == "All right."
    assert committed == []
    talk.server.assert_finished()


def test_same_call_again_has_an_id_of_its_own(open_talk, tools):
    steps = [call("list_stores"), call("list_stores"), "There.", call("list_stores"), "Still."]
    talk = open_talk(steps, tools)

    talk.say("where are you?")

    assert talk.say("and now?").reply == "Still."
    talk.server.assert_finished()


BROKEN = [
    pytest.param(call("find_things", query=["lamp"], limit="many"), id="wrong types"),
    pytest.param(call("find_things"), id="missing argument"),
    pytest.param(call("fly_away", where="home"), id="unknown tool"),
    pytest.param(call("commit_cancel", quote_id="Q-7"), id="tool of the shopper's yes"),
]


@pytest.mark.parametrize("step", BROKEN)
def test_call_that_cannot_be_made_is_told_to_the_model(open_talk, tools, committed, step):
    talk = open_talk([step, call("list_stores"), "There.", "Yes?"], tools)

    ended = talk.say("a lamp")
    after = talk.say("hello?")

    assert (ended.reply, ended.error) == ("There.", None)
    assert after.reply == "Yes?"
    assert committed == []
    talk.server.assert_finished()


@pytest.mark.parametrize("arguments", ['{"query": "la', "lamp", '["lamp"]'])
def test_arguments_that_are_no_json_are_told_to_the_model(open_talk, tools, provider, arguments):
    if provider.name == "google_genai":
        steps: list[Any] = [Blocked("MALFORMED_FUNCTION_CALL")]  # its wire carries only objects
    else:
        steps = [Calls([("find_things", arguments), ("list_stores", {})], "One look.")]
    talk = open_talk([*steps, call("find_things", query="lamp"), "There.", "Yes?"], tools)

    ended = talk.say("a lamp")
    after = talk.say("hello?")

    assert ended.error is None
    assert ended.reply.endswith("There.")
    assert [t.args for t in ended.tools if t.name == "find_things"] == [{"query": "lamp"}]
    assert after.reply == "Yes?"
    talk.server.assert_finished()


def test_stopped_answer_leaves_the_provider_and_counts_tokens(open_talk, tools):
    talk = open_talk([Paced(repeat("On it goes. ")), "Yes?"], tools)
    stop = threading.Event()
    heard = []
    for event in talk.follow("tell me all", stop.is_set):
        heard.append(event)
        stop.set()

    ended = heard[-1]
    assert ended.is_stopped
    assert ended.reply.startswith("On it goes.")
    assert talk.server.dropped.wait(WAIT_S), "the connection was drained and not dropped"
    used = spent(talk, ended)
    assert used.estimated == 1
    assert used.tokens_in > 100
    assert used.tokens_out > 0
    assert used.micros > 0
    assert talk.say("something else").reply == "Yes?"
    talk.server.assert_finished()


def test_usage_is_counted_as_the_provider_counts_it(open_talk, tools, provider):
    talk = open_talk([call("list_stores"), "There. Anything else?"], tools)

    ended = talk.say("where are you?")

    used = spent(talk, ended)
    price = talk.assistant.roster.registry.card(provider.spec).price
    bodies = sum(len(json.dumps(asked.body)) // 4 for asked in talk.server.asked)
    assert (used.calls, used.faults, used.estimated) == (2, 0, 0)
    assert used.tokens_in == pytest.approx(bodies, abs=4)
    assert used.micros >= price.cost(used.tokens_in, used.tokens_out) > 0
    talk.server.assert_finished()


def test_every_tool_of_the_shop_is_taken(open_talk):
    import tools as shop_tools

    talk = open_talk(["Good day."], shop_tools.all_tools)

    assert talk.say("hi").reply == "Good day."
    offered = {one.name for one in shop_tools.all_tools if COMMIT not in (one.tags or ())}
    assert set(talk.server.asked[0].offered) == offered
    talk.server.assert_finished()
