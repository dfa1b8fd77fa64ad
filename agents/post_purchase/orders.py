"""Orders: registering them, taking them from state to state, and showing them to their shopper."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from agents.kit.errors import Conflict, Fault, NotFound
from agents.kit.wire import money, timestamp
from agents.post_purchase.policy import Policy
from agents.post_purchase.statuses import Status, check_step
from agents.post_purchase.tables import HistoryEntry, Json, Order, OrderLine, Return

LIST_LIMIT = 20


def own_order(session: Session, order_id: str, shopper: str) -> Order:
    """Find an order of the shopper.

    Raises:
        NotFound: there is none by that id, or it is another shopper's, or its checkout failed.
    """
    order = _placed_order(session, order_id, shopper)
    if order.status == Status.ABANDONED:
        raise _unknown(order_id)
    return order


def list_orders(session: Session, shopper: str, limit: int = LIST_LIMIT) -> list[Order]:
    """The shopper's orders, newest first."""
    wanted = (
        select(Order)
        .where(Order.customer_id == shopper, Order.status != Status.ABANDONED)
        .order_by(Order.placed_at.desc(), Order.order_id.desc())
        .limit(limit)
    )
    return list(session.scalars(wanted))


def register(session: Session, shopper: str, body: Json, now: datetime) -> Order:
    """Register an order as pending; a repeat finds the one that is there.

    Raises:
        Conflict: the id is taken by another order.
        Fault: its amounts do not add up.
    """
    _check_amounts(body)
    new = _from_wire(shopper, body, now)
    known = session.get(Order, new.order_id)
    if known is None:
        session.add(new)
        return new
    if known.customer_id != shopper or _contents(known) != _contents(new):
        raise Conflict(
            f"order id {new.order_id} is taken by another order; choose a new id",
            code="order_exists",
        )
    return known


def confirm(session: Session, order_id: str, shopper: str, now: datetime) -> Order:
    """Take a pending order to confirmed; one that was confirmed stays as it is.

    Raises:
        Conflict: it was canceled or abandoned, or is being canceled.
    """
    order = _placed_order(session, order_id, shopper)
    if order.status != Status.CANCELED and Status.CONFIRMED in {e.status for e in order.history}:
        return order
    if order.cancellation is not None:
        raise Conflict(
            f"order {order_id} is {order.status} and its shopper canceled it; it cannot become "
            f"{Status.CONFIRMED}",
            code="illegal_step",
        )
    move(order, Status.CONFIRMED, now)
    return order


def abandon(session: Session, order_id: str, shopper: str, now: datetime) -> Order:
    """Take a pending order away; again changes nothing."""
    order = _placed_order(session, order_id, shopper)
    if order.status != Status.ABANDONED:
        move(order, Status.ABANDONED, now)
    return order


def move(order: Order, there: Status, now: datetime) -> None:
    """Take an order to another state.

    Raises:
        Conflict: no step leads there.
    """
    check_step(order.order_id, Status(order.status), there)
    order.status = there
    order.history.append(HistoryEntry(status=there, at=now))


def can_cancel(order: Order, policy: Policy) -> bool:
    """Whether the shopper may still cancel it."""
    return order.status in policy.cancel.before_packing and order.cancellation is None


def delivered_on(order: Order) -> date | None:
    """The day it arrived."""
    days = [entry.at.date() for entry in order.history if entry.status == Status.DELIVERED]
    return days[-1] if days else None


def line_returnable_until(order: Order, line: OrderLine, policy: Policy) -> date | None:
    """The last day on which a line may come back; None before it has arrived."""
    day = delivered_on(order)
    return day and day + timedelta(days=policy.returns.window.days_for(line.category))


def returnable_until(order: Order, policy: Policy) -> date | None:
    """The last day on which anything of the order may come back; None when nothing may."""
    if order.status not in policy.returns.after_delivery:
        return None
    days = [
        line_returnable_until(order, line, policy)
        for line in order.lines
        if line.returned_quantity < line.quantity
        and line.category not in policy.returns.non_returnable
    ]
    return max((day for day in days if day), default=None)


def order_wire(order: Order, policy: Policy) -> Json:
    """An order as its contract shows it."""
    until = returnable_until(order, policy)
    amounts = ("subtotal", "delivery", "total", "refunded")
    return {
        "orderId": order.order_id,
        "status": order.status,
        "placedAt": timestamp(order.placed_at),
        "lines": [_line_wire(line, order.currency) for line in order.lines],
        "discounts": [
            {**discount, "amount": money(discount["amount"], order.currency)}
            for discount in order.discounts
        ],
        **{name: money(getattr(order, name), order.currency) for name in amounts},
        "deliveryOption": order.delivery_option,
        "promisedBy": order.promised_by and order.promised_by.isoformat(),
        "address": order.address,
        "storeName": order.store_name,
        "history": [{"status": e.status, "at": timestamp(e.at)} for e in order.history],
        "canCancel": can_cancel(order, policy),
        "returnableUntil": until and until.isoformat(),
        "returns": [return_wire(each, order.currency) for each in order.returns],
    }


def return_wire(returned: Return, currency: str) -> Json:
    """A return as its contract shows it."""
    return {
        "rmaId": returned.rma_id,
        "status": returned.status,
        "lines": returned.lines,
        "refund": money(returned.refund, currency),
        "openedAt": timestamp(returned.opened_at),
        "instructions": returned.instructions,
    }


def _line_wire(line: OrderLine, currency: str) -> Json:
    return {
        "sku": line.sku,
        "productId": line.product_id,
        "name": line.name,
        "colour": line.colour,
        "size": line.size,
        "category": line.category,
        "quantity": line.quantity,
        "unitPrice": money(line.unit_price, currency),
        "lineTotal": money(line.line_total, currency),
        "returnedQuantity": line.returned_quantity,
    }


def _placed_order(session: Session, order_id: str, shopper: str) -> Order:
    order = session.get(Order, order_id)
    if order is None or order.customer_id != shopper:
        raise _unknown(order_id)
    return order


def _unknown(order_id: str) -> NotFound:
    return NotFound(
        f"you have no order {order_id}; list your orders to find its id",
        suggestions=["Show my orders"],
    )


def _from_wire(shopper: str, body: Json, now: datetime) -> Order:
    promised = body["promisedBy"]
    return Order(
        order_id=body["orderId"],
        customer_id=shopper,
        status=Status.PENDING,
        placed_at=now,
        currency=body["total"]["currency"],
        subtotal=body["subtotal"]["amount"],
        discounts=[{**each, "amount": each["amount"]["amount"]} for each in body["discounts"]],
        delivery=body["delivery"]["amount"],
        total=body["total"]["amount"],
        refunded=0,
        delivery_option=body["deliveryOption"],
        promised_by=promised and date.fromisoformat(promised),
        address=body["address"],
        store_name=body["storeName"],
        last_four=body["lastFour"],
        lines=[_line_from_wire(index, line) for index, line in enumerate(body["lines"])],
        history=[HistoryEntry(status=Status.PENDING, at=now)],
    )


def _line_from_wire(position: int, line: Json) -> OrderLine:
    return OrderLine(
        position=position,
        sku=line["sku"],
        product_id=line["productId"],
        name=line["name"],
        colour=line["colour"],
        size=line["size"],
        category=line.get("category"),
        quantity=line["quantity"],
        unit_price=line["unitPrice"]["amount"],
        line_total=line["lineTotal"]["amount"],
        returned_quantity=0,
    )


def _contents(order: Order) -> tuple[Any, ...]:
    lines = [(line.sku, line.quantity, line.unit_price) for line in order.lines]
    return order.currency, order.total, order.delivery_option, lines


def _check_amounts(body: Json) -> None:
    amounts = [body[name] for name in ("subtotal", "delivery", "total")]
    amounts += [line[name] for line in body["lines"] for name in ("unitPrice", "lineTotal")]
    amounts += [discount["amount"] for discount in body["discounts"]]
    currencies = {each["currency"] for each in amounts}
    if len(currencies) > 1:
        raise Fault(f"the order mixes currencies {sorted(currencies)}", code="amounts_differ")
    for line in body["lines"]:
        whole = line["quantity"] * line["unitPrice"]["amount"]
        _expect(f"lineTotal of {line['sku']}", line["lineTotal"], whole)
    subtotal = sum(line["lineTotal"]["amount"] for line in body["lines"])
    _expect("subtotal", body["subtotal"], subtotal)
    off = sum(discount["amount"]["amount"] for discount in body["discounts"])
    _expect("total", body["total"], subtotal - off + body["delivery"]["amount"])


def _expect(name: str, stated: Json, right: int) -> None:
    if stated["amount"] != right:
        raise Fault(
            f"{name} is {stated['amount']} and should be {right} minor units",
            code="amounts_differ",
        )
