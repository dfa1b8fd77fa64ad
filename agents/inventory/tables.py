"""The inventory's tables: places, variants, their counts, and holds on them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from agents.kit.storage import Tables, UtcTime


class Base(Tables, DeclarativeBase):
    """Tables of the inventory agent."""


class Location(Base):
    """A store or a warehouse; `kind` is `store` or `warehouse`."""

    __tablename__ = "locations"
    location_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str]
    city: Mapped[str]
    address: Mapped[str]
    postcode: Mapped[str]
    hours: Mapped[str]


class Variant(Base):
    """What can be sold: one size and colour of a product."""

    __tablename__ = "variants"
    sku: Mapped[str] = mapped_column(String(80), primary_key=True)
    product_id: Mapped[str] = mapped_column(String(80), index=True)
    name: Mapped[str]
    colour: Mapped[str | None]
    size: Mapped[str | None]


class Level(Base):
    """Units on hand of a variant in one place, held ones among them."""

    __tablename__ = "levels"
    sku: Mapped[str] = mapped_column(ForeignKey("variants.sku"), primary_key=True)
    location_id: Mapped[str] = mapped_column(ForeignKey("locations.location_id"), primary_key=True)
    on_hand: Mapped[int]


class ImportMark(Base):
    """Which import named a variant last, for imports that say who they are."""

    __tablename__ = "import_marks"
    sku: Mapped[str] = mapped_column(String(80), primary_key=True)
    import_id: Mapped[str] = mapped_column(String(80), index=True)


class Hold(Base):
    """Units set aside until a time; `status` is held, expired, released or committed."""

    __tablename__ = "holds"
    hold_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    status: Mapped[str] = mapped_column(String(20))
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    lines: Mapped[list["HoldLine"]] = relationship(cascade="all, delete-orphan", lazy="selectin")

    __table_args__ = (Index("holds_live", "status", "expires_at"),)


class HoldLine(Base):
    """Units of one variant in one place that a hold sets aside."""

    __tablename__ = "hold_lines"
    hold_id: Mapped[str] = mapped_column(ForeignKey("holds.hold_id"), primary_key=True)
    sku: Mapped[str] = mapped_column(String(80), primary_key=True, index=True)
    location_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    quantity: Mapped[int]
