"""What a local server of a provider can be told to answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Calls:
    """Function calls made at once, each `(name, args)`, after an optional sentence.

    Arguments that are a text are sent as they are, where the wire can carry them.
    """

    calls: Sequence[tuple[str, Json | str]]
    text: str = ""


def call(name: str, **args: Any) -> Calls:
    """One function call."""
    return Calls([(name, args)])


@dataclass(frozen=True)
class Fault:
    """An error that the API answers with."""

    code: int
    message: str = "An error of the model's side."
    retry_after: str | None = None


@dataclass(frozen=True)
class Blocked:
    """A candidate without content, as after a safety block."""

    reason: str = "SAFETY"


@dataclass(frozen=True)
class PromptBlocked:
    """No candidate at all: the request itself was blocked."""

    reason: str = "PROHIBITED_CONTENT"


@dataclass(frozen=True)
class CutOff:
    """Text whose stream breaks off before its end."""

    text: str


@dataclass(frozen=True)
class Paced:
    """Text and calls that come as the pieces do, which may block or never end."""

    pieces: Iterable[str | Calls]


@dataclass(frozen=True)
class Raw:
    """A body with status 200 that is no reply of this API."""

    body: str


Step = Paced | str | Calls | Fault | Blocked | PromptBlocked | CutOff | Raw
