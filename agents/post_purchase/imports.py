"""Orders that another shop took: kept as far as they are known, never paid or earned again."""

from sqlalchemy.orm import Session

from agents.kit.errors import Conflict, Fault
from agents.kit.wire import read_time
from agents.post_purchase.orders import spread_discounts
from agents.post_purchase.progress import KIND as POINTS
from agents.post_purchase.statuses import Status
from agents.post_purchase.tables import Commit, HistoryEntry, Json, Order, OrderLine

FORMER_DISCOUNT = {
    "offerId": "imported",
    "title": "Discount",
    "reason": "granted by the shop that took the order",
}
COLOURS = ("colour", "color")
SIZES = ("size",)


def import_orders(session: Session, shopper: str, rows: list[Json]) -> Json:
    """Add a shopper's orders; those that are here stay as they are, whatever became of them.

    Raises:
        Conflict: an id is another shopper's order.
        Fault: amounts do not add up, or a delivered order does not tell when.
    """
    created = 0
    for row in rows:
        known = session.get(Order, row["orderId"])
        if known is not None and known.customer_id != shopper:
            raise Conflict(
                f"order id {row['orderId']} is taken by another shopper's order; choose a new id",
                code="order_exists",
            )
        if known is None:
            order = imported_order(shopper, row)
            session.add(order)
            session.flush()
            if order.status == Status.DELIVERED:
                session.add(_points_earned(order))
            created += 1
    return {"created": created, "unchanged": len(rows) - created}


def imported_order(shopper: str, row: Json) -> Order:
    """An order as another shop kept it.

    Raises:
        Fault: its amounts do not add up, or it is delivered and does not tell when.
    """
    lines = [_line(position, line) for position, line in enumerate(row["lines"])]
    subtotal = sum(line.line_total for line in lines)
    total, delivery = row["total"]["amount"], row["delivery"]["amount"]
    discount = subtotal + delivery - total
    _check(row, discount)
    spread_discounts(lines, total - delivery)
    return Order(
        order_id=row["orderId"],
        customer_id=shopper,
        status=row["status"],
        placed_at=read_time(row["placedAt"], pointer="/orders"),
        currency=row["total"]["currency"],
        subtotal=subtotal,
        discounts=[{**FORMER_DISCOUNT, "amount": discount}] if discount else [],
        delivery=delivery,
        total=total,
        tax_included=0,
        refunded=row["refunded"]["amount"],
        delivery_option=row["deliveryOption"],
        promised_by=None,
        address=row["address"],
        store_name=None,
        tenders=row["tenders"],
        offer_ids=[],
        allocations=[],
        cancel_reason=row["cancelReason"],
        are_items_changed=False,
        revision=0,
        lines=lines,
        history=_history(row),
    )


def _points_earned(order: Order) -> Commit:
    """That the other shop has booked the points of what it delivered."""
    return Commit(
        commit_id=f"{POINTS}-{order.order_id}",
        kind=POINTS,
        order_id=order.order_id,
        customer_id=order.customer_id,
        state="done",
        begun=[],
        left=[],
        facts={"amount": 0},
        answer=None,
        claim="",
        begun_at=order.placed_at,
        touched_at=order.placed_at,
    )


def _history(row: Json) -> list[HistoryEntry]:
    """When it came into its states, as far as the other shop tells: it was paid when placed."""
    placed_at = read_time(row["placedAt"], pointer="/orders")
    entries = [HistoryEntry(status=Status.CONFIRMED, at=placed_at)]
    if row["status"] == Status.DELIVERED:
        delivered_at = read_time(row["deliveredAt"], pointer="/orders")
        entries.append(HistoryEntry(status=Status.DELIVERED, at=delivered_at))
    elif row["status"] != Status.CONFIRMED:
        entries.append(HistoryEntry(status=row["status"], at=placed_at))
    return entries


def _line(position: int, line: Json) -> OrderLine:
    unit_price = line["unitPrice"]["amount"]
    return OrderLine(
        position=position,
        sku=line["sku"],
        product_id=line["productId"],
        name=line["name"],
        colour=_option(line, COLOURS),
        size=_option(line, SIZES),
        options=line["options"],
        category=line["category"],
        quantity=line["quantity"],
        unit_price=unit_price,
        line_total=line["quantity"] * unit_price,
        discount=0,
        returned_quantity=0,
        exchanged_quantity=0,
        settled=0,
    )


def _option(line: Json, names: tuple[str, ...]) -> str | None:
    options = {name.casefold(): value for name, value in line["options"].items()}
    return next((options[name] for name in names if name in options), None)


def _check(row: Json, discount: int) -> None:
    order_id = row["orderId"]
    amounts = [row[name] for name in ("delivery", "total", "refunded")]
    amounts += [line["unitPrice"] for line in row["lines"]]
    amounts += [tender["amount"] for tender in row["tenders"]]
    currencies = {each["currency"] for each in amounts}
    if len(currencies) > 1:
        raise _wrong(f"order {order_id} mixes currencies {sorted(currencies)}")
    goods = row["total"]["amount"] - row["delivery"]["amount"]
    if discount < 0 or goods < 0:
        raise _wrong(f"the total of order {order_id} is not its lines, less a discount, + delivery")
    paid = sum(tender["amount"]["amount"] for tender in row["tenders"])
    if row["tenders"] and paid != row["total"]["amount"]:
        raise _wrong(f"the tenders of order {order_id} sum to {paid} and not to its total")
    if not 0 <= row["refunded"]["amount"] <= row["total"]["amount"]:
        raise _wrong(f"order {order_id} was refunded more than its total")
    if row["status"] == Status.DELIVERED:
        _check_delivery(row)


def _check_delivery(row: Json) -> None:
    placed, delivered = row["placedAt"], row["deliveredAt"]
    if delivered is None:
        detail = f"order {row['orderId']} is delivered; tell when, in deliveredAt"
        raise Fault(detail, code="delivery_unknown", pointer="/orders")
    delivered_at = read_time(delivered, pointer="/orders")
    if delivered_at < read_time(placed, pointer="/orders"):
        detail = f"order {row['orderId']} was delivered on {delivered} and placed on {placed}"
        raise Fault(detail, code="delivery_unknown", pointer="/orders")


def _wrong(detail: str) -> Fault:
    return Fault(detail, code="amounts_differ", pointer="/orders")
