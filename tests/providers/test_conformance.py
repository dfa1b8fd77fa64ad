"""Every provider leads the same conversation, and every fault of one is borne in the same way.

The clients are the real ones; the servers are local, and refuse what the real ones refuse.
"""

import json
import logging
import threading
from collections.abc import Iterator
from itertools import repeat
from typing import Any

import pytest
from langchain_core.messages import ToolMessage
from langchain_core.tools import BaseTool, tool
from langgraph.prebuilt import ToolRuntime
from langgraph.types import Command

from sales_agent.answers.replies import LEADER
from sales_agent.events import TextDelta, ToolFinished, ToolStarted
from sales_agent.graph import COMMIT
from tests.providers.conftest import PROVIDERS
from tests.providers.steps import (
    Blocked,
    Calls,
    CutOff,
    Fault,
    Paced,
    PromptBlocked,
    Raw,
    call,
)

WAIT_S = 20


@tool
def find_things(query: str, limit: int = 3) -> dict[str, Any]:
    """Find things."""
    return {"status": "ok", "things": [query] * limit}


@tool
def list_stores() -> dict[str, Any]:
    """List the stores."""
    return {"status": "ok", "stores": ["Indiranagar"]}


@tool
def put_in_cart(sku: str, runtime: ToolRuntime) -> Any:
    """Put a thing into the cart."""
    message = ToolMessage('{"status": "added"}', tool_call_id=runtime.tool_call_id)
    return Command(
        update={"messages": [message], "cart": [{"op": "add", "sku": sku, "quantity": 1}]}
    )


@tool
def cancel(order_id: str) -> dict[str, Any]:
    """Ask to cancel an order."""
    quote = {"quoteId": "Q-7", "kind": "thing", "orderId": order_id}
    commit = {"tool": "commit_cancel", "args": {"quote_id": "Q-7"}}
    return {"status": "confirmation_required", "quote": quote, "commit": commit}


@pytest.fixture
def committed() -> list[str]:
    return []


@pytest.fixture
def tools(committed) -> list[BaseTool]:
    @tool
    def commit_cancel(quote_id: str) -> dict[str, Any]:
        """Cancel as quoted."""
        committed.append(quote_id)
        return {"status": "canceled", "message": "It is canceled."}

    commit_cancel.tags = [COMMIT]
    return [find_things, list_stores, put_in_cart, cancel, commit_cancel]


def spent(talk, turn) -> Any:
    """What a turn's calls of the provider came to."""
    sums = talk.assistant.roster.ledger.of_turn(turn.trace)
    return sums[talk.assistant.model_name]


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


PASSING = [
    Fault(429, "Slow down."),
    Fault(429, "Slow down.", retry_after="0"),
    Fault(500, "An internal error has occurred."),
    Fault(503, "The model is overloaded."),
    "",
    CutOff("Let me see what we ha"),
    Raw("{}"),
]


@pytest.mark.parametrize("fault", PASSING, ids=str)
def test_passing_fault_is_not_noticed(open_talk, tools, fault):
    talk = open_talk([fault, "Here. Anything else?"], tools)

    ended = talk.say("hi")

    assert (ended.reply, ended.error) == ("Here. Anything else?", None)
    talk.server.assert_finished()


LASTING = [
    pytest.param(Fault(400, "The request is not as it must be."), 1, id="400"),
    pytest.param(Fault(401, "The key is not valid."), 1, id="401"),
    pytest.param(Fault(403, "This key may not use this model."), 1, id="403"),
    pytest.param(Fault(404, "There is no such model."), 1, id="404"),
    pytest.param(Fault(429, "Quota."), 2, id="429"),
    pytest.param(Fault(429, "Quota.", retry_after="3600"), 1, id="429 for an hour"),
    pytest.param(Fault(500, "Trouble."), 2, id="500"),
    pytest.param(Fault(503, "Overloaded.", retry_after="0"), 2, id="503"),
    pytest.param(Blocked(), 1, id="blocked"),
    pytest.param(PromptBlocked(), 1, id="prompt blocked"),
    pytest.param("", 2, id="empty"),
    pytest.param(CutOff(""), 2, id="cut before a word"),
    pytest.param(CutOff("Let me see what we ha"), 2, id="cut in the first sentence"),
    pytest.param(Raw("<html>busy</html>"), 2, id="no JSON"),
]


@pytest.mark.parametrize(("fault", "attempts"), LASTING)
def test_fallback_answers_for_a_model_that_fails(open_talk, tools, fault, attempts, caplog):
    caplog.set_level(logging.DEBUG)
    talk = open_talk(["Hello.", *[fault] * attempts], tools, spare=True)
    talk.say("hi")

    ended = talk.say("what my neighbour may not read")

    assert (ended.model, ended.error) == ("offline", None)
    assert ended.reply
    assert "Let me see" not in ended.reply
    assert talk.server.key not in f"{ended}{caplog.text}"
    assert "neighbour" not in "".join(
        r.message for r in caplog.records if r.name.startswith("sales")
    )
    talk.server.assert_finished()


@pytest.mark.parametrize(("fault", "attempts"), LASTING)
def test_without_fallback_the_shopper_reads_a_sentence(open_talk, tools, fault, attempts):
    talk = open_talk([*[fault] * attempts, "Here again."], tools)

    failed = talk.say("hi")
    after = talk.say("hello?")

    assert failed.error["code"] == "model_failed"
    assert failed.error["detail"].startswith("I could not find an answer just now.")
    assert after.reply == "Here again."
    talk.server.assert_finished()


def test_cut_stream_after_words_keeps_the_thread_valid(open_talk, tools):
    talk = open_talk([CutOff("Good day. Here is wh"), "Here again."], tools)

    assert talk.say("hi").error["code"] == "model_failed"
    assert talk.say("hello?").reply == "Here again."
    session, _ = talk.assistant.open(_message(talk))
    used = talk.assistant.roster.ledger.of_thread(session.thread_id)[talk.assistant.model_name]
    assert (used.calls, used.faults, used.estimated) == (2, 1, 1)
    talk.server.assert_finished()


def test_fallback_takes_over_in_mid_turn(open_talk, tools):
    down = Fault(403, "This key may not use this model.")
    talk = open_talk([call("put_in_cart", sku="A"), down], tools, spare=True)

    ended = talk.say("put A in")

    assert (ended.model, ended.error) == ("offline", None)
    assert [line["sku"] for line in ended.cart["lines"]] == ["A"]
    talk.server.assert_finished()


def test_provider_takes_a_thread_that_the_fallback_led(open_talk, tools):
    steps = [call("find_things", query="lamp"), Fault(400, "No."), "Here again."]
    talk = open_talk(steps, tools, spare=True)

    assert talk.say("find a lamp").model == "offline"
    after = talk.say("hello?")

    assert (after.reply, after.error) == ("Here again.", None)
    talk.server.assert_finished()


@pytest.mark.parametrize("before", PROVIDERS, ids=lambda one: f"after {one.name}")
def test_provider_takes_a_thread_that_another_led(open_talk, tools, before, provider, redis_client):
    """Another provider's calls, thoughts and ids go on here."""
    first = open_talk([call("list_stores"), "There.", "Yes?"], tools)
    first.say("where are you?")
    session, stored = first.assistant.open(_message(first))
    for message in stored.values["messages"]:
        if LEADER in message.response_metadata:
            message.response_metadata[LEADER] = before.spec
            message.additional_kwargs["of_another"] = {"signature": "c2lnbg=="}
    first.assistant.threads.change(session.thread_id, {"messages": stored.values["messages"]})

    assert first.say("hello?").reply == "Yes?"
    first.server.assert_finished()


def test_silent_provider_is_given_up_at_the_deadline(open_talk, tools):
    done = threading.Event()

    def silence() -> Iterator[str]:
        done.wait(WAIT_S)
        yield "too late"

    talk = open_talk([Paced(silence())], tools, spare=True, timeout_s=0.5)
    ended = talk.say("hi")
    again = talk.say("hello?")
    done.set()

    assert (ended.model, ended.error) == ("offline", None)
    assert again.model == "offline"
    assert len(talk.server.asked) == 1, "a model that was silent rests"


def test_address_where_nobody_is_costs_one_turn(open_talk, tools):
    talk = open_talk([], tools, spare=True, at="http://127.0.0.1:9")

    turns = [talk.say("hi"), talk.say("hello?")]

    assert [(one.model, one.error) for one in turns] == [("offline", None)] * 2
    assert spent(talk, turns[0]).faults == 2
    with pytest.raises(KeyError):
        spent(talk, turns[1])


def test_provider_in_trouble_rests_after_three_turns(open_talk, tools):
    talk = open_talk(lambda asked: Fault(503, "away", retry_after="60"), tools, spare=True)
    ended = [talk.say(f"hello {number}") for number in range(4)]

    assert {one.model for one in ended} == {"offline"}
    assert len(talk.server.asked) == 3, "after three failed turns it rests"


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


def test_wrong_key_is_not_told_to_the_shopper(open_talk, tools, provider, caplog):
    caplog.set_level(logging.DEBUG)
    talk = open_talk(["never said"], tools)
    talk.server.key = "another key"

    failed = talk.say("hi")

    assert failed.error["code"] == "model_failed"
    assert provider.key not in f"{failed}{caplog.text}"
    assert talk.server.asked == []


def test_every_tool_of_the_shop_is_taken(open_talk):
    import tools as shop_tools

    talk = open_talk(["Good day."], shop_tools.all_tools)

    assert talk.say("hi").reply == "Good day."
    offered = {one.name for one in shop_tools.all_tools if COMMIT not in (one.tags or ())}
    assert set(talk.server.asked[0].offered) == offered
    talk.server.assert_finished()


def _message(talk: Any) -> Any:
    from sales_agent.message import Message

    return Message("terminal", talk.address, "")
