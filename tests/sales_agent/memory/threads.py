"""Graphs that talk, and what their threads hold, for tests of the saver."""

import secrets
from typing import Annotated, TypedDict

from langchain_core.messages import AIMessage, HumanMessage, ToolMessage
from langgraph.checkpoint.base import empty_checkpoint
from langgraph.graph import END, START, StateGraph
from langgraph.graph.message import add_messages
from langgraph.types import interrupt


class Conversation(TypedDict, total=False):
    messages: Annotated[list, add_messages]
    cart: dict
    shown: list


def respond(state):
    last = state["messages"][-1]
    if last.type == "human":
        call = {"name": "check_inventory", "args": {"sku": "LS-04-M"}}
        return {"messages": [AIMessage("", tool_calls=[{**call, "id": f"call_{last.id}"}])]}
    return {"messages": [AIMessage("Yes, the linen shirt is there in M: 3 at Indiranagar.")]}


def tools(state):
    (call,) = state["messages"][-1].tool_calls
    found = '{"status": "in_stock", "availableStores": [{"storeId": "ST-1", "quantity": 3}]}'
    result = ToolMessage(found, tool_call_id=call["id"], name="check_inventory")
    shown = [{"sku": f"LS-{n:02}-M", "name": "Linen shirt", "price": 129900} for n in range(6)]
    return {"messages": [result], "shown": shown}


def selling(saver):
    """A graph with one tool call a turn."""
    graph = StateGraph(Conversation)
    graph.add_node(respond)
    graph.add_node(tools)
    graph.add_edge(START, "respond")
    graph.add_conditional_edges(
        "respond", lambda state: "tools" if state["messages"][-1].tool_calls else END
    )
    graph.add_edge("tools", "respond")
    return graph.compile(checkpointer=saver)


def asking(saver):
    """A graph that stops for a yes before it fills the cart."""

    def confirm(state):
        answer = interrupt({"quote": "Q-1", "total": 129900})
        return {"messages": [AIMessage(f"Heard {answer}.")], "cart": {"LS-04-M": 1}}

    graph = StateGraph(Conversation)
    graph.add_node(confirm)
    graph.add_edge(START, "confirm")
    return graph.compile(checkpointer=saver)


def saying(saver, node):
    graph = StateGraph(Conversation)
    graph.add_node("node", node)
    graph.add_edge(START, "node")
    return graph.compile(checkpointer=saver)


def config(thread_id, checkpoint_id=None):
    place = {"thread_id": thread_id, "checkpoint_ns": ""}
    return {"configurable": place | ({"checkpoint_id": checkpoint_id} if checkpoint_id else {})}


def say(graph, thread_id, text):
    return graph.invoke({"messages": [HumanMessage(text)]}, config(thread_id), durability="exit")


def texts(found):
    return [message.content for message in found["messages"]]


def put(saver, parent, values, *, changed=None):
    """Store a checkpoint with these channel values, each at a new version."""
    checkpoint = empty_checkpoint()
    version = int.from_bytes(secrets.token_bytes(4))
    checkpoint["channel_values"] = values
    checkpoint["channel_versions"] = dict.fromkeys(values, version)
    new = dict.fromkeys(values if changed is None else changed, version)
    return saver.put(parent, checkpoint, {"source": "loop", "step": 1, "parents": {}}, new)


def values(saver, place):
    return saver.get_tuple(place).checkpoint["channel_values"]


def keys_of(client, thread_id):
    return sorted(key.decode() for key in client.scan_iter(match=f"*{{{thread_id}}}*"))


def traffic(client):
    """Bytes and round trips that the server has seen."""
    stats = client.info("stats")
    return stats["total_net_input_bytes"], stats["total_reads_processed"]
