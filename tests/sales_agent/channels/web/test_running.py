"""Turns as they run and are followed, in one process and from another."""

import threading

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from sales_agent.channels.web.metrics import WebMetrics
from sales_agent.channels.web.running import RunningTurn
from sales_agent.channels.web.turn_store import TurnStore
from sales_agent.channels.web.turns import LOST_CODE, Turns, UnknownTurn, new_turn_id
from sales_agent.channels.web.wire import WireEvent
from sales_agent.events import TextDelta, TurnEnded
from sales_agent.memory.encryption import create_serializer
from sales_agent.memory.outage import Outage
from tests.sales_agent.channels.web.scripted import bearer, client_of, gateway_of

DONE = WireEvent("done", {})
ENDED = TurnEnded(1, "t-1", "anon-1", "web", "hi", "Hello.", "scripted", 1.0)


def turns_of(client, key=None):
    store = TurnStore(client, create_serializer([key] if key else []))
    return Turns(store, WebMetrics(Outage(lambda: None)))


def say(*texts, then=None):
    """Work that says texts and ends, when it is let."""

    def work(turn_id, trace_id, stopped):
        for text in texts:
            yield TextDelta(text)
        if then:
            then.wait(30)
        yield ENDED

    return work


def begin(turns, work, session="s-1", turn_id=None):
    return turns.begin(
        session, "hi", work, turn_id=turn_id or new_turn_id(), trace_id="trace", place=("web", None)
    )


def names(events):
    return [numbered[1].name for numbered in events if numbered]


def test_silence_is_filled_by_signs_of_life():
    turn = RunningTurn("turn-1", "trace", heartbeat_s=0.01)
    following = turn.follow()

    assert next(following) is None
    turn.put(DONE)
    assert list(following) == [(1, DONE)]


def test_followers_are_told_all_from_where_they_were():
    turn = RunningTurn("turn-1", "trace")
    for text in ("a", "b"):
        turn.put(WireEvent("delta", {"text": text}))
    turn.put(DONE)

    assert [number for number, _ in turn.follow(1)] == [2, 3]
    assert list(turn.follow(3)) == []
    assert list(turn.follow(9)) == []


def test_another_process_follows_to_the_end(redis_client):
    let, here, elsewhere = threading.Event(), turns_of(redis_client), turns_of(redis_client)
    turn = begin(here, say("Hello", then=let))
    following = elsewhere.follow("s-1", turn.id)

    first = [next(following), next(following)]
    let.set()

    assert [*names(first), *names(following)] == ["turn", "delta", "done"]


def test_what_is_kept_of_a_turn_is_encrypted(redis_client):
    turns = turns_of(redis_client, key=b"k" * 32)
    turn = begin(turns, say("a very particular sentence"))
    list(turn.follow())

    kept = redis_client.lrange(f"web:turn:{{{turn.id}}}:events", 0, -1)
    assert len(kept) == 3
    assert not any(b"particular" in row for row in kept)
    assert names(turns_of(redis_client, key=b"k" * 32).follow("s-1", turn.id)) == [
        "turn",
        "delta",
        "done",
    ]


def test_a_turn_of_another_session_is_unknown(redis_client):
    here, elsewhere = turns_of(redis_client), turns_of(redis_client)
    turn = begin(here, say("Hello"))

    for turns in (here, elsewhere):
        with pytest.raises(UnknownTurn):
            turns.follow("s-2", turn.id)
        with pytest.raises(UnknownTurn):
            turns.has_more("s-2", turn.id, 0)


def test_a_turn_whose_process_died_is_ended_once(redis_client):
    let, dead = threading.Event(), turns_of(redis_client)
    turn = begin(dead, say("Hello", then=let), session="s-dead")
    next(iter(turn.follow(1)))
    redis_client.delete(f"web:turn:{{{turn.id}}}:alive")  # as it expires when nobody renews it

    heard = [names(turns_of(redis_client).follow("s-dead", turn.id)) for _ in range(2)]

    assert heard[0] == heard[1] == ["turn", "delta", "error", "done"]
    assert turns_of(redis_client).running("s-dead") == []
    let.set()


def test_a_lost_message_may_be_sent_again(redis_client):
    let, dead, here = threading.Event(), turns_of(redis_client), turns_of(redis_client)
    turn_id = dead.claim("s-lost", "m-1", new_turn_id())
    begin(dead, say("Hello", then=let), session="s-lost", turn_id=turn_id)
    assert here.claimed("s-lost", "m-1") == turn_id

    redis_client.delete(f"web:turn:{{{turn_id}}}:alive")

    assert here.claimed("s-lost", "m-1") is None
    assert here.claim("s-lost", "m-1", "turn-again") == "turn-again"
    let.set()


def test_work_that_breaks_still_ends_its_turn(redis_client):
    def broken(turn_id, trace_id, stopped):
        yield TextDelta("Hel")
        raise ValueError("a secret")

    turn = begin(turns_of(redis_client), broken)

    heard = [event for _, event in turn.follow()]
    assert [event.name for event in heard] == ["turn", "delta", "error", "done"]
    assert heard[-1].data["error"]["code"] == "internal_error"
    assert "secret" not in str(heard)


def test_a_turn_goes_on_while_redis_is_away():
    away = redis.Redis(unix_socket_path="/nowhere", retry=Retry(NoBackoff(), 0))
    turns = turns_of(away)
    turn = begin(turns, say("Hello"))

    assert names(turn.follow()) == ["turn", "delta", "done"]
    assert turns.running("s-1") == []
    assert turns.claim("s-1", "m-1", "turn-2") == "turn-2"


def test_any_process_stops_a_turn(redis_client):
    here, elsewhere = turns_of(redis_client), turns_of(redis_client)
    stopping = threading.Event()

    def work(turn_id, trace_id, stopped):
        while not stopped():
            stopping.wait(0.02)
        yield ENDED

    turn = begin(here, work, session="s-stop")

    assert elsewhere.stop("s-stop") is True
    assert names(turn.follow()) == ["turn", "done"]
    assert elsewhere.stop("s-stop") is False
    assert LOST_CODE not in str(list(turn.follow()))


def test_a_turn_that_was_stored_is_told_though_its_process_died(redis_client, redis_url):
    gateway = gateway_of(redis_client, redis_url, "Here is what I think.")
    client = client_of(gateway)
    mine = bearer(client)
    told = client.post("/api/v1/chat", json={"message": "hi", "clientId": "m-1"}, headers=mine)
    events = f"web:turn:{{{told.json['id']}}}:events"
    redis_client.rpop(events)  # as if it had died before the last event
    elsewhere = gateway_of(redis_client, redis_url)

    again = client_of(elsewhere).post(
        "/api/v1/chat", json={"message": "hi", "clientId": "m-1"}, headers=mine
    )

    assert again.json["id"] == told.json["id"]
    assert again.json["reply"] == told.json["reply"] == "Here is what I think."
    assert again.json["error"] is None
    messages = client.get("/api/v1/messages", headers=mine).json["messages"]
    assert [row["text"] for row in messages] == ["hi", "Here is what I think."]
