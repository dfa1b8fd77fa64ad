"""Bundles: the dearest sets that a cart's units make, and what they take off."""

from collections.abc import Sequence
from itertools import chain, repeat

from agents.loyalty.offers.terms import BundlePart, CartLine, Offer, is_for, is_part

Chosen = dict[int, int]
"""Units of a set, by the index of their line."""


def cut_bundles(
    offer: Offer, lines: Sequence[CartLine], units: Sequence[int]
) -> tuple[dict[int, int], dict[int, int]]:
    """What a bundle takes off, and the units it uses, both by the index of the line.

    It holds as often as the units make a set. Each set takes the dearest units there are.
    """
    left = list(units)
    amounts: dict[int, int] = {}
    used: dict[int, int] = {}
    slots = _slots(offer)
    while chosen := _dearest_set(slots, lines, left):
        prices = {i: count * lines[i].unit_price for i, count in chosen.items()}
        off = _set_off(offer, sum(prices.values()))
        if off <= 0:
            break
        times = min(left[i] // count for i, count in chosen.items())
        for i, part in _shares(off, prices).items():
            amounts[i] = amounts.get(i, 0) + part * times
        for i, count in chosen.items():
            used[i] = used.get(i, 0) + count * times
            left[i] -= count * times
    return amounts, used


def bundle_bound(offer: Offer, lines: Sequence[CartLine]) -> int:
    """What a bundle can take off at most: sets of the dearest units, whatever part they are."""
    each = (repeat(line.unit_price, line.quantity) for line in lines if is_for(offer, line))
    prices = sorted(chain.from_iterable(each), reverse=True)
    size = sum(part.quantity for part in offer.bundle)
    starts = range(0, len(prices) - size + 1, size)
    sets = [sum(prices[start : start + size]) for start in starts]
    if offer.price is None:
        return -(-sum(sets) * offer.value // 100) + len(sets)  # each set's rounding is below one
    return sum(max(0, price - offer.price) for price in sets)


def _set_off(offer: Offer, price: int) -> int:
    """What one set takes off."""
    if offer.price is not None:
        return price - offer.price
    return (price * offer.value + 50) // 100


def _slots(offer: Offer) -> list[BundlePart]:
    return [part for part in offer.bundle for _ in range(part.quantity)]


def _dearest_set(
    slots: Sequence[BundlePart], lines: Sequence[CartLine], left: Sequence[int]
) -> Chosen:
    """The dearest units that fill every slot; nothing when they cannot be filled.

    Units are tried from the dearest on, and one is kept when the slots can be matched with it
    beside those kept before (an augmenting path): sets that can be matched are a matroid, in which
    this finds the dearest one, parts that overlap included.
    """
    held: list[int | None] = [None] * len(slots)
    for i in sorted(range(len(lines)), key=lambda i: (-lines[i].unit_price, i)):
        fits = [is_part(slot, lines[i]) for slot in slots]
        for _ in range(min(left[i], sum(fits))):
            if not _place(i, slots, lines, held, set()):
                break
    if None in held:
        return {}
    chosen: Chosen = {}
    for index in held:
        if index is not None:
            chosen[index] = chosen.get(index, 0) + 1
    return chosen


def _place(
    i: int,
    slots: Sequence[BundlePart],
    lines: Sequence[CartLine],
    held: list[int | None],
    tried: set[int],
) -> bool:
    """Put a unit of line `i` into a slot, moving others on where that makes room."""
    for s, slot in enumerate(slots):
        if s in tried or not is_part(slot, lines[i]):
            continue
        tried.add(s)
        other = held[s]
        if other is None or _place(other, slots, lines, held, tried):
            held[s] = i
            return True
    return False


def _shares(off: int, prices: dict[int, int]) -> dict[int, int]:
    """What each line gives of a set's discount, by its price; the dearest takes what is over."""
    whole = sum(prices.values())
    shares = {i: off * price // whole for i, price in prices.items()}
    dearest = max(prices, key=lambda i: (prices[i], -i))
    shares[dearest] += off - sum(shares.values())
    return shares
