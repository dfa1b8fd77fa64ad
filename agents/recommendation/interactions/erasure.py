"""Erasing: what a shopper wants forgotten, and what has been kept long enough."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from agents.recommendation.policy import Retention
from agents.recommendation.tables import Erasure, Interaction, Purchase, Showing


def erase(session: Session, shopper: str, now: datetime) -> dict[str, int]:
    """Erase what is known of a shopper; returns how much that was, by what it is.

    What remains is a digest, by which her past orders are not taken in again.
    """
    session.merge(Erasure(digest=_digest(shopper), at=now))
    return {
        "purchases": _erased(session, Purchase, Purchase.shopper == shopper),
        "interactions": _erased(session, Interaction, Interaction.shopper == shopper),
        "showings": _erased(session, Showing, Showing.shopper == shopper),
    }


def erased_at(session: Session, shopper: str) -> datetime | None:
    """When a shopper had all erased, if she did."""
    erasure = session.get(Erasure, _digest(shopper))
    return None if erasure is None else erasure.at


def erase_old(session: Session, policy: Retention, now: datetime) -> None:
    """Erase what was kept as long as the policy says."""
    bought = now - timedelta(days=policy.purchases_days)
    seen = now - timedelta(days=policy.interactions_days)
    _erased(session, Purchase, Purchase.bought_at < bought)
    _erased(session, Interaction, Interaction.at < seen)
    _erased(session, Showing, Showing.shown_at < seen)
    _erased(session, Erasure, Erasure.at < bought)


def _erased(session: Session, table: Any, which: Any) -> int:
    done: Any = session.execute(delete(table).where(which))
    return int(done.rowcount)


def _digest(shopper: str) -> str:
    return hashlib.sha256(shopper.encode()).hexdigest()
