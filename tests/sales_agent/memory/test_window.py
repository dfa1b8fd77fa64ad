"""A window shows a run the end of a list; all of it stays stored, right and in order."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from operator import add
from threading import Barrier
from typing import Annotated, TypedDict

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, HumanMessage, RemoveMessage, ToolMessage
from langgraph.checkpoint.base import empty_checkpoint
from langgraph.graph import END, START, StateGraph
from langgraph.graph.message import REMOVE_ALL_MESSAGES, add_messages
from langgraph.types import Command, interrupt

from sales_agent.errors import ThreadConflict
from sales_agent.memory.pages import MOST_SLICES
from sales_agent.memory.redis_saver import RedisSaver

DURABILITIES = pytest.mark.parametrize("durability", ["exit", "sync", "async"])


class Conversation(TypedDict, total=False):
    messages: Annotated[list, add_messages]


def talking(saver, *, calls=1, pause=lambda: None):
    """A graph that calls a tool some times in a turn, and tells how many messages it sees."""

    def respond(state):
        pause()
        if state["messages"][-1].type == "human":
            made = [
                {"name": "look", "args": {}, "id": f"call_{secrets.token_hex(4)}"}
                for _ in range(calls)
            ]
            return {"messages": [AIMessage("", tool_calls=made)]}
        return {"messages": [AIMessage(f"I see {len(state['messages'])}.")]}

    def tools(state):
        made = state["messages"][-1].tool_calls
        return {"messages": [ToolMessage("found", tool_call_id=call["id"]) for call in made]}

    def after(state):
        return "tools" if calls and state["messages"][-1].tool_calls else END

    graph = StateGraph(Conversation)
    graph.add_node(respond)
    graph.add_node(tools)
    graph.add_edge(START, "respond")
    graph.add_conditional_edges("respond", after)
    graph.add_edge("tools", "respond")
    return graph.compile(checkpointer=saver)


def config(thread_id):
    return {"configurable": {"thread_id": thread_id, "checkpoint_ns": ""}}


def say(graph, thread_id, text, durability="exit"):
    said = {"messages": [HumanMessage(text)]}
    return graph.invoke(said, config(thread_id), durability=durability)["messages"]


def seen(graph, thread_id):
    return graph.get_state(config(thread_id)).values["messages"]


def asked(messages):
    return [message.content for message in messages if message.type == "human"]


def have_their_calls(messages):
    made = {call["id"] for m in messages if m.type == "ai" for call in m.tool_calls}
    return {m.tool_call_id for m in messages if m.type == "tool"} <= made


@DURABILITIES
@pytest.mark.parametrize("calls", [1, 3])
def test_run_sees_the_end_and_the_store_keeps_all(redis_client, thread_id, durability, calls):
    saver = RedisSaver(redis_client, window=10)
    graph = talking(saver, calls=calls)
    for turn in range(20):
        messages = say(graph, thread_id, f"turn {turn}", durability)
        assert have_their_calls(messages)
        assert asked(messages)[-1] == f"turn {turn}"
        assert min(10, turn * (3 + calls)) <= len(messages) - 3 - calls < 10 + 3 + calls

    everything = saver.read_all(thread_id)
    assert asked(everything) == [f"turn {turn}" for turn in range(20)]
    assert len(everything) == 20 * (3 + calls)
    assert len({message.id for message in everything}) == len(everything)
    assert len(
        RedisSaver(redis_client)
        .get_tuple(config(thread_id))
        .checkpoint["channel_values"]["messages"]
    ) == len(everything)


def test_history_of_a_windowed_thread_is_whole(redis_client, thread_id):
    saver = RedisSaver(redis_client, window=4)
    graph = talking(saver)
    for turn in range(10):
        say(graph, thread_id, f"turn {turn}")

    history = list(graph.get_state_history(config(thread_id)))

    assert [len(found.values["messages"]) for found in history] == list(range(40, 0, -4))
    assert len(seen(graph, thread_id)) == 4


def test_looking_at_the_history_does_not_disturb_a_run(redis_client, thread_id):
    saver = RedisSaver(redis_client, window=4)
    looking = talking(
        saver,
        pause=lambda: [*graph.get_state_history(config(thread_id)), saver.read_all(thread_id)],
    )
    graph = talking(saver)
    for turn in range(8):
        say(looking, thread_id, f"turn {turn}", "sync")

    assert asked(saver.read_all(thread_id)) == [f"turn {turn}" for turn in range(8)]
    assert len(saver.read_all(thread_id)) == 32


def test_older_checkpoint_is_forked_with_what_it_hides(redis_client, thread_id):
    saver = RedisSaver(redis_client, window=4)
    graph = talking(saver)
    for turn in range(6):
        say(graph, thread_id, f"turn {turn}")
    third = list(graph.get_state_history(config(thread_id)))[3]

    graph.invoke({"messages": [HumanMessage("another way")]}, third.config, durability="sync")
    say(graph, thread_id, "and on")

    expected = ["turn 0", "turn 1", "turn 2", "another way", "and on"]
    assert asked(saver.read_all(thread_id)) == expected


def test_another_process_goes_on_with_the_window(redis_client, thread_id):
    for turn in range(12):
        saver = RedisSaver(redis_client, window=6)
        say(talking(saver), thread_id, f"turn {turn}", "sync")
        stranger = RedisSaver(redis_client, window=6)
        found = saver.get_tuple(config(thread_id))
        messages = [*found.checkpoint["channel_values"]["messages"], AIMessage("PS", id=f"p{turn}")]
        checkpoint = {**found.checkpoint, "id": empty_checkpoint()["id"]}
        checkpoint["channel_values"] = {"messages": messages}
        stranger.put(found.config, checkpoint, found.metadata, {"messages": 1_000 + turn})

    everything = saver.read_all(thread_id)
    assert asked(everything) == [f"turn {turn}" for turn in range(12)]
    assert [m.id for m in everything if m.content == "PS"] == [f"p{n}" for n in range(12)]


def test_question_in_the_middle_keeps_its_call_in_the_window(redis_client, thread_id):
    def ask(state):
        call = state["messages"][-1].tool_calls[0]
        answer = interrupt("sure?")
        return {"messages": [ToolMessage(answer, tool_call_id=call["id"])]}

    graph = StateGraph(Conversation)
    call = {"name": "buy", "args": {}}
    graph.add_node(
        "respond",
        lambda state: {
            "messages": [AIMessage("", tool_calls=[{**call, "id": secrets.token_hex(4)}])]
        },
    )
    graph.add_node("ask", ask)
    graph.add_edge(START, "respond")
    graph.add_edge("respond", "ask")
    saver = RedisSaver(redis_client, window=1)
    running = graph.compile(checkpointer=saver)
    for turn in range(5):
        say(running, thread_id, f"turn {turn}")
        assert running.get_state(config(thread_id)).interrupts
        done = running.invoke(Command(resume="yes"), config(thread_id), durability="exit")
        assert have_their_calls(done["messages"])
        assert len(done["messages"]) <= 6

    assert len(saver.read_all(thread_id)) == 15


def test_messages_taken_away_stay_away(redis_client, thread_id):
    saver = RedisSaver(redis_client, window=4)
    for turn in range(5):
        say(talking(saver), thread_id, f"turn {turn}")
    graph = StateGraph(Conversation)
    graph.add_node("forget", lambda state: {"messages": [RemoveMessage(id=REMOVE_ALL_MESSAGES)]})
    graph.add_edge(START, "forget")
    say(graph.compile(checkpointer=saver), thread_id, "clear the table")

    assert seen(talking(saver), thread_id) == []
    say(talking(saver), thread_id, "anew")
    assert asked(seen(talking(saver), thread_id)) == ["anew"]
    assert asked(saver.read_all(thread_id)) == [f"turn {n}" for n in range(4)] + ["anew"]


def test_window_can_be_set_and_lifted_at_any_time(redis_client, thread_id):
    for turn in range(24):
        window = (None, 4, 8, None)[turn // 3 % 4]
        saver = RedisSaver(redis_client, window=window)
        messages = say(talking(saver), thread_id, f"turn {turn}")
        assert have_their_calls(messages)

    assert asked(saver.read_all(thread_id)) == [f"turn {turn}" for turn in range(24)]


def test_two_turns_at_once_keep_one_of_a_windowed_thread(redis_client, thread_id):
    barrier = Barrier(2)
    for turn in range(4):
        say(talking(RedisSaver(redis_client, window=4)), thread_id, f"turn {turn}")

    def turn(text):
        saver = RedisSaver(redis_client, window=4)
        try:
            return asked(say(talking(saver, calls=0, pause=barrier.wait), thread_id, text))[-1]
        except ThreadConflict:
            return None

    with ThreadPoolExecutor(2) as pool:
        told = [text for text in pool.map(turn, ["terminal", "web"]) if text]

    assert len(told) == 1
    everything = RedisSaver(redis_client).read_all(thread_id)
    assert asked(everything) == [f"turn {n}" for n in range(4)] + told


def test_load_of_a_turn_is_as_large_at_any_length(redis_client, thread_id):
    graph = talking(RedisSaver(redis_client, window=8))
    sizes = []
    for turn in range(120):
        before = redis_client.info("stats")["total_net_output_bytes"]
        say(graph, thread_id, f"turn {turn:03}")
        sizes.append(redis_client.info("stats")["total_net_output_bytes"] - before)

    assert max(sizes[110:]) - max(sizes[10:20]) < 100


class Notes(TypedDict):
    notes: Annotated[list, add]


def edited(data, items):
    """One of the things that a program may do to the list that it sees."""
    fresh = [secrets.token_hex(3) for _ in range(data.draw(st.integers(1, 5)))]
    at = data.draw(st.integers(0, len(items)))
    return data.draw(
        st.sampled_from(
            [[*items, *fresh]] * 4
            + [[*items[:at], *fresh], [*fresh, *items[at:]], items[:at], [*fresh], []]
        )
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_whatever_is_done_to_the_window_leaves_the_rest(redis_client, data):
    thread_id = f"t-{secrets.token_hex(8)}"
    window = data.draw(st.integers(1, 6))
    hidden, shown = [], []
    for _ in range(data.draw(st.integers(1, 25))):
        saver = RedisSaver(redis_client, window=window, keep=3, appended=["notes"])
        found = saver.get_tuple(config(thread_id))
        items = found.checkpoint["channel_values"]["notes"] if found else []
        everything = hidden + shown
        assert items == everything[len(everything) - len(items) :]
        assert len(items) >= min(window, len(shown))
        hidden = everything[: len(everything) - len(items)]
        shown = items
        place = found.config if found else config(thread_id)
        for _ in range(data.draw(st.integers(1, 3))):  # the puts of one run
            shown = edited(data, shown)
            checkpoint = empty_checkpoint()
            checkpoint["channel_values"] = {"notes": shown}
            place = saver.put(place, checkpoint, {}, {"notes": 1})
        assert saver.read_all(thread_id, "notes") == hidden + shown

    lists = redis_client.keys(f"checkpoint:{{{thread_id}}}:list:*")
    assert len(lists) <= 3 * MOST_SLICES


def test_window_without_items_is_refused(redis_client):
    with pytest.raises(ValueError, match="0 items"):
        RedisSaver(redis_client, window=0)
