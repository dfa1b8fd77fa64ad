"""The sample store's members and their points."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from agents.kit.rows import hours_ago, read_rows
from agents.loyalty.customers import email_key, name_key
from agents.loyalty.tables import Customer, PointsEntry


def load_sample(session: Session, now: datetime) -> None:
    """Load what is not there yet."""
    for row in read_rows(__file__, "customers"):
        if session.get(Customer, row["customerId"]) is None:
            session.add(_customer(row, now))
    session.flush()
    known = set(session.scalars(select(PointsEntry.reference)))
    for index, row in enumerate(read_rows(__file__, "points")):
        reference = f"sample-{index}"
        if reference not in known:
            session.add(_entry(row, reference, now))


def _customer(row: dict[str, str], now: datetime) -> Customer:
    return Customer(
        customer_id=row["customerId"],
        first_name=row["firstName"],
        last_name=row["lastName"],
        email=row["email"],
        email_key=email_key(row["email"]),
        name_key=name_key(row["firstName"], row["lastName"], row["postcode"]),
        phone=row["phone"],
        joined_at=hours_ago(now, float(row["joinedHoursAgo"])),
    )


def _entry(row: dict[str, str], reference: str, now: datetime) -> PointsEntry:
    return PointsEntry(
        customer_id=row["customerId"],
        kind=row["kind"],
        points=row["points"],
        at=hours_ago(now, float(row["hoursAgo"])),
        order_id=row["orderId"],
        reference=reference,
        amount=None,
        note=row["note"],
    )
