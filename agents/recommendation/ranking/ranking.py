"""What to recommend beside, instead of, or without a product; each with its reason in words."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agents.recommendation.catalog.products import find_products
from agents.recommendation.catalog.vocabulary import Vocabulary
from agents.recommendation.language.lexicon import lexicon
from agents.recommendation.language.words import kind_words, normal
from agents.recommendation.ranking.reasons import popular_reason
from agents.recommendation.search.filters import Filters
from agents.recommendation.search.index import Page, SearchIndex
from agents.recommendation.search.search import Search
from agents.recommendation.tables import Facet, Product

POOL = 60
"""Candidates looked at for each kind of recommendation, before stock is asked."""
PAIRED_POOL = 12
"""Candidates of one paired category."""
WIDESPREAD = 0.4
"""A tag or brand that more than this share of the products has says nothing about them."""
OTHER_COLOUR = 0.5
"""How far another colour parts two products; a doubled price parts them by 0.69."""
OTHER_NOUN = 1.0
"""How far another noun parts two products of one category: a sofa and a candle, both Indoor."""
NEAR_PRICE = 0.05
"""Prices closer than this share are told as about the same."""


@dataclass(frozen=True)
class Pairing:
    """A category that goes with another, and why."""

    category: str
    reason: str


@dataclass(frozen=True)
class Candidate:
    """A product that may be recommended, the prices of its fitting variants, and the reason.

    `score` is how well it fits, by which the shop's rules move it up and down.
    """

    product: Product
    low: int
    high: int
    skus: frozenset[str]
    reason: str
    score: float = 1.0


@dataclass(frozen=True)
class Given:
    """A product that the recommendation is for; its colour and price when a SKU named it."""

    product: Product
    colours: frozenset[str]
    price: int


class Ranking:
    """Ranks recommendations over one revision of the catalogue."""

    def __init__(
        self,
        session: Session,
        index: SearchIndex,
        vocabulary: Vocabulary,
        pairings: Mapping[str, Sequence[Pairing]],
    ) -> None:
        self._session = session
        self._index = index
        self._search = Search(session, index, vocabulary)
        self._vocabulary = vocabulary
        self._pairings = pairings

    def popular(self, filters: Filters) -> list[Candidate]:
        """What most shoppers choose, within the filters."""
        fitting = self.fitting(filters, POOL)
        return [replace(c, reason=popular_reason(c.product)) for c in fitting]

    def alternatives(self, given: Sequence[Given], filters: Filters) -> list[Candidate]:
        """Others of the same category, closest in price and colour first."""
        taken = {one.product.number for one in given}
        ranked: dict[int, tuple[float, Candidate]] = {}
        for one in given:
            category = filters.category or category_of(one.product)
            for other in self.fitting(replace(filters, category=category), POOL):
                distance = _distance(one, other)
                number = other.product.number
                if number in taken or distance >= ranked.get(number, (math.inf,))[0]:
                    continue
                ranked[number] = distance, replace(other, reason=_alternative_reason(one, other))
        return [candidate for _, candidate in sorted(ranked.values(), key=lambda pair: pair[0])]

    def complements(self, given: Sequence[Given], filters: Filters) -> list[Candidate]:
        """What goes with the given products: by pairings, else by brand and tags in common."""
        products = [one.product for one in given]
        return self._paired(products, filters) or self._alike(products, filters)

    def fitting(
        self,
        filters: Filters,
        limit: int,
        numbers: frozenset[int] | None = None,
        sort: str = "relevance",
    ) -> list[Candidate]:
        """Products within the filters, popular first unless sorted, with the SKUs that fit."""
        bounded = self._search.bounds(filters)
        if bounded is None:
            return []
        bounds, terms = bounded
        bounds = replace(bounds, numbers=numbers)
        hits = {
            h.number: h for h in self._index.find(terms, bounds, Page(sort=sort, limit=limit)).hits
        }
        return [
            Candidate(
                product,
                hits[product.number].low,
                hits[product.number].high,
                frozenset(v.sku for v in product.variants if bounds.holds_for(v)),
                reason="",
            )
            for product in find_products(self._session, list(hits))
        ]

    def _paired(self, given: Sequence[Product], filters: Filters) -> list[Candidate]:
        """Candidates of the paired categories, one category after another in turn."""
        own = {category_of(product) for product in given}
        lists = [
            self._of_pairing(product, pairing, filters)
            for product in given
            for pairing in self._pairings.get(category_of(product), ())
            if normal(pairing.category) not in own - {category_of(product)}
        ]
        in_turn = (candidate for row in zip_longest(*lists) for candidate in row if candidate)
        return _without(in_turn, given)

    def _of_pairing(self, product: Product, pairing: Pairing, filters: Filters) -> list[Candidate]:
        if filters.category is not None and not self._is_within(pairing.category, filters):
            return []
        reason = f"{pairing.reason}, with the {product.name}"
        fitting = self.fitting(replace(filters, category=pairing.category), PAIRED_POOL)
        suited = [one for one in fitting if _share_audience(product, one.product)]
        tags = self._telling_tags(product)
        suited.sort(key=lambda one: -len(tags & set(map(normal, one.product.tags))))
        return [replace(candidate, reason=reason) for candidate in suited]

    def _is_within(self, category: str, filters: Filters) -> bool:
        bounded = self._search.bounds(filters)
        facets = bounded[0].facets if bounded else ()
        return any(normal(category) in values for _, values in facets)

    def _alike(self, given: Sequence[Product], filters: Filters) -> list[Candidate]:
        """Goods of other categories that share a brand or tags, else the popular ones."""
        own = {category_of(product) for product in given}
        numbers = frozenset(n for product in given for n in self._sharing(product))
        shared = self.fitting(filters, POOL, numbers) if numbers else []
        reasons = {
            candidate.product.number: reason
            for candidate in shared
            for product in given
            if (reason := self._shared_reason(product, candidate.product))
        }
        pool = [c for c in shared if c.product.number in reasons] + self.fitting(filters, POOL)
        others = [
            replace(c, reason=reasons.get(c.product.number) or popular_reason(c.product))
            for c in pool
            if category_of(c.product) not in own
        ]
        return _without(_by_turns(others), given)

    def _sharing(self, product: Product) -> Iterator[int]:
        """Products that share a telling tag or brand, those with most tags in common first."""
        tags = self._telling_tags(product)
        shared = (
            select(Facet.number)
            .where(Facet.facet == "tag", Facet.value.in_(tags))
            .group_by(Facet.number)
            .order_by(func.count().desc(), Facet.number)
        )
        yield from self._session.scalars(shared.limit(POOL))
        if self._is_telling(self._vocabulary.brands.get(product.brand or "", 0)):
            branded = select(Product.number).where(Product.brand == product.brand)
            yield from self._session.scalars(branded.order_by(Product.number).limit(POOL))

    def _shared_reason(self, product: Product, other: Product) -> str | None:
        tags = self._telling_tags(product)
        shared = [tag for tag in other.tags if normal(tag) in tags]
        if shared:
            return f"{shared[0]}, like the {product.name}"
        brand = product.brand
        if brand and brand == other.brand:
            return f"from {brand} too, like the {product.name}"
        return None

    def _telling_tags(self, product: Product) -> frozenset[str]:
        counts = self._vocabulary.tags
        own = {*_audience_words(), normal(product.brand or "")}
        tags = frozenset(map(normal, product.tags)) - own
        return frozenset(tag for tag in tags if self._is_telling(counts.get(tag, 0)))

    def _is_telling(self, count: int) -> bool:
        return 1 < count <= WIDESPREAD * self._vocabulary.products


def category_of(product: Product) -> str:
    """A product's category in index form, else the noun of its name."""
    return normal(product.category or "") or _noun(product)


def _noun(product: Product) -> str:
    return (kind_words(product.name, product.brand) or [""])[-1]


def _distance(given: Given, other: Candidate) -> float:
    price = abs(math.log((other.low + 1) / (given.price + 1)))
    colours = {variant.shade for variant in other.product.variants if variant.sku in other.skus}
    has_colour = not given.colours or bool(given.colours & colours)
    is_same = _noun(given.product) == _noun(other.product)
    return price + (0.0 if has_colour else OTHER_COLOUR) + (0.0 if is_same else OTHER_NOUN)


def _alternative_reason(given: Given, other: Candidate) -> str:
    name = given.product.name
    if other.low < given.price * (1 - NEAR_PRICE):
        return f"costs less than the {name}"
    if other.low <= given.price * (1 + NEAR_PRICE):
        return f"about the same price as the {name}"
    return f"the same kind as the {name}, at a higher price"


def _share_audience(product: Product, other: Product) -> bool:
    """Whether both may be for the same person; goods that name nobody are for everybody."""
    audience, others = _audience(product), _audience(other)
    return not audience or not others or bool(audience & others)


def _audience(product: Product) -> frozenset[str]:
    known = lexicon().audiences
    tags = set(map(normal, product.tags))
    return frozenset(name for name, forms in known.items() if tags & {name, *forms})


def _audience_words() -> frozenset[str]:
    return frozenset(form for forms in lexicon().audiences.values() for form in forms)


def _by_turns(candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """Candidates of different categories in turn, each category in its order."""
    by_category: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        by_category.setdefault(category_of(candidate.product), []).append(candidate)
    for row in zip_longest(*by_category.values()):
        yield from filter(None, row)


def _without(candidates: Iterable[Candidate], given: Sequence[Product]) -> list[Candidate]:
    """Candidates once each, without the given products."""
    seen = {product.number for product in given}
    kept = []
    for candidate in candidates:
        if candidate.product.number not in seen:
            seen.add(candidate.product.number)
            kept.append(candidate)
    return kept
