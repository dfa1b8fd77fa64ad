"""The cart, changed without a word: the same one as the conversation's."""

from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from sales_agent.channels.web.faults import Fault
from sales_agent.channels.web.gateway import Visitor, visitor
from sales_agent.channels.web.requests import read_body
from sales_agent.channels.web.wire import shown_cart

Json = dict[str, Any]
UNKNOWN = ("unknown_product", "no_such_variant", "not_in_cart")
"""What a change of the cart is answered with when there is nothing to change."""
bp = Blueprint("cart", __name__, url_prefix="/api/v1/cart")


@bp.get("")
def show() -> ResponseReturnValue:
    """The cart, priced."""
    return {"cart": shown_cart(visitor().conversation.cart())}


@bp.post("/lines")
def add() -> ResponseReturnValue:
    """Put units of a SKU into the cart."""
    body = read_body("addToCart")
    return _changed({"kind": "add", "sku": body["sku"], "quantity": body["quantity"]})


@bp.patch("/lines/<sku>")
def change(sku: str) -> ResponseReturnValue:
    """Set the units of a line."""
    body = read_body("changeCartLine")
    return _changed({"kind": "update", "sku": sku, "quantity": body["quantity"]})


@bp.delete("/lines/<sku>")
def remove(sku: str) -> ResponseReturnValue:
    """Take a line out."""
    return _changed({"kind": "remove", "sku": sku})


@bp.delete("")
def clear() -> ResponseReturnValue:
    """Take everything out, coupons too."""
    caller = visitor()
    session, _ = caller.open()
    caller.gateway.assistant.threads.revise(
        session.thread_id, lambda values: {"cart": [{"op": "clear"}]} if values else {}
    )
    return {"cart": shown_cart(caller.conversation.cart())}


def _changed(change: Json) -> ResponseReturnValue:
    caller = visitor()
    session, _ = caller.open()
    told = caller.gateway.assistant.change_cart(session, change)
    if told["status"] in UNKNOWN:
        raise Fault(404, told["status"], told["message"], suggestions=told["suggestions"])
    return {
        "status": told["status"],
        "message": told["message"],
        "suggestions": told["suggestions"],
        "cart": _cart(caller),
    }


def _cart(caller: Visitor) -> Json:
    return shown_cart(caller.conversation.cart())
