"""What a turn may spend, and what is said honestly when it has spent it."""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolCall, ToolMessage

from sales_agent.answers.replies import LEADER
from sales_agent.answers.speaking import CALLS
from sales_agent.guards.marking import mark_result
from sales_agent.settings import TurnBudget
from sales_agent.shop.results import read_result
from sales_agent.truth.evidence import Deed, Evidence
from sales_agent.truth.telling import result_words, sentence_of

REPEATED = (
    "this is the result of the same call earlier in this turn; calling it again brings nothing new"
)
LIMIT = "I stop here: this took as many steps as I may take for one message."
WHAT_NEXT = "Tell me how to go on."


@dataclass(frozen=True)
class Spent:
    """What a turn has used so far."""

    model_calls: int
    tool_calls: int
    tokens: int
    seconds: float

    def leaves_no_call(self, budget: TurnBudget) -> bool:
        """Whether no model may be asked any more."""
        return (
            self.model_calls >= budget.model_calls
            or self.tokens >= budget.tokens
            or self.seconds >= budget.seconds
        )


def spent_in(messages: Sequence[AnyMessage], started: float) -> Spent:
    """What the turn in progress has used; `started` is of `time.monotonic`."""
    turn = turn_of(messages)
    asked = [m for m in turn if isinstance(m, AIMessage) and LEADER in m.response_metadata]
    return Spent(
        sum(message.response_metadata.get(CALLS, 1) for message in asked),
        sum(isinstance(message, ToolMessage) for message in turn),
        sum(m.usage_metadata["total_tokens"] for m in asked if m.usage_metadata),
        time.monotonic() - started,
    )


def turn_of(messages: Sequence[AnyMessage]) -> list[AnyMessage]:
    """The messages since the shopper spoke last."""
    last = max((i for i, m in enumerate(messages) if isinstance(m, HumanMessage)), default=-1)
    return list(messages[last + 1 :])


def may_call(reply: AIMessage, messages: Sequence[AnyMessage], budget: TurnBudget) -> bool:
    """Whether the calls of an answer may be made: a model must have one call left to tell of them.

    Args:
        reply: The answer.
        messages: Those before it.
        budget: What the turn may spend.
    """
    spent = spent_in([*messages, reply], time.monotonic())
    if spent.model_calls >= budget.model_calls:
        return False
    if spent.tool_calls + len(reply.tool_calls) > budget.tool_calls:
        return False
    return all(len(same_calls(call, messages)) < 2 for call in reply.tool_calls)


def same_calls(call: Mapping[str, Any] | ToolCall, messages: Sequence[AnyMessage]) -> list[str]:
    """The ids of the same calls earlier in the turn, with no other that changed anything since."""
    same: list[str] = []
    calls: dict[str, ToolCall] = {}
    for message in turn_of(messages):
        if isinstance(message, AIMessage):
            calls |= {one["id"] or "": one for one in message.tool_calls}
        elif isinstance(message, ToolMessage) and (made := calls.get(message.tool_call_id)):
            if (made["name"], made["args"]) == (call["name"], call["args"]):
                same.append(message.tool_call_id)
            elif has_changed(message):
                same.clear()
    return same


def has_changed(message: ToolMessage) -> bool:
    """Whether a call has changed anything, by what its result says."""
    return Deed.of(message, is_now=True).has_effect


def repeated_result(call: ToolCall, messages: Sequence[AnyMessage]) -> ToolMessage | None:
    """The result of the same call earlier in the turn, with a note; None when it is the first."""
    if not (same := same_calls(call, messages)):
        return None
    earlier = next(m for m in messages if isinstance(m, ToolMessage) and m.tool_call_id == same[0])
    result = read_result(earlier.content)
    told = (
        {**result, "note": REPEATED}
        if isinstance(result, dict)
        else {"text": result, "note": REPEATED}
    )
    content = mark_result(json.dumps(told, ensure_ascii=False))
    return ToolMessage(content, tool_call_id=call["id"] or "", name=call["name"])


def closing_words(evidence: Evidence, left: Sequence[ToolCall]) -> str:
    """What was done in a turn that ends at its limit, what is known, and what was not done."""
    done = [sentence_of(deed.result) for deed in evidence.now if deed.has_effect]
    told = [words for deed in reversed(evidence.now) if (words := result_words(deed.result))]
    names = list(dict.fromkeys(call["name"].replace("_", " ") for call in left))
    parts = [LIMIT, *dict.fromkeys(filter(None, done)), *(told[:1] if not done else [])]
    if names:
        parts.append(f"Not done any more: {', '.join(names)}.")
    return " ".join([*parts, WHAT_NEXT])
