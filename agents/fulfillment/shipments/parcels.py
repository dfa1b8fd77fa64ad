"""Parcels of orders: prepared once, traced by the shopper, stopped while they have not left."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from agents.fulfillment.ids import new_digits, new_id
from agents.fulfillment.policy import Policy
from agents.fulfillment.tables import Shipment
from agents.kit.errors import Conflict, Fault
from agents.kit.wire import timestamp

NOT_LEFT = frozenset({"preparing", "ready_for_pickup"})
TRACKING_DIGITS = 10


def create(
    session: Session, shopper: str, wanted: Mapping[str, Any], *, policy: Policy, now: datetime
) -> Shipment:
    """Prepare the parcel of an order; the order's own, if it has one.

    Raises:
        Fault: pickup names no store.
        Conflict: the order id is another shopper's.
    """
    order_id, option_id = wanted["orderId"], wanted["optionId"]
    existing = session.scalars(select(Shipment).where(Shipment.order_id == order_id)).first()
    if existing is not None:
        if existing.customer_id != shopper:
            raise Conflict(f"order '{order_id}' is not this shopper's", code="order_taken")
        return existing
    if option_id == "pickup" and not wanted.get("storeId"):
        raise Fault("pickup needs a storeId", code="invalid_request", pointer="/storeId")
    shipment = Shipment(
        shipment_id=new_id("SH"),
        order_id=order_id,
        customer_id=shopper,
        option_id=option_id,
        store_id=wanted.get("storeId"),
        promised_by=date.fromisoformat(wanted["promisedBy"]),
        lines=list(wanted["lines"]),
        events=[],
        **_carriage(option_id, policy),
    )
    note = "Bring your order number" if option_id == "pickup" else "Your order is being picked"
    _advance(shipment, shipment.status, note, now)
    session.add(shipment)
    return shipment


def of_order(session: Session, shopper: str, order_id: str) -> Sequence[Shipment]:
    """The shipments of a shopper's order; of another's, none."""
    return session.scalars(
        select(Shipment)
        .where(Shipment.order_id == order_id, Shipment.customer_id == shopper)
        .order_by(Shipment.shipment_id)
    ).all()


def cancel(
    shipments: Sequence[Shipment], now: datetime
) -> Literal["canceled", "already_shipped", "none"]:
    """Stop all shipments of an order, or none when one has left."""
    if not shipments:
        return "none"
    if any(s.status not in NOT_LEFT | {"canceled"} for s in shipments):
        return "already_shipped"
    for shipment in shipments:
        if shipment.status != "canceled":
            _advance(shipment, "canceled", "Stopped before it left", now)
    return "canceled"


def _carriage(option_id: str, policy: Policy) -> dict[str, str | None]:
    rule = policy.delivery.get(option_id)
    if rule is None:
        return {"status": "ready_for_pickup", "carrier": None, "tracking_number": None}
    tracking_number = rule.tracking_prefix + new_digits(TRACKING_DIGITS)
    return {"status": "preparing", "carrier": rule.carrier, "tracking_number": tracking_number}


def _advance(shipment: Shipment, status: str, note: str, now: datetime) -> None:
    event = {"at": timestamp(now), "status": status, "place": None, "note": note}
    shipment.status = status
    shipment.events = [*shipment.events, event]
