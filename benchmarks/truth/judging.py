"""Lets the truth check judge sentences, each in its turn, and counts."""

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage

from benchmarks.truth.sentences import Said
from benchmarks.truth.turns import NOW
from sales_agent.state import State, TurnContext
from sales_agent.truth.check import TruthCheck
from sales_agent.truth.evidence import gather
from sales_agent.truth.traces import read_traces


@dataclass(frozen=True)
class Judged:
    """A sentence, whether it was stopped and for what, and the milliseconds that it took."""

    said: Said
    stopped_for: tuple[str, ...]
    ms: float

    @property
    def is_right(self) -> bool:
        """Whether what is true passed, and what is false did not."""
        return bool(self.stopped_for) is not self.said.is_true


@dataclass(frozen=True)
class Shares:
    """Of the false sentences those that were stopped, and of the true ones too."""

    caught: float
    stopped: float


def judge(said: Said) -> Judged:
    """Judge a sentence as it would be in its turn; the time is with its evidence gathered anew."""
    messages = _messages(said)
    state: State = {
        "messages": messages,
        "shopper": {"id": "S-1", "name": None, "isSignedIn": False},
        "cart": said.cart,
        "pending": [],
        "tender": None,
        "turn": 1,
        "facts": {},
    }
    started = time.perf_counter()
    check = TruthCheck(cache(partial(gather, state, messages, TurnContext("web", NOW))))
    findings = check.findings(said.text)
    ms = (time.perf_counter() - started) * 1000
    return Judged(said, tuple(f"{f.kind.value}: {f.claim}" for f in findings), ms)


def judge_twice(said: Said) -> tuple[Judged, Judged]:
    """Judge a sentence with no result read before, and once more with its results read."""
    read_traces.cache_clear()
    return judge(said), judge(said)


def shares(judged: Iterable[Judged]) -> Shares:
    """How much was stopped."""
    rows = list(judged)
    false = [bool(row.stopped_for) for row in rows if not row.said.is_true]
    true = [bool(row.stopped_for) for row in rows if row.said.is_true]
    return Shares(_share(false), _share(true))


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 0.0


def _messages(said: Said) -> list[AnyMessage]:
    messages: list[AnyMessage] = [HumanMessage(said.asked)]
    for number, (tool, args, result) in enumerate(said.turn):
        call = {"name": tool, "args": args, "id": f"call-{number}", "type": "tool_call"}
        messages.append(AIMessage("", tool_calls=[call]))
        content = json.dumps(result, ensure_ascii=False)
        messages.append(ToolMessage(content, tool_call_id=f"call-{number}", name=tool))
    return messages
