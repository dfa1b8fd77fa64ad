"""What a conversation holds between turns: plain dicts, lists and messages."""

from collections.abc import Sequence
from typing import Annotated, Any, TypedDict

from langchain_core.messages import AnyMessage
from langgraph.graph.message import add_messages

Cart = dict[str, Any]
"""`lines` (SKU and quantity, never a price) and `coupons`; empty at first."""
CartChange = dict[str, Any]
"""`op` is add, set, remove, coupon or clear; with `sku`, `quantity` or `code`."""


def change_cart(cart: Cart, changes: Sequence[CartChange]) -> Cart:
    """Apply changes in order; tools say what changes, so that two at once both hold."""
    quantities = {line["sku"]: line["quantity"] for line in cart.get("lines", [])}
    coupons = list(cart.get("coupons", []))
    for change in changes:
        match change["op"]:
            case "add":
                sku = change["sku"]
                quantities[sku] = quantities.get(sku, 0) + change["quantity"]
            case "set":
                quantities[change["sku"]] = change["quantity"]
            case "remove":
                quantities.pop(change["sku"], None)
            case "coupon":
                coupons = [*dict.fromkeys([*coupons, change["code"]])]
            case "clear":
                quantities, coupons = {}, []
    lines = [{"sku": sku, "quantity": number} for sku, number in quantities.items()]
    return {"lines": lines, "coupons": coupons}


class State(TypedDict):
    """A conversation's state, as it is stored."""

    messages: Annotated[list[AnyMessage], add_messages]
    shopper: dict[str, Any]
    """`id`, `name` and `isSignedIn`, as the session knows them."""
    cart: Annotated[Cart, change_cart]
    pending: list[dict[str, Any]]
    """Quotes that wait for the shopper's yes, each with the tool call that commits it."""
    tender: dict[str, Any] | None
    """The card to pay with: `token`, `lastFour` and `brand`."""
    turn: int
