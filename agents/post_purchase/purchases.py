"""What was bought and kept, order by order, for the shop's own services."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agents.kit.wire import timestamp
from agents.post_purchase.statuses import Status
from agents.post_purchase.tables import HistoryEntry, Order

PAGE = 200
NOT_KEPT = frozenset({Status.PENDING, Status.CANCELED, Status.ABANDONED, Status.RETURNED})


def list_purchases(session: Session, after: int, limit: int = PAGE) -> dict[str, Any]:
    """Orders that came into another state after a point, in the order in which they did.

    The point is an entry of the orders' history: writes are one after another, so an entry never
    appears before one that was read.
    """
    last = func.max(HistoryEntry.entry_id).label("last")
    changed = (
        select(HistoryEntry.order_id, last)
        .where(HistoryEntry.entry_id > after)
        .group_by(HistoryEntry.order_id)
        .order_by(last)
        .limit(limit + 1)
    )
    rows = session.execute(changed).all()
    page = rows[:limit]
    found = session.scalars(select(Order).where(Order.order_id.in_([one for one, _ in page])))
    orders = {order.order_id: order for order in found}
    return {
        "purchases": [_wire(orders[order_id]) for order_id, _ in page],
        "next": page[-1][1] if page else after,
        "hasMore": len(rows) > limit,
    }


def _wire(order: Order) -> dict[str, Any]:
    kept = [] if order.status in NOT_KEPT else order.lines
    return {
        "orderId": order.order_id,
        "customerId": order.customer_id,
        "placedAt": timestamp(order.placed_at),
        "lines": [
            {"productId": line.product_id, "sku": line.sku, "quantity": units}
            for line in kept
            if (units := line.quantity - line.returned_quantity) > 0
        ],
    }
