"""Timed holds on stock: placed whole or not at all, then committed, released or run out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from agents.inventory import counts
from agents.inventory.holds.allocation import Allocation, Source, allocate, available
from agents.inventory.policy import Policy
from agents.inventory.stock import VariantStock
from agents.inventory.tables import Hold, HoldLine, Location
from agents.kit.errors import Conflict, Fault
from agents.kit.places import distance


@dataclass(frozen=True)
class HoldRequest:
    """Units wanted by SKU, from one place or from wherever they are, to go to a postcode."""

    hold_id: str
    units: Counter[str]
    ttl: timedelta
    location_id: str | None = None
    postcode: str | None = None


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


def place(session: Session, wanted: HoldRequest, policy: Policy, now: datetime) -> Placement:
    """Hold every line or none; the same hold again changes nothing.

    A hold that was released or ran out is placed anew under its id.

    Raises:
        Conflict: the id holds other units.
        Fault: one hold may not set aside so much, or not for so long.
    """
    _check_limits(wanted, policy)
    sweep(session, now)
    hold = session.get(Hold, wanted.hold_id)
    if hold is not None:
        _check_same(hold, wanted)
        if hold.status in ("held", "committed"):
            return Placement(hold)
    sources = _sources(session, wanted, policy, now)
    allocations = allocate(wanted.units, sources)
    if allocations is None:
        return Placement(None, _shortages(wanted, sources))
    lines = [
        HoldLine(hold_id=wanted.hold_id, sku=a.sku, location_id=a.location_id, quantity=a.quantity)
        for a in allocations
    ]
    return Placement(_keep(session, hold, wanted, lines, now))


def allocations_of(session: Session, hold_id: str) -> list[Allocation]:
    """Where a hold's units are, by SKU and place."""
    hold = session.get(Hold, hold_id)
    lines = hold.lines if hold else []
    found = [Allocation(line.sku, line.location_id, line.quantity) for line in lines]
    return sorted(found, key=lambda a: (a.sku, a.location_id))


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


def _check_limits(wanted: HoldRequest, policy: Policy) -> None:
    limits = policy.holds
    seconds = int(wanted.ttl.total_seconds())
    most = max(wanted.units.values(), default=0)
    for asked, limit, what, rule in (
        (seconds, limits.longest_seconds, "seconds", "longestSeconds"),
        (most, limits.most_units_per_sku, "units of a SKU", "mostUnitsPerSku"),
        (len(wanted.units), limits.most_skus, "SKUs", "mostSkus"),
    ):
        if asked > limit:
            raise Fault(
                f"hold '{wanted.hold_id}' asks for {asked} {what}; at most {limit} "
                f"(policy holds.{rule})",
                code="hold_limit",
                suggestions=["Ask for fewer."],
            )


def _check_same(hold: Hold, wanted: HoldRequest) -> None:
    held: Counter[str] = Counter()
    for line in hold.lines:
        held[line.sku] += line.quantity
    places = {line.location_id for line in hold.lines}
    if held != wanted.units or (wanted.location_id and places != {wanted.location_id}):
        raise Conflict(
            f"hold '{hold.hold_id}' is for other units; use a new id", code="hold_reused"
        )


def _sources(session: Session, wanted: HoldRequest, policy: Policy, now: datetime) -> list[Source]:
    """The places that may give what is wanted, each with its units of it."""
    stock = counts.stock_of_skus(session, wanted.units, now)
    if wanted.location_id is not None:
        units = {v.sku: v.available_at(wanted.location_id) for v in stock}
        return [Source(wanted.location_id, False, units)]
    postcodes = {row.location_id: row.postcode for row in session.scalars(select(Location))}
    return [
        Source(
            location_id,
            is_warehouse,
            _sendable(stock, location_id, is_warehouse, policy),
            distance(wanted.postcode, postcodes[location_id]) if wanted.postcode else (),
        )
        for location_id, is_warehouse in _places(stock).items()
    ]


def _places(stock: Sequence[VariantStock]) -> dict[str, bool]:
    """Every place that has a count of these, and whether it is a warehouse."""
    stores = {location_id: False for variant in stock for location_id in variant.stores}
    return stores | {place: True for variant in stock for place in variant.warehouses}


def _sendable(
    stock: Sequence[VariantStock], location_id: str, is_warehouse: bool, policy: Policy
) -> dict[str, int]:
    return {
        variant.sku: policy.allocation.sendable(
            location_id, variant.available_at(location_id), is_warehouse=is_warehouse
        )
        for variant in stock
    }


def _shortages(wanted: HoldRequest, sources: Sequence[Source]) -> list[Shortage]:
    return [
        Shortage(sku, units, available(sku, sources))
        for sku, units in wanted.units.items()
        if available(sku, sources) < units
    ]


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
