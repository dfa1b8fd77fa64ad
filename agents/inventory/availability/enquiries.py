"""Answers the question "do you have it?": which variants are meant, where they are, what else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rapidfuzz import fuzz, process
from sqlalchemy import select
from sqlalchemy.orm import Session

from agents.inventory import counts, stores
from agents.inventory.stock import (
    StockLevel,
    VariantStock,
    is_same_colour,
    is_same_size,
    stock_level,
)
from agents.inventory.tables import Variant
from agents.kit.errors import Fault, NotFound
from agents.kit.places import Place, find_places

SIMILAR_FROM = 60
"""Likeness in percent from which a known id or name is offered for an unknown one."""
SIMILAR_SHOWN = 3


@dataclass(frozen=True)
class Enquiry:
    """What is asked for: a SKU alone, or a product with the wishes that narrow it."""

    sku: str | None = None
    product_id: str | None = None
    size: str | None = None
    colour: str | None = None
    store: str | None = None


@dataclass(frozen=True)
class Availability:
    """The product's variants, those that match, and the stores asked about."""

    enquiry: Enquiry
    product: Sequence[VariantStock]
    matching: Sequence[VariantStock]
    stores: Sequence[Place]
    wanted_stores: Sequence[Place]

    @property
    def available(self) -> int:
        """Sellable units of the matching variants in all places."""
        return sum(variant.available for variant in self.matching)

    @property
    def warehouse(self) -> int:
        """Sellable units that can be sent."""
        return sum(variant.warehouse for variant in self.matching)

    @property
    def level(self) -> StockLevel:
        """The matching variants' level together."""
        return stock_level(self.available)

    def units_at(self, places: Sequence[Place]) -> list[tuple[Place, int]]:
        """Those places that have matching units, most first."""
        units = [(p, sum(v.available_at(p.place_id) for v in self.matching)) for p in places]
        return sorted(((p, n) for p, n in units if n), key=lambda pair: -pair[1])


def find(session: Session, enquiry: Enquiry, now: datetime) -> Availability:
    """Find out what is there of what is asked for.

    Raises:
        NotFound: no such SKU or product; it names similar ones.
        Fault: neither is given.
    """
    product = _product(session, enquiry, now)
    shops = stores.list_stores(session)
    return Availability(
        enquiry=enquiry,
        product=product,
        matching=[variant for variant in product if _is_meant(variant, enquiry)],
        stores=shops,
        wanted_stores=find_places(enquiry.store, shops) if enquiry.store else shops,
    )


def _product(session: Session, enquiry: Enquiry, now: datetime) -> list[VariantStock]:
    if enquiry.sku:
        named = select(Variant.product_id).where(Variant.sku == enquiry.sku)
        product_id = session.scalar(named)
    elif enquiry.product_id:
        product_id = enquiry.product_id
    else:
        raise Fault("nothing is asked for; give a sku or a productId", code="invalid_request")
    found = counts.stock_of_products(session, [product_id], now) if product_id else []
    if not found:
        raise _unknown(session, enquiry)
    return found


def _is_meant(variant: VariantStock, enquiry: Enquiry) -> bool:
    if enquiry.sku:
        return variant.sku == enquiry.sku
    return (not enquiry.size or is_same_size(variant.size, enquiry.size)) and (
        not enquiry.colour or is_same_colour(variant.colour, enquiry.colour)
    )


def _unknown(session: Session, enquiry: Enquiry) -> NotFound:
    if enquiry.sku:
        what, wanted, code = "SKU", enquiry.sku, "unknown_sku"
        known = {sku: sku for sku in session.scalars(select(Variant.sku))}
    else:
        what, wanted, code = "product", enquiry.product_id or "", "unknown_product"
        rows = session.execute(select(Variant.product_id, Variant.name).distinct())
        known = {product_id: f"{product_id} ({name})" for product_id, name in rows}
    similar = _similar(wanted, known)
    hint = f"inventory has {', '.join(similar)}" if similar else "search for the product first"
    return NotFound(
        f"unknown {what} '{wanted}'; {hint}",
        code=code,
        suggestions=[f"Did you mean {label}?" for label in similar],
    )


def _similar(wanted: str, known: Mapping[str, str]) -> list[str]:
    found = process.extract(
        wanted.casefold(),
        {key: label.casefold() for key, label in known.items()},
        scorer=fuzz.WRatio,
        limit=SIMILAR_SHOWN,
        score_cutoff=SIMILAR_FROM,
    )
    return [known[key] for _, _, key in found]
