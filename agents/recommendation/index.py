"""The text index: what any search engine must do here, and how SQLite's FTS5 does it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import CTE, Integer, column, exists, func, select, text
from sqlalchemy.orm import Session

from agents.recommendation.bounds import Bounds, fitting_variants
from agents.recommendation.tables import TEXT_COLUMNS, Facet, Product, Variant

WEIGHTS = (8.0, 6.0, 5.0, 3.0, 3.0, 2.0, 1.0)
"""How much a match counts in each of `TEXT_COLUMNS`, for bm25."""
NAMED = "{" + " ".join(column for column in TEXT_COLUMNS if column != "description") + "}"
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


class SqliteIndex:
    """The index in the agent's own SQLite file, changed in the catalogue's transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, documents: Iterable[Document]) -> None:
        """Index documents, in place of those with the same numbers."""
        entries = list(documents)
        self.remove([entry.number for entry in entries])
        columns = ", ".join(TEXT_COLUMNS)
        values = ", ".join(f":{name}" for name in TEXT_COLUMNS)
        self._run(
            f"INSERT INTO product_texts (rowid, {columns}) VALUES (:number, {values})",
            [
                {"number": e.number, **dict(zip(TEXT_COLUMNS, e.texts, strict=True))}
                for e in entries
            ],
        )
        self._run(
            "INSERT INTO product_words (rowid, words) VALUES (:number, :words)",
            [{"number": e.number, "words": e.words} for e in entries],
        )

    def remove(self, numbers: Collection[int]) -> None:
        """Forget documents."""
        rows = [{"number": number} for number in numbers]
        self._run("DELETE FROM product_texts WHERE rowid = :number", rows)
        self._run("DELETE FROM product_words WHERE rowid = :number", rows)

    def words(self) -> dict[str, int]:
        """The words by which products may be asked for, with the number of products."""
        rows = self._session.execute(text("SELECT term, doc FROM product_vocabulary"))
        return dict(rows.all())

    def has(self, terms: Sequence[Term]) -> bool:
        """Whether some product matches all terms."""
        query = text("SELECT 1 FROM product_texts WHERE product_texts MATCH :match LIMIT 1")
        return self._session.scalar(query, {"match": expression(terms)}) is not None

    def find(self, terms: Sequence[Term], bounds: Bounds, page: Page) -> Hits:
        """The products that match all terms and have a variant within the bounds."""
        matched = _matched(terms) if terms else None
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
        return Hits(self._session.scalar(select(func.count()).select_from(query.subquery())) or 0)

    def _run(self, statement: str, rows: list[dict[str, Any]]) -> None:
        if rows:
            self._session.execute(text(statement), rows)


def expression(terms: Sequence[Term]) -> str:
    """Terms in the query language of FTS5; forms are words of letters and digits only."""
    return " AND ".join(map(_term_expression, terms))


def _term_expression(term: Term) -> str:
    forms = " OR ".join(f'"{form}"' for form in term.forms)
    spoken = f"{NAMED} : ({forms})" if term.is_named else f"({forms})"
    if not term.shades:
        return spoken
    shades = " OR ".join(f'"{shade}"' for shade in term.shades)
    return f"({spoken} OR colours : ({shades}))"


def _matched(terms: Sequence[Term]) -> CTE:
    weights = ", ".join(map(str, WEIGHTS))
    query = text(
        f"SELECT rowid AS number, bm25(product_texts, {weights}) AS score "
        "FROM product_texts WHERE product_texts MATCH :match"
    ).bindparams(match=expression(terms))
    selected = query.columns(column("number", Integer), column("score"))
    return selected.cte("matched").prefix_with("MATERIALIZED")


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
    popularity = func.min(Product.popularity, POPULARITY_CEILING) * POPULARITY_WEIGHT
    is_kind = exists().where(
        Facet.facet == "kind", Facet.value.in_(terms[0].forms), Facet.number == Product.number
    )
    return [is_kind.desc(), matched.c.score - popularity]
