"""One turn as it runs: what the graph streams, turned into events and into the turn's summary."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from langchain_core.messages import AIMessage, HumanMessage

from sales_agent.answers.replies import LEADER, is_stopped
from sales_agent.events import (
    CartChanged,
    ConfirmationAsked,
    Event,
    Handoff,
    OrderChanged,
    ProductsShown,
    TextDelta,
    ToolFinished,
    ToolStarted,
)
from sales_agent.models.offline.understanding.recognition import language_of
from sales_agent.shop.results import listed_products, products_of
from sales_agent.shop.spoken import phrase, speaking
from sales_agent.shop.told import told
from sales_agent.threads.stored import Stored

Json = dict[str, Any]


@dataclass
class TurnLog:
    """Collects a turn's events and tells them on."""

    send: Callable[[Event], None]
    text: list[str] = field(default_factory=list)
    tools: list[ToolFinished] = field(default_factory=list)
    found: list[Json] = field(default_factory=list)
    confirm: Json | None = None
    order: Json | None = None
    state: Json = field(default_factory=dict)
    is_stopped: bool = False

    @property
    def reply(self) -> str:
        """The text of the turn."""
        return "".join(self.text).strip()

    @property
    def products(self) -> list[Json]:
        """What the reply shows of the products that its tools found."""
        return listed_products(self.reply, self.found)

    @property
    def priced_cart(self) -> Json | None:
        """The last cart that a tool priced in this turn."""
        carts = [t.result["cart"] for t in self.tools if _holds_cart(t.result)]
        return carts[-1] if carts else None

    @property
    def leader(self) -> str | None:
        """The model that answered last in the turn."""
        for message in reversed(self.state.get("messages", [])):
            if isinstance(message, AIMessage) and LEADER in message.response_metadata:
                return str(message.response_metadata[LEADER])
        return None

    def follow(self, stream: Iterable[Any]) -> None:
        """Take what the graph streams: its custom events, its interrupts and its state."""
        for mode, data in stream:
            if mode == "custom":
                self._take(data)
            elif mode == "values":
                self.state = data
            elif "__interrupt__" in data:
                self.confirm = data["__interrupt__"][0].value["quote"]
                self.send(ConfirmationAsked(self.confirm))
        messages = self.state.get("messages", [])
        self.is_stopped = bool(messages) and is_stopped(messages[-1])

    def leave(self, stored: Stored, shopper: Json) -> None:
        """Leave everything as it is stored: the turn was stopped before it began."""
        self.state = {"turn": 0, "shopper": shopper, **stored.values}
        self.confirm, self.is_stopped = stored.quote, True

    def say(self, text: str) -> None:
        """Add a paragraph of the assistant's own to the reply."""
        self._take(TextDelta(f"\n\n{text}" if self.reply else text))

    def suggestions(self) -> list[str]:
        """Quick replies: the model's own, else those of the turn's last result that has some."""
        messages = self.state.get("messages", [])
        if messages and isinstance(messages[-1], AIMessage):
            own: list[str] = messages[-1].additional_kwargs.get("suggestions", [])
            if own:
                return own
        said = [str(one.text) for one in messages if isinstance(one, HumanMessage)]
        with speaking(language_of(said)):
            if self.confirm:
                return [phrase("yes"), phrase("no")]
            results = [t.result for t in self.tools if _holds(t.result, "suggestions")]
            return [told(text) for text in results[-1]["suggestions"]] if results else []

    def _take(self, event: Event) -> None:
        match event:
            case TextDelta(text):
                self.text.append(text)
            case ToolStarted() if self.reply and not self.text[-1].endswith("\n"):
                self._take(TextDelta("\n"))
        self.send(event)
        if isinstance(event, ToolFinished):
            self._take_result(event)

    def _take_result(self, finished: ToolFinished) -> None:
        self.tools.append(finished)
        result = finished.result
        if products := products_of(result):
            self.found += products
            self.send(ProductsShown(products))
        if _holds_cart(result):
            self.send(CartChanged(result["cart"]))
        if _holds(result, "orderChanged"):
            self.order = result["orderChanged"]
            self.send(OrderChanged(result["orderChanged"]))
        if _holds(result, "ticketId"):
            self.send(Handoff(result))


def _holds(result: Any, name: str) -> bool:
    return isinstance(result, dict) and bool(result.get(name))


def _holds_cart(result: Any) -> bool:
    return _holds(result, "cart") and isinstance(result["cart"], dict) and "lines" in result["cart"]
