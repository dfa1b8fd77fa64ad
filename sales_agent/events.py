"""What a turn tells its channel, in order; a channel needs one method that takes these."""

from dataclasses import dataclass, field
from typing import Any, Protocol

Json = dict[str, Any]


@dataclass(frozen=True)
class TextDelta:
    """A piece of the reply, as it comes."""

    text: str


@dataclass(frozen=True)
class ToolStarted:
    """A tool is being called."""

    name: str
    args: Json


@dataclass(frozen=True)
class ToolFinished:
    """A tool answered: `status` is ok or error, `code` names an error, `ms` is what it took."""

    name: str
    args: Json
    status: str
    code: str | None
    result: Any
    ms: float


@dataclass(frozen=True)
class ProductsShown:
    """Products to draw, in the order in which the reply counts them."""

    products: list[Json]


@dataclass(frozen=True)
class CartChanged:
    """The cart after a change, priced."""

    cart: Json


@dataclass(frozen=True)
class ConfirmationAsked:
    """A quote that waits for the shopper's yes; draw it from its data."""

    quote: Json


@dataclass(frozen=True)
class OrderChanged:
    """An order that was placed or changed."""

    order: Json


@dataclass(frozen=True)
class Handoff:
    """A person takes over."""

    ticket: Json


@dataclass(frozen=True)
class TurnEnded:
    """The turn is over, with all that it brought.

    Attributes:
        is_saved: False when the memory is away.
        is_stopped: Whether the shopper stopped the answer; `reply` is what was said until then.
    """

    turn: int
    thread: str
    customer: str
    channel: str
    message: str
    reply: str
    model: str
    ms: float
    trace: str = ""
    tools: list[ToolFinished] = field(default_factory=list)
    products: list[Json] = field(default_factory=list)
    cart: Json = field(default_factory=dict)
    confirm: Json | None = None
    order: Json | None = None
    suggestions: list[str] = field(default_factory=list)
    error: Json | None = None
    is_saved: bool = True
    is_stopped: bool = False


@dataclass(frozen=True)
class TurnFailed:
    """The turn could not be done; `code` is stable, `detail` is a sentence for the shopper."""

    code: str
    detail: str


Event = (
    TextDelta
    | ToolStarted
    | ToolFinished
    | ProductsShown
    | CartChanged
    | ConfirmationAsked
    | OrderChanged
    | Handoff
    | TurnEnded
    | TurnFailed
)


class Channel(Protocol):
    """Where a turn's events go."""

    def send(self, event: Event) -> None:
        """Take one event."""
