"""Offers: what each does to a cart, and the best combination that the policy lets stand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import product

from agents.kit.wording import spell_day, spell_money
from agents.loyalty.policy import Kind, Policy


@dataclass(frozen=True)
class CartLine:
    """Units of one SKU at the catalogue's price, in minor units."""

    sku: str
    product_id: str
    name: str
    category: str | None
    quantity: int
    unit_price: int

    @property
    def total(self) -> int:
        """What the line costs before offers."""
        return self.quantity * self.unit_price


@dataclass(frozen=True)
class Cart:
    """A cart at the catalogue's prices; without lines it has no currency."""

    lines: tuple[CartLine, ...] = ()
    currency: str | None = None


@dataclass(frozen=True)
class Offer:
    """An offer.

    Attributes:
        code: The coupon that must be given for it; None when it applies by itself.
        value: Percent, or minor units off.
        min_subtotal: What the goods it is for must come to, in minor units.
        categories: It is for these; with no category and no product it is for everything.
        buy: Units to buy for `get` free ones.
        per_shopper: How often one shopper may use it; None: always.
    """

    offer_id: str
    title: str
    kind: Kind
    code: str | None
    value: int
    min_subtotal: int
    categories: tuple[str, ...]
    product_ids: tuple[str, ...]
    tiers: tuple[str, ...]
    buy: int
    get: int
    per_shopper: int | None
    is_first_order: bool
    conditions: str
    valid_until: datetime


@dataclass(frozen=True)
class Standing:
    """What is known of the shopper; `has_ordered` is None when nobody could be asked."""

    tier: str | None = None
    has_ordered: bool | None = False
    used: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Applied:
    """An offer and what it takes off a cart, in minor units."""

    offer: Offer
    amount: int

    @property
    def is_free_delivery(self) -> bool:
        """Whether it makes delivery free."""
        return self.offer.kind == "free_delivery"


Discount = tuple[int, list[int]]
"""An amount off, and what is left of each line's price."""


def bar(offer: Offer, standing: Standing, now: datetime) -> str | None:
    """Why an offer is not open to a shopper, in words; None when it is."""
    used = standing.used.get(offer.offer_id, 0)
    if now >= offer.valid_until:
        return f"it ended on {spell_day(offer.valid_until.date())}"
    if offer.tiers and standing.tier not in offer.tiers:
        return f"it is for {joined(offer.tiers, 'and')} members"
    if offer.per_shopper is not None and used >= offer.per_shopper:
        return f"it can be used {_times(offer.per_shopper)} and you have used it {_times(used)}"
    if offer.is_first_order and standing.has_ordered is None:
        return "whether this is your first order cannot be checked just now"
    if offer.is_first_order and standing.has_ordered:
        return "it is for a first order only"
    return None


def missing(offer: Offer, cart: Cart, currency: str) -> str | None:
    """What a cart lacks for an offer, in words; None when it has all."""
    wanted = eligible(offer, cart)
    if not wanted:
        return f"it is for {_goods(offer)}, and there are none in the cart"
    short = offer.min_subtotal - sum(line.total for line in wanted)
    if short > 0:
        return f"add {spell_money(short, currency)} more{_from_goods(offer)}"
    units = sum(line.quantity for line in wanted)
    if offer.kind == "buy_x_get_y" and units < offer.buy + offer.get:
        return f"add {offer.buy + offer.get - units} more{_from_goods(offer)}"
    return None


def eligible(offer: Offer, cart: Cart) -> list[CartLine]:
    """The lines of a cart that an offer is for."""
    return [line for line in cart.lines if _is_for(offer, line)]


def best_combination(offers: Sequence[Offer], cart: Cart, policy: Policy) -> list[Applied]:
    """The combination of offers that saves most; each offer's conditions hold already.

    Of equal ones the shopper keeps her coupons, and fewer offers are better than more.
    """
    groups = [
        [None, *(offer for offer in offers if offer.kind in kinds)]
        for kinds in policy.offers.stacking
    ]
    combinations = (
        _apply([offer for offer in chosen if offer], cart.lines) for chosen in product(*groups)
    )
    return max(combinations, key=_worth, default=[])


def saving(applied: Iterable[Applied]) -> int:
    """What offers take off together, in minor units."""
    return sum(each.amount for each in applied)


def benefit(offer: Offer, currency: str) -> str:
    """What an offer gives, in words: `10% off`, `free delivery`."""
    match offer.kind:
        case "percent":
            return f"{offer.value}% off"
        case "amount":
            return f"{spell_money(offer.value, currency)} off"
        case "free_delivery":
            return "free delivery"
        case "buy_x_get_y":
            return f"{offer.get} free"


def reason_for(applied: Applied, cart: Cart, standing: Standing, currency: str) -> str:
    """Why an offer applies, in words."""
    offer, reasons = applied.offer, []
    if offer.code:
        reasons.append(f"you gave the code {offer.code}")
    if offer.is_first_order:
        reasons.append("this is your first order")
    if offer.tiers:
        reasons.append(f"you are a {standing.tier} member")
    if offer.kind == "buy_x_get_y":
        units = sum(line.quantity for line in eligible(offer, cart))
        free = units // (offer.buy + offer.get) * offer.get
        cheapest = "the cheapest one is" if free == 1 else f"the cheapest {free} are"
        reasons.append(f"of {units} {_goods(offer)} {cheapest} free")
    elif offer.min_subtotal:
        bound = spell_money(offer.min_subtotal, currency)
        reasons.append(f"your {_goods(offer)} come to {bound} or more")
    elif offer.categories or offer.product_ids:
        names = list(dict.fromkeys(line.name for line in eligible(offer, cart)))
        reasons.append(f"{joined(names, 'and')} in your cart")
    return joined(reasons, "and") or "it is open to everybody"


def joined(names: Sequence[str], word: str) -> str:
    """Join names as a sentence does: `a, b and c`."""
    *first, last = names or [""]
    return f"{', '.join(first)} {word} {last}" if first else last


def _worth(applied: list[Applied]) -> tuple[int, bool, int, int]:
    coupons = sum(each.offer.code is not None for each in applied)
    has_free_delivery = any(each.is_free_delivery for each in applied)
    return saving(applied), has_free_delivery, -coupons, -len(applied)


def _apply(offers: Sequence[Offer], lines: Sequence[CartLine]) -> list[Applied]:
    left = [line.total for line in lines]
    applied = []
    for offer in offers:
        amount, left = _discount(offer, lines, left)
        if amount or offer.kind == "free_delivery":
            applied.append(Applied(offer, amount))
    return applied


def _discount(offer: Offer, lines: Sequence[CartLine], left: list[int]) -> Discount:
    match offer.kind:
        case "free_delivery":
            return 0, left
        case "buy_x_get_y":
            return _free_units(offer, lines, left)
        case "percent" | "amount":
            return _money_off(offer, lines, left)


def _money_off(offer: Offer, lines: Sequence[CartLine], left: list[int]) -> Discount:
    indexes = [i for i, line in enumerate(lines) if _is_for(offer, line)]
    base = sum(left[i] for i in indexes)
    off = offer.value if offer.kind == "amount" else (base * offer.value + 50) // 100
    amount = open_amount = min(base, off)
    after = list(left)
    for i in indexes:
        part = min(open_amount, after[i])
        after[i] -= part
        open_amount -= part
    return amount, after


def _free_units(offer: Offer, lines: Sequence[CartLine], left: list[int]) -> Discount:
    """The cheapest units go free: `get` of every `buy` and `get` together."""
    units = sorted(
        (line.unit_price, i)
        for i, line in enumerate(lines)
        if _is_for(offer, line)
        for _ in range(line.quantity)
    )
    free = units[: len(units) // (offer.buy + offer.get) * offer.get]
    after = list(left)
    for price, i in free:
        after[i] -= min(price, after[i])
    return sum(left) - sum(after), after


def _is_for(offer: Offer, line: CartLine) -> bool:
    if not (offer.categories or offer.product_ids):
        return True
    return line.category in offer.categories or line.product_id in offer.product_ids


def _goods(offer: Offer) -> str:
    return joined([*offer.categories, *offer.product_ids], "and") or "goods"


def _from_goods(offer: Offer) -> str:
    return f" from {_goods(offer)}" if offer.categories or offer.product_ids else ""


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
