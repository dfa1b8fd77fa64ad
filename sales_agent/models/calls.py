"""What one call of a model came to, and who watches over the calls of a turn."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from langchain_core.messages import AIMessageChunk, AnyMessage
from langchain_core.messages.utils import count_tokens_approximately

from sales_agent.models.faults import Fault, Kind

CHARACTERS_A_TOKEN = 4
_READ = (Kind.TIMED_OUT, Kind.CUT_OFF, Kind.EMPTY, Kind.BLOCKED)
"""Faults after which a provider has read what it was shown."""


@dataclass(frozen=True)
class Usage:
    """Tokens that a call read and wrote; estimated where the provider did not count them."""

    tokens_in: int = 0
    tokens_out: int = 0
    is_estimated: bool = False


@dataclass(frozen=True)
class Call:
    """One call of a model.

    Attributes:
        model: Who was asked.
        ms: How long it took, up to its last piece.
        usage: What it read and wrote.
        fault: What went wrong; None when it answered.
    """

    model: str
    ms: float
    usage: Usage
    fault: Fault | None = None


class Watch(Protocol):
    """Watches over the calls of one turn: who may be asked, for how long, and what it came to."""

    @property
    def timeout_s(self) -> float | None:
        """How long one call may take."""

    @property
    def deadline(self) -> float | None:
        """When the turn's last call must have ended, as `time.monotonic` counts seconds."""

    def order(self, names: Sequence[str]) -> Sequence[str]:
        """Those who may be asked now, in order; never nobody."""

    def takes_pictures(self, name: str) -> bool:
        """Whether a model sees pictures."""

    def record(self, call: Call) -> None:
        """Take note of a call that has ended, however it did."""


class Unwatched:
    """Lets every model be asked, for as long as it takes."""

    timeout_s: float | None = None
    deadline: float | None = None

    def order(self, names: Sequence[str]) -> Sequence[str]:
        """All of them."""
        return names

    def takes_pictures(self, name: str) -> bool:
        """Nothing is known of it."""
        return False

    def record(self, call: Call) -> None:
        """Forget it."""


UNWATCHED = Unwatched()


def usage_of(
    reply: AIMessageChunk | None,
    shown: Sequence[AnyMessage],
    model: Any,
    fault: Fault | None,
    *,
    is_whole: bool,
) -> Usage:
    """What a call read and wrote: as the provider counts it, else as its characters tell.

    Args:
        reply: What came of the answer.
        shown: The messages that the model was shown.
        model: The model, with the tools that are bound to it.
        fault: What went wrong.
        is_whole: Whether the answer came to its end, where providers tell their count.
    """
    counted = reply.usage_metadata if reply else None
    if counted and counted["input_tokens"] and is_whole:
        return Usage(counted["input_tokens"], counted["output_tokens"])
    if reply is None and (fault is None or fault.kind not in _READ):
        return Usage()
    seen = (counted["input_tokens"] if counted else 0) or _read_by(model, shown)
    written = len(_written(reply)) // CHARACTERS_A_TOKEN if reply else 0
    said = counted["output_tokens"] if counted else 0
    return Usage(seen, max(said, written), is_estimated=True)


def _read_by(model: Any, shown: Sequence[AnyMessage]) -> int:
    """About how many tokens the messages and the tools' schemas take."""
    tools = (getattr(model, "kwargs", None) or {}).get("tools", ())
    schemas = len(json.dumps(tools, default=str)) // CHARACTERS_A_TOKEN if tools else 0
    return int(count_tokens_approximately(list(shown))) + schemas


def _written(reply: AIMessageChunk) -> str:
    calls = [f"{chunk['name'] or ''}{chunk['args'] or ''}" for chunk in reply.tool_call_chunks]
    return "".join([str(reply.text), *calls])
