"""The payment agent's tables: cards by token, quotes, checkouts, payments and their postings."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from agents.kit.storage import Tables, UtcTime


class Base(Tables, DeclarativeBase):
    """Tables of the payment agent."""


class Card(Base):
    """A card that a shopper entered: its token, brand and last four, never its number."""

    __tablename__ = "cards"
    token: Mapped[str] = mapped_column(String(80), primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(80), index=True)
    brand: Mapped[str] = mapped_column(String(40))
    last_four: Mapped[str] = mapped_column(String(4))
    at: Mapped[datetime] = mapped_column(UtcTime)


class Quote(Base):
    """What a shopper was shown, to be committed as it is.

    `body` is the quote of the contract, `request` what it answered, `order` the order to
    register, without its id. Two quotes of one digest were shown the same.
    """

    __tablename__ = "quotes"
    quote_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(80), index=True)
    digest: Mapped[str] = mapped_column(String(64), index=True)
    card_token: Mapped[str] = mapped_column(ForeignKey("cards.token"))
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    request: Mapped[dict[str, Any]] = mapped_column(JSON)
    order: Mapped[dict[str, Any]] = mapped_column(JSON)
    offer_ids: Mapped[list[str]] = mapped_column(JSON)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)


class Checkout(Base):
    """One attempt to commit a quote: how far the saga came, and what is owed.

    `begun` are the steps to undo if it fails, noted before each is tried; `left` the steps
    that a paid order still waits for. `claim` names who works on it: whoever takes it over
    writes a new one, and the former worker's next note fails. `reply` is the final answer.
    """

    __tablename__ = "checkouts"
    order_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    quote_id: Mapped[str] = mapped_column(ForeignKey("quotes.quote_id"), index=True)
    customer_id: Mapped[str] = mapped_column(String(80))
    attempt: Mapped[int]
    state: Mapped[str] = mapped_column(String(20), index=True)
    charge_key: Mapped[str] = mapped_column(String(80))
    claim: Mapped[str] = mapped_column(String(40))
    begun: Mapped[list[str]] = mapped_column(JSON)
    left: Mapped[list[str]] = mapped_column(JSON)
    reply: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    touched_at: Mapped[datetime] = mapped_column(UtcTime)
    __table_args__ = (UniqueConstraint("quote_id", "attempt"),)


class Payment(Base):
    """One movement of a card: an authorization, a capture, a void or a refund.

    A refund is `pending` until the gateway has answered.
    """

    __tablename__ = "payments"
    payment_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    order_id: Mapped[str] = mapped_column(String(40), index=True)
    customer_id: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(20))
    amount: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    last_four: Mapped[str] = mapped_column(String(4))
    charge_key: Mapped[str] = mapped_column(String(80))
    reference: Mapped[str | None] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcTime)


class Posting(Base):
    """One side of a double entry; the postings of a payment add up to nothing."""

    __tablename__ = "postings"
    posting_id: Mapped[int] = mapped_column(primary_key=True)
    payment_id: Mapped[str] = mapped_column(ForeignKey("payments.payment_id"), index=True)
    account: Mapped[str] = mapped_column(String(40))
    amount: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))


class SandboxCharge(Base):
    """What the sandbox gateway remembers of a charge; `refunds` are amounts by reference."""

    __tablename__ = "sandbox_charges"
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    state: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(String(40))
    amount: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    refunds: Mapped[dict[str, int]] = mapped_column(JSON)
