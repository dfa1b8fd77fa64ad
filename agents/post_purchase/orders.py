"""Orders: registering them, finding them, and taking them from state to state."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from agents.kit.errors import Conflict, Fault, NotFound
from agents.post_purchase.refunds import allocate
from agents.post_purchase.standing import is_being_canceled
from agents.post_purchase.statuses import Status, check_step
from agents.post_purchase.tables import HistoryEntry, Json, Order, OrderLine

LIST_LIMIT = 20


def own_order(session: Session, order_id: str, shopper: str) -> Order:
    """Find an order of the shopper.

    Raises:
        NotFound: there is none by that id, or it is another shopper's, or its checkout failed.
    """
    order = placed_order(session, order_id, shopper)
    if order.status == Status.ABANDONED:
        raise _unknown(order_id)
    return order


def placed_order(session: Session, order_id: str, shopper: str) -> Order:
    """Find an order that was registered for the shopper, whatever became of its checkout.

    Raises:
        NotFound: there is none by that id, or it is another shopper's.
    """
    order = session.get(Order, order_id)
    if order is None or order.customer_id != shopper:
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
    order = placed_order(session, order_id, shopper)
    if order.status != Status.CANCELED and Status.CONFIRMED in {e.status for e in order.history}:
        return order
    if is_being_canceled(order):
        raise Conflict(
            f"order {order_id} is {order.status} and its shopper canceled it; it cannot become "
            f"{Status.CONFIRMED}",
            code="illegal_step",
        )
    move(order, Status.CONFIRMED, now)
    return order


def abandon(session: Session, order_id: str, shopper: str, now: datetime) -> Order:
    """Take a pending order away; again changes nothing."""
    order = placed_order(session, order_id, shopper)
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
    order.revision = (order.revision or 0) + 1
    order.history.append(HistoryEntry(status=there, at=now))


def spread_discounts(lines: list[OrderLine], goods: int) -> None:
    """Give each line its share of the order's discounts.

    Args:
        lines: All lines of the order.
        goods: What they cost together after discounts, in minor units.
    """
    paid = allocate(goods, [line.line_total for line in lines])
    for line, part in zip(lines, paid, strict=True):
        line.discount = line.line_total - part


def _unknown(order_id: str) -> NotFound:
    return NotFound(
        f"you have no order {order_id}; list your orders to find its id",
        suggestions=["Show my orders"],
    )


def _from_wire(shopper: str, body: Json, now: datetime) -> Order:
    promised = body["promisedBy"]
    lines = [_line_from_wire(index, line) for index, line in enumerate(body["lines"])]
    spread_discounts(lines, body["total"]["amount"] - body["delivery"]["amount"])
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
        tax_included=body["taxIncluded"]["amount"],
        refunded=0,
        delivery_option=body["deliveryOption"],
        promised_by=promised and date.fromisoformat(promised),
        address=body["address"],
        store_name=body["storeName"],
        tenders=body["tenders"],
        offer_ids=body["offerIds"],
        allocations=body.get("allocations", []),
        are_items_changed=False,
        revision=0,
        lines=lines,
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
        options=line["options"],
        category=line.get("category"),
        quantity=line["quantity"],
        unit_price=line["unitPrice"]["amount"],
        line_total=line["lineTotal"]["amount"],
        discount=0,
        returned_quantity=0,
        exchanged_quantity=0,
        settled=0,
    )


def _contents(order: Order) -> tuple[Any, ...]:
    lines = [(line.sku, line.quantity, line.unit_price) for line in order.lines]
    return order.currency, order.total, order.delivery_option, lines


def _check_amounts(body: Json) -> None:
    amounts = [body[name] for name in ("subtotal", "delivery", "total", "taxIncluded")]
    amounts += [line[name] for line in body["lines"] for name in ("unitPrice", "lineTotal")]
    amounts += [each["amount"] for each in (*body["discounts"], *body["tenders"])]
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
    if body["tenders"]:
        paid = sum(tender["amount"]["amount"] for tender in body["tenders"])
        _expect("total", body["total"], paid)


def _expect(name: str, stated: Json, right: int) -> None:
    if stated["amount"] != right:
        raise Fault(
            f"{name} is {stated['amount']} and should be {right} minor units",
            code="amounts_differ",
        )
