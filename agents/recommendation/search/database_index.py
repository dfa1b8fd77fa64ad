"""The search that the indexes in our own databases share.

Candidates come first: the products that fit in words, kind, brand, colour and size, where the
lists of numbers that indexes hold meet. Few are ranked one by one; of many, the popular come
first, as a score tells little among thousands that all say the word.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    case,
    exists,
    func,
    intersect,
    select,
    text,
    true,
)
from sqlalchemy.orm import Session

from agents.recommendation.language.words import word_forms
from agents.recommendation.search.bounds import (
    Bounds,
    fitting_variants,
    may_be_priced,
    refused_numbers,
    variant_within,
    wanted_numbers,
)
from agents.recommendation.search.index import UNBOUNDED, Counted, Hit, Hits, Page, Term
from agents.recommendation.tables import Facet, Product, Variant

RANKED = 2000
"""Candidates that are ranked one by one."""
COUNTED = 10_000
"""Up to how many matches are counted where each must be looked at."""
POPULARITY_WEIGHT = 0.001
POPULARITY_CEILING = 2000
OF_PRODUCTS = {"category": Product.category, "brand": Product.brand}
OF_VARIANTS = {"colour": Variant.shade, "size": Variant.size}


@dataclass(frozen=True)
class Candidates:
    """How many products are candidates, and their numbers where they are few."""

    total: int
    few: tuple[int, ...] | None


class DatabaseIndex(ABC):
    """An index in the agent's own database, changed in the catalogue's transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @abstractmethod
    def numbers(self, terms: Sequence[Term]) -> Select[int]:
        """The products that match all terms."""

    @abstractmethod
    def listed(self, numbers: Collection[int]) -> Select[int]:
        """Numbers in hand, as a query."""

    @abstractmethod
    def scored(self, terms: Sequence[Term], numbers: Collection[int]) -> CTE:
        """The `number` of each of some products that matches, and its `score`: less is better."""

    def has(self, terms: Sequence[Term], bounds: Bounds = UNBOUNDED) -> bool:
        """Whether some product matches all terms and has a variant within the bounds.

        Candidates are tried one by one: in most cases one of the first is found to fit.
        """
        lists = self._lists(terms, bounds) or [_priced(bounds)]
        tried = lists[0].subquery()
        query = select(tried.c.number)
        for other in (*lists[1:], *([_variants(bounds)] if bounds.tries_variants else ())):
            query = query.where(_stands_in(tried.c.number, other))
        for refused in self._refused(bounds):
            query = query.where(tried.c.number.not_in(refused))
        return self._session.scalar(query.limit(1)) is not None

    def find(self, terms: Sequence[Term], bounds: Bounds, page: Page) -> Hits:
        """The products that match all terms and have a variant within the bounds."""
        chosen = self._candidates(terms, bounds)
        if chosen.few is not None:
            return self._ranked(chosen.few, terms, bounds, page)
        named = [replace(term, is_named=True) for term in terms]
        total, is_exact = chosen.total, True
        if bounds.tries_variants:
            total, is_exact = self._tried(terms, bounds)
        if page.sort == "relevance" and named != list(terms):
            best = self._candidates(named, bounds)
            if best.few is None:
                return Hits(total, self._first(named, bounds, page), is_exact)
            ranked = self._ranked(best.few, named, bounds, page)
            if page.offset + page.limit <= ranked.total:
                return Hits(total, ranked.hits, is_exact)
        return Hits(total, self._first(terms, bounds, page), is_exact)

    def count(self, terms: Sequence[Term], bounds: Bounds, facet: str, limit: int) -> Counted:
        """The most frequent values of a facet among such products, with how many have each."""
        numbers = self._fitting(terms, bounds)
        if facet in OF_VARIANTS:
            value: Any = OF_VARIANTS[facet]
            products = func.count(Variant.number.distinct())
            query = select(value, products).where(variant_within(bounds))
            query = query.where(Variant.number.in_(numbers))
        elif facet in OF_PRODUCTS:
            value, products = OF_PRODUCTS[facet], func.count()
            query = select(value, products).where(Product.number.in_(numbers))
        else:
            value, products = Facet.value, func.count()
            query = select(value, products).where(Facet.facet == facet, Facet.number.in_(numbers))
        query = query.where(value.is_not(None), value != "").group_by(value)
        rows = self._session.execute(query.order_by(products.desc(), value).limit(limit))
        return [(name, number) for name, number in rows]

    def price_range(self, terms: Sequence[Term], bounds: Bounds) -> tuple[int, int] | None:
        """The lowest and the highest price of the fitting variants."""
        query = select(func.min(Variant.price), func.max(Variant.price))
        query = query.where(variant_within(bounds), self._is_fitting(terms, bounds))
        found: Any = self._session.execute(query).one()
        return None if found[0] is None else tuple(found)

    def count_prices(
        self, terms: Sequence[Term], bounds: Bounds, ranges: Sequence[tuple[int, int]]
    ) -> list[int]:
        """How many such products have a fitting variant in each range of prices."""
        counts = [
            func.count(case((Variant.price.between(low, high), Variant.number)).distinct())
            for low, high in ranges
        ]
        query = select(*counts).where(variant_within(bounds), self._is_fitting(terms, bounds))
        return list(self._session.execute(query).one())

    def run(self, statement: str, rows: list[dict[str, Any]]) -> None:
        """Run a statement for each of the rows."""
        if rows:
            self._session.execute(text(statement), rows)

    def _candidates(self, terms: Sequence[Term], bounds: Bounds) -> Candidates:
        fitting = self._selected(terms, bounds)
        if fitting is None:
            return Candidates(self._session.scalar(select(func.count(Product.number))) or 0, None)
        found = fitting.subquery()
        query = select(found.c.number, func.count().over()).limit(RANKED + 1)
        rows = self._session.execute(query).all()
        total = rows[0][1] if rows else 0
        few = tuple(number for number, _ in rows) if total <= RANKED else None
        return Candidates(total, few)

    def _selected(self, terms: Sequence[Term], bounds: Bounds) -> Select[int] | None:
        """The candidates; None where every product is one."""
        lists, refused = self._lists(terms, bounds), self._refused(bounds)
        if not lists and not refused:
            return None
        found = intersect(*lists) if len(lists) > 1 else (lists or [select(Product.number)])[0]
        met = found.subquery()
        query = select(met.c.number).distinct()
        for one in refused:
            query = query.where(met.c.number.not_in(one))
        return query

    def _lists(self, terms: Sequence[Term], bounds: Bounds) -> list[Select[int]]:
        texts = _not_implied(terms, bounds)
        return [*([self.numbers(texts)] if texts else []), *wanted_numbers(bounds)]

    def _refused(self, bounds: Bounds) -> list[Select[int]]:
        words = [Term(word_forms(words), is_named=True) for words in bounds.no_words]
        return [*refused_numbers(bounds), *(self.numbers([term]) for term in words)]

    def _is_fitting(self, terms: Sequence[Term], bounds: Bounds) -> ColumnElement[bool]:
        selected = self._selected(terms, bounds)
        return true() if selected is None else Variant.number.in_(selected)

    def _fitting(self, terms: Sequence[Term], bounds: Bounds) -> Select[int]:
        """All that match, for counting."""
        selected = self._selected(terms, bounds)
        if selected is None:
            selected = _priced(bounds)
        if not bounds.tries_variants:
            return selected
        tried = selected.subquery()
        return select(tried.c.number).where(_stands_in(tried.c.number, _variants(bounds)))

    def _tried(self, terms: Sequence[Term], bounds: Bounds) -> tuple[int, bool]:
        """How many match, and whether that is all of them."""
        few = self._fitting(terms, bounds).limit(COUNTED + 1).subquery()
        total = self._session.scalar(select(func.count()).select_from(few)) or 0
        return min(total, COUNTED), total <= COUNTED

    def _ranked(
        self, numbers: Collection[int], terms: Sequence[Term], bounds: Bounds, page: Page
    ) -> Hits:
        """The page of candidates in hand."""
        fitting = fitting_variants(bounds).where(Variant.number.in_(self.listed(numbers)))
        fits = fitting.cte("fits")
        query = select(fits.c.number, fits.c.low, fits.c.high, func.count().over())
        query = query.join(Product, Product.number == fits.c.number)
        scored = self.scored(terms, numbers) if terms and page.sort == "relevance" else None
        if scored is not None:
            query = query.outerjoin(scored, scored.c.number == fits.c.number)
        query = query.order_by(*_order(page.sort, fits, scored, terms), Product.number)
        rows = self._session.execute(query.limit(page.limit).offset(page.offset)).all()
        if rows or not page.offset:
            return Hits(rows[0][3] if rows else 0, tuple(Hit(*row[:3]) for row in rows))
        counted = select(func.count()).select_from(query.order_by(None).subquery())
        return Hits(self._session.scalar(counted) or 0)

    def _first(self, terms: Sequence[Term], bounds: Bounds, page: Page) -> tuple[Hit, ...]:
        """The page of many candidates, in the order that an index has."""
        selected = self._selected(terms, bounds)
        if page.sort in ("price_asc", "price_desc"):
            fitting = fitting_variants(bounds)
            if selected is not None:
                fitting = fitting.where(Variant.number.in_(selected))
            fits = fitting.cte("fits")
            query = select(fits.c.number, fits.c.low, fits.c.high)
            lows = (
                [fits.c.low]
                if page.sort == "price_asc"
                else [fits.c.low.desc(), fits.c.high.desc()]
            )
            query = query.order_by(*lows, fits.c.number)
            rows = self._session.execute(query.limit(page.limit).offset(page.offset))
            return tuple(Hit(*row) for row in rows)
        is_newest = page.sort == "newest"
        order = Product.listed_at.desc() if is_newest else Product.popularity.desc()
        walked = select(Product.number).order_by(order, Product.number.desc())
        if selected is not None:
            # The sum keeps the database from fetching each candidate to sort them all.
            walked = walked.where((Product.number + 0).in_(selected))
        if bounds.tries_variants:
            walked = walked.where(may_be_priced(bounds))
            walked = walked.where(_stands_in(Product.number, _variants(bounds)))
        numbers = list(self._session.scalars(walked.limit(page.limit).offset(page.offset)))
        fitting = fitting_variants(bounds).where(Variant.number.in_(self.listed(numbers)))
        prices = {number: (low, high) for number, low, high in self._session.execute(fitting)}
        return tuple(Hit(number, *prices[number]) for number in numbers)


def _not_implied(terms: Sequence[Term], bounds: Bounds) -> list[Term]:
    """The terms that the bounds do not say: what is of a kind bears the kind's words."""
    kinds = [values for names, values in bounds.facets if "kind" in names]
    return [
        term
        for term in terms
        if not (term.is_named and any(values <= set(term.forms) for values in kinds))
    ]


def _priced(bounds: Bounds) -> Select[int]:
    return select(Product.number).where(may_be_priced(bounds))


def _variants(bounds: Bounds) -> Select[int]:
    return select(Variant.number).where(variant_within(bounds))


def _stands_in(number: Any, numbers: Select[int]) -> ColumnElement[bool]:
    """Whether a number is on a list, asked of the list's own index."""
    (column,) = numbers.selected_columns
    return numbers.where(column == number).correlate_except(*numbers.get_final_froms()).exists()


def _order(sort: str, fits: CTE, scored: CTE | None, terms: Sequence[Term]) -> list[Any]:
    match sort:
        case "price_asc":
            return [fits.c.low, Product.popularity.desc()]
        case "price_desc":
            return [fits.c.low.desc(), fits.c.high.desc(), Product.popularity.desc()]
        case "newest":
            return [Product.listed_at.desc()]
    if scored is None:
        return [Product.popularity.desc(), Product.listed_at.desc()]
    is_capped = Product.popularity > POPULARITY_CEILING
    popularity = case((is_capped, POPULARITY_CEILING), else_=Product.popularity)
    is_kind = exists().where(
        Facet.facet == "kind", Facet.value.in_(terms[0].forms), Facet.number == Product.number
    )
    return [is_kind.desc(), scored.c.score - popularity * POPULARITY_WEIGHT]
