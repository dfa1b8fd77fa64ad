"""The books: accounts, and entries whose postings add up to nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agents.payment.tables import Posting

CLEARING = "psp_clearing"
GIFT_CARDS = "gift_cards"
GIFT_CARDS_ISSUED = "gift_cards_issued"
POINTS = "points"
SALES = "sales"
DELIVERY = "delivery"
REFUNDS = "refunds"
OWN_ACCOUNT: Mapping[str, str] = {
    "card": CLEARING,
    "paypal": CLEARING,
    "gift_card": GIFT_CARDS,
    "points": POINTS,
}
"""What is debited when a tender pays: what the gateway owes us, or what we owed the shopper."""


@dataclass(frozen=True)
class Side:
    """One side of an entry, in minor units; a debit is positive."""

    account: str
    amount: int
    tender_id: str | None = None


def post(
    session: Session, entry: str, sides: Sequence[Side], *, currency: str, at: datetime
) -> None:
    """Enter the sides of one movement.

    Raises:
        ValueError: they do not add up to nothing; that is a fault of ours.
    """
    if sum(side.amount for side in sides):
        raise ValueError(f"postings of {entry} do not balance: {sides}")
    session.add_all(
        Posting(
            entry=entry,
            account=side.account,
            tender_id=side.tender_id,
            amount=side.amount,
            currency=currency,
            at=at,
        )
        for side in sides
        if side.amount
    )
    session.flush()


def own_side(kind: str, tender_id: str, amount: int) -> Side:
    """The side of a tender: it pays with a positive amount, and gets back a negative one."""
    owner = tender_id if kind == "gift_card" else None
    return Side(OWN_ACCOUNT[kind], amount, owner)


def gift_card_balance(session: Session, card_id: str) -> int:
    """What the shop owes the holder of a gift card."""
    owed = select(func.sum(Posting.amount)).where(
        Posting.account == GIFT_CARDS, Posting.tender_id == card_id
    )
    return -int(session.scalar(owed) or 0)


def unbalanced_entries(session: Session) -> list[str]:
    """The entries whose postings do not add up to nothing in each currency: none, ever."""
    found = session.execute(
        select(Posting.entry)
        .group_by(Posting.entry, Posting.currency)
        .having(func.sum(Posting.amount) != 0)
    )
    return sorted({entry for (entry,) in found})


def account_totals(session: Session) -> dict[tuple[str, str], int]:
    """What each account comes to, by account and currency."""
    found = session.execute(
        select(Posting.account, Posting.currency, func.sum(Posting.amount)).group_by(
            Posting.account, Posting.currency
        )
    )
    return {(account, currency): int(total) for account, currency, total in found}
