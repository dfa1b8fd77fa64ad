"""Timed holds on stock: placed whole or not at all, then committed, released or run out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import update
from sqlalchemy.orm import Session

from agents.inventory import counts
from agents.inventory.stock import Allocation, VariantStock, allocate
from agents.inventory.tables import Hold, HoldLine
from agents.kit.errors import Conflict


@dataclass(frozen=True)
class HoldRequest:
    """Units wanted by SKU, from one place or from wherever they are."""

    hold_id: str
    units: Counter[str]
    ttl: timedelta
    location_id: str | None = None


@dataclass(frozen=True)
class Shortage:
    """A SKU of which fewer are sellable than wanted."""

    sku: str
    wanted: int
    available: int


@dataclass(frozen=True)
class Placement:
    """A hold that stands, or what it fell short of."""

    hold: Hold | None
    shortages: Sequence[Shortage] = ()


def place(session: Session, wanted: HoldRequest, now: datetime) -> Placement:
    """Hold every line or none; the same hold again changes nothing.

    A hold that was released or ran out is placed anew under its id.

    Raises:
        Conflict: the id holds other units.
    """
    sweep(session, now)
    hold = session.get(Hold, wanted.hold_id)
    if hold is not None:
        _check_same(hold, wanted)
        if hold.status in ("held", "committed"):
            return Placement(hold)
    stock = {v.sku: v for v in counts.stock_of_skus(session, wanted.units, now)}
    taken = {sku: _take(stock.get(sku), wanted, sku) for sku in wanted.units}
    shortages = [
        Shortage(sku, wanted.units[sku], _available(stock.get(sku), wanted.location_id))
        for sku, allocations in taken.items()
        if allocations is None
    ]
    if shortages:
        return Placement(None, shortages)
    lines = [
        HoldLine(hold_id=wanted.hold_id, sku=sku, location_id=location_id, quantity=quantity)
        for sku, allocations in taken.items()
        for location_id, quantity in allocations or ()
    ]
    return Placement(_keep(session, hold, wanted, lines, now))


def commit(
    session: Session, hold_id: str, now: datetime
) -> Literal["committed", "expired", "unknown"]:
    """Take a hold's units off the counts, once; a released hold answers as an expired one."""
    sweep(session, now)
    hold = session.get(Hold, hold_id)
    if hold is None:
        return "unknown"
    if hold.status == "held":
        for line in hold.lines:
            counts.take_units(session, line.sku, line.location_id, line.quantity)
        hold.status = "committed"
    return "committed" if hold.status == "committed" else "expired"


def release(session: Session, hold_id: str) -> Literal["released", "committed", "unknown"]:
    """Give a hold's units back, once; what was committed stays so."""
    hold = session.get(Hold, hold_id)
    if hold is None:
        return "unknown"
    if hold.status == "committed":
        return "committed"
    hold.status = "released"
    return "released"


def sweep(session: Session, now: datetime) -> None:
    """Mark the holds that ran out; they stopped counting at their time already."""
    session.execute(
        update(Hold).where(Hold.status == "held", Hold.expires_at <= now).values(status="expired")
    )


def _check_same(hold: Hold, wanted: HoldRequest) -> None:
    held: Counter[str] = Counter()
    for line in hold.lines:
        held[line.sku] += line.quantity
    if held != wanted.units:
        raise Conflict(
            f"hold '{hold.hold_id}' is for other units; use a new id", code="hold_reused"
        )


def _take(stock: VariantStock | None, wanted: HoldRequest, sku: str) -> Sequence[Allocation] | None:
    units = wanted.units[sku]
    if stock is None:
        return None
    if wanted.location_id is None:
        return allocate(stock, units)
    has_enough = stock.available_at(wanted.location_id) >= units
    return [(wanted.location_id, units)] if has_enough else None


def _available(stock: VariantStock | None, location_id: str | None) -> int:
    if stock is None:
        return 0
    return stock.available if location_id is None else stock.available_at(location_id)


def _keep(
    session: Session,
    hold: Hold | None,
    wanted: HoldRequest,
    lines: list[HoldLine],
    now: datetime,
) -> Hold:
    if hold is not None:
        hold.lines.clear()
        session.flush()
    else:
        hold = Hold(hold_id=wanted.hold_id)
        session.add(hold)
    hold.status, hold.expires_at, hold.lines = "held", now + wanted.ttl, lines
    session.flush()
    return hold
