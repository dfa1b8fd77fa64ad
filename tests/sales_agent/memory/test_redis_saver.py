import asyncio
import os
import secrets
import signal
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from langchain_core.messages import AIMessage, HumanMessage
from langgraph.checkpoint.base import empty_checkpoint
from langgraph.types import Command

from sales_agent.errors import ThreadConflict
from sales_agent.memory.embedded import connect
from sales_agent.memory.pages import MOST_SLICES
from sales_agent.memory.redis_saver import RedisSaver
from tests.sales_agent.memory.threads import (
    asking,
    config,
    keys_of,
    put,
    say,
    saying,
    selling,
    texts,
    traffic,
    values,
)

# A turn's cost


def test_turn_costs_two_kilobytes_at_any_length(redis_client, saver, thread_id):
    graph = selling(saver)
    say(graph, f"{thread_id}-warm", "hello")
    costs = {}
    for turn in range(1, 201):
        bytes_before, trips_before = traffic(redis_client)
        say(graph, thread_id, f"is the linen shirt {turn} in M at Indiranagar?")
        bytes_after, trips_after = traffic(redis_client)
        costs[turn] = (bytes_after - bytes_before, trips_after - trips_before - 1)

    assert [costs[turn][1] for turn in (1, 50, 200)] == [2, 2, 2]
    assert max(costs[turn][0] for turn in (1, 50, 200)) <= 2_000
    assert costs[200][0] - costs[50][0] < 50
    stored = sum(
        redis_client.memory_usage(key, samples=0) for key in keys_of(redis_client, thread_id)
    )
    assert stored < 200_000
    assert len(graph.get_state(config(thread_id)).values["messages"]) == 800


def test_large_value_is_stored_once_while_unchanged(redis_client, saver, thread_id):
    profile = secrets.token_hex(5_000)
    place = put(saver, config(thread_id), {"profile": profile, "messages": ["one"]})
    version = saver.get_tuple(place).checkpoint["channel_versions"]["profile"]
    before, _ = traffic(redis_client)

    checkpoint = empty_checkpoint()
    checkpoint["channel_values"] = {"profile": profile, "messages": ["one", "two"]}
    checkpoint["channel_versions"] = {"profile": version, "messages": version + 1}
    later = saver.put(place, checkpoint, {}, {"messages": version + 1})

    after, _ = traffic(redis_client)
    assert after - before < 1_000
    assert values(saver, later) == checkpoint["channel_values"]


def test_saver_that_never_saw_the_parent_appends_as_well(redis_client, saver, thread_id):
    long = [secrets.token_hex(100) for _ in range(100)]
    parent = put(saver, config(thread_id), {"messages": long})
    stranger = RedisSaver(redis_client)
    before, _ = traffic(redis_client)

    later = put(stranger, parent, {"messages": [*long, "new"]})

    after, _ = traffic(redis_client)
    assert after - before < 1_500
    assert values(saver, later)["messages"] == [*long, "new"]


# A list that does more than grow


def edits(items):
    fresh = secrets.token_hex(4)
    yield "append", [*items, fresh]
    yield "insert first", [fresh, *items]
    yield "replace last", [*items[:-1], fresh]
    yield "replace first", [fresh, *items[1:]]
    yield "drop last", items[:-1]
    yield "drop first", items[1:]
    yield "drop the middle", [*items[:100], *items[150:]]
    yield "repeat", [*items, *items]
    yield "reverse", items[::-1]
    yield "empty", []


@pytest.mark.parametrize("number", range(10))
def test_edited_list_is_read_back_as_it_was_put(saver, thread_id, number):
    items = [f"message {n}" for n in range(200)]
    first = put(saver, config(thread_id), {"messages": items[:150]})
    second = put(saver, first, {"messages": items})
    _, edited = list(edits(items))[number]

    third = put(saver, second, {"messages": edited})
    fourth = put(saver, third, {"messages": [*edited, "after"]})

    assert values(saver, second)["messages"] == items
    assert values(saver, third)["messages"] == edited
    assert values(saver, fourth)["messages"] == [*edited, "after"]


def test_list_edited_at_every_turn_stays_right_and_whole(redis_client, thread_id):
    saver = RedisSaver(redis_client, keep=2)
    items = [f"message {n}" for n in range(200)]
    place = put(saver, config(thread_id), {"messages": items})
    for turn in range(20):
        for change in ([f"new {turn}"], ["other"]):
            items = [*items, *change]
            place = put(saver, place, {"messages": items})
            assert values(saver, place)["messages"] == items
        items = [*items[:-1], f"edited {turn}"]
        place = put(saver, place, {"messages": items})
        assert values(saver, place)["messages"] == items

    lists = [key for key in keys_of(redis_client, thread_id) if ":list:" in key]
    assert len(lists) <= MOST_SLICES + 1


def test_message_changed_in_place_is_stored(saver, thread_id):
    def correct(state):
        state["messages"][0].content = "corrected"
        return {"messages": [AIMessage("done")]}

    say(saying(saver, lambda state: {"messages": [AIMessage("hello")]}), thread_id, "wrong")
    say(saying(saver, correct), thread_id, "correct it")

    kept = values(saver, config(thread_id))
    assert texts(kept) == ["corrected", "hello", "correct it", "done"]


def test_items_of_other_kinds_come_back(saver, thread_id):
    items = [None, 1, 2.5, "text", b"\0\n\xff", {"a": [1]}, [[]], HumanMessage("hi", id="m1")]

    place = put(saver, config(thread_id), {"messages": items, "none": None, "blob": b"\0" * 500})

    assert values(saver, place) == {"messages": items, "none": None, "blob": b"\0" * 500}


# Two writers


def test_two_turns_at_once_keep_one_and_tell_the_other(redis_client, saver, thread_id):
    barrier = Barrier(2)

    def wait(state):
        barrier.wait()
        return {"messages": [AIMessage("answer")]}

    def turn(text):
        try:
            return texts(say(saying(RedisSaver(redis_client), wait), thread_id, text))
        except ThreadConflict as conflict:
            return conflict

    for round_ in range(3):
        with ThreadPoolExecutor(2) as pool:
            told = list(pool.map(turn, [f"from terminal {round_}", f"from web {round_}"]))
        kept = [result for result in told if isinstance(result, list)]
        refused = [result for result in told if isinstance(result, ThreadConflict)]
        assert len(kept) == len(refused) == 1
        assert thread_id in str(refused[0])
        assert texts(values(saver, config(thread_id))) == kept[0]
        assert len(kept[0]) == 2 * (round_ + 1)


def test_answer_to_what_another_turn_answered_meanwhile_is_refused(saver, thread_id):
    graph = asking(saver)
    say(graph, thread_id, "buy it")
    run = {"durability": "exit"}

    saver.peek(config(thread_id))
    with ThreadPoolExecutor(1) as other:
        other.submit(graph.invoke, Command(resume="yes"), config(thread_id), **run).result()
    with pytest.raises(ThreadConflict):
        graph.invoke(Command(resume="no"), config(thread_id), **run)

    assert texts(graph.get_state(config(thread_id)).values)[-1] == "Heard yes."


def test_turn_does_not_bring_back_an_erased_thread(redis_client, saver, thread_id):
    def erase(state):
        saver.delete_thread(thread_id)
        return {"messages": [AIMessage("too late")]}

    say(selling(saver), thread_id, "hello")

    with pytest.raises(ThreadConflict):
        say(saying(saver, erase), thread_id, "forget me")
    assert keys_of(redis_client, thread_id) == []


def test_put_that_is_sent_again_changes_nothing(redis_client, saver, thread_id):
    sent = []

    class Repeating:
        """A client that loses the first reply to each script and sends it again."""

        def __getattr__(self, name):
            return getattr(redis_client, name)

        def register_script(self, text):
            script = redis_client.register_script(text)

            def run(**arguments):
                sent.append(script(**arguments))
                return script(**arguments)

            return run

    repeating = RedisSaver(Repeating())
    place = put(repeating, config(thread_id), {"messages": ["one"]})
    place = put(repeating, place, {"messages": ["one", "two"]})

    assert sent == [[b"stored"], [b"stored"]]
    assert values(saver, place)["messages"] == ["one", "two"]


# Questions that wait


def test_question_survives_the_death_of_everything(server, thread_id):
    with connect(server.start()) as client:
        asked = say(asking(RedisSaver(client)), thread_id, "checkout")
        assert asked["__interrupt__"][0].value == {"quote": "Q-1", "total": 129900}
        os.kill(client.info("server")["process_id"], signal.SIGKILL)

    with connect(server.start()) as client:
        graph = asking(RedisSaver(client))
        waiting = graph.get_state(config(thread_id))
        assert [i.value for i in waiting.interrupts] == [{"quote": "Q-1", "total": 129900}]

        done = graph.invoke(Command(resume="yes"), config(thread_id), durability="exit")

        assert done["cart"] == {"LS-04-M": 1}
        assert texts(done) == ["checkout", "Heard yes."]
        assert graph.get_state(config(thread_id)).interrupts == ()


@pytest.mark.parametrize("durability", ["exit", "sync", "async"])
def test_every_durability_tells_the_same_story(saver, thread_id, durability):
    graph = selling(saver)
    for text in ("one", "two"):
        message = {"messages": [HumanMessage(text)]}
        for _ in graph.stream(message, config(thread_id), durability=durability):
            pass

    kept = graph.get_state(config(thread_id)).values["messages"]
    assert [message.type for message in kept] == ["human", "ai", "tool", "ai"] * 2


def test_graph_runs_by_its_async_methods(saver, thread_id):
    graph = selling(saver)

    async def talk():
        for text in ("one", "two"):
            await graph.ainvoke({"messages": [HumanMessage(text)]}, config(thread_id))
        return await graph.aget_state(config(thread_id))

    assert len(asyncio.run(talk()).values["messages"]) == 8
