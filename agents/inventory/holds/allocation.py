"""Where the units of an order are taken from: the warehouse first, then few and near stores."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import comb

MOST_TRIED = 2000
"""Choices of places compared for one number of parcels; beyond, a good one is taken."""


@dataclass(frozen=True)
class Allocation:
    """Units of a SKU to take from a place."""

    sku: str
    location_id: str
    quantity: int


@dataclass(frozen=True)
class Source:
    """A place and what it may give by SKU; a smaller `distance` is nearer, in any measure."""

    location_id: str
    is_warehouse: bool
    units: Mapping[str, int]
    distance: tuple[int, ...] = field(default=())


def allocate(wanted: Mapping[str, int], sources: Sequence[Source]) -> list[Allocation] | None:
    """Choose where to take every unit, or None when all places together have too few.

    Warehouses give what they have. Stores give the rest: as few of them as can, of these the
    nearest ones, of these those with most to give. The same rule chooses among warehouses.
    """
    if any(available(sku, sources) < units for sku, units in wanted.items()):
        return None
    missing = Counter({sku: units for sku, units in wanted.items() if units})
    allocations: list[Allocation] = []
    for is_warehouse in (True, False):
        tier = [source for source in sources if source.is_warehouse == is_warehouse]
        share = _share(missing, tier)
        allocations += _take(share, _fewest(share, tier))
        missing -= share
    return allocations


def available(sku: str, sources: Sequence[Source]) -> int:
    """What all places together may give of a SKU."""
    return sum(source.units.get(sku, 0) for source in sources)


def _share(missing: Mapping[str, int], tier: Sequence[Source]) -> Counter[str]:
    """What these places give: all that is missing, or all that they have of it."""
    return +Counter({sku: min(n, available(sku, tier)) for sku, n in missing.items()})


def _take(share: Mapping[str, int], places: Sequence[Source]) -> list[Allocation]:
    left, taken = Counter(share), []
    for place in places:
        for sku in share:
            units = min(left[sku], place.units.get(sku, 0))
            if units:
                left[sku] -= units
                taken.append(Allocation(sku, place.location_id, units))
    return taken


def _fewest(share: Mapping[str, int], tier: Sequence[Source]) -> Sequence[Source]:
    """The fewest places that can give the share, the nearest of such choices, in that order."""
    useful = sorted((s for s in tier if _helps(share, s)), key=lambda s: _rank(share, s))
    for number in range(len(useful) + 1):
        if comb(len(useful), number) > MOST_TRIED:
            return _greedy(share, useful)
        choices = [c for c in combinations(useful, number) if _covers(share, c)]
        if choices:
            return min(choices, key=lambda choice: [_rank(share, place) for place in choice])
    return useful


def _greedy(share: Mapping[str, int], useful: Sequence[Source]) -> list[Source]:
    """Take the place that gives most of what is left, again and again."""
    left, open_places, chosen = Counter(share), list(useful), []
    while +left:
        best = min(open_places, key=lambda place: (-_helps(left, place), _rank(share, place)))
        open_places.remove(best)
        chosen.append(best)
        left -= Counter(best.units)
    return chosen


def _covers(share: Mapping[str, int], places: Sequence[Source]) -> bool:
    return all(available(sku, places) >= units for sku, units in share.items())


def _helps(share: Mapping[str, int], place: Source) -> int:
    return sum(min(units, place.units.get(sku, 0)) for sku, units in share.items())


def _rank(share: Mapping[str, int], place: Source) -> tuple[tuple[int, ...], int, str]:
    return place.distance, -_helps(share, place), place.location_id
