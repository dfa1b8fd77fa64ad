"""Points: earned with an order, spent, given back, reversed, ended, and the tiers they make.

Every function that books runs alone at writing, so that what it weighs is what it changes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agents.kit.errors import Conflict
from agents.loyalty.points.lots import EXPIRY_KIND, Purse, months_after
from agents.loyalty.policy import Policy, Tier
from agents.loyalty.tables import PointsEntry
from contracts.currency import to_minor

COUNTED_FOR_TIERS = ("earn", "welcome", "reverse")
BATCH = 500


@dataclass(frozen=True)
class Booking:
    """What is booked for an order.

    Attributes:
        amount: Minor units of money to earn or reverse for; points to burn or restore.
        currency: The money's; None for points.
    """

    customer_id: str
    order_id: str
    amount: int
    currency: str | None
    at: datetime
    reference: str = ""


@dataclass(frozen=True)
class Refusal:
    """Why points are not taken, and by which rule of the policy."""

    reason: str
    policy: str


def points_for(amount: int, currency: str | None, policy: Policy) -> int:
    """The points that an amount earns: only full steps count."""
    earn = policy.points.earn
    return max(0, amount) // to_minor(earn.per_major_units, currency or "") * earn.points


def tier_of(earned: int, policy: Policy) -> str:
    """The tier of a member who earned so many points in all."""
    reached = [tier.name for tier in policy.tiers if tier.from_points <= max(0, earned)]
    return reached[-1]


def next_tier(earned: int, policy: Policy) -> Tier | None:
    """The tier above; None at the top."""
    return next((tier for tier in policy.tiers if tier.from_points > max(0, earned)), None)


def purse_of(session: Session, customer_id: str) -> Purse:
    """A member's lots of points."""
    mine = select(PointsEntry).where(PointsEntry.customer_id == customer_id)
    return Purse.of(session.scalars(mine.order_by(PointsEntry.entry_id)))


def balance(session: Session, customer_id: str, at: datetime) -> int:
    """Points that a member can spend; never negative."""
    return purse_of(session, customer_id).balance(at)


def earned_in_all(session: Session, customer_id: str) -> int:
    """Points earned and not reversed, spent and ended ones included: they make the tier."""
    counted = PointsEntry.kind.in_(COUNTED_FOR_TIERS)
    total = select(func.coalesce(func.sum(PointsEntry.points), 0)).where(
        PointsEntry.customer_id == customer_id, counted
    )
    return int(session.scalar(total) or 0)


def earn(session: Session, booking: Booking, policy: Policy) -> int:
    """Book an order's points, once; what came back of it before earns none.

    Raises:
        Conflict: they were booked for another amount.
    """
    known = _known(session, booking, "earn")
    if known:
        return known.points
    returned = sum(entry.amount or 0 for entry in _entries(session, booking, "reverse"))
    earned = points_for(booking.amount - returned, booking.currency, policy)
    ends = months_after(booking.at, policy.points.expiry.months)
    _book(session, booking, "earn", earned, f"Order {booking.order_id}", ends)
    return earned


def reverse(session: Session, booking: Booking, policy: Policy) -> int:
    """Take back the points of what came back, once for a reference; how many went.

    The order keeps the points that its rest alone would have earned. What ended unspent is not
    taken a second time, and the balance never falls below zero.

    Raises:
        Conflict: the reference took back the points of another amount.
    """
    known = _known(session, booking, "reverse")
    if known:
        return -known.points
    before, earned = (_entries(session, booking, kind) for kind in ("reverse", "earn"))
    had = sum(entry.points for entry in (*earned, *before))
    returned = booking.amount + sum(entry.amount or 0 for entry in before)
    rest = sum(_paid(entry, booking.currency, policy) for entry in earned) - returned
    purse = purse_of(session, booking.customer_id)
    there = had - purse.ended_of(booking.order_id, booking.at)
    due = min(had - points_for(rest, booking.currency, policy), there)
    taken = min(max(0, due), purse.balance(booking.at))
    _book(session, booking, "reverse", -taken, f"Taken back: {booking.reference}")
    return taken


def burn(session: Session, booking: Booking, policy: Policy) -> int | Refusal:
    """Take points that pay for an order, once for a reference; how many went, or why none did.

    Raises:
        Conflict: the reference took another number.
    """
    known = _known(session, booking, "burn")
    if known:
        return -known.points
    if _known(session, booking, "restore", is_same=False):
        return Refusal("they were given back before they were taken", "points.redeem.reference")
    least = policy.points.redeem.minimum
    if booking.amount < least:
        words = f"points pay from {least} on, and these are {booking.amount}"
        return Refusal(words, "points.redeem.minimum")
    had = balance(session, booking.customer_id, booking.at)
    if booking.amount > had:
        return Refusal(
            f"you have {had} points, and {booking.amount} are asked for", "points.expiry"
        )
    _book(session, booking, "burn", -booking.amount, f"Paid for order {booking.order_id}")
    return booking.amount


def restore(session: Session, booking: Booking, policy: Policy) -> int:
    """Give back points that paid for an order, never more than were taken; how many came back.

    They last as long as the ones taken, and at least as long as the policy says. A reference that
    gives nothing back is kept too: points taken late under it stay where they are.

    Raises:
        Conflict: the reference gave back another number.
    """
    known = _known(session, booking, "restore")
    if known:
        return known.points
    portions = purse_of(session, booking.customer_id).paid_with(booking.order_id)
    back = min(booking.amount, sum(points for _, points in portions))
    least = booking.at + timedelta(days=policy.points.expiry.restored_days)
    ends: datetime | None = least
    for lot, _ in portions:
        ends = None if ends is None or lot.expires_at is None else max(ends, lot.expires_at)
    note = f"Given back: {booking.reference}"
    _book(session, booking, "restore", back, note, ends)
    return back


def expire(session: Session, at: datetime) -> int:
    """Book the points that have ended and were not spent, some members' at a time; how many."""
    due = (
        select(PointsEntry)
        .where(PointsEntry.expires_at <= at, PointsEntry.is_settled.is_(False))
        .order_by(PointsEntry.entry_id)
        .limit(BATCH)
    )
    entries = list(session.scalars(due))
    lots = {
        lot.entry_id: lot
        for customer_id in {entry.customer_id for entry in entries}
        for lot in purse_of(session, customer_id).lots
    }
    for entry in entries:
        entry.is_settled = True
        if (lot := lots.get(entry.entry_id)) and lot.left:
            session.add(_ended(entry, lot.left, at))
    session.flush()
    return len(entries)


def _ended(entry: PointsEntry, points: int, at: datetime) -> PointsEntry:
    return PointsEntry(
        customer_id=entry.customer_id,
        kind=EXPIRY_KIND,
        points=-points,
        at=at,
        order_id=None,
        reference=str(entry.entry_id),
        note=f"Ended: {entry.note}"[:300],
    )


def _paid(entry: PointsEntry, currency: str | None, policy: Policy) -> int:
    """What an order cost; for an entry that does not tell, the least its points stand for."""
    if entry.amount is not None:
        return entry.amount
    step = to_minor(policy.points.earn.per_major_units, currency or "")
    return entry.points // policy.points.earn.points * step


def _known(
    session: Session, booking: Booking, kind: str, *, is_same: bool = True
) -> PointsEntry | None:
    """The booking of a kind under this reference; of the same body, unless that is not asked."""
    entries = _entries(session, booking, kind)
    known = next((each for each in entries if each.reference == booking.reference), None)
    # An order that the shop brought with it earned its points once, under a reference of its own.
    known = known or (entries[0] if kind == "earn" and entries else None)
    asked = (booking.amount, booking.currency)
    if known is None or known.amount is None or not is_same:
        return known
    if (known.amount, known.currency) != asked:
        raise Conflict(
            f"{kind} of order {booking.order_id} is booked for {known.amount} under this reference "
            f"already, not for {booking.amount}; use a new reference",
            code="reference_reused",
        )
    return known


def _entries(session: Session, booking: Booking, kind: str) -> list[PointsEntry]:
    wanted = select(PointsEntry).where(
        PointsEntry.customer_id == booking.customer_id,
        PointsEntry.order_id == booking.order_id,
        PointsEntry.kind == kind,
    )
    return list(session.scalars(wanted))


def _book(
    session: Session,
    booking: Booking,
    kind: str,
    points: int,
    note: str,
    expires_at: datetime | None = None,
) -> None:
    entry = PointsEntry(
        customer_id=booking.customer_id,
        kind=kind,
        points=points,
        at=booking.at,
        order_id=booking.order_id,
        reference=booking.reference,
        amount=booking.amount,
        currency=booking.currency,
        expires_at=expires_at if points else None,
        note=note[:300],
    )
    session.add(entry)
    session.flush()
