"""The post-purchase agent's tables."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from agents.kit.storage import Tables, UtcTime

Json = dict[str, Any]


class Base(Tables, DeclarativeBase):
    """This agent's tables."""


class Order(Base):
    """An order; amounts in minor units of its currency.

    `total` is what its lines cost now, after discounts, with delivery; `tenders` say how that was
    paid and sum to it; `refunded` is what of it was given back, never more than `total`.
    `revision` grows with every change, so that a quote can tell that the order is another.
    """

    __tablename__ = "orders"
    order_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(80), index=True)
    status: Mapped[str] = mapped_column(String(20))
    placed_at: Mapped[datetime] = mapped_column(UtcTime)
    currency: Mapped[str] = mapped_column(String(3))
    subtotal: Mapped[int]
    discounts: Mapped[list[Json]] = mapped_column(JSON)
    delivery: Mapped[int]
    total: Mapped[int]
    tax_included: Mapped[int] = mapped_column(default=0)
    refunded: Mapped[int] = mapped_column(default=0)
    delivery_option: Mapped[str] = mapped_column(String(40))
    promised_by: Mapped[date | None]
    address: Mapped[Json | None] = mapped_column(JSON)
    store_name: Mapped[str | None] = mapped_column(String(120))
    tenders: Mapped[list[Json]] = mapped_column(JSON, default=list)
    offer_ids: Mapped[list[str]] = mapped_column(JSON, default=list)
    allocations: Mapped[list[Json]] = mapped_column(JSON, default=list)
    cancel_reason: Mapped[str | None] = mapped_column(String(600))
    are_items_changed: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column(default=0)
    lines: Mapped[list["OrderLine"]] = relationship(
        order_by="OrderLine.position", lazy="selectin", cascade="all, delete-orphan"
    )
    history: Mapped[list["HistoryEntry"]] = relationship(
        order_by="HistoryEntry.entry_id", lazy="selectin"
    )
    returns: Mapped[list["Return"]] = relationship(order_by="Return.opened_at", lazy="selectin")
    exchanges: Mapped[list["Exchange"]] = relationship(
        order_by="Exchange.opened_at", lazy="selectin"
    )
    refunds: Mapped[list["Refund"]] = relationship(order_by="Refund.asked_at", lazy="selectin")
    commits: Mapped[list["Commit"]] = relationship(order_by="Commit.begun_at", lazy="selectin")
    feedback: Mapped["Feedback | None"] = relationship(lazy="selectin")


class OrderLine(Base):
    """One line of an order, with the units of it that were announced or sent back.

    `discount` is the line's share of the order's discounts, fixed when the order is registered;
    `settled` is the money that its returned units took along. `exchanged_quantity` are units that
    were announced to be swapped; once they are, they stand as a line of the new variant.
    """

    __tablename__ = "order_lines"
    order_id: Mapped[str] = mapped_column(ForeignKey(Order.order_id), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    sku: Mapped[str] = mapped_column(String(80))
    product_id: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(300))
    colour: Mapped[str | None] = mapped_column(String(60))
    size: Mapped[str | None] = mapped_column(String(40))
    options: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    category: Mapped[str | None] = mapped_column(String(120))
    quantity: Mapped[int]
    unit_price: Mapped[int]
    line_total: Mapped[int]
    discount: Mapped[int] = mapped_column(default=0)
    returned_quantity: Mapped[int] = mapped_column(default=0)
    exchanged_quantity: Mapped[int] = mapped_column(default=0)
    settled: Mapped[int] = mapped_column(default=0)


class HistoryEntry(Base):
    """When an order came into a state."""

    __tablename__ = "order_history"
    entry_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    order_id: Mapped[str] = mapped_column(ForeignKey(Order.order_id), index=True)
    status: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(UtcTime)


class Return(Base):
    """A return and its permission (RMA): requested, received, refunded or refused.

    `refund` is what goes back, after `return_shipping` was taken off; `legs` say to what. `units`
    are objects `{position, sku, quantity, amount}`: the order lines they come from.
    """

    __tablename__ = "returns"
    rma_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    order_id: Mapped[str] = mapped_column(ForeignKey(Order.order_id), index=True)
    status: Mapped[str] = mapped_column(String(20))
    lines: Mapped[list[Json]] = mapped_column(JSON)
    units: Mapped[list[Json]] = mapped_column(JSON, default=list)
    refund: Mapped[int]
    return_shipping: Mapped[int] = mapped_column(default=0)
    refund_to: Mapped[str] = mapped_column(String(300), default="")
    legs: Mapped[list[Json]] = mapped_column(JSON, default=list)
    opened_at: Mapped[datetime] = mapped_column(UtcTime)
    received_at: Mapped[datetime | None] = mapped_column(UtcTime)
    instructions: Mapped[str] = mapped_column(String(1000))


class Exchange(Base):
    """A swap of delivered goods (RMA): requested, received, completed or refused.

    `swaps` are as they were shown; `difference` is what the shopper pays (positive) or gets back.
    A difference to pay is reserved by `charge_id` on `tender`; `allocations` say where the new
    units were taken from.
    """

    __tablename__ = "exchanges"
    rma_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    order_id: Mapped[str] = mapped_column(ForeignKey(Order.order_id), index=True)
    quote_id: Mapped[str] = mapped_column(String(40))
    status: Mapped[str] = mapped_column(String(20))
    swaps: Mapped[list[Json]] = mapped_column(JSON)
    difference: Mapped[int]
    tender: Mapped[Json | None] = mapped_column(JSON)
    charge_id: Mapped[str | None] = mapped_column(String(80))
    legs: Mapped[list[Json]] = mapped_column(JSON, default=list)
    allocations: Mapped[list[Json]] = mapped_column(JSON, default=list)
    opened_at: Mapped[datetime] = mapped_column(UtcTime)
    received_at: Mapped[datetime | None] = mapped_column(UtcTime)
    instructions: Mapped[str] = mapped_column(String(1000))


class Refund(Base):
    """Money that was sent back for an order, and why; `sent_at` is None while it is on its way.

    Its id is the reference under which payment knows it: a quote's or an RMA's. `legs` are objects
    `{tenderId, kind, label, amount}`, which sum to `amount`.
    """

    __tablename__ = "refunds"
    reference: Mapped[str] = mapped_column(String(80), primary_key=True)
    order_id: Mapped[str] = mapped_column(ForeignKey(Order.order_id), index=True)
    reason: Mapped[str] = mapped_column(String(20))
    amount: Mapped[int]
    legs: Mapped[list[Json]] = mapped_column(JSON)
    asked_at: Mapped[datetime] = mapped_column(UtcTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Quote(Base):
    """What a shopper was shown before her yes, and what the shop needs to keep its word.

    `terms` is what the commit works with beside what was shown, e.g. which lines the units
    come from. `revision` is the order's when the quote was made.
    """

    __tablename__ = "quotes"
    quote_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    customer_id: Mapped[str] = mapped_column(String(80))
    order_id: Mapped[str] = mapped_column(ForeignKey(Order.order_id))
    order_status: Mapped[str] = mapped_column(String(20))
    revision: Mapped[int] = mapped_column(default=0)
    shown: Mapped[Json] = mapped_column(JSON)
    terms: Mapped[Json] = mapped_column(JSON, default=dict)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)


class Commit(Base):
    """A change of an order that was said yes to, and how far it has come.

    States: open -> settled -> done; or open -> undoing -> undone. Until it is settled it may still
    be undone; from then on it is only finished. `begun` are the steps that were tried, in order,
    `left` those still to do; `facts` is what they learnt. A worker holds the row by its `claim`;
    an empty claim is nobody's.
    """

    __tablename__ = "commits"
    commit_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    order_id: Mapped[str] = mapped_column(ForeignKey(Order.order_id), index=True)
    customer_id: Mapped[str] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(10), index=True)
    begun: Mapped[list[str]] = mapped_column(JSON)
    left: Mapped[list[str]] = mapped_column(JSON)
    facts: Mapped[Json] = mapped_column(JSON)
    answer: Mapped[Json | None] = mapped_column(JSON)
    claim: Mapped[str] = mapped_column(String(16))
    begun_at: Mapped[datetime] = mapped_column(UtcTime)
    touched_at: Mapped[datetime] = mapped_column(UtcTime)


class Feedback(Base):
    """What a shopper said of an order; `lines` are objects `{sku, rating, comment}`."""

    __tablename__ = "feedback"
    order_id: Mapped[str] = mapped_column(ForeignKey(Order.order_id), primary_key=True)
    rating: Mapped[int]
    comment: Mapped[str | None] = mapped_column(String(2000))
    lines: Mapped[list[Json]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcTime)


class Handoff(Base):
    """A talk that waits for a person, with its transcript."""

    __tablename__ = "handoffs"
    ticket_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(String(600))
    transcript: Mapped[list[Json]] = mapped_column(JSON)
    status: Mapped[str] = mapped_column(String(20))
    opened_at: Mapped[datetime] = mapped_column(UtcTime)
