"""Reads what is sellable now, and changes what is on hand."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, case, delete, func, select, update
from sqlalchemy.orm import Session

from agents.inventory.stock import VariantStock, size_rank
from agents.inventory.stores import WAREHOUSE
from agents.inventory.tables import Hold, HoldLine, ImportMark, Level, Location, Variant

Change = Literal["created", "updated", "unchanged"]


@dataclass(frozen=True)
class Count:
    """A variant and its units on hand by location id."""

    sku: str
    product_id: str
    name: str
    colour: str | None
    size: str | None
    levels: Mapping[str, int]

    @property
    def facts(self) -> dict[str, str | None]:
        """What it is, apart from its counts."""
        return {
            "product_id": self.product_id,
            "name": self.name,
            "colour": self.colour,
            "size": self.size,
        }


def stock_of_skus(session: Session, skus: Collection[str], now: datetime) -> list[VariantStock]:
    """What is sellable of these SKUs; unknown ones are left out."""
    return _read(session, Variant.sku.in_(skus), now)


def stock_of_products(
    session: Session, product_ids: Collection[str], now: datetime
) -> list[VariantStock]:
    """What is sellable of every variant of these products; unknown ones are left out."""
    return _read(session, Variant.product_id.in_(product_ids), now)


def add_units(session: Session, units: Mapping[str, int], location_id: str) -> list[str]:
    """Put units on hand in a place and return the SKUs that are sold no more."""
    known = set(session.scalars(select(Variant.sku).where(Variant.sku.in_(units))))
    for sku in known:
        level = session.get(Level, (sku, location_id))
        if level is None:
            session.add(Level(sku=sku, location_id=location_id, on_hand=units[sku]))
        else:
            level.on_hand += units[sku]
    return sorted(units.keys() - known)


def take_units(session: Session, sku: str, location_id: str, quantity: int) -> None:
    """Take units off the count of a place, never below none."""
    left = case((Level.on_hand > quantity, Level.on_hand - quantity), else_=0)
    session.execute(
        update(Level).where(Level.sku == sku, Level.location_id == location_id).values(on_hand=left)
    )


def set_counts(session: Session, wanted: Sequence[Count]) -> Counter[Change]:
    """Set what variants are and their units on hand in the places named; others stay."""
    by_sku = {count.sku: count for count in wanted}
    variants = {v.sku: v for v in session.scalars(_of(Variant, by_sku))}
    changes: dict[str, Change] = {}
    for sku, count in by_sku.items():
        if sku not in variants:
            session.add(Variant(sku=sku, **count.facts))
            changes[sku] = "created"
        else:
            changes[sku] = "updated" if _set_facts(variants[sku], count) else "unchanged"
    session.flush()
    for sku in _set_levels(session, by_sku):
        if changes[sku] == "unchanged":
            changes[sku] = "updated"
    return Counter(changes.values())


def remove_others(session: Session, kept: Collection[str]) -> int:
    """Remove every variant but these and return how many went; holds run their course."""
    gone = [sku for sku in session.scalars(select(Variant.sku)) if sku not in kept]
    remove(session, gone)
    return len(gone)


def remove_siblings(session: Session, wanted: Sequence[Count]) -> int:
    """Remove what is not among the wanted of their products, and return how many went."""
    kept = {count.sku for count in wanted}
    product_ids = {count.product_id for count in wanted}
    known = session.scalars(select(Variant.sku).where(Variant.product_id.in_(product_ids)))
    gone = [sku for sku in known if sku not in kept]
    remove(session, gone)
    return len(gone)


def remove(session: Session, skus: Sequence[str]) -> None:
    """Remove variants with their counts; holds run their course."""
    for start in range(0, len(skus), 500):
        batch = skus[start : start + 500]
        for table in (Level, ImportMark, Variant):
            session.execute(delete(table).where(table.sku.in_(batch)))


def _read(session: Session, which: ColumnElement[bool], now: datetime) -> list[VariantStock]:
    held = _held(session, which, now)
    levels = session.execute(
        select(Level.sku, Level.location_id, Level.on_hand, Location.kind)
        .join(Variant, Variant.sku == Level.sku)
        .join(Location, Location.location_id == Level.location_id)
        .where(which)
        .order_by(Level.location_id)
    )
    places: dict[tuple[str, bool], dict[str, int]] = defaultdict(dict)
    for sku, location_id, on_hand, kind in levels:
        available = max(0, on_hand - held[sku, location_id])
        places[sku, kind == WAREHOUSE][location_id] = available
    found = [
        VariantStock(
            sku=row.sku,
            product_id=row.product_id,
            name=row.name,
            colour=row.colour,
            size=row.size,
            warehouses=places[row.sku, True],
            stores=places[row.sku, False],
        )
        for row in session.scalars(select(Variant).where(which))
    ]
    return sorted(found, key=lambda v: (v.product_id, v.colour or "", size_rank(v.size), v.sku))


def _held(session: Session, which: ColumnElement[bool], now: datetime) -> Counter[tuple[str, str]]:
    rows = session.execute(
        select(HoldLine.sku, HoldLine.location_id, func.sum(HoldLine.quantity))
        .join(Hold, Hold.hold_id == HoldLine.hold_id)
        .join(Variant, Variant.sku == HoldLine.sku)
        .where(which, Hold.status == "held", Hold.expires_at > now)
        .group_by(HoldLine.sku, HoldLine.location_id)
    )
    return Counter({(sku, location_id): units for sku, location_id, units in rows})


def _of(table: Any, by_sku: Mapping[str, Count]) -> Any:
    return select(table).where(table.sku.in_(by_sku))


def _set_facts(variant: Variant, count: Count) -> bool:
    has_changed = False
    for name, value in count.facts.items():
        if getattr(variant, name) != value:
            setattr(variant, name, value)
            has_changed = True
    return has_changed


def _set_levels(session: Session, by_sku: Mapping[str, Count]) -> set[str]:
    """Write the counts and return the SKUs of which one was another before."""
    levels = {
        (level.sku, level.location_id): level for level in session.scalars(_of(Level, by_sku))
    }
    changed = set()
    for sku, count in by_sku.items():
        for location_id, on_hand in count.levels.items():
            level = levels.get((sku, location_id))
            if level is None:
                session.add(Level(sku=sku, location_id=location_id, on_hand=on_hand))
            elif level.on_hand == on_hand:
                continue
            else:
                level.on_hand = on_hand
            changed.add(sku)
    return changed
