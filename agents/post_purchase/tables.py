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
    """An order; amounts in minor units of its currency."""

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
    refunded: Mapped[int] = mapped_column(default=0)
    delivery_option: Mapped[str] = mapped_column(String(40))
    promised_by: Mapped[date | None]
    address: Mapped[Json | None] = mapped_column(JSON)
    store_name: Mapped[str | None] = mapped_column(String(120))
    last_four: Mapped[str | None] = mapped_column(String(8))
    lines: Mapped[list["OrderLine"]] = relationship(order_by="OrderLine.position", lazy="selectin")
    history: Mapped[list["HistoryEntry"]] = relationship(
        order_by="HistoryEntry.entry_id", lazy="selectin"
    )
    returns: Mapped[list["Return"]] = relationship(order_by="Return.opened_at", lazy="selectin")
    cancellation: Mapped["Cancellation | None"] = relationship(lazy="selectin")


class OrderLine(Base):
    """One line of an order, with the units of it that were announced or sent back."""

    __tablename__ = "order_lines"
    order_id: Mapped[str] = mapped_column(ForeignKey(Order.order_id), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    sku: Mapped[str] = mapped_column(String(80))
    product_id: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(300))
    colour: Mapped[str | None] = mapped_column(String(60))
    size: Mapped[str | None] = mapped_column(String(40))
    category: Mapped[str | None] = mapped_column(String(120))
    quantity: Mapped[int]
    unit_price: Mapped[int]
    line_total: Mapped[int]
    returned_quantity: Mapped[int] = mapped_column(default=0)


class HistoryEntry(Base):
    """When an order came into a state."""

    __tablename__ = "order_history"
    entry_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    order_id: Mapped[str] = mapped_column(ForeignKey(Order.order_id), index=True)
    status: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(UtcTime)


class Return(Base):
    """A return and its permission (RMA)."""

    __tablename__ = "returns"
    rma_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    order_id: Mapped[str] = mapped_column(ForeignKey(Order.order_id), index=True)
    status: Mapped[str] = mapped_column(String(20))
    lines: Mapped[list[Json]] = mapped_column(JSON)
    refund: Mapped[int]
    opened_at: Mapped[datetime] = mapped_column(UtcTime)
    instructions: Mapped[str] = mapped_column(String(1000))


class Quote(Base):
    """What a shopper was shown before her yes, and what was answered to it."""

    __tablename__ = "quotes"
    quote_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    customer_id: Mapped[str] = mapped_column(String(80))
    order_id: Mapped[str] = mapped_column(ForeignKey(Order.order_id))
    order_status: Mapped[str] = mapped_column(String(20))
    shown: Mapped[Json] = mapped_column(JSON)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    answer: Mapped[Json | None] = mapped_column(JSON)


class Cancellation(Base):
    """A cancellation that the shopper confirmed, and which of its steps are done.

    A step that another agent could not take stays open and is taken by a later call.
    """

    __tablename__ = "cancellations"
    order_id: Mapped[str] = mapped_column(ForeignKey(Order.order_id), primary_key=True)
    quote_id: Mapped[str] = mapped_column(ForeignKey(Quote.quote_id))
    customer_id: Mapped[str] = mapped_column(String(80))
    refund: Mapped[int]
    is_stopped: Mapped[bool] = mapped_column(default=False)
    is_refunded: Mapped[bool] = mapped_column(default=False)
    is_restocked: Mapped[bool] = mapped_column(default=False)
    is_reversed: Mapped[bool] = mapped_column(default=False)
    tried_at: Mapped[datetime] = mapped_column(UtcTime)


class Handoff(Base):
    """A talk that waits for a person, with its transcript."""

    __tablename__ = "handoffs"
    ticket_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(String(600))
    transcript: Mapped[list[Json]] = mapped_column(JSON)
    status: Mapped[str] = mapped_column(String(20))
    opened_at: Mapped[datetime] = mapped_column(UtcTime)
