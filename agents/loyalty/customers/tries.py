"""Wrong tries at saying who one is: counted, slowed down, forgotten after a while."""

import hashlib
import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from agents.loyalty.policy import Identity, Slowing
from agents.loyalty.tables import WrongTries


@dataclass(frozen=True)
class Counter:
    """Under what wrong tries are counted, and how they are slowed down; no name is kept."""

    digest: str
    slowing: Slowing


def counters(shopper: str, name: str | None, policy: Identity) -> list[Counter]:
    """The counters of a try: of the shopper who asks, and of the name that she gives."""
    found = [Counter(_digest("shopper", shopper), policy.by_shopper)]
    if name is not None:
        found.append(Counter(_digest("name", name), policy.by_name))
    return found


def wait_s(session: Session, counted: list[Counter], now: datetime) -> int:
    """Seconds until the next try is let through; 0 at once."""
    known = [session.get(WrongTries, each.digest) for each in counted]
    waits = [(each.wait_until - now).total_seconds() for each in known if each]
    return max(0, *(math.ceil(wait) for wait in waits), 0)


def count_wrong(session: Session, counted: list[Counter], policy: Identity, now: datetime) -> None:
    """Count a wrong try, and set when the next one is let through."""
    for each in counted:
        known = session.get(WrongTries, each.digest)
        if known is None:
            known = WrongTries(digest=each.digest, tries=0, last_at=now, wait_until=now)
            session.add(known)
        elif known.last_at < _forgotten_before(policy, now):
            known.tries = 0
        known.tries += 1
        known.last_at = now
        known.wait_until = now + timedelta(seconds=each.slowing.wait_s(known.tries))
    session.flush()


def forget(session: Session, counted: list[Counter]) -> None:
    """Begin anew, after a right answer."""
    session.execute(
        delete(WrongTries).where(WrongTries.digest.in_([each.digest for each in counted]))
    )


def forget_old(session: Session, policy: Identity, now: datetime) -> None:
    """Erase what is too long ago to count."""
    old = WrongTries.last_at < _forgotten_before(policy, now)
    session.execute(delete(WrongTries).where(old, WrongTries.wait_until <= now))


def _forgotten_before(policy: Identity, now: datetime) -> datetime:
    return now - timedelta(hours=policy.forget_after_hours)


def _digest(sort: str, value: str) -> str:
    return hashlib.sha256(f"{sort}:{value}".encode()).hexdigest()
