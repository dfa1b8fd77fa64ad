"""The loyalty agent's tables."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from agents.kit.storage import Tables, UtcTime


class Base(Tables, DeclarativeBase):
    """This agent's tables."""


class Customer(Base):
    """A member; the `..._key` columns are what identification compares."""

    __tablename__ = "customers"
    customer_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    first_name: Mapped[str] = mapped_column(String(100))
    last_name: Mapped[str] = mapped_column(String(100))
    email: Mapped[str] = mapped_column(String(200))
    email_key: Mapped[str] = mapped_column(String(200), unique=True)
    name_key: Mapped[str] = mapped_column(String(300), index=True)
    phone: Mapped[str | None] = mapped_column(String(40))
    joined_at: Mapped[datetime] = mapped_column(UtcTime)


class PointsEntry(Base):
    """One booking of points.

    Attributes:
        kind: earn, reverse, welcome or burn.
        reference: What was booked; the same is booked once.
        amount: The money it is for, in minor units; None in entries that tell none.
    """

    __tablename__ = "points"
    __table_args__ = (UniqueConstraint("customer_id", "kind", "order_id", "reference"),)
    entry_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey(Customer.customer_id), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    points: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcTime)
    order_id: Mapped[str | None] = mapped_column(String(80), index=True)
    reference: Mapped[str] = mapped_column(String(200))
    amount: Mapped[int | None]
    note: Mapped[str] = mapped_column(String(200))


class OfferRow(Base):
    """An offer as its row says it, and until when that holds."""

    __tablename__ = "offers"
    offer_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    row: Mapped[dict[str, Any]] = mapped_column(JSON)
    valid_until: Mapped[datetime] = mapped_column(UtcTime)


class Redemption(Base):
    """That an order used an offer."""

    __tablename__ = "redemptions"
    order_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    offer_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(80), index=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
