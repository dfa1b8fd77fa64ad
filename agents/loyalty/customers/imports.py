"""Customers as another shop, or the sample, kept them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from agents.kit.errors import Conflict
from agents.loyalty.customers.names import email_key, name_key
from agents.loyalty.tables import Customer

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Imported:
    """How many customers were added, and how many changed."""

    created: int
    updated: int


def import_customers(session: Session, rows: Sequence[Row], now: datetime) -> Imported:
    """Add customers, or bring them to what their rows say; again changes nothing.

    Raises:
        Conflict: two customers would have one e-mail address, or one customer two rows.
    """
    by_id = _by_id(rows)
    known = {each: session.get(Customer, each) for each in by_id}
    _check_emails(session, rows)
    _vacate_emails(session, by_id, known)
    created = updated = 0
    for customer_id, row in by_id.items():
        customer = known[customer_id]
        fields = fields_of(row)
        if customer is None:
            session.add(Customer(customer_id=customer_id, joined_at=now, **fields))
            created += 1
        elif any(getattr(customer, name) != value for name, value in fields.items()):
            for name, value in fields.items():
                setattr(customer, name, value)
            updated += 1
    session.flush()
    return Imported(created, updated)


def fields_of(row: Row) -> dict[str, Any]:
    """A customer's columns, from a row of the contract's names."""
    return {
        "first_name": row["firstName"],
        "last_name": row["lastName"],
        "email": row["email"],
        "email_key": email_key(row["email"]),
        "name_key": name_key(row["firstName"], row["lastName"], row["postcode"]),
        "phone": row["phone"],
    }


def _by_id(rows: Sequence[Row]) -> dict[str, Row]:
    by_id: dict[str, Row] = {}
    for row in rows:
        if by_id.setdefault(row["customerId"], row) != row:
            raise Conflict(
                f"customer {row['customerId']} stands in two rows that differ; give one",
                code="customer_twice",
            )
    return by_id


def _check_emails(session: Session, rows: Sequence[Row]) -> None:
    """See that no address is two customers'; a fault names the customer and not the address."""
    named = {row["customerId"] for row in rows}
    keys = {email_key(row["email"]) for row in rows}
    taken = select(Customer).where(Customer.email_key.in_(keys))
    owners = {c.email_key: c.customer_id for c in session.scalars(taken)}
    owners = {key: owner for key, owner in owners.items() if owner not in named}
    for index, row in enumerate(rows):
        owner = owners.setdefault(email_key(row["email"]), row["customerId"])
        if owner != row["customerId"]:
            raise Conflict(
                f"the e-mail address of customer {row['customerId']} is another customer's too; "
                "an address signs in one customer only",
                code="email_taken",
                pointer=f"/customers/{index}/email",
            )


def _vacate_emails(
    session: Session, by_id: Mapping[str, Row], known: Mapping[str, Customer | None]
) -> None:
    """Let go of the addresses that change, so that two customers can swap theirs."""
    for customer_id, customer in known.items():
        if customer and customer.email_key != email_key(by_id[customer_id]["email"]):
            customer.email_key = f"changing:{customer_id}"
    session.flush()
