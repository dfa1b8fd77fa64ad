"""What a shopper's filters mean in this catalogue: exact values that one same variant must have."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from agents.recommendation.catalog.vocabulary import Vocabulary
from agents.recommendation.language.attributes import (
    matching_colours,
    matching_materials,
    matching_names,
    matching_sizes,
)
from agents.recommendation.language.words import word_forms
from agents.recommendation.search.bounds import Bounds, Facets, Values
from agents.recommendation.tables import Facet


@dataclass(frozen=True)
class Filters:
    """The filters as they were asked for; prices in minor units."""

    category: str | None = None
    colour: str | None = None
    size: str | None = None
    brand: str | None = None
    material: str | None = None
    min_price: int | None = None
    max_price: int | None = None
    exclude_colours: tuple[str, ...] = ()
    exclude_brands: tuple[str, ...] = ()
    exclude_materials: tuple[str, ...] = ()
    exclude_words: tuple[str, ...] = ()

    @property
    def asked(self) -> list[str]:
        """The names of the filters that were given."""
        return [f.name for f in fields(self) if getattr(self, f.name) not in (None, ())]

    def without(self, *names: str) -> "Filters":
        """The same filters with some dropped."""
        blank = Filters()
        dropped: dict[str, Any] = {name: getattr(blank, name) for name in names}
        return replace(self, **dropped)


def resolve(filters: Filters, known: Vocabulary) -> Bounds:
    """Translate filters, except the category, into the catalogue's own values."""
    facets: Facets = ()
    if filters.material is not None:
        facets = ((("material",), matching_materials(filters.material, known.materials)),)
    return Bounds(
        facets=facets,
        brands=None if filters.brand is None else matching_names(filters.brand, known.brands),
        no_facets=_refused_materials(filters, known),
        no_words=filters.exclude_words,
        no_brands=_union(matching_names(b, known.brands) for b in filters.exclude_brands),
        shades=None if filters.colour is None else matching_colours(filters.colour, known.shades),
        no_shades=_union(matching_colours(c, known.shades) for c in filters.exclude_colours),
        sizes=None if filters.size is None else matching_sizes(filters.size, known.sizes),
        min_price=filters.min_price,
        max_price=filters.max_price,
    )


def _refused_materials(filters: Filters, known: Vocabulary) -> Facets:
    refused = _union(matching_materials(m, known.materials) for m in filters.exclude_materials)
    return ((("material",), refused),) if refused else ()


def category_facet(session: Session, category: str) -> tuple[tuple[str, ...], Values] | None:
    """The kinds and tags that a category's name means; None when no product has one."""
    facets = ("kind", "tag")
    forms = word_forms(category)
    values = _union(known_values(session, facet, forms) for facet in facets)
    return (facets, values) if values else None


def known_values(session: Session, facet: str, values: Iterable[str]) -> Values:
    """Those of the values that some product has."""
    query = select(Facet.value).where(Facet.facet == facet, Facet.value.in_(list(values)))
    return frozenset(session.scalars(query.distinct()))


def _union(sets: Iterable[Values]) -> Values:
    return frozenset().union(*sets)
