"""Who works on a commit: claims that no second worker shares, and notes of how far it came."""

import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from agents.kit.errors import Conflict
from agents.kit.peers import Peers
from agents.kit.storage import Store
from agents.post_purchase.orders import own_order
from agents.post_purchase.policy import Policy
from agents.post_purchase.quotes import own_quote
from agents.post_purchase.standing import UNFINISHED, unfinished_change
from agents.post_purchase.tables import Commit, Json, Order, Quote

POLL_S = 0.05
SWEPT_AT_ONCE = 20

Check = Callable[[Session, Order, Quote], Json | None]
Blocked = Callable[[Order, Quote], Json]


@dataclass(frozen=True)
class Desk:
    """What a commit works with; `patience_s` is how long a repeat waits for who was first."""

    store: Store
    peers: Peers
    now: datetime
    policy: Policy
    patience_s: float = 4.0
    begun_s: float = field(default_factory=time.monotonic)

    @property
    def present(self) -> datetime:
        """The time of this moment, where `now` is that of the call's begin."""
        return self.now + timedelta(seconds=time.monotonic() - self.begun_s)


class Superseded(Conflict):
    """Another worker took this commit over."""

    code = "commit_in_progress"


class Work:
    """One worker's hold on a commit, and what is known of it."""

    def __init__(self, desk: Desk, row: Commit) -> None:
        self.desk = desk
        self.row = row
        self._claim = row.claim

    @property
    def commit_id(self) -> str:
        """The id of the commit: its quote's, or what else it is kept under."""
        return self.row.commit_id

    @property
    def facts(self) -> Json:
        """What its steps learnt so far."""
        return self.row.facts

    def order(self) -> Order:
        """The order as it stands."""
        with self.desk.store.read() as session:
            return session.get_one(Order, self.row.order_id)

    def quote(self) -> Quote:
        """The quote that was said yes to."""
        with self.desk.store.read() as session:
            return session.get_one(Quote, self.commit_id)

    def begin(self, step: str) -> None:
        """Note a step before it is tried, so that it is undone whatever becomes of it."""
        if step not in self.row.begun:
            self.note(begun=[*self.row.begun, step])

    def passed(self, step: str) -> None:
        """Note that a step need not be taken again."""
        left = [each for each in self.row.left if each != step]
        is_done = self.row.state == "settled" and not left
        self.note(left=left, state="done" if is_done else self.row.state)

    def learn(self, **facts: Any) -> None:
        """Note what later steps, an undoing or the answer need."""
        self.note(facts={**self.row.facts, **facts})

    def release(self) -> None:
        """Let the next one take it up."""
        self.note(claim="")

    def note(
        self, *, also: Callable[[Session], dict[str, Any]] | None = None, **changes: Any
    ) -> None:
        """Write down changed columns, with what `also` changes and notes, in one transaction.

        Raises:
            Superseded: another worker took over; nothing is written.
        """
        with self.desk.store.write() as session:
            row = session.get_one(Commit, self.commit_id)
            if row.claim != self._claim:
                raise Superseded(f"commit {self.commit_id} is finished by another worker")
            found = also(session) if also else {}
            for name, value in {**changes, **found}.items():
                setattr(row, name, value)
            row.touched_at = self.desk.present
        self.row = row
        self._claim = row.claim


@dataclass(frozen=True)
class Asked:
    """A shopper's yes to a quote, and what decides whether it still holds.

    `check` answers why it does not, given the order as it stands; `blocked` answers when another
    change of the order comes first. `steps` are what is to be done.
    """

    quote_id: str
    kinds: Sequence[str]
    shopper: str
    steps: Sequence[str]
    check: Check
    blocked: Blocked


def claim_quote(desk: Desk, asked: Asked) -> Work | Json:
    """Begin to commit a quote, take up what an earlier try left, or give the kept answer.

    A repeat that races waits for the first.

    Raises:
        NotFound: no such quote of this shopper's.
        Conflict: it is still being worked on (`commit_in_progress`).
    """
    deadline = time.monotonic() + desk.patience_s
    while True:
        with desk.store.write() as session:
            claimed = _claim(session, desk, asked)
        if claimed is not None:
            return claimed
        if time.monotonic() >= deadline:
            raise Conflict(
                f"quote {asked.quote_id} is still being worked on; confirm it again in a minute, "
                "it has one effect",
                code="commit_in_progress",
                suggestions=("Show my orders",),
            )
        time.sleep(POLL_S)


def new_commit(
    session: Session, desk: Desk, order: Order, *, commit_id: str, kind: str, steps: Sequence[str]
) -> Commit:
    """Keep that something is to be done to an order; whoever adds it holds it."""
    row = Commit(
        commit_id=commit_id,
        kind=kind,
        order_id=order.order_id,
        customer_id=order.customer_id,
        state="open",
        begun=[],
        left=list(steps),
        facts={},
        answer=None,
        claim=_new_claim(),
        begun_at=desk.now,
        touched_at=desk.now,
    )
    session.add(row)
    return row


def take_up(session: Session, desk: Desk, row: Commit) -> Work | None:
    """Claim a commit that nobody works on; None when somebody does."""
    if row.claim and row.touched_at > _stale_before(desk):
        return None
    row.claim = _new_claim()
    row.touched_at = desk.now
    return Work(desk, row)


def take_over(desk: Desk) -> list[Work]:
    """Claim what crashes, and agents that were down, left behind."""
    with desk.store.read() as session:
        due = list(session.scalars(_due(desk, Commit.commit_id)))
    found = []
    for commit_id in due:
        with desk.store.write() as session:
            row = session.scalar(_due(desk, Commit).where(Commit.commit_id == commit_id))
            if row is not None:
                row.claim = _new_claim()
                row.touched_at = desk.now
                found.append(Work(desk, row))
    return found


def _claim(session: Session, desk: Desk, asked: Asked) -> Work | Json | None:
    quote = own_quote(session, asked.quote_id, kinds=asked.kinds, shopper=asked.shopper)
    row = session.get(Commit, asked.quote_id)
    if row is not None:
        return _take_up_again(session, desk, row)
    order = own_order(session, quote.order_id, asked.shopper)
    if unfinished_change(order) is not None:
        return asked.blocked(order, quote)
    refusal = asked.check(session, order, quote)
    if refusal is not None:
        return refusal
    row = new_commit(
        session, desk, order, commit_id=asked.quote_id, kind=quote.kind, steps=asked.steps
    )
    return Work(desk, row)


def _take_up_again(session: Session, desk: Desk, row: Commit) -> Work | Json | None:
    """The kept answer, or the commit itself while something of it is left and nobody is at it."""
    if row.state in UNFINISHED:
        work = take_up(session, desk, row)
        if work is not None or row.state == "open":
            return work
    return row.answer


def _due(desk: Desk, what: Any) -> Any:
    is_due: ColumnElement[bool] = and_(
        Commit.state.in_(UNFINISHED), Commit.touched_at <= _stale_before(desk)
    )
    return select(what).where(is_due).order_by(Commit.touched_at).limit(SWEPT_AT_ONCE)


def _stale_before(desk: Desk) -> datetime:
    return desk.now - timedelta(seconds=desk.policy.commit.retry_seconds)


def _new_claim() -> str:
    return secrets.token_hex(8)
