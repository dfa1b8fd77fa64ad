"""What one offer takes off a cart, line by line, when others have had their part already."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, repeat

from agents.loyalty.combination.bundles import bundle_bound, cut_bundles
from agents.loyalty.offers.terms import Break, CartLine, Offer, is_for


@dataclass(frozen=True)
class Remains:
    """What offers have left of a cart, line by line.

    Attributes:
        price: What each line still costs, in minor units.
        units: The units of each line that no bundle, quantity price or free unit has used: a unit
            is counted for one of these only.
    """

    price: tuple[int, ...]
    units: tuple[int, ...]

    @classmethod
    def whole(cls, lines: Sequence[CartLine]) -> "Remains":
        """The cart before any offer."""
        return cls(tuple(line.total for line in lines), tuple(line.quantity for line in lines))


@dataclass(frozen=True)
class Cut:
    """What an offer takes: minor units of the price and units, by the index of the line."""

    amounts: dict[int, int]
    units: dict[int, int]

    @property
    def total(self) -> int:
        """What it takes off in all."""
        return sum(self.amounts.values())


def cut(offer: Offer, lines: Sequence[CartLine], remains: Remains) -> Cut:
    """What an offer takes off what others have left; never more than a line still costs."""
    match offer.kind:
        case "free_delivery":
            return Cut({}, {})
        case "percent" | "amount":
            return _money_off(offer, lines, remains)
        case "buy_x_get_y":
            found = _free_units(offer, lines, remains)
        case "tier_price":
            found = _broken_price(offer, lines, remains)
        case "bundle":
            found = Cut(*cut_bundles(offer, lines, remains.units))
    capped = {i: min(off, remains.price[i]) for i, off in found.amounts.items()}
    return Cut({i: off for i, off in capped.items() if off}, found.units)


def after(remains: Remains, taken: Cut) -> Remains:
    """What is left then."""
    price, units = list(remains.price), list(remains.units)
    for i, off in taken.amounts.items():
        price[i] -= off
    for i, count in taken.units.items():
        units[i] -= count
    return Remains(tuple(price), tuple(units))


def bound(offer: Offer, lines: Sequence[CartLine]) -> int:
    """What an offer can take off at most, whichever units and prices others leave it."""
    match offer.kind:
        case "buy_x_get_y":
            prices = sorted(_unit_prices(offer, lines), reverse=True)
            return sum(prices[: len(prices) // (offer.buy + offer.get) * offer.get])
        case "bundle":
            return bundle_bound(offer, lines)
    return cut(offer, lines, Remains.whole(lines)).total


def spread(amount: int, weights: dict[int, int]) -> dict[int, int]:
    """Share an amount out by weight, to the last minor unit; no share exceeds its weight's.

    The parts that rounding leaves go to the largest remainders, earlier lines first.
    """
    whole = sum(weights.values())
    if not whole:
        return {}
    shares = {i: amount * weight // whole for i, weight in weights.items()}
    open_units = amount - sum(shares.values())
    for i in sorted(weights, key=lambda i: (-(amount * weights[i] % whole), i))[:open_units]:
        shares[i] += 1
    return shares


def _money_off(offer: Offer, lines: Sequence[CartLine], remains: Remains) -> Cut:
    prices = {i: remains.price[i] for i, line in enumerate(lines) if is_for(offer, line)}
    base = sum(prices.values())
    off = offer.value if offer.kind == "amount" else (base * offer.value + 50) // 100
    return Cut(spread(min(base, off), prices), {})


def _free_units(offer: Offer, lines: Sequence[CartLine], remains: Remains) -> Cut:
    """The cheapest units go free: `get` of every `buy` and `get` together."""
    units = sorted(
        (line.unit_price, i)
        for i, line in enumerate(lines)
        if is_for(offer, line)
        for _ in range(remains.units[i])
    )
    sets = len(units) // (offer.buy + offer.get)
    amounts: dict[int, int] = {}
    for price, i in units[: sets * offer.get]:
        amounts[i] = amounts.get(i, 0) + price
    used: dict[int, int] = {}
    for _, i in units[: sets * (offer.buy + offer.get)]:
        used[i] = used.get(i, 0) + 1
    return Cut(amounts, used)


def _broken_price(offer: Offer, lines: Sequence[CartLine], remains: Remains) -> Cut:
    units = {i: remains.units[i] for i, line in enumerate(lines) if is_for(offer, line)}
    count = sum(units.values())
    reached = [each for each in offer.breaks if each.from_units <= count]
    if not reached:
        return Cut({}, {})
    best = max(reached, key=lambda each: each.from_units)
    amounts = {i: _break_off(best, lines[i].unit_price, units[i]) for i in units}
    return Cut(amounts, {i: units[i] for i, off in amounts.items() if off})


def _break_off(reached: Break, unit_price: int, units: int) -> int:
    if reached.unit_price is not None:
        return units * max(0, unit_price - reached.unit_price)
    return (units * unit_price * (reached.percent or 0) + 50) // 100


def _unit_prices(offer: Offer, lines: Sequence[CartLine]) -> list[int]:
    wanted = (repeat(line.unit_price, line.quantity) for line in lines if is_for(offer, line))
    return list(chain.from_iterable(wanted))
