"""Takes in parcels of orders that another system sent."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from agents.fulfillment.ids import new_id
from agents.fulfillment.shipments.parcels import add_event
from agents.fulfillment.tables import Shipment
from agents.kit.errors import Conflict


def take_in(
    session: Session, shopper: str, order_id: str, rows: list[Mapping[str, Any]], now: datetime
) -> int:
    """Add an order's parcels and return how many; an order that has parcels keeps those.

    Raises:
        Conflict: the order's parcels are another shopper's.
    """
    known = session.scalars(select(Shipment).where(Shipment.order_id == order_id)).first()
    if known is not None:
        if known.customer_id != shopper:
            raise Conflict(f"order '{order_id}' is not this shopper's", code="order_taken")
        return 0
    session.add_all(_shipment(shopper, order_id, row, now) for row in rows)
    return len(rows)


def _shipment(shopper: str, order_id: str, row: Mapping[str, Any], now: datetime) -> Shipment:
    promised_by = date.fromisoformat(row["promisedBy"])
    shipment = Shipment(
        shipment_id=new_id("SH"),
        order_id=order_id,
        reference="",
        customer_id=shopper,
        status=row["status"],
        carrier=row["carrier"],
        tracking_number=row["trackingNumber"],
        option_id=row["optionId"],
        address=row["address"],
        promised_by=promised_by,
        originally_promised_by=promised_by,
        lines=list(row["lines"]),
    )
    add_event(shipment, row["status"], "Taken over from another system", now)
    return shipment
