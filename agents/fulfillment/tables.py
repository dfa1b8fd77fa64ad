"""The fulfillment agent's tables: reservations, addresses, shipments."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from agents.kit.storage import Tables, UtcTime


class Base(Tables, DeclarativeBase):
    """Tables of the fulfillment agent."""


class Reservation(Base):
    """Units kept in a store for a shopper; `status` is active, canceled or collected."""

    __tablename__ = "reservations"
    reservation_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(80), index=True)
    hold_id: Mapped[str] = mapped_column(String(120))
    status: Mapped[str] = mapped_column(String(20))
    sku: Mapped[str] = mapped_column(String(80))
    quantity: Mapped[int]
    store_id: Mapped[str] = mapped_column(String(80))
    store_name: Mapped[str]
    pickup_code: Mapped[str] = mapped_column(String(20))
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)


class PendingHold(Base):
    """A hold that was asked for and belongs to no reservation yet; one left behind is released."""

    __tablename__ = "pending_holds"
    hold_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcTime)


class Address(Base):
    """Where a shopper's parcels go."""

    __tablename__ = "addresses"
    address_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(80), index=True)
    name: Mapped[str]
    line1: Mapped[str]
    line2: Mapped[str | None]
    city: Mapped[str]
    state: Mapped[str | None]
    postcode: Mapped[str] = mapped_column(String(20))
    country: Mapped[str] = mapped_column(String(2))
    is_default: Mapped[bool]


class Shipment(Base):
    """The parcel of an order; `events` are as the contract spells them, oldest first."""

    __tablename__ = "shipments"
    shipment_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    order_id: Mapped[str] = mapped_column(String(40), index=True)
    customer_id: Mapped[str] = mapped_column(String(80), index=True)
    status: Mapped[str] = mapped_column(String(20))
    carrier: Mapped[str | None]
    tracking_number: Mapped[str | None]
    option_id: Mapped[str] = mapped_column(String(20))
    store_id: Mapped[str | None]
    promised_by: Mapped[date]
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    events: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
