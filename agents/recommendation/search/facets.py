"""What the matches are made of: each facet counted under every filter but its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agents.recommendation.search.filters import Filters
from agents.recommendation.search.index import SearchIndex
from agents.recommendation.search.queries import Reading
from agents.recommendation.search.search import Search

FACETS = ("category", "brand", "colour", "size", "material", "price")
VALUES = 20
"""Values told of each facet, the most frequent ones."""
PRICE_RANGES = 5
OWN_FILTERS = {"price": ("min_price", "max_price")}
STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Value:
    """A value that can be chosen, and how many products there are then; a price range by limits."""

    count: int
    name: str = ""
    low: int = 0
    high: int = 0


def count_facets(
    search: Search, index: SearchIndex, reading: Reading, filters: Filters, names: Iterable[str]
) -> dict[str, list[Value]]:
    """Count facets; each value's count is the total of the search that chooses it.

    What a shopper refused stays out: only what was chosen of a facet is dropped for its count.
    """
    return {
        name: list(_values(search, index, reading, filters, name))
        for name in FACETS
        if name in set(names)
    }


def _values(
    search: Search, index: SearchIndex, reading: Reading, filters: Filters, name: str
) -> Iterable[Value]:
    matching = search.matching(reading, filters.without(*OWN_FILTERS.get(name, (name,))))
    if matching is None:
        return []
    if name != "price":
        return [Value(n, value) for value, n in index.count(*matching, name, VALUES)]
    found = index.price_range(*matching)
    if found is None:
        return []
    ranges = price_ranges(*found)
    counts = index.count_prices(*matching, ranges)
    pairs = zip(ranges, counts, strict=True)
    return [Value(count, low=low, high=high) for (low, high), count in pairs if count]


def price_ranges(lowest: int, highest: int) -> list[tuple[int, int]]:
    """Ranges between round prices, both ends within; wider for dearer goods.

    Prices spread by factors: a shop with goods for 10 and for 10,000 needs steps that grow.
    """
    edges = [edge for edge in _round_prices(highest) if lowest < edge <= highest]
    while len(edges) >= PRICE_RANGES:
        edges = edges[1::2] if len(edges) > PRICE_RANGES else edges[:-1]
    starts, ends = [lowest, *edges], [*(edge - 1 for edge in edges), highest]
    return list(zip(starts, ends, strict=True))


def _round_prices(highest: int) -> Sequence[int]:
    edges, scale = [], 1
    while scale <= highest:
        edges += [step * scale for step in STEPS]
        scale *= 10
    return edges
