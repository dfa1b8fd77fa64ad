"""What the catalogue is made of, counted: kept in memory for as long as its revision holds."""

from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from agents.recommendation.language.named import NamedValues
from agents.recommendation.language.spelling import KnownWords
from agents.recommendation.search.indexes import index_of
from agents.recommendation.tables import Facet, Product, Revision, Variant

EMPTY_REVISION = "empty"
KEPT_REVISIONS = 4
Counts = dict[str, int]
"""How many products have a value, most frequent first."""


@dataclass(frozen=True)
class Vocabulary:
    """The values in one revision of the catalogue.

    `types` are the nouns of categories and names, in index form; `shades` the colours that
    filters go by; `words` what the text index knows, for reading misspelt words. Prices are in
    minor units, None in an empty catalogue.
    """

    revision: str
    products: int
    currency: str
    lowest: int | None
    highest: int | None
    categories: Counts
    brands: Counts
    colours: Counts
    shades: Counts
    sizes: Counts
    materials: Counts
    types: Counts
    tags: Counts
    words: KnownWords

    @cached_property
    def named(self) -> NamedValues:
        """The names of its brands, colours, materials and sizes, for finding them in a text."""
        return NamedValues.of(self.brands, self.shades, self.materials, self.sizes)


class Vocabularies:
    """Reads the vocabulary once per revision; revisions of different shops never coincide."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Vocabulary] = OrderedDict()

    def of(self, session: Session) -> Vocabulary:
        """The vocabulary of the catalogue as the session sees it."""
        revision = session.get(Revision, 1)
        if revision is None:
            return read_vocabulary(session, EMPTY_REVISION)
        kept = self._kept.get(revision.value)
        if kept is None:
            kept = self._kept[revision.value] = read_vocabulary(session, revision.value)
            while len(self._kept) > KEPT_REVISIONS:
                self._kept.popitem(last=False)
        return kept


def read_vocabulary(session: Session, revision: str) -> Vocabulary:
    """Count the catalogue's values."""
    products = session.scalar(select(func.count()).select_from(Product)) or 0
    lowest, highest = session.execute(
        select(func.min(Variant.price), func.max(Variant.price))
    ).one()
    currencies = _counts(session, _products_by(Product.currency))
    return Vocabulary(
        revision=revision,
        products=products,
        currency=next(iter(currencies), "XXX"),
        lowest=lowest,
        highest=highest,
        categories=_counts(session, _products_by(Product.category)),
        brands=_counts(session, _products_by(Product.brand)),
        colours=_counts(session, _variants_by(Variant.colour)),
        shades=_counts(session, _variants_by(Variant.shade)),
        sizes=_counts(session, _variants_by(Variant.size)),
        materials=_counts(session, _facets("material")),
        tags=_counts(session, _facets("tag")),
        types=_counts(session, _facets("type")),
        words=KnownWords(index_of(session).words()),
    )


def _products_by(column: Any) -> Select[Any, int]:
    return select(column, func.count()).group_by(column)


def _variants_by(column: Any) -> Select[Any, int]:
    products = func.count(Variant.number.distinct())
    return select(column, products).group_by(column)


def _facets(facet: str) -> Select[Any, int]:
    query = select(Facet.value, func.count()).where(Facet.facet == facet)
    return query.group_by(Facet.value)


def _counts(session: Session, query: Select[Any, int]) -> Counts:
    rows = [(value, count) for value, count in session.execute(query) if value]
    return dict(sorted(rows, key=lambda row: (-row[1], row[0])))
