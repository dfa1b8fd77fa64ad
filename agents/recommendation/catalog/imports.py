"""What an import named, so that what it did not name can go at its end."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from agents.kit.errors import NotFound
from agents.recommendation.catalog.products import remove
from agents.recommendation.search.index import SearchIndex
from agents.recommendation.tables import ImportMark, Product

REMOVED_AT_ONCE = 500
"""Products removed by one call, so that each is short."""
NAMES_TOLD = 20


@dataclass(frozen=True)
class Removal:
    """Products that went; `is_finished` is false while there are more."""

    removed: int
    names: list[str]
    is_finished: bool


def note(session: Session, import_id: str, product_ids: Sequence[str]) -> None:
    """Remember that an import named these products."""
    session.execute(delete(ImportMark).where(ImportMark.product_id.in_(product_ids)))
    session.add_all(ImportMark(product_id=i, import_id=import_id) for i in product_ids)


def remove_named(session: Session, index: SearchIndex, product_ids: Sequence[str]) -> Removal:
    """Remove products; unknown ones are gone already."""
    return _remove(session, index, Product.product_id.in_(product_ids))


def remove_others(session: Session, index: SearchIndex, import_id: str) -> Removal:
    """Remove the next products that an import did not name.

    Raises:
        NotFound: no product was named by such an import, so that all would go.
    """
    if session.scalar(select(ImportMark).where(ImportMark.import_id == import_id).limit(1)) is None:
        raise NotFound(
            f"no product came with import '{import_id}'; import products with this id first",
            code="unknown_import",
        )
    others = or_(ImportMark.import_id.is_(None), ImportMark.import_id != import_id)
    return _remove(session, index, others)


def _remove(session: Session, index: SearchIndex, which: ColumnElement[bool]) -> Removal:
    mark = ImportMark.product_id == Product.product_id
    query = select(Product.number, Product.product_id, Product.name).outerjoin(ImportMark, mark)
    found = session.execute(query.where(which).limit(REMOVED_AT_ONCE)).all()
    remove(session, index, [number for number, _, _ in found])
    gone = [product_id for _, product_id, _ in found]
    session.execute(delete(ImportMark).where(ImportMark.product_id.in_(gone)))
    names = [name for _, _, name in found[:NAMES_TOLD]]
    return Removal(len(found), names, len(found) < REMOVED_AT_ONCE)
