"""The sample store's past orders and returns."""

from datetime import datetime

from sqlalchemy.orm import Session

from agents.kit.rows import hours_ago, hours_ahead, read_rows
from agents.post_purchase.tables import HistoryEntry, Json, Order, OrderLine, Return


def load_sample(session: Session, now: datetime) -> None:
    """Load what is not there yet."""
    for row in read_rows(__file__, "orders"):
        if session.get(Order, row["orderId"]) is None:
            session.add(_order(row, now))
    session.flush()
    for row in read_rows(__file__, "returns"):
        if session.get(Return, row["rmaId"]) is None:
            session.add(_return(row, now))


def _order(row: Json, now: datetime) -> Order:
    ahead = row["promisedHoursAhead"]
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
        last_four=row["lastFour"],
        lines=[_line(index, line) for index, line in enumerate(row["lines"])],
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
        category=line["category"],
        quantity=line["quantity"],
        unit_price=line["unitPrice"],
        line_total=line["lineTotal"],
        returned_quantity=line["returnedQuantity"],
    )


def _return(row: Json, now: datetime) -> Return:
    return Return(
        rma_id=row["rmaId"],
        order_id=row["orderId"],
        status=row["status"],
        lines=row["lines"],
        refund=row["refund"],
        opened_at=hours_ago(now, row["openedHoursAgo"]),
        instructions=row["instructions"],
    )
