"""The conversation as a graph: respond <-> tools, and a stop for the shopper's yes."""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal, Protocol
from uuid import uuid4

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    AnyMessage,
    HumanMessage,
    SystemMessage,
    ToolMessage,
    message_chunk_to_message,
)
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.config import get_stream_writer
from langgraph.graph import START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.prebuilt import ToolNode
from langgraph.prebuilt.tool_node import ToolCallRequest
from langgraph.types import Command, interrupt

from sales_agent.confirmation import describe_quote
from sales_agent.errors import ModelFailed
from sales_agent.events import TextDelta, ToolFinished, ToolStarted
from sales_agent.prompt import assemble_prompt
from sales_agent.results import (
    confirmations_of,
    latest_results,
    products_of,
    read_result,
    status_of,
    turn_results,
)
from sales_agent.state import State
from sales_agent.window import recent_turns

COMMIT = "commit"
"""Tag of the tools that only the shopper's yes may call; they are never bound to the model."""
NO_ANSWER = "I could not find an answer just now. What was done so far stands; please ask me again."
"""Said when the model fails, which may be after tools have changed something."""


class Node(Protocol):
    """A step of the graph."""

    def __call__(self, state: State) -> dict[str, Any]:
        """Do it, and say what changes in the state."""


Graph = CompiledStateGraph[State, None, State, State]


def build_graph(
    model: BaseChatModel, tools: Sequence[BaseTool], saver: BaseCheckpointSaver[Any]
) -> Graph:
    """Build the conversation's graph, once a process."""
    offered = [tool for tool in tools if COMMIT not in (tool.tags or ())]
    commits = [tool for tool in tools if COMMIT in (tool.tags or ())]
    graph = StateGraph(State)
    graph.add_node("respond", _respond_with(model, offered))
    graph.add_node("tools", _tool_node(offered))
    graph.add_node("ask", _ask)
    graph.add_node("confirm", _confirm)
    graph.add_node("commit", _tool_node(commits))
    graph.add_edge(START, "respond")
    graph.add_conditional_edges("respond", _after_response)
    graph.add_conditional_edges("tools", _after_tools)
    graph.add_edge("ask", "confirm")
    graph.add_conditional_edges("commit", _after_commit)
    return graph.compile(checkpointer=saver)


def _respond_with(model: BaseChatModel, tools: Sequence[BaseTool]) -> Node:
    bound = model.bind_tools(tools)

    def respond(state: State) -> dict[str, Any]:
        """Ask the model; its text streams to the channel as it comes."""
        write = get_stream_writer()
        prompt = assemble_prompt(state["shopper"], state["cart"])
        reply: AIMessageChunk | None = None
        for chunk in _stream(bound, [SystemMessage(prompt), *recent_turns(state["messages"])]):
            reply = chunk if reply is None else reply + chunk
            if chunk.text:
                write(TextDelta(str(chunk.text)))
        if reply is None or not (str(reply.text).strip() or reply.tool_calls):
            raise ModelFailed(NO_ANSWER)
        shown = [p for result in turn_results(state["messages"]) for p in products_of(result)]
        update = {"messages": [message_chunk_to_message(reply)]}
        return {**update, "shown": shown} if shown and not reply.tool_calls else update

    return respond


def _stream(
    model: Runnable[Any, AIMessage], messages: list[AnyMessage]
) -> Iterator[AIMessageChunk]:
    """Stream the model's answer; what a provider raises says nothing to a shopper."""
    try:
        yield from model.stream(messages)  # type: ignore[misc]
    except Exception as error:
        raise ModelFailed(NO_ANSWER) from error


def _tool_node(tools: Sequence[BaseTool]) -> ToolNode:
    return ToolNode(tools, wrap_tool_call=_call_tool, handle_tool_errors=_describe_failure)


def _call_tool(
    request: ToolCallRequest,
    execute: Callable[[ToolCallRequest], ToolMessage | Command[Any]],
) -> ToolMessage | Command[Any]:
    """Call a tool, telling the channel when it starts and what it brought."""
    write = request.runtime.stream_writer
    name, args = request.tool_call["name"], request.tool_call["args"]
    write(ToolStarted(name, args))
    started = time.perf_counter()
    answer = execute(request)
    ms = (time.perf_counter() - started) * 1000
    result = read_result(_message_of(answer).content)
    status, code = status_of(result)
    write(ToolFinished(name, args, status, code, result, round(ms, 1)))
    return answer


def _message_of(answer: ToolMessage | Command[Any]) -> ToolMessage:
    if isinstance(answer, ToolMessage):
        return answer
    messages: list[ToolMessage] = answer.update["messages"]  # type: ignore[index]
    return messages[0]


def _describe_failure(error: Exception) -> str:
    """A tool that raised, as a result: nothing of the exception but its kind reaches the model."""
    return (
        '{"status": "error", "code": "tool_failed", "message": "this did not work '
        f'({type(error).__name__})", "suggestions": []}}'
    )


def _after_response(state: State) -> Literal["tools", "__end__"]:
    last = state["messages"][-1]
    return "tools" if isinstance(last, AIMessage) and last.tool_calls else "__end__"


def _after_tools(state: State) -> Literal["ask", "respond"]:
    return "ask" if confirmations_of(state["messages"]) else "respond"


def _after_commit(state: State) -> Literal["ask", "respond"]:
    return "ask" if state["pending"] else "respond"


def _ask(state: State) -> dict[str, Any]:
    """Put the first quote that waits into words; the channel draws it from its data."""
    pending = [*state.get("pending", []), *confirmations_of(state["messages"])]
    done = [r["message"] for r in latest_results(state["messages"]) if _is_committed(r)]
    question = " ".join([*done, describe_quote(pending[0]["quote"])])
    get_stream_writer()(TextDelta(question))
    return {"messages": [AIMessage(question)], "pending": pending}


def _confirm(state: State) -> Command[Literal["commit", "respond"]]:
    """Stop for the shopper's next message: a yes commits exactly what was shown."""
    first, *others = state["pending"]
    answer = interrupt({"quote": first["quote"]})
    said = HumanMessage(answer["text"])
    if not answer["agreed"]:
        return Command(goto="respond", update={"messages": [said], "pending": []})
    call = {
        "name": first["commit"]["tool"],
        "args": first["commit"]["args"],
        "id": f"commit-{uuid4().hex}",
        "type": "tool_call",
    }
    messages = [said, AIMessage("", tool_calls=[call])]
    return Command(goto="commit", update={"messages": messages, "pending": others})


def _is_committed(result: Any) -> bool:
    return isinstance(result, dict) and "quote" not in result and "message" in result
