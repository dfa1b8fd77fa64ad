"""The sample store's past orders and returns."""

from datetime import datetime

from sqlalchemy.orm import Session

from agents.kit.rows import hours_ago, hours_ahead, read_rows
from agents.post_purchase.orders import spread_discounts
from agents.post_purchase.refunds import line_refund
from agents.post_purchase.statuses import Status
from agents.post_purchase.tables import HistoryEntry, Json, Order, OrderLine, Refund, Return


def load_sample(session: Session, now: datetime) -> None:
    """Load what is not there yet."""
    for row in read_rows(__file__, "orders"):
        if session.get(Order, row["orderId"]) is None:
            order = _order(row, now)
            session.add(order)
            if order.status == Status.CANCELED and order.refunded:
                session.add(_refund_of_order(order))
    session.flush()
    for row in read_rows(__file__, "returns"):
        if session.get(Return, row["rmaId"]) is None:
            returned, order = _return(row, now), session.get_one(Order, row["orderId"])
            returned.legs = _legs(order, returned.refund)
            session.add(returned)
            if returned.status == "refunded":
                session.add(_refund_of_return(order, returned))


def _order(row: Json, now: datetime) -> Order:
    ahead = row["promisedHoursAhead"]
    lines = [_line(index, line) for index, line in enumerate(row["lines"])]
    spread_discounts(lines, row["total"] - row["delivery"])
    for line in lines:
        line.returned_quantity, returned = 0, line.returned_quantity
        line.settled = line_refund(line, returned)
        line.returned_quantity = returned
    return Order(
        order_id=row["orderId"],
        customer_id=row["customerId"],
        status=row["status"],
        placed_at=hours_ago(now, row["placedHoursAgo"]),
        currency=row["currency"],
        subtotal=row["subtotal"],
        discounts=row["discounts"],
        delivery=row["delivery"],
        total=row["total"],
        refunded=row["refunded"],
        delivery_option=row["deliveryOption"],
        promised_by=None if ahead is None else hours_ahead(now, ahead).date(),
        address=row["address"],
        store_name=row["storeName"],
        tenders=row["tenders"],
        tax_included=row["taxIncluded"],
        offer_ids=[discount["offerId"] for discount in row["discounts"]],
        allocations=[],
        cancel_reason=row["cancelReason"],
        are_items_changed=False,
        revision=0,
        lines=lines,
        history=[
            HistoryEntry(status=entry["status"], at=hours_ago(now, entry["hoursAgo"]))
            for entry in row["history"]
        ],
    )


def _line(position: int, line: Json) -> OrderLine:
    return OrderLine(
        position=position,
        sku=line["sku"],
        product_id=line["productId"],
        name=line["name"],
        colour=line["colour"],
        size=line["size"],
        options=line["options"],
        category=line["category"],
        quantity=line["quantity"],
        unit_price=line["unitPrice"],
        line_total=line["lineTotal"],
        discount=0,
        returned_quantity=line["returnedQuantity"],
        exchanged_quantity=0,
        settled=0,
    )


def _return(row: Json, now: datetime) -> Return:
    received = row["receivedHoursAgo"]
    return Return(
        rma_id=row["rmaId"],
        order_id=row["orderId"],
        status=row["status"],
        lines=row["lines"],
        refund=row["refund"],
        return_shipping=0,
        refund_to=row["refundTo"],
        opened_at=hours_ago(now, row["openedHoursAgo"]),
        received_at=None if received is None else hours_ago(now, received),
        instructions=row["instructions"],
    )


def _refund_of_order(order: Order) -> Refund:
    canceled_at = order.history[-1].at
    return Refund(
        reference=f"CQ-{order.order_id}",
        order_id=order.order_id,
        reason="cancellation",
        amount=order.refunded,
        legs=_legs(order, order.refunded),
        asked_at=canceled_at,
        sent_at=canceled_at,
    )


def _refund_of_return(order: Order, returned: Return) -> Refund:
    return Refund(
        reference=returned.rma_id,
        order_id=order.order_id,
        reason="return",
        amount=returned.refund,
        legs=_legs(order, returned.refund),
        asked_at=returned.received_at,
        sent_at=returned.received_at,
    )


def _legs(order: Order, amount: int) -> list[Json]:
    """All of it to the tender that paid: a sample order has one."""
    tender = order.tenders[0]
    return [{name: tender[name] for name in ("tenderId", "kind", "label")} | {"amount": amount}]
