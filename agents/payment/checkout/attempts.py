"""Attempts to commit a quote: who works on one, how far it came, and what it answered."""

import secrets
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from agents.kit.errors import Conflict, NotFound
from agents.payment.checkout import replies
from agents.payment.desk import Desk
from agents.payment.policy import POLICY
from agents.payment.tables import Charge, Checkout, Quote

WORKING = ("open", "capturing", "paid", "undoing", "reversing")
SWEPT_AT_ONCE = 20
POLL_S = 0.05
ID_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

Entries = Callable[[Session], object]


class Superseded(Conflict):
    """Another worker took this checkout over."""

    code = "checkout_in_progress"


class Attempt:
    """One worker's hold on a checkout.

    States: open -> capturing -> paid -> placed; on failure undoing -> undone, and reversing ->
    reversed once money was taken. An attempt of whose charges the gateway left one open is
    `unanswered` until a repeat takes that charge over.
    """

    def __init__(self, desk: Desk, row: Checkout, quote: Quote) -> None:
        self._desk = desk
        self._claim = row.claim
        self.row = row
        self.quote = quote

    def begin(self, step: str) -> None:
        """Note a step before it is tried, so that it is undone whatever becomes of it."""
        self.note(begun=[*self.row.begun, step])

    def note(self, *, entries: Entries | None = None, **changes: Any) -> None:
        """Write down changed columns, and entries of the books, in one transaction.

        Raises:
            Superseded: another worker took over; nothing is written.
        """
        with self._desk.store.write() as session:
            row = session.get_one(Checkout, self.row.order_id)
            if row.claim != self._claim:
                raise Superseded(f"checkout {row.order_id} is finished by another worker")
            for name, value in changes.items():
                setattr(row, name, value)
            row.touched_at = self._desk.present
            if entries:
                entries(session)
        self.row = row


def claim_quote(desk: Desk, quote_id: str, shopper: str) -> Attempt | dict[str, Any]:
    """Start an attempt at a quote, or give the answer that it already has.

    A repeat that races waits for the first.

    Raises:
        NotFound: no such quote, or another shopper's.
        Conflict: it is still being worked on (`checkout_in_progress`).
    """
    deadline = time.monotonic() + desk.patience_s
    while True:
        with desk.store.write() as session:
            claimed = _claim(session, desk, quote_id, shopper)
        if claimed is not None:
            return claimed
        if time.monotonic() >= deadline:
            raise Conflict(
                f"checkout of quote {quote_id} is still being worked on; confirm it again in a "
                "minute, it is charged once",
                code="checkout_in_progress",
                suggestions=("Show my orders",),
            )
        time.sleep(POLL_S)


def take_over(desk: Desk) -> list[Attempt]:
    """Take over what a crash left: checkouts without a sign for a while, open charges."""
    with desk.store.read() as session:
        has_any = session.execute(_left_behind(desk.now)).first() is not None
    if not has_any:
        return []
    with desk.store.write() as session:
        found = session.execute(_left_behind(desk.now)).all()
        for row, _ in found:
            row.claim = _new_claim()
            row.touched_at = desk.now
    return [Attempt(desk, row, quote) for row, quote in found]


def _claim(
    session: Session, desk: Desk, quote_id: str, shopper: str
) -> Attempt | dict[str, Any] | None:
    quote = session.get(Quote, quote_id)
    if quote is None or quote.customer_id != shopper:
        raise NotFound(
            f"unknown quote '{quote_id}'; ask for a new one", suggestions=("Check out again",)
        )
    attempts = _attempts(session, quote_id)
    for attempt in attempts:
        if attempt.reply is not None:
            return attempt.reply
    latest = attempts[-1] if attempts else None
    if latest is not None and latest.state in ("open", "capturing", "paid", "reversing"):
        return None
    if desk.now >= quote.expires_at:
        return replies.expired()
    return Attempt(desk, _open(session, quote, latest, desk.now), quote)


def _attempts(session: Session, quote_id: str) -> Sequence[Checkout]:
    found = select(Checkout).where(Checkout.quote_id == quote_id).order_by(Checkout.attempt)
    return session.scalars(found).all()


def _open(session: Session, quote: Quote, latest: Checkout | None, now: datetime) -> Checkout:
    order_id = "O-" + "".join(secrets.choice(ID_ALPHABET) for _ in range(8))
    begun: list[str] = []
    if latest is not None and latest.state == "unanswered":
        latest.state, latest.begun = "undone", []
        begun = ["charges"]
        for charge in _open_charges(session, latest.order_id):
            charge.order_id = order_id
    row = Checkout(
        order_id=order_id,
        quote_id=quote.quote_id,
        customer_id=quote.customer_id,
        attempt=latest.attempt + 1 if latest else 1,
        state="open",
        claim=_new_claim(),
        begun=begun,
        left=[],
        allocations=[],
        tracking_numbers=[],
        is_slot_lost=False,
        reply=None,
        touched_at=now,
    )
    session.add(row)
    return row


def _open_charges(session: Session, order_id: str) -> Sequence[Charge]:
    found = select(Charge).where(Charge.order_id == order_id, Charge.state == "open")
    return session.scalars(found).all()


def _left_behind(now: datetime) -> Select[Checkout, Quote]:
    stale = now - timedelta(seconds=POLICY.checkout.stale_seconds)
    return (
        select(Checkout, Quote)
        .join(Quote, Quote.quote_id == Checkout.quote_id)
        .where(
            or_(
                and_(Checkout.state.in_(WORKING), Checkout.touched_at < stale),
                and_(Checkout.state == "unanswered", Quote.expires_at <= now),
            )
        )
        .limit(SWEPT_AT_ONCE)
    )


def _new_claim() -> str:
    return secrets.token_hex(8)
