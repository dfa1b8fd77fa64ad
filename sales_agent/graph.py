"""The conversation as a graph: respond <-> tools, and a stop for the shopper's yes."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, Protocol
from uuid import uuid4

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import (
    AIMessage,
    AnyMessage,
    HumanMessage,
    ToolMessage,
)
from langchain_core.runnables import RunnableConfig
from langchain_core.tools import BaseTool
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.config import get_stream_writer
from langgraph.graph import START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.prebuilt import ToolNode
from langgraph.prebuilt.tool_node import ToolCallRequest
from langgraph.types import Command, interrupt

from sales_agent.answers.answering import bind_models
from sales_agent.answers.bounds import repeated_result
from sales_agent.answers.replies import NO_JSON, is_malformed
from sales_agent.answers.responding import Respond
from sales_agent.events import TextDelta, ToolFinished, ToolStarted
from sales_agent.guards.marking import mark_result
from sales_agent.models.offline.understanding.recognition import language_of
from sales_agent.prompt import leaks_of
from sales_agent.settings import TurnBudget
from sales_agent.shop.quotes import describe_quote, shown_quote
from sales_agent.shop.results import (
    confirmations_of,
    latest_results,
    read_result,
    status_of,
)
from sales_agent.shop.spoken import phrase, speaking
from sales_agent.shop.told import told
from sales_agent.state import State, context_of
from sales_agent.threads.facts import bought_facts, refused_fact
from sales_agent.threads.moments import said_at
from sales_agent.threads.window import Window
from sales_agent.truth.tally import Tally

COMMIT = "commit"
"""Tag of the tools that only the shopper's yes may call; they are never bound to the model."""


class Node(Protocol):
    """A step of the graph."""

    def __call__(self, state: State, config: RunnableConfig) -> dict[str, Any]:
        """Do it, and say what changes in the state."""


Graph = CompiledStateGraph[State, None, State, State]


def build_graph(
    models: Mapping[str, BaseChatModel],
    tools: Sequence[BaseTool],
    saver: BaseCheckpointSaver[Any],
    window: Window | None = None,
    tally: Tally | None = None,
    budget: TurnBudget | None = None,
) -> Graph:
    """Build the conversation's graph, once a process.

    Args:
        models: by name, in the order in which they are asked: the next when one fails.
        tools: those tagged `commit` are called after the shopper's yes, never by a model.
        saver: where conversations are kept.
        window: how much of a conversation a model sees; the usual when not given.
        tally: counts what models said and was not sent, for having no ground.
        budget: what a turn may spend; the usual when not given.
    """
    offered = offered_to_model(tools)
    commits = [tool for tool in tools if COMMIT in (tool.tags or ())]
    graph = StateGraph(State)
    respond = Respond(
        bind_models(models, offered),
        window or Window(),
        tally or Tally(),
        leaks_of(offered),
        budget or TurnBudget(),
    )
    graph.add_node("respond", respond)
    graph.add_node("tools", _tool_node(offered))
    graph.add_node("ask", _ask)
    graph.add_node("confirm", _confirm)
    graph.add_node("commit", _tool_node(commits))
    graph.add_node("note", _note)
    graph.add_edge(START, "respond")
    graph.add_conditional_edges("respond", _after_response)
    graph.add_conditional_edges("tools", _after_tools)
    graph.add_edge("ask", "confirm")
    graph.add_edge("commit", "note")
    graph.add_conditional_edges("note", _after_commit)
    return graph.compile(checkpointer=saver)


def offered_to_model(tools: Sequence[BaseTool]) -> list[BaseTool]:
    """The tools that a model may call: all but those which only the shopper's yes calls."""
    return [tool for tool in tools if COMMIT not in (tool.tags or ())]


def _tool_node(tools: Sequence[BaseTool]) -> ToolNode:
    return ToolNode(tools, wrap_tool_call=_call_tool, handle_tool_errors=_describe_failure)


def _call_tool(
    request: ToolCallRequest,
    execute: Callable[[ToolCallRequest], ToolMessage | Command[Any]],
) -> ToolMessage | Command[Any]:
    """Call a tool, telling the channel when it starts and what it brought."""
    write = request.runtime.stream_writer
    name, args = request.tool_call["name"], request.tool_call["args"]
    if is_malformed(request.tool_call):
        return ToolMessage(NO_JSON, tool_call_id=request.tool_call["id"], name=name, status="error")
    if repeated := repeated_result(request.tool_call, _before(request)):
        return repeated
    write(ToolStarted(name, args))
    started = time.perf_counter()
    answered = execute(request)
    ms = (time.perf_counter() - started) * 1000
    message = _message_of(answered)
    if isinstance(message.content, str):
        message.content = mark_result(message.content)
    result = read_result(message.content)
    status, code = status_of(result)
    write(ToolFinished(name, args, status, code, result, round(ms, 1)))
    return answered


def _before(request: ToolCallRequest) -> list[AnyMessage]:
    """The messages before the answer that makes this call."""
    messages: list[AnyMessage] = request.state["messages"]
    last = max((i for i, m in enumerate(messages) if isinstance(m, AIMessage)), default=0)
    return messages[:last]


def _message_of(answered: ToolMessage | Command[Any]) -> ToolMessage:
    if isinstance(answered, ToolMessage):
        return answered
    messages: list[ToolMessage] = answered.update["messages"]  # type: ignore[index]
    return messages[0]


def _describe_failure(error: Exception) -> str:
    """A tool that raised, as a result: nothing of the exception but its kind reaches the model."""
    return (
        '{"status": "error", "code": "tool_failed", "message": "this did not work '
        f'({type(error).__name__})", "suggestions": []}}'
    )


def _after_response(state: State) -> Literal["tools", "__end__"]:
    messages = state.get("messages")  # none yet when she signs in before she says anything
    last = messages[-1] if messages else None
    return "tools" if isinstance(last, AIMessage) and last.tool_calls else "__end__"


def _after_tools(state: State) -> Literal["ask", "respond"]:
    return "ask" if confirmations_of(state["messages"]) else "respond"


def _after_commit(state: State) -> Literal["ask", "respond"]:
    return "ask" if state["pending"] else "respond"


def _ask(state: State, config: RunnableConfig) -> dict[str, Any]:
    """Put the first quote that waits into words; the channel draws it from its data."""
    pending = [*state.get("pending", []), *confirmations_of(state["messages"])]
    done = [r["message"] for r in latest_results(state["messages"]) if _is_committed(r)]
    said = [str(m.text) for m in state["messages"] if isinstance(m, HumanMessage)]
    with speaking(language_of(said)):
        question = " ".join([*map(told, done), describe_quote(pending[0]["quote"])])
        answers = {"suggestions": [phrase("yes"), phrase("no")]}
    get_stream_writer()(TextDelta(question))
    question_said = AIMessage(question, additional_kwargs=answers)
    asked = said_at(question_said, context_of(config).now())
    return {"messages": [asked], "pending": pending}


def _note(state: State, config: RunnableConfig) -> dict[str, Any]:
    """Keep what was bought or changed for when the window no longer shows it."""
    now = context_of(config)
    bought = bought_facts(state["messages"], turn=state["turn"], channel=now.channel, at=now.at)
    return {"facts": bought}


def _confirm(state: State, config: RunnableConfig) -> Command[Literal["commit", "respond"]]:
    """Stop for the shopper's next message: a yes commits exactly what was shown."""
    first, *others = state["pending"]
    heard = interrupt({"quote": shown_quote(first["quote"])})
    now = context_of(config)
    said = said_at(HumanMessage(heard["text"], id=heard.get("id")), now.at)
    if not heard["agreed"]:
        refused = refused_fact(
            first["quote"], heard["text"], turn=state["turn"], channel=now.channel, at=now.at
        )
        update = {"messages": [said, *heard["found"]], "pending": [], "facts": refused}
        return Command(goto="respond", update=update)
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
