"""The sample store's members, their points, and the offers that the shop lists."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from agents.kit.rows import hours_ago, hours_ahead, read_rows
from agents.loyalty.customers.imports import fields_of
from agents.loyalty.offers.listings import merge_rows
from agents.loyalty.points.lots import months_after
from agents.loyalty.policy import POLICY
from agents.loyalty.tables import Customer, PointsEntry


def load_sample(session: Session, now: datetime) -> None:
    """Load what is not there yet."""
    for row in read_rows(__file__, "customers"):
        if session.get(Customer, row["customerId"]) is None:
            joined_at = hours_ago(now, float(row["joinedHoursAgo"]))
            fields = fields_of(row)
            session.add(Customer(customer_id=row["customerId"], joined_at=joined_at, **fields))
    session.flush()
    known = set(session.scalars(select(PointsEntry.reference)))
    for index, row in enumerate(read_rows(__file__, "points")):
        reference = f"sample-{index}"
        if reference not in known:
            session.add(_entry(row, reference, now))
            session.flush()


def merge_offers(session: Session, now: datetime) -> None:
    """Bring the offers to what their file says; one that did not change keeps its end."""
    rows = {row["offerId"]: row for row in read_rows(__file__, "offers")}
    merge_rows(session, list(rows.values()), now)


def _entry(row: dict[str, Any], reference: str, now: datetime) -> PointsEntry:
    at = hours_ago(now, float(row["hoursAgo"]))
    return PointsEntry(
        customer_id=row["customerId"],
        kind=row["kind"],
        points=row["points"],
        at=at,
        order_id=row["orderId"],
        reference=reference,
        amount=None,
        expires_at=_end(row, at, now) if row["points"] > 0 else None,
        note=row["note"],
    )


def _end(row: dict[str, Any], at: datetime, now: datetime) -> datetime:
    """Points of a row may last longer than the policy says, as those carried over do."""
    if "expiresHoursAhead" in row:
        return hours_ahead(now, float(row["expiresHoursAhead"]))
    return months_after(at, POLICY.points.expiry.months)
