"""Find products: read the words, hold the filters, and say truly what would have matched."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations

from sqlalchemy.orm import Session

from agents.recommendation.catalog.vocabulary import Vocabulary
from agents.recommendation.language.lexicon import lexicon
from agents.recommendation.search.bounds import Bounds, Facets
from agents.recommendation.search.filters import Filters, category_facet, known_values, resolve
from agents.recommendation.search.index import Hits, Page, SearchIndex, Term
from agents.recommendation.search.queries import Reading, read_query
from agents.recommendation.search.understanding import Understood, understand

RELAXED_PRODUCTS = 3
ONE = Page(limit=1)
SORTS_BY_DROPPED = {"max_price": "price_asc", "min_price": "price_desc"}
PRICES = frozenset(SORTS_BY_DROPPED)
RELAXING_ORDER = (
    "max_price",
    "min_price",
    "size",
    "colour",
    "material",
    "brand",
    "exclude_colours",
    "exclude_brands",
    "exclude_materials",
    "exclude_words",
    "category",
)


@dataclass(frozen=True)
class Wanted:
    """What a shopper looks for."""

    query: str = ""
    filters: Filters = field(default_factory=Filters)
    page: Page = field(default_factory=Page)


@dataclass(frozen=True)
class Relaxed:
    """What would have matched without some of the filters, or without the query."""

    dropped: tuple[str, ...]
    hits: Hits


@dataclass(frozen=True)
class Found:
    """What was found, how the query was read, and what dropping a filter would have found.

    `unknown_category` is the category that was asked for, if the catalogue has no such thing;
    `mentioned` names goods that the catalogue has not, though other goods are named after them.
    """

    hits: Hits
    understood: Understood
    relaxed: tuple[Relaxed, ...] = ()
    unknown_category: str | None = None
    mentioned: str | None = None


class Search:
    """Searches one revision of the catalogue through an index."""

    def __init__(self, session: Session, index: SearchIndex, vocabulary: Vocabulary) -> None:
        self._session = session
        self._index = index
        self._vocabulary = vocabulary

    def find(self, wanted: Wanted) -> Found:
        """Find products; when there are none, what would have matched without one filter."""
        understood = understand(wanted.query, wanted.filters, self._vocabulary, self._index, self)
        page = wanted.page
        if page.sort == "relevance" and understood.sort:
            page = replace(page, sort=understood.sort)
        hits = self._hits(understood.reading, understood.filters, page)
        if hits.total:
            return Found(hits, understood, mentioned=self._mentioned(understood.reading))
        relaxed = tuple(self._relaxed(understood.reading, understood.filters))
        is_known = self.bounds(understood.filters) is not None
        unknown = None if is_known else understood.filters.category
        return Found(hits, understood, relaxed, unknown)

    def bounds(self, filters: Filters) -> tuple[Bounds, tuple[Term, ...]] | None:
        """Filters as bounds, with terms for a category that only words can tell.

        None when the catalogue has no such category at all.
        """
        bounds = resolve(filters, self._vocabulary)
        if filters.category is None:
            return bounds, ()
        facet = category_facet(self._session, filters.category)
        if facet is not None:
            return replace(bounds, facets=(facet, *bounds.facets)), ()
        reading = read_query(filters.category, self._index, self._vocabulary.words)
        if reading.is_unknown or reading.unmet:
            return None
        return bounds, tuple(replace(term, is_named=True) for term in reading.terms)

    def matching(
        self, reading: Reading, filters: Filters
    ) -> tuple[tuple[Term, ...], Bounds] | None:
        """What products must match; None when nothing does, as no such goods are known."""
        bounded = None if reading.is_unknown else self.bounds(filters)
        if bounded is None:
            return None
        bounds, more = bounded
        terms = (*reading.terms, *more)
        kinds = self._kinds(reading)
        if not kinds or not self._index.has(reading.terms, Bounds(facets=kinds)):
            return terms, bounds
        return terms, replace(bounds, facets=(*kinds, *bounds.facets))

    def _hits(self, reading: Reading, filters: Filters, page: Page) -> Hits:
        matching = self.matching(reading, filters)
        return Hits() if matching is None else self._index.find(*matching, page)

    def has(self, reading: Reading, filters: Filters) -> bool:
        """Whether some product matches."""
        matching = self.matching(reading, filters)
        return matching is not None and self._index.has(*matching)

    def count(self, reading: Reading, filters: Filters) -> int:
        """How many products match."""
        return self._hits(reading, filters, ONE).total

    def _mentioned(self, reading: Reading) -> str | None:
        """The goods asked for, where names of other goods hold the word and nothing else does."""
        head = next((term.forms[0] for term in reading.terms if term.is_named), None)
        if head is None or head not in lexicon().own_words or self._kinds(reading):
            return None
        return None if known_values(self._session, "tag", [head]) else head

    def _kinds(self, reading: Reading) -> Facets:
        """Where the goods asked for are a kind of their own, leave out what only mentions them."""
        if not (reading.terms and reading.terms[0].is_named):
            return ()
        forms = reading.terms[0].forms
        if not known_values(self._session, "kind", forms):
            return ()
        return ((("kind", "tag"), frozenset(forms)),)

    def _relaxed(self, reading: Reading, filters: Filters) -> Iterator[Relaxed]:
        """What one dropped filter would let match; two, where no single one would."""
        droppable = [name for name in RELAXING_ORDER if name in filters.asked]
        if reading.terms or reading.is_unknown:
            droppable.append("query")
        for count in (1, 2):
            found = False
            for dropped in combinations(droppable, count):
                if len(dropped) == len(droppable) and not PRICES.issuperset(dropped):
                    continue  # what is left would be the whole catalogue
                kept = Reading() if "query" in dropped else reading
                fewer = filters.without(*(name for name in dropped if name != "query"))
                if self.has(kept, fewer):
                    found = True
                    yield Relaxed(dropped, self._without(dropped, kept, fewer))
            if found:
                return

    def _without(self, dropped: tuple[str, ...], reading: Reading, filters: Filters) -> Hits:
        sort = next((SORTS_BY_DROPPED[n] for n in dropped if n in SORTS_BY_DROPPED), "relevance")
        return self._hits(reading, filters, Page(sort, RELAXED_PRODUCTS))
