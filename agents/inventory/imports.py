"""What an import of stock changes, and what it did not name and may remove."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from agents.inventory import counts
from agents.inventory.counts import Count
from agents.inventory.tables import ImportMark, Level, Variant
from agents.kit.errors import NotFound

REMOVED_AT_ONCE = 500
"""Variants removed by one call, so that each is short."""
NAMES_TOLD = 20
DIFFERENCES_TOLD = 20


@dataclass(frozen=True)
class Difference:
    """A variant that an import makes another one, and in what."""

    sku: str
    name: str
    details: tuple[str, ...]


@dataclass(frozen=True)
class Removal:
    """Variants that went; `is_finished` is false while there are more."""

    removed: int
    names: list[str]
    is_finished: bool


def differences(session: Session, wanted: Sequence[Count]) -> list[Difference]:
    """What setting these counts will change, for the first variants that change."""
    by_sku = {count.sku: count for count in wanted}
    known = {v.sku: v for v in session.scalars(select(Variant).where(Variant.sku.in_(by_sku)))}
    rows = session.scalars(select(Level).where(Level.sku.in_(by_sku)))
    levels = {(level.sku, level.location_id): level.on_hand for level in rows}
    found = []
    for sku, count in by_sku.items():
        details = tuple(_details(known[sku], count, levels)) if sku in known else ()
        if details:
            found.append(Difference(sku, count.name, details))
        if len(found) == DIFFERENCES_TOLD:
            break
    return found


def note(session: Session, import_id: str, skus: Sequence[str]) -> None:
    """Remember that an import named these variants."""
    named = set(skus)
    session.execute(delete(ImportMark).where(ImportMark.sku.in_(named)))
    session.add_all(ImportMark(sku=sku, import_id=import_id) for sku in named)


def remove_products(session: Session, product_ids: Sequence[str]) -> Removal:
    """Remove variants of products; unknown ones are gone already."""
    return _remove(session, Variant.product_id.in_(product_ids))


def remove_others(session: Session, import_id: str) -> Removal:
    """Remove the next variants that an import did not name.

    Raises:
        NotFound: no variant was named by such an import, so that all would go.
    """
    if session.scalar(select(ImportMark).where(ImportMark.import_id == import_id).limit(1)) is None:
        raise NotFound(
            f"no stock came with import '{import_id}'; import stock with this id first",
            code="unknown_import",
        )
    return _remove(session, or_(ImportMark.import_id.is_(None), ImportMark.import_id != import_id))


def _details(variant: Variant, count: Count, levels: dict[tuple[str, str], int]) -> Iterator[str]:
    for name, value in count.facts.items():
        before = getattr(variant, name)
        if before != value:
            yield f"{name.replace('_', ' ')} from {before or 'none'} to {value or 'none'}"
    for location_id, on_hand in count.levels.items():
        before = levels.get((count.sku, location_id))
        if before != on_hand:
            yield f"units at {location_id} from {before or 0} to {on_hand}"


def _remove(session: Session, which: ColumnElement[bool]) -> Removal:
    query = select(Variant.sku, Variant.name).outerjoin(ImportMark, ImportMark.sku == Variant.sku)
    found = session.execute(query.where(which).limit(REMOVED_AT_ONCE)).all()
    counts.remove(session, [sku for sku, _ in found])
    names = list(dict.fromkeys(name for _, name in found))[:NAMES_TOLD]
    return Removal(len(found), names, len(found) < REMOVED_AT_ONCE)
