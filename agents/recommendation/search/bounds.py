"""The bounds of a search, in the catalogue's exact values, and their SQL."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true

from agents.recommendation.tables import Facet, Product, Variant

Values = frozenset[str]
Facets = tuple[tuple[tuple[str, ...], Values], ...]


@dataclass(frozen=True)
class Bounds:
    """The exact values that a product and one of its variants must have; None bounds nothing.

    `facets` holds pairs of facet names and values: of each pair a product must have one value
    under one of the names. `numbers` are the products looked at.
    """

    facets: Facets = ()
    brands: Values | None = None
    no_brands: Values = frozenset()
    shades: Values | None = None
    no_shades: Values = frozenset()
    sizes: Values | None = None
    min_price: int | None = None
    max_price: int | None = None
    numbers: frozenset[int] | None = None

    def holds_for(self, variant: Variant) -> bool:
        """Whether a variant in hand has the bounds' colour, size and price."""
        return (
            (self.shades is None or variant.shade in self.shades)
            and variant.shade not in self.no_shades
            and (self.sizes is None or variant.size in self.sizes)
            and (self.min_price is None or variant.price >= self.min_price)
            and (self.max_price is None or variant.price <= self.max_price)
        )


def fitting_variants(bounds: Bounds) -> Select[int, int, int]:
    """Products with a variant within the bounds, and the price range of those variants."""
    low = func.min(Variant.price).label("low")
    high = func.max(Variant.price).label("high")
    query = select(Variant.number, low, high).where(variant_within(bounds))
    product = product_within(bounds)
    if product is not None:
        query = query.join(Product, Product.number == Variant.number).where(product)
    return query.group_by(Variant.number)


def variant_within(bounds: Bounds) -> ColumnElement[bool]:
    """Whether one same variant has the bounds' colour, size and price."""
    conditions: list[ColumnElement[bool]] = [true()]
    if bounds.shades is not None:
        conditions.append(Variant.shade.in_(bounds.shades))
    if bounds.numbers is not None:
        conditions.append(Variant.number.in_(bounds.numbers))
    if bounds.no_shades:
        conditions.append(or_(Variant.shade.is_(None), Variant.shade.not_in(bounds.no_shades)))
    if bounds.sizes is not None:
        conditions.append(Variant.size.in_(bounds.sizes))
    if bounds.min_price is not None:
        conditions.append(Variant.price >= bounds.min_price)
    if bounds.max_price is not None:
        conditions.append(Variant.price <= bounds.max_price)
    return and_(*conditions)


def product_within(bounds: Bounds) -> ColumnElement[bool] | None:
    """Whether a product has the bounds' brand and facets; None when any product has."""
    conditions: list[ColumnElement[bool]] = [
        Product.number.in_(_numbers_with(names, values)) for names, values in bounds.facets
    ]
    if bounds.brands is not None:
        conditions.append(Product.brand.in_(bounds.brands))
    if bounds.no_brands:
        conditions.append(or_(Product.brand.is_(None), Product.brand.not_in(bounds.no_brands)))
    return and_(*conditions) if conditions else None


def _numbers_with(names: Collection[str], values: Collection[str]) -> Select[int]:
    return select(Facet.number).where(Facet.facet.in_(names), Facet.value.in_(values))
