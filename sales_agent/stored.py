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


def last_reply(state: Json) -> str | None:
    """The assistant's last words in a stored state."""
    for message in reversed(state.get("messages", [])):
        if isinstance(message, AIMessage) and message.text:
            return str(message.text)
    return None


def _quote_of(found: CheckpointTuple) -> Json | None:
    for _, channel, value in found.pending_writes or ():
        if channel == _INTERRUPT:
            quote: Json = value[0].value["quote"]
            return quote
    return None
