"""Every fault of a provider is borne in the same way, by each provider's own client."""

import logging
import threading
from collections.abc import Iterator

import pytest

from sales_agent.answers.replies import LEADER
from sales_agent.message import Message
from tests.providers.conftest import PROVIDERS
from tests.providers.steps import (
    Blocked,
    CutOff,
    Fault,
    Paced,
    PromptBlocked,
    Raw,
    call,
)
from tests.providers.toolbox import spent

WAIT_S = 120


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
    session, _ = talk.assistant.open(Message("terminal", talk.address, ""))
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
    session, stored = first.assistant.open(Message("terminal", first.address, ""))
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


def test_wrong_key_is_not_told_to_the_shopper(open_talk, tools, provider, caplog):
    caplog.set_level(logging.DEBUG)
    talk = open_talk(["never said"], tools)
    talk.server.key = "another key"

    failed = talk.say("hi")

    assert failed.error["code"] == "model_failed"
    assert provider.key not in f"{failed}{caplog.text}"
    assert talk.server.asked == []
