"""A conversation as it is stored, read by one round trip."""

from dataclasses import dataclass, field
from typing import Any

from langchain_core.messages import AIMessage
from langgraph.checkpoint.base import CheckpointTuple

Json = dict[str, Any]
_INTERRUPT = "__interrupt__"


@dataclass(frozen=True)
class Stored:
    """A thread between two turns.

    Attributes:
        values: The state; of its messages those of the window.
        quote: What waits for the shopper's yes.
    """

    values: Json = field(default_factory=dict)
    quote: Json | None = None

    @classmethod
    def of(cls, found: CheckpointTuple | None) -> "Stored":
        """Read a checkpoint; None is a thread that nobody has spoken on."""
        if found is None:
            return cls()
        return cls(found.checkpoint["channel_values"], _quote_of(found))


def open_question(state: Json) -> str | None:
    """The question that the assistant's last words ended with, if it waits for an answer."""
    said = next((m for m in reversed(state.get("messages", [])) if m.type == "ai" and m.text), None)
    if not isinstance(said, AIMessage) or not str(said.text).rstrip().endswith("?"):
        return None
    # The built-in model marks what it waits for; its "What next?" waits for nothing.
    asked = said.additional_kwargs.get("asked") or {}
    is_marked = "suggestions" in said.additional_kwargs
    if is_marked and asked.get("kind") in (None, "open"):
        return None
    return str(said.text).splitlines()[-1]


def _quote_of(found: CheckpointTuple) -> Json | None:
    for _, channel, value in found.pending_writes or ():
        if channel == _INTERRUPT:
            quote: Json = value[0].value["quote"]
            return quote
    return None
