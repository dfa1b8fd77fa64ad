"""What was recommended to whom, and what became of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from agents.recommendation.policy import Appeal
from agents.recommendation.tables import Showing

TAKEN, REFUSED = "taken", "refused"


def note_shown(
    session: Session, shopper: str, kind: str, product_ids: Sequence[str], now: datetime
) -> None:
    """Note that a list was shown, the first place being 0."""
    session.add_all(
        Showing(shopper=shopper, product_id=one, kind=kind, position=place, shown_at=now)
        for place, one in enumerate(product_ids)
    )


def mark_taken(
    session: Session, shopper: str, product_ids: Sequence[str], policy: Appeal, at: datetime
) -> None:
    """Mark what was shown shortly before it was put into the cart, or bought."""
    _decide(session, shopper, product_ids, TAKEN, (_since(policy, at), at))


def mark_refused(
    session: Session, shopper: str, product_ids: Sequence[str], policy: Appeal, at: datetime
) -> None:
    """Mark what was shown shortly before it was turned down."""
    _decide(session, shopper, product_ids, REFUSED, (_since(policy, at), at))


def tired_of(session: Session, shopper: str, policy: Appeal, since: datetime) -> set[str]:
    """Products that were shown to a shopper often, and that she took none of the times."""
    query = (
        select(Showing.product_id)
        .where(Showing.shopper == shopper, Showing.shown_at >= since)
        .group_by(Showing.product_id)
        .having(func.count() >= policy.tired_after)
    )
    taken = select(Showing.product_id).where(Showing.shopper == shopper, Showing.outcome == TAKEN)
    return set(session.scalars(query.where(Showing.product_id.not_in(taken))))


def _since(policy: Appeal, at: datetime) -> datetime:
    return at - timedelta(hours=policy.taken_within_hours)


def _decide(
    session: Session,
    shopper: str,
    product_ids: Sequence[str],
    outcome: str,
    between: tuple[datetime, datetime],
) -> None:
    """Give the last undecided showing of each product its outcome."""
    if not product_ids:
        return
    last = (
        select(func.max(Showing.showing_id))
        .where(
            Showing.shopper == shopper,
            Showing.product_id.in_(product_ids),
            Showing.shown_at.between(*between),
        )
        .group_by(Showing.product_id)
    )
    numbers = session.scalars(last).all()
    session.execute(
        update(Showing)
        .where(Showing.showing_id.in_(numbers), Showing.outcome.is_(None))
        .values(outcome=outcome)
    )
