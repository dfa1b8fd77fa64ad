"""Products like another: of the same kind, and near in words, material, colour and price."""

import math
from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from agents.recommendation.catalog.products import find_products
from agents.recommendation.language.words import words_of
from agents.recommendation.search.bounds import Bounds
from agents.recommendation.search.filters import Filters
from agents.recommendation.search.index import Hit, Hits, Page, SearchIndex
from agents.recommendation.search.search import Search
from agents.recommendation.tables import Facet, Product

POOL = 200
"""Products of the kind that are compared, the popular ones first."""
ENOUGH = 20
"""So many of a narrow kind ("trail running shoe") are compared before a broader one is."""
SHARED_WORDS, SHARED_MATERIAL, SHARED_COLOUR, SHARED_BRAND = 2.0, 0.5, 0.5, 0.25


def find_similar(
    session: Session,
    search: Search,
    index: SearchIndex,
    product: Product,
    filters: Filters,
    page: Page,
) -> Hits:
    """Products of a product's kind within filters, the most alike first."""
    bounded = search.bounds(filters)
    if bounded is None:
        return Hits()
    bounds, terms = bounded
    pool: dict[int, Hit] = {}
    for kind in _kinds(session, product):
        within = replace(bounds, facets=((("kind", "tag"), frozenset({kind})), *bounds.facets))
        hits = index.find(terms, within, Page(sort=page.sort, limit=POOL)).hits
        pool |= {hit.number: hit for hit in hits if hit.number not in pool}
        if len(pool) > ENOUGH:
            break
    pool.pop(product.number, None)
    if page.sort == "relevance":
        pool = _by_likeness(session, product, bounds, pool)
    chosen = list(pool.values())[page.offset : page.offset + page.limit]
    return Hits(len(pool), tuple(chosen))


def _kinds(session: Session, product: Product) -> list[str]:
    """What a product is, the narrowest first: "running shoe" before "shoe"."""
    query = select(Facet.value).where(Facet.facet == "kind", Facet.number == product.number)
    return sorted(session.scalars(query), key=lambda kind: (-len(kind.split()), kind))


def _by_likeness(
    session: Session, product: Product, bounds: Bounds, pool: dict[int, Hit]
) -> dict[int, Hit]:
    others = {other.number: other for other in find_products(session, list(pool))}
    place = {number: at for at, number in enumerate(pool)}
    likeness = {
        number: sum(_shares(product, other, bounds)) - _price_gap(product, pool[number])
        for number, other in others.items()
    }
    ranked = sorted(others, key=lambda number: (-likeness[number], place[number]))
    return {number: pool[number] for number in ranked}


def _shares(product: Product, other: Product, bounds: Bounds) -> Iterator[float]:
    """What two products share, each as it counts; colours of the variants that fit only."""
    own, others = _words(product), _words(other)
    yield SHARED_WORDS * len(own & others) / max(1, len(own | others))
    yield SHARED_MATERIAL * bool(set(product.materials) & set(other.materials))
    shades = {variant.shade for variant in product.variants if variant.shade}
    fitting = {variant.shade for variant in other.variants if bounds.holds_for(variant)}
    yield SHARED_COLOUR * bool(shades & fitting)
    yield SHARED_BRAND * bool(product.brand and product.brand == other.brand)


def _words(product: Product) -> set[str]:
    return set(words_of(" ".join((product.name, product.category or "", *product.tags))))


def _price_gap(product: Product, other: Hit) -> float:
    """How far prices are apart: 0.69 when one is twice the other."""
    price = min(variant.price for variant in product.variants)
    return abs(math.log((other.low + 1) / (price + 1)))
