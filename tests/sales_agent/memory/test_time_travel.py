"""Older checkpoints: read, forked, and folded away."""

import secrets
from operator import add
from typing import Annotated, TypedDict

import pytest
from langchain_core.messages import AIMessage, HumanMessage
from langgraph.channels import DeltaChannel
from langgraph.graph import START, StateGraph
from langgraph.types import Command, interrupt

from sales_agent.memory.redis_saver import RedisSaver
from tests.sales_agent.memory.threads import (
    Conversation,
    config,
    keys_of,
    put,
    say,
    selling,
    values,
)


def test_older_checkpoint_is_read_and_forked(saver, thread_id):
    graph = selling(saver)
    for turn in range(4):
        say(graph, thread_id, f"turn {turn}")
    history = list(graph.get_state_history(config(thread_id)))
    second = history[2]
    assert [m.content for m in second.values["messages"] if m.type == "human"] == [
        "turn 0",
        "turn 1",
    ]

    graph.invoke({"messages": [HumanMessage("another way")]}, second.config, durability="exit")
    say(graph, thread_id, "and on")

    asked = [m.content for m in values(saver, config(thread_id))["messages"] if m.type == "human"]
    assert asked == ["turn 0", "turn 1", "another way", "and on"]
    abandoned = [m.content for m in values(saver, history[0].config)["messages"]]
    assert len(abandoned) == 16


def test_state_can_be_updated_now_and_in_the_past(saver, thread_id):
    graph = selling(saver)
    say(graph, thread_id, "one")
    first = graph.get_state(config(thread_id))
    say(graph, thread_id, "two")

    graph.update_state(config(thread_id), {"cart": {"LS-04-M": 1}})
    graph.update_state(first.config, {"cart": {"LS-04-S": 2}})

    assert values(saver, config(thread_id))["cart"] == {"LS-04-S": 2}
    assert len(values(saver, config(thread_id))["messages"]) == 4


def test_older_checkpoints_fold_away(redis_client, thread_id):
    saver = RedisSaver(redis_client, keep=3)
    place = config(thread_id)
    for turn in range(10):
        history = [f"message {n}" for n in range(turn)]
        place = put(saver, place, {"messages": history, "shown": [secrets.token_hex(500)]})
        saver.put_writes(place, [("cart", turn)], "task")

    kept = list(saver.list(config(thread_id)))

    assert [len(found.checkpoint["channel_values"]["messages"]) for found in kept] == [9, 8, 7]
    base = f"checkpoint:{{{thread_id}}}"
    assert redis_client.hlen(f"{base}:values") == 3
    parts = [part.decode() for part in redis_client.smembers(f"{base}:parts")]
    assert sum(part.startswith("writes:") for part in parts) == 3
    assert sum(part.startswith("list:") for part in parts) == 1
    assert len(keys_of(redis_client, thread_id)) == 4 + len(parts)


def test_run_keeps_going_when_its_parent_folded_away(redis_client, thread_id):
    saver = RedisSaver(redis_client, keep=2)
    old = put(saver, config(thread_id), {"messages": ["one"]})
    place = old
    for turn in range(3):
        place = put(saver, place, {"messages": ["one", f"turn {turn}"]})
    assert saver.get_tuple(old) is None

    fork = put(saver, old, {"messages": ["one", "fork"]})

    assert values(saver, fork)["messages"] == ["one", "fork"]


@pytest.mark.parametrize("durability", ["exit", "sync"])
def test_subgraphs_fold_with_the_steps_they_ran_in(redis_client, thread_id, durability):
    def ask(state):
        return {"messages": [AIMessage(f"Heard {interrupt('sure?')}.")]}

    outer = StateGraph(Conversation)
    inner = StateGraph(Conversation)
    inner.add_node("ask", ask)
    inner.add_edge(START, "ask")
    outer.add_node("inner", inner.compile())
    outer.add_edge(START, "inner")
    saver = RedisSaver(redis_client, keep=3)
    graph = outer.compile(checkpointer=saver)
    for turn in range(6):
        message = {"messages": [HumanMessage(f"turn {turn}")]}
        graph.invoke(message, config(thread_id), durability=durability)
        graph.invoke(Command(resume="yes"), config(thread_id), durability=durability)

    assert len(values(saver, config(thread_id))["messages"]) == 12
    everywhere = list(saver.list({"configurable": {"thread_id": thread_id}}))
    namespaces = [found.config["configurable"]["checkpoint_ns"] for found in everywhere]
    assert namespaces.count("") == 3
    assert 1 <= sum(namespace.startswith("inner:") for namespace in namespaces) <= 9
    assert redis_client.scard(f"checkpoint:{{{thread_id}}}:parts") <= 12


def test_nothing_folds_without_a_limit(redis_client, thread_id):
    saver = RedisSaver(redis_client, keep=None)
    place = config(thread_id)
    for turn in range(30):
        place = put(saver, place, {"messages": list(range(turn))})

    assert len(list(saver.list(config(thread_id)))) == 30


def test_delta_channels_keep_what_they_are_read_from(redis_client, thread_id):
    def extend(old, new):
        return [*old, *(line for lines in new for line in lines)]

    class Deltas(TypedDict):
        notes: Annotated[list, DeltaChannel(extend)]
        seen: Annotated[int, add]

    graph = StateGraph(Deltas)
    graph.add_node("node", lambda state: {"notes": [f"seen {len(state['notes'])}"], "seen": 1})
    graph.add_edge(START, "node")
    saver = RedisSaver(redis_client, keep=2)
    running = graph.compile(checkpointer=saver)
    for turn in range(6):
        running.invoke({"notes": [f"note {turn}"]}, config(thread_id))
    saver.prune([thread_id])

    again = graph.compile(checkpointer=RedisSaver(redis_client)).get_state(config(thread_id))

    expected = [line for turn in range(6) for line in (f"note {turn}", f"seen {2 * turn + 1}")]
    assert again.values["notes"] == expected
