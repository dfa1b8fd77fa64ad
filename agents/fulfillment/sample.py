"""The sample shop's addresses and parcels."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from agents.fulfillment.addresses import FIELDS
from agents.fulfillment.tables import Address, Shipment, ShipmentEvent
from agents.kit.rows import hours_ago, hours_ahead, read_rows


def load_sample(session: Session, now: datetime) -> None:
    """Load the sample rows; again changes nothing but times."""
    homes: dict[str, dict[str, Any]] = {}
    for row in read_rows(__file__, "addresses"):
        session.merge(_address(row))
        if row["isDefault"]:
            homes[row["customerId"]] = {field: row[field] for field in FIELDS}
    for row in read_rows(__file__, "shipments"):
        session.merge(_shipment(row, homes, now))


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


def _shipment(
    row: Mapping[str, Any], homes: Mapping[str, dict[str, Any]], now: datetime
) -> Shipment:
    promised_by = hours_ahead(now, row["promisedHoursAhead"]).date()
    return Shipment(
        shipment_id=row["shipmentId"],
        order_id=row["orderId"],
        reference="",
        customer_id=row["customerId"],
        status=row["status"],
        carrier=row["carrier"],
        tracking_number=row["trackingNumber"],
        option_id=row["optionId"],
        location_id=row["locationId"],
        store_name=row["storeName"],
        address=None if row["storeName"] else homes.get(row["customerId"]),
        promised_by=promised_by,
        originally_promised_by=promised_by,
        lines=row["lines"],
        events=[_event(event, number, now) for number, event in enumerate(row["events"])],
    )


def _event(row: Mapping[str, Any], number: int, now: datetime) -> ShipmentEvent:
    return ShipmentEvent(
        event_id=f"{row['status']}-{number}",
        number=number,
        at=hours_ago(now, row["hoursAgo"]).replace(microsecond=0),
        status=row["status"],
        place=row["place"],
        note=row["note"],
    )
