"""The payment agent's tables: tenders, quotes, checkouts, charges, payments and their postings."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from agents.kit.storage import Tables, UtcTime


class Base(Tables, DeclarativeBase):
    """Tables of the payment agent."""


class Card(Base):
    """A card or a PayPal account of a shopper: its brand and last four, never its number.

    `gateway_token` is how the payment gateway knows it. Another shop's is `is_imported`.
    """

    __tablename__ = "cards"
    token: Mapped[str] = mapped_column(String(80), primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(80), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    brand: Mapped[str | None] = mapped_column(String(40))
    last_four: Mapped[str | None] = mapped_column(String(4))
    gateway_token: Mapped[str | None] = mapped_column(String(120))
    is_imported: Mapped[bool]
    at: Mapped[datetime] = mapped_column(UtcTime)


class GiftCard(Base):
    """A gift card; its code is kept as a hash, its balance is that of the books.

    Nobody's until a shopper adds it. `issued` is what the shop put on it in all.
    """

    __tablename__ = "gift_cards"
    card_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    customer_id: Mapped[str | None] = mapped_column(String(80), index=True)
    code_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    ending: Mapped[str] = mapped_column(String(4))
    issued: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    at: Mapped[datetime] = mapped_column(UtcTime)


class CodeTries(Base):
    """How many wrong gift card codes a shopper has tried, and until when she has to wait."""

    __tablename__ = "code_tries"
    customer_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    wrong: Mapped[int]
    wait_until: Mapped[datetime | None] = mapped_column(UtcTime)
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
    claim: Mapped[str] = mapped_column(String(40))
    begun: Mapped[list[str]] = mapped_column(JSON)
    left: Mapped[list[str]] = mapped_column(JSON)
    allocations: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    tracking_numbers: Mapped[list[str]] = mapped_column(JSON)
    is_slot_lost: Mapped[bool]
    reply: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    touched_at: Mapped[datetime] = mapped_column(UtcTime)
    __table_args__ = (UniqueConstraint("quote_id", "attempt"),)


class PaidWith:
    """The columns of a tender as it was when it paid."""

    tender_id: Mapped[str] = mapped_column(String(80))
    tender_kind: Mapped[str] = mapped_column(String(20))
    brand: Mapped[str | None] = mapped_column(String(40))
    last_four: Mapped[str | None] = mapped_column(String(4))
    points: Mapped[int | None]


class Charge(PaidWith, Base):
    """What one tender pays of one order: a leg of its checkout, or a later charge.

    Its id is the key under which the gateway knows it. States: open -> authorized -> capturing
    -> captured; or declined, voided, expired. `reference` is set on later charges only.
    """

    __tablename__ = "charges"
    charge_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    order_id: Mapped[str] = mapped_column(String(40), index=True)
    customer_id: Mapped[str] = mapped_column(String(80))
    amount: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    state: Mapped[str] = mapped_column(String(20), index=True)
    reason: Mapped[str | None] = mapped_column(String(40))
    reference: Mapped[str | None] = mapped_column(String(120))
    is_captured_at_once: Mapped[bool]
    at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcTime)
    __table_args__ = (UniqueConstraint("order_id", "reference"),)


class Refund(Base):
    """A refund that was asked for: the same reference is the same refund."""

    __tablename__ = "refunds"
    order_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    reference: Mapped[str] = mapped_column(String(120), primary_key=True)
    amount: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    tender_id: Mapped[str | None] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(UtcTime)


class Payment(PaidWith, Base):
    """One movement of a charge: an authorization, a capture, a void or a refund.

    The tender of a refund is where the money goes; its charge is where it was taken. A refund
    is `pending` until it is made.
    """

    __tablename__ = "payments"
    payment_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    charge_id: Mapped[str] = mapped_column(ForeignKey("charges.charge_id"), index=True)
    order_id: Mapped[str] = mapped_column(String(40), index=True)
    customer_id: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(20), index=True)
    amount: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    reference: Mapped[str | None] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcTime)


class Posting(Base):
    """One side of a double entry; the postings of one `entry` add up to nothing.

    An entry is a payment's, or a gift card's issue. `tender_id` tells whose gift card it is.
    """

    __tablename__ = "postings"
    posting_id: Mapped[int] = mapped_column(primary_key=True)
    entry: Mapped[str] = mapped_column(String(120), index=True)
    account: Mapped[str] = mapped_column(String(40))
    tender_id: Mapped[str | None] = mapped_column(String(80), index=True)
    amount: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    at: Mapped[datetime] = mapped_column(UtcTime)


class SandboxCharge(Base):
    """What the sandbox gateway remembers of a charge; `refunds` are amounts by reference."""

    __tablename__ = "sandbox_charges"
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    state: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(String(40))
    amount: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    refunds: Mapped[dict[str, int]] = mapped_column(JSON)


class StripeIntent(Base):
    """Which PaymentIntent of Stripe's stands for a charge."""

    __tablename__ = "stripe_intents"
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    intent_id: Mapped[str] = mapped_column(String(120))
