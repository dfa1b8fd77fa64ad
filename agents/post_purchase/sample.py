"""The sample store's past orders and returns."""

from datetime import datetime

from sqlalchemy.orm import Session

from agents.kit.rows import hours_ago, hours_ahead, read_rows
from agents.post_purchase.orders import spread_discounts
from agents.post_purchase.refunds import line_refund
from agents.post_purchase.statuses import Status
from agents.post_purchase.tables import (
    Exchange,
    HistoryEntry,
    Json,
    Order,
    OrderLine,
    Quote,
    Refund,
    Return,
)


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
    for row in read_rows(__file__, "exchanges"):
        if session.get(Exchange, row["rmaId"]) is None:
            _load_exchange(session, row, now)


def _load_exchange(session: Session, row: Json, now: datetime) -> None:
    order = session.get_one(Order, row["orderId"])
    exchange = _exchange(row, now)
    session.add(_quote(row, order, exchange))
    session.flush()
    session.add(exchange)
    if exchange.status == "requested":
        for swap in row["swaps"]:
            line = next(each for each in order.lines if each.sku == swap["sku"])
            line.exchanged_quantity += swap["quantity"]


def _exchange(row: Json, now: datetime) -> Exchange:
    received = row["receivedHoursAgo"]
    return Exchange(
        rma_id=row["rmaId"],
        order_id=row["orderId"],
        quote_id=f"EQ-{row['rmaId']}",
        status=row["status"],
        swaps=row["swaps"],
        difference=0,
        tender=None,
        charge_id=None,
        legs=[],
        allocations=[],
        opened_at=hours_ago(now, row["openedHoursAgo"]),
        received_at=None if received is None else hours_ago(now, received),
        instructions=row["instructions"],
    )


def _quote(row: Json, order: Order, exchange: Exchange) -> Quote:
    """The quote that an exchange came from: what follows its goods works with its terms."""
    positions = {line.sku: line.position for line in order.lines}
    terms = [
        {
            "position": positions.get(swap["sku"], 0),
            "sku": swap["sku"],
            "quantity": swap["quantity"],
            "newSku": swap["newSku"],
            "unitPrice": swap["newUnitPrice"]["amount"],
            "name": swap["newName"],
            "colour": swap["newOptions"].get("colour"),
            "size": swap["newOptions"].get("size"),
            "options": swap["newOptions"],
            "difference": swap["difference"]["amount"],
        }
        for swap in row["swaps"]
    ]
    return Quote(
        quote_id=exchange.quote_id,
        kind="exchange",
        customer_id=order.customer_id,
        order_id=order.order_id,
        order_status=Status.DELIVERED,
        revision=0,
        shown={"quoteId": exchange.quote_id, "kind": "exchange", "swaps": row["swaps"]},
        terms={"swaps": terms, "tender": None, "legs": []},
        expires_at=exchange.opened_at,
    )


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
