"""The fulfillment agent's tables: reservations, addresses, parcels and pickup slots."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from agents.kit.storage import Tables, UtcTime


class Base(Tables, DeclarativeBase):
    """Tables of the fulfillment agent."""


class Reservation(Base):
    """Units kept in a store for a shopper.

    `status` is active, collecting (the code was right, the stock is being told), collected,
    canceled or expired; `is_hold_open` until the inventory knows what became of the units.
    """

    __tablename__ = "reservations"
    reservation_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(80), index=True)
    hold_id: Mapped[str] = mapped_column(String(120))
    is_hold_open: Mapped[bool] = mapped_column(default=True)
    status: Mapped[str] = mapped_column(String(20), index=True)
    sku: Mapped[str] = mapped_column(String(80))
    quantity: Mapped[int]
    store_id: Mapped[str] = mapped_column(String(80))
    store_name: Mapped[str]
    pickup_code: Mapped[str] = mapped_column(String(20))
    wrong_codes: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(UtcTime)
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


class Preparation(Base):
    """That parcels were asked for, once for an order and a reference (empty: the order itself)."""

    __tablename__ = "preparations"
    order_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    reference: Mapped[str] = mapped_column(String(120), primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(80))
    body_hash: Mapped[str] = mapped_column(String(64))


class Shipment(Base):
    """A parcel of an order; `lines` and `address` are as the contract spells them.

    `promised_by` moves with delays, `originally_promised_by` stays.
    """

    __tablename__ = "shipments"
    shipment_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    order_id: Mapped[str] = mapped_column(String(40), index=True)
    reference: Mapped[str] = mapped_column(String(120), default="")
    customer_id: Mapped[str] = mapped_column(String(80), index=True)
    status: Mapped[str] = mapped_column(String(20))
    carrier: Mapped[str | None]
    tracking_number: Mapped[str | None]
    option_id: Mapped[str] = mapped_column(String(40))
    location_id: Mapped[str | None] = mapped_column(String(80))
    store_name: Mapped[str | None]
    address: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    slot_id: Mapped[str | None] = mapped_column(String(120))
    slot_starts: Mapped[datetime | None] = mapped_column(UtcTime)
    slot_ends: Mapped[datetime | None] = mapped_column(UtcTime)
    promised_by: Mapped[date]
    originally_promised_by: Mapped[date]
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    events: Mapped[list["ShipmentEvent"]] = relationship(
        cascade="all, delete-orphan",
        lazy="selectin",
        order_by="(ShipmentEvent.at, ShipmentEvent.number)",
    )

    @property
    def is_replacement(self) -> bool:
        """Whether it replaces what came back, and is none of the order's own parcels."""
        return bool(self.reference)


class ShipmentEvent(Base):
    """What was done with a parcel; `number` tells which of one moment was recorded first."""

    __tablename__ = "shipment_events"
    shipment_id: Mapped[str] = mapped_column(ForeignKey("shipments.shipment_id"), primary_key=True)
    event_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcTime)
    status: Mapped[str] = mapped_column(String(20))
    place: Mapped[str | None]
    note: Mapped[str | None]
    new_promised_by: Mapped[date | None]
    body_hash: Mapped[str] = mapped_column(String(64), default="")


class ShipmentChange(Base):
    """That an order's parcels were changed under a reference, and how it went."""

    __tablename__ = "shipment_changes"
    order_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    reference: Mapped[str] = mapped_column(String(120), primary_key=True)
    body_hash: Mapped[str] = mapped_column(String(64))


class Progress(Base):
    """How far an order's parcels got; `is_told` when the post-purchase agent knows or refused."""

    __tablename__ = "progress"
    order_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    status: Mapped[str] = mapped_column(String(20), primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(UtcTime)
    is_told: Mapped[bool] = mapped_column(index=True, default=False)
    refusal: Mapped[str | None]


class SlotBooking(Base):
    """A pickup slot that an order has taken."""

    __tablename__ = "slot_bookings"
    order_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    reference: Mapped[str] = mapped_column(String(120), primary_key=True)
    slot_id: Mapped[str] = mapped_column(String(120), index=True)
