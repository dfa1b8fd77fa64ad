"""The talk that a tool call stands in, as its runtime shows it: what was said and done."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage
from langgraph.prebuilt import ToolRuntime

from contracts.named import Heard

Json = dict[str, Any]
_CONTEXT = "turn_context"
"""Where a run's configuration holds what is known of the shopper."""


def heard_in(runtime: ToolRuntime) -> Heard:
    """What the shopper has said of her choices, and what was proposed to her."""
    messages: Sequence[AnyMessage] = runtime.state["messages"]
    newest = _newest_of_hers(messages)
    proposals = [m for m in messages[:newest] if isinstance(m, AIMessage) and m.text]
    hers = [m for m in messages if isinstance(m, HumanMessage)]
    return Heard(
        words=[str(message.text) for message in hers],
        proposal=str(proposals[-1].text) if proposals else "",
        known=_usual_sizes(runtime),
        asked={str(result["product"]["productId"]) for result in _questions(messages[:newest])},
        has_picture=bool(hers) and not isinstance(hers[-1].content, str),
    )


def results_of_turn(runtime: ToolRuntime) -> list[Json]:
    """The results of the turn's earlier calls that are objects, in order."""
    messages: Sequence[AnyMessage] = runtime.state["messages"]
    return list(_results(messages[_newest_of_hers(messages) :]))


def calls_beside(name: str, runtime: ToolRuntime) -> list[Json]:
    """The arguments of the calls of a tool that the model made in the same moment."""
    last = next(m for m in reversed(runtime.state["messages"]) if isinstance(m, AIMessage))
    return [call["args"] for call in last.tool_calls if call["name"] == name]


def _newest_of_hers(messages: Sequence[AnyMessage]) -> int:
    at = [i for i, message in enumerate(messages) if isinstance(message, HumanMessage)]
    return at[-1] if at else 0


def _usual_sizes(runtime: ToolRuntime) -> set[str]:
    context = runtime.config["configurable"].get(_CONTEXT)
    rows = context.known.get("profile", ()) if context else ()
    return {str(row["value"]) for row in rows if row.get("kind") == "size"}


def _questions(messages: Sequence[AnyMessage]) -> Iterator[Json]:
    """Results that asked for an option of a product."""
    for result in _results(messages):
        if str(result.get("status", "")).startswith("needs_") and result.get("product"):
            yield result


def _results(messages: Sequence[AnyMessage]) -> Iterator[Json]:
    for message in messages:
        if isinstance(message, ToolMessage) and isinstance(message.content, str):
            try:
                result = json.loads(message.content)
            except ValueError:
                continue
            if isinstance(result, dict):
                yield result
