"""The tools of what comes after an order is placed; `tools.py` gathers them with all others."""

from collections.abc import Sequence
from typing import Any

from langchain_core.tools import BaseTool
from langgraph.prebuilt import ToolRuntime
from pydantic import BaseModel

from contracts.client import CallFailed
from contracts.tenders import choose_tender
from contracts.tool_calls import (
    Result,
    ask_to_confirm,
    call,
    given,
    order_commit,
    order_number,
    shop,
    shop_tool,
)

ORDERS_ASKED = 5
"""Of so many orders the refunds are looked up when no order is named."""


class ReturnLine(BaseModel):
    """A line to return: its SKU, and how many units; all of them without a number."""

    sku: str
    quantity: int | None = None


class Swap(BaseModel):
    """A line's SKU and the SKU to have instead; `quantity` units, all of the line without it."""

    sku: str
    new_sku: str
    quantity: int | None = None


commit_cancellation = order_commit(
    "post-purchase.commitCancellation",
    "commit_cancellation",
    "Cancel the order exactly as quoted, after the shopper's yes.",
)
commit_return = order_commit(
    "post-purchase.commitReturn",
    "commit_return",
    "Open the return exactly as quoted, after the shopper's yes.",
)
commit_exchange = order_commit(
    "post-purchase.commitExchange",
    "commit_exchange",
    "Open the exchange exactly as quoted, after the shopper's yes.",
)
commit_order_change = order_commit(
    "post-purchase.commitOrderChange",
    "commit_order_change",
    "Change the order's address, items or payment as quoted, after the shopper's yes.",
)


@shop_tool
def get_order_status(runtime: ToolRuntime, order_id: str | None = None) -> Result:
    """Get one order's status, lines, dates and tracking (e.g. O-5001); without id the latest.

    `canCancel`, `canChangeAddress`, `canChangeItems`, `canChangePayment`, `canExchange` and
    `returnableUntil` say what can still be done with it.
    """
    if order_id:
        order = call(shop, "post-purchase.getOrder", None, runtime, path=_path(order_id))["order"]
    elif orders := _orders(runtime):
        order = orders[0]
    else:
        return {"status": "no_orders", "suggestions": ["Sign in with my e-mail"]}
    path = {"orderId": order["orderId"]}
    try:
        tracking = call(shop, "fulfillment.getShipments", None, runtime, path=path)
    except CallFailed as failure:
        return {"status": "ok", "order": order, "shipments": [], "note": str(failure)}
    return {"status": "ok", "order": order, **tracking}


@shop_tool
def list_orders(runtime: ToolRuntime) -> Result:
    """List the shopper's orders, newest first."""
    return {"status": "ok", "orders": _orders(runtime)}


@shop_tool
def get_refund_status(runtime: ToolRuntime, order_id: str | None = None) -> Result:
    """Say where refunded money is: of an order (O-5001), or of all orders that have a refund."""
    ids = [order_number(order_id)] if order_id else _with_refunds(_orders(runtime))
    found = [
        call(shop, "post-purchase.getRefunds", None, runtime, path=_path(name))
        for name in ids[:ORDERS_ASKED]
    ]
    suggestions = [text for row in found for text in row["suggestions"]]
    return {"status": "ok", "orders": found, "suggestions": suggestions}


@shop_tool
def get_invoice(order_id: str, runtime: ToolRuntime) -> Result:
    """Get the invoice of a paid order (O-5001) with its tax, its payments and its credit notes."""
    return call(shop, "post-purchase.getInvoice", None, runtime, path=_path(order_id))


@shop_tool
def leave_feedback(
    order_id: str, rating: int, runtime: ToolRuntime, comment: str | None = None
) -> Result:
    """Keep the shopper's rating (1 to 5 stars, as she said it) and comment on an order (O-5001)."""
    body = {"rating": rating, **given(comment=comment)}
    return call(shop, "post-purchase.leaveFeedback", body, runtime, path=_path(order_id))


@shop_tool
def cancel_order(order_id: str, runtime: ToolRuntime, reason: str | None = None) -> Result:
    """Ask to cancel an order (O-5001) that has not been packed; the shopper confirms the quote.

    `reason` in her own words; when the result is needs_reason, ask her for it.
    """
    body = given(orderId=order_number(order_id), reason=reason)
    quoted = call(shop, "post-purchase.quoteCancellation", body, runtime)
    return ask_to_confirm(quoted, commit_cancellation)


@shop_tool
def return_items(
    order_id: str,
    lines: list[ReturnLine],
    runtime: ToolRuntime,
    reason: str | None = None,
    refund_to: str | None = None,
) -> Result:
    """Ask to return lines of a delivered order (O-5001); the shopper confirms the quote.

    She must have said which lines and why. `lines` holds SKUs of the order, each with a quantity
    when only some units go back. `refund_to` is one of her gift cards ("GC-7QWM") when she wants
    the money there; without it the money goes back to what paid.
    """
    rows = [given(sku=line.sku, quantity=line.quantity) for line in lines]
    tender = choose_tender(refund_to, runtime)
    body = {"orderId": order_number(order_id), "lines": rows, "reason": reason or ""}
    quoted = call(shop, "post-purchase.quoteReturn", {**body, **given(tenderId=tender)}, runtime)
    return ask_to_confirm(quoted, commit_return)


@shop_tool
def exchange_items(
    order_id: str,
    swaps: list[Swap],
    runtime: ToolRuntime,
    reason: str | None = None,
    pay_with: str | None = None,
) -> Result:
    """Ask to exchange lines of a delivered order (O-5001) for other variants of the same products.

    Once per order, so collect all swaps first; the shopper confirms the quote. Each new SKU comes
    from get_product_details, with the size or colour that she named. `pay_with` pays a difference,
    when the result is needs_tender: ask, then "4242", "points" or "GC-7QWM".
    """
    body = {**_swapped(order_id, swaps, pay_with, runtime), **given(reason=reason)}
    quoted = call(shop, "post-purchase.quoteExchange", body, runtime)
    return ask_to_confirm(quoted, commit_exchange)


@shop_tool
def change_order_items(
    order_id: str, swaps: list[Swap], runtime: ToolRuntime, pay_with: str | None = None
) -> Result:
    """Ask to change lines of an order that is not packed for other variants of the same products.

    Once per order, so collect all swaps first; the shopper confirms the quote. Each new SKU comes
    from get_product_details, with the size or colour that she named. `pay_with` pays a difference,
    when the result is needs_tender: ask, then "4242", "points" or "GC-7QWM".
    """
    body = _swapped(order_id, swaps, pay_with, runtime)
    quoted = call(shop, "post-purchase.quoteItemChange", body, runtime)
    return ask_to_confirm(quoted, commit_order_change)


@shop_tool
def change_delivery_address(
    order_id: str,
    line1: str,
    city: str,
    postcode: str,
    runtime: ToolRuntime,
    line2: str | None = None,
    state: str | None = None,
    country: str | None = None,
    name: str | None = None,
) -> Result:
    """Ask to send an order that is not shipped (O-5001) to another address; she confirms the quote.

    She must have said street and number (`line1`), city and postcode.
    """
    address = {"line1": line1, "city": city, "postcode": postcode}
    more = given(line2=line2, state=state, country=country, name=name)
    body = {"orderId": order_number(order_id), "address": {**address, **more}}
    quoted = call(shop, "post-purchase.quoteAddressChange", body, runtime)
    return ask_to_confirm(quoted, commit_order_change)


@shop_tool
def change_order_payment(order_id: str, pay_with: str, runtime: ToolRuntime) -> Result:
    """Ask to pay an order that is not packed (O-5001) with another single card or gift card.

    `pay_with` is what she named: "4242", "GC-7QWM", "paypal"; it must cover the whole order.
    The shopper confirms the quote.
    """
    body = {"orderId": order_number(order_id), "tenderId": choose_tender(pay_with, runtime)}
    quoted = call(shop, "post-purchase.quotePaymentChange", body, runtime)
    return ask_to_confirm(quoted, commit_order_change)


def _path(order_id: str) -> dict[str, str]:
    return {"orderId": order_number(order_id)}


def _orders(runtime: ToolRuntime) -> list[Result]:
    orders: list[Result] = call(shop, "post-purchase.listOrders", None, runtime)["orders"]
    return orders


def _with_refunds(orders: Sequence[Result]) -> list[str]:
    """The orders that money came or comes back for."""
    return [
        order["orderId"]
        for order in orders
        if order["refunded"]["amount"] or order["returns"] or order["exchanges"]
    ]


def _swapped(
    order_id: str, swaps: Sequence[Swap], pay_with: str | None, runtime: ToolRuntime
) -> dict[str, Any]:
    rows = [given(sku=s.sku, newSku=s.new_sku, quantity=s.quantity) for s in swaps]
    tender = given(tenderId=choose_tender(pay_with, runtime))
    return {"orderId": order_number(order_id), "swaps": rows, **tender}


order_tools: list[BaseTool] = [
    get_order_status,
    list_orders,
    get_refund_status,
    get_invoice,
    leave_feedback,
    cancel_order,
    commit_cancellation,
    return_items,
    commit_return,
    exchange_items,
    commit_exchange,
    change_order_items,
    change_delivery_address,
    change_order_payment,
    commit_order_change,
]
