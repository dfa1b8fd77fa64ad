"""The sample shop's addresses and parcels."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from agents.fulfillment.tables import Address, Shipment
from agents.kit.rows import hours_ago, hours_ahead, read_rows
from agents.kit.wire import timestamp


def load_sample(session: Session, now: datetime) -> None:
    """Load the sample rows; again changes nothing but times."""
    for row in read_rows(__file__, "addresses"):
        session.merge(_address(row))
    for row in read_rows(__file__, "shipments"):
        session.merge(_shipment(row, now))


def _address(row: Mapping[str, Any]) -> Address:
    return Address(
        address_id=row["addressId"],
        customer_id=row["customerId"],
        name=row["name"],
        line1=row["line1"],
        line2=row["line2"],
        city=row["city"],
        state=row["state"],
        postcode=row["postcode"],
        country=row["country"],
        is_default=row["isDefault"],
    )


def _shipment(row: Mapping[str, Any], now: datetime) -> Shipment:
    return Shipment(
        shipment_id=row["shipmentId"],
        order_id=row["orderId"],
        customer_id=row["customerId"],
        status=row["status"],
        carrier=row["carrier"],
        tracking_number=row["trackingNumber"],
        option_id=row["optionId"],
        store_id=row["storeId"],
        promised_by=hours_ahead(now, row["promisedHoursAhead"]).date(),
        lines=row["lines"],
        events=[_event(event, now) for event in row["events"]],
    )


def _event(row: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    return {
        "at": timestamp(hours_ago(now, row["hoursAgo"])),
        "status": row["status"],
        "place": row["place"],
        "note": row["note"],
    }
