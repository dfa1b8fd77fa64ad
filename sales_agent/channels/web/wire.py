"""A turn's events as they go over the wire."""

from dataclasses import dataclass
from typing import Any

from sales_agent.channels.json_lines import turn_object
from sales_agent.channels.wording import tool_words
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
    TurnEnded,
    TurnFailed,
)

Json = dict[str, Any]
Brought = ProductsShown | CartChanged | ConfirmationAsked | OrderChanged | Handoff
LAST = "done"
"""The event that ends every turn."""


@dataclass(frozen=True)
class WireEvent:
    """An event by its name, with its data as JSON."""

    name: str
    data: Json

    @property
    def is_last(self) -> bool:
        """Whether the turn is over with it."""
        return self.name == LAST


def wire_event(event: Event, turn_id: str) -> WireEvent:
    """An event of a turn as it goes out."""
    match event:
        case TextDelta(text):
            return WireEvent("delta", {"text": text})
        case ToolStarted(name):
            return WireEvent("tool", _tool(name, "started", None))
        case ToolFinished(name, status=status):
            return WireEvent("tool", _tool(name, "finished", status))
        case TurnFailed(code, detail):
            return WireEvent("error", {"code": code, "detail": detail})
        case TurnEnded():
            return WireEvent(LAST, ended_turn(event, turn_id))
        case _:
            return _brought(event)


def _brought(event: Brought) -> WireEvent:
    """What a tool brought, to be drawn."""
    match event:
        case ProductsShown(products):
            return WireEvent("products", {"products": [named_product(row) for row in products]})
        case CartChanged(cart):
            return WireEvent("cart", shown_cart(cart))
        case ConfirmationAsked(quote):
            return WireEvent("confirm", quote)
        case OrderChanged(order):
            return WireEvent("order", order)
        case Handoff(ticket):
            return WireEvent("handoff", ticket)


def ended_turn(ended: TurnEnded, turn_id: str) -> Json:
    """The object of a turn, with its id here and whether it was stopped."""
    return {
        "id": turn_id,
        **turn_object(ended),
        "stopped": ended.is_stopped,
        "saved": ended.is_saved,
        "trace": ended.trace,
    }


def named_product(product: Json) -> Json:
    """A product with a `sku` to name it by: of several variants, the product's own id."""
    return {**product, "sku": product.get("sku") or product.get("productId")}


def shown_cart(cart: Json) -> Json:
    """A cart whose lines have a `price`, that of one unit."""
    lines = [
        {**line, "price": line.get("price") or line.get("unitPrice")}
        for line in cart.get("lines", [])
    ]
    return {**cart, "lines": lines, "total": cart.get("total")}


def _tool(name: str, state: str, status: str | None) -> Json:
    return {"name": name, "state": state, "status": status, "label": tool_words(name)}
