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
    under one of the names, of `no_facets` none. `no_words` must not stand outside the
    description. `numbers` are the products looked at.
    """

    facets: Facets = ()
    no_facets: Facets = ()
    no_words: tuple[str, ...] = ()
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

    @property
    def lists_variants(self) -> bool:
        """Whether an index lists the variants that fit, by colour or size."""
        return self.shades is not None or self.sizes is not None

    @property
    def tries_variants(self) -> bool:
        """Whether variants must be looked at one by one: no index lists those that fit."""
        told = (self.min_price, self.max_price) != (None, None)
        return not self.lists_variants and (told or bool(self.no_shades))


def may_be_priced(bounds: Bounds) -> ColumnElement[bool]:
    """Whether a product's range of prices meets that of the bounds."""
    conditions: list[ColumnElement[bool]] = [true()]
    if bounds.min_price is not None:
        conditions.append(Product.highest >= bounds.min_price)
    if bounds.max_price is not None:
        conditions.append(Product.lowest <= bounds.max_price)
    return and_(*conditions)


def wanted_numbers(bounds: Bounds) -> list[Select[int]]:
    """Lists of products; those on all of them are within the bounds, but for `tries_variants`."""
    lists = [numbers_with(names, values) for names, values in bounds.facets]
    if bounds.brands is not None:
        lists.append(select(Product.number).where(Product.brand.in_(bounds.brands)))
    if bounds.numbers is not None:
        lists.append(select(Product.number).where(Product.number.in_(bounds.numbers)))
    if bounds.lists_variants:
        lists.append(select(Variant.number).where(variant_within(bounds)))
    return lists


def refused_numbers(bounds: Bounds) -> list[Select[int]]:
    """Lists of products that are not within the bounds."""
    lists = [numbers_with(names, values) for names, values in bounds.no_facets]
    if bounds.no_brands:
        lists.append(select(Product.number).where(Product.brand.in_(bounds.no_brands)))
    return lists


def fitting_variants(bounds: Bounds) -> Select[int, int, int]:
    """Products with a variant within the bounds, and the price range of those variants."""
    low = func.min(Variant.price).label("low")
    high = func.max(Variant.price).label("high")
    query = select(Variant.number, low, high).where(variant_within(bounds))
    return query.group_by(Variant.number)


def variant_within(bounds: Bounds) -> ColumnElement[bool]:
    """Whether one same variant has the bounds' colour, size and price."""
    conditions: list[ColumnElement[bool]] = [true()]
    if bounds.shades is not None:
        conditions.append(Variant.shade.in_(bounds.shades))
    if bounds.no_shades:
        conditions.append(or_(Variant.shade.is_(None), Variant.shade.not_in(bounds.no_shades)))
    if bounds.sizes is not None:
        conditions.append(Variant.size.in_(bounds.sizes))
    if bounds.min_price is not None:
        conditions.append(Variant.price >= bounds.min_price)
    if bounds.max_price is not None:
        conditions.append(Variant.price <= bounds.max_price)
    return and_(*conditions)


def numbers_with(names: Collection[str], values: Collection[str]) -> Select[int]:
    """The products that have one of the values under one of the facets."""
    return select(Facet.number).where(Facet.facet.in_(names), Facet.value.in_(values))
