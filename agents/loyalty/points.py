"""Points: earned with an order, reversed with what comes back of it, and the tiers they make."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from agents.loyalty.policy import Policy, Tier
from agents.loyalty.tables import PointsEntry
from contracts.currency import to_minor

COUNTED_FOR_TIERS = ("earn", "welcome", "reverse")


@dataclass(frozen=True)
class Booking:
    """Money of an order for which points are booked, in minor units."""

    customer_id: str
    order_id: str
    amount: int
    currency: str
    at: datetime
    reference: str = ""


def points_for(amount: int, currency: str, policy: Policy) -> int:
    """The points that an amount earns: only full steps count."""
    earn = policy.points.earn
    return max(0, amount) // to_minor(earn.per_major_units, currency) * earn.points


def tier_of(earned: int, policy: Policy) -> str:
    """The tier of a member who earned so many points in all."""
    reached = [tier.name for tier in policy.tiers if tier.from_points <= max(0, earned)]
    return reached[-1]


def next_tier(earned: int, policy: Policy) -> Tier | None:
    """The tier above; None at the top."""
    return next((tier for tier in policy.tiers if tier.from_points > max(0, earned)), None)


def balance(session: Session, customer_id: str) -> int:
    """Points that a member has; never negative."""
    return max(0, _sum(session, PointsEntry.customer_id == customer_id))


def earned_in_all(session: Session, customer_id: str) -> int:
    """Points earned and not reversed, spent ones included: they make the tier."""
    counted = PointsEntry.kind.in_(COUNTED_FOR_TIERS)
    return _sum(session, PointsEntry.customer_id == customer_id, counted)


def earn(session: Session, booking: Booking, policy: Policy) -> int:
    """Book an order's points, once; what came back of it before earns none."""
    known = _entries(session, booking, "earn")
    if known:
        return known[0].points
    returned = sum(entry.amount or 0 for entry in _entries(session, booking, "reverse"))
    earned = points_for(booking.amount - returned, booking.currency, policy)
    _book(session, booking, "earn", points=earned, note=f"Order {booking.order_id}")
    return earned


def reverse(session: Session, booking: Booking, policy: Policy) -> int:
    """Take back the points of what came back, once for a reference; how many went.

    The order keeps the points that its rest alone would have earned. The balance never falls
    below zero.
    """
    before = _entries(session, booking, "reverse")
    same = [entry for entry in before if entry.reference == booking.reference]
    if same:
        return -same[0].points
    earned = _entries(session, booking, "earn")
    had = sum(entry.points for entry in (*earned, *before))
    returned = booking.amount + sum(entry.amount or 0 for entry in before)
    rest = sum(_paid(entry, booking.currency, policy) for entry in earned) - returned
    due = max(0, had - points_for(rest, booking.currency, policy))
    taken = min(due, balance(session, booking.customer_id))
    note = f"Taken back: {booking.reference}"
    _book(session, booking, "reverse", points=-taken, note=note)
    return taken


def _paid(entry: PointsEntry, currency: str, policy: Policy) -> int:
    """What an order cost; for an entry that does not tell, the least its points stand for."""
    if entry.amount is not None:
        return entry.amount
    step = to_minor(policy.points.earn.per_major_units, currency)
    return entry.points // policy.points.earn.points * step


def _entries(session: Session, booking: Booking, kind: str) -> list[PointsEntry]:
    wanted = select(PointsEntry).where(
        PointsEntry.customer_id == booking.customer_id,
        PointsEntry.order_id == booking.order_id,
        PointsEntry.kind == kind,
    )
    return list(session.scalars(wanted))


def _book(session: Session, booking: Booking, kind: str, *, points: int, note: str) -> None:
    entry = PointsEntry(
        customer_id=booking.customer_id,
        kind=kind,
        points=points,
        at=booking.at,
        order_id=booking.order_id,
        reference=booking.reference,
        amount=booking.amount,
        note=note[:200],
    )
    session.add(entry)
    session.flush()


def _sum(session: Session, *conditions: ColumnElement[bool]) -> int:
    total = select(func.coalesce(func.sum(PointsEntry.points), 0)).where(*conditions)
    return session.scalar(total) or 0
