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
    email_key: Mapped[str] = mapped_column(String(400), unique=True)
    name_key: Mapped[str] = mapped_column(String(500), index=True)
    phone: Mapped[str | None] = mapped_column(String(40))
    joined_at: Mapped[datetime] = mapped_column(UtcTime)


class PointsEntry(Base):
    """One booking of points.

    Attributes:
        kind: earn, welcome, reverse, burn, restore or expire.
        points: What it adds to the balance, or takes.
        reference: What was booked; the same is booked once.
        amount: What was asked: minor units of money to earn or reverse, points to burn or restore;
            None in entries that do not tell.
        expires_at: When the points that it added end; None: never.
        is_settled: Whether what had ended of them is booked.
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
    currency: Mapped[str | None] = mapped_column(String(3))
    expires_at: Mapped[datetime | None] = mapped_column(UtcTime, index=True)
    is_settled: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(String(300))


class OfferRow(Base):
    """An offer as its row says it, and until when that holds."""

    __tablename__ = "offers"
    offer_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    row: Mapped[dict[str, Any]] = mapped_column(JSON)
    valid_until: Mapped[datetime] = mapped_column(UtcTime)


class Reservation(Base):
    """The offers that an order of a shopper asked for; released ones count no more."""

    __tablename__ = "reservations"
    customer_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    order_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    offer_ids: Mapped[list[str]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcTime)
    released_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Redemption(Base):
    """That an order uses an offer; while it is here it counts against the offer's limits."""

    __tablename__ = "redemptions"
    customer_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    order_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    offer_id: Mapped[str] = mapped_column(String(40), primary_key=True, index=True)
    is_first_order: Mapped[bool]
    at: Mapped[datetime] = mapped_column(UtcTime)


class WrongTries(Base):
    """Wrong tries at saying who one is, under a digest of who tried or of the name tried."""

    __tablename__ = "wrong_tries"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    tries: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    wait_until: Mapped[datetime] = mapped_column(UtcTime)
