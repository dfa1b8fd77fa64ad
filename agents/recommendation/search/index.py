"""The text index: what any search engine must do here, and the search that both of ours share."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import CTE, case, exists, func, select, text
from sqlalchemy.orm import Session

from agents.recommendation.search.bounds import Bounds, fitting_variants
from agents.recommendation.tables import Facet, Product, Variant

POPULARITY_WEIGHT = 0.001
POPULARITY_CEILING = 2000


@dataclass(frozen=True)
class Document:
    """A product's texts, in index form, in the order of `TEXT_COLUMNS`."""

    number: int
    texts: tuple[str, ...]

    @property
    def words(self) -> str:
        """The words by which it may be asked for: all but the description's."""
        return " ".join(self.texts[:-1])


@dataclass(frozen=True)
class Term:
    """One thing that a query asks for: any of its forms, in index form.

    `shades` count among the colours only. A named term must stand outside the description:
    a shirt that mentions a boat neck is no boat.
    """

    forms: tuple[str, ...]
    shades: tuple[str, ...] = ()
    is_named: bool = False


@dataclass(frozen=True)
class Page:
    """Which of the matches are wanted; `sort` as in the contract."""

    sort: str = "relevance"
    limit: int = 10
    offset: int = 0


@dataclass(frozen=True)
class Hit:
    """A product that matches, with the price range of its matching variants."""

    number: int
    low: int
    high: int


@dataclass(frozen=True)
class Hits:
    """A page of matches, and how many there are in all."""

    total: int = 0
    hits: tuple[Hit, ...] = ()


class SearchIndex(Protocol):
    """A search engine for the catalogue: filters hold before it ranks."""

    def put(self, documents: Iterable[Document]) -> None:
        """Index documents, in place of those with the same numbers."""

    def remove(self, numbers: Collection[int]) -> None:
        """Forget documents."""

    def words(self) -> dict[str, int]:
        """The words by which products may be asked for, with the number of products."""

    def has(self, terms: Sequence[Term]) -> bool:
        """Whether some product matches all terms."""

    def find(self, terms: Sequence[Term], bounds: Bounds, page: Page) -> Hits:
        """The products that match all terms and have a variant within the bounds."""


class DatabaseIndex(ABC):
    """An index in the agent's own database, changed in the catalogue's transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @abstractmethod
    def matched(self, terms: Sequence[Term]) -> CTE:
        """The `number` of each product that matches all terms, and its `score`: less is better."""

    def find(self, terms: Sequence[Term], bounds: Bounds, page: Page) -> Hits:
        """The products that match all terms and have a variant within the bounds."""
        matched = self.matched(terms) if terms else None
        fitting = fitting_variants(bounds)
        if matched is not None:
            fitting = fitting.where(Variant.number.in_(select(matched.c.number)))
        fits = fitting.cte("fits")
        query = select(fits.c.number, fits.c.low, fits.c.high, func.count().over())
        query = query.join(Product, Product.number == fits.c.number)
        if matched is not None:
            query = query.join(matched, matched.c.number == fits.c.number)
        query = query.order_by(*_order(page.sort, fits, matched, terms), Product.number)
        rows = self._session.execute(query.limit(page.limit).offset(page.offset)).all()
        if rows or not page.offset:
            return Hits(rows[0][3] if rows else 0, tuple(Hit(*row[:3]) for row in rows))
        counted = select(func.count()).select_from(query.order_by(None).subquery())
        return Hits(self._session.scalar(counted) or 0)

    def run(self, statement: str, rows: list[dict[str, Any]]) -> None:
        """Run a statement for each of the rows."""
        if rows:
            self._session.execute(text(statement), rows)


def _order(sort: str, fits: CTE, matched: CTE | None, terms: Sequence[Term]) -> list[Any]:
    match sort:
        case "price_asc":
            return [fits.c.low, Product.popularity.desc()]
        case "price_desc":
            return [fits.c.low.desc(), fits.c.high.desc(), Product.popularity.desc()]
        case "newest":
            return [Product.listed_at.desc()]
    if matched is None:
        return [Product.popularity.desc(), Product.listed_at.desc()]
    is_capped = Product.popularity > POPULARITY_CEILING
    popularity = case((is_capped, POPULARITY_CEILING), else_=Product.popularity)
    is_kind = exists().where(
        Facet.facet == "kind", Facet.value.in_(terms[0].forms), Facet.number == Product.number
    )
    return [is_kind.desc(), matched.c.score - popularity * POPULARITY_WEIGHT]
