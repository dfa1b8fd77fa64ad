"""Offers and carts: to whom an offer is open, and what a cart lacks for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from agents.kit.wording import spell_day, spell_money
from agents.loyalty.policy import Kind


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
class BundlePart:
    """So many units of these products or categories, which a bundle needs; `title` names them."""

    title: str
    quantity: int = 1
    categories: tuple[str, ...] = ()
    product_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Break:
    """From so many units on, each costs `unit_price` minor units, or `percent` less."""

    from_units: int
    percent: int | None = None
    unit_price: int | None = None


@dataclass(frozen=True)
class Offer:
    """An offer.

    Attributes:
        code: The coupon that must be given for it; None when it applies by itself.
        currency: It is for carts in this one; None, where it names no amount: for any.
        value: Percent, or minor units off.
        min_subtotal: What the goods it is for must come to, in minor units.
        categories: It is for these; with no category and no product it is for everything.
        buy: Units to buy for `get` free ones.
        bundle: What must be in the cart together, for `price` minor units or `value` percent off.
        breaks: Prices that fall with the units of the goods it is for, counted together.
        per_shopper: How often one shopper may use it; None: always.
        in_all: How often all shoppers together may use it; None: always.
        group: Its stacking group, when it is not that of its kind.
        is_exclusive: It stands alone.
        is_listed: It is shown to who has not given its code.
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
    currency: str | None = None
    bundle: tuple[BundlePart, ...] = ()
    price: int | None = None
    breaks: tuple[Break, ...] = ()
    in_all: int | None = None
    group: str | None = None
    is_exclusive: bool = False
    is_listed: bool = True


@dataclass(frozen=True)
class Standing:
    """What is known of the shopper and of the offers' use.

    Attributes:
        has_ordered: Whether she has ordered before; None when nobody could be asked.
        has_first_order_open: Whether another order of hers uses a first-order offer.
        used: How often she has used each offer; `used_in_all` how often all shoppers have.
    """

    tier: str | None = None
    has_ordered: bool | None = False
    has_first_order_open: bool = False
    used: Mapping[str, int] = field(default_factory=dict)
    used_in_all: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Applied:
    """An offer and what it takes off a cart, in minor units; `parts` is that by SKU."""

    offer: Offer
    amount: int
    parts: tuple[tuple[str, int], ...] = ()

    @property
    def is_free_delivery(self) -> bool:
        """Whether it makes delivery free."""
        return self.offer.kind == "free_delivery"


def bar(offer: Offer, standing: Standing, now: datetime) -> str | None:
    """Why an offer is not open to a shopper, in words; None when it is."""
    if now >= offer.valid_until:
        return f"it ended on {spell_day(offer.valid_until.date())}"
    if offer.tiers and standing.tier not in offer.tiers:
        return f"it is for {joined(offer.tiers, 'and')} members"
    return _spent(offer, standing) or (_not_first(standing) if offer.is_first_order else None)


def currency_bar(offer: Offer, cart: Cart) -> str | None:
    """Why an offer is not for a cart's currency, in words; None when it is."""
    if None in (offer.currency, cart.currency) or offer.currency == cart.currency:
        return None
    return f"it is for prices in {offer.currency}, and the cart is in {cart.currency}"


def missing(offer: Offer, cart: Cart, currency: str) -> str | None:
    """What a cart lacks for an offer, in words; None when it has all."""
    wanted = eligible(offer, cart)
    if not wanted:
        return f"it is for {goods_of(offer)}, and there are none in the cart"
    short = offer.min_subtotal - sum(line.total for line in wanted)
    if short > 0:
        return f"add {spell_money(short, currency)} more{_from_goods(offer)}"
    if offer.kind == "bundle":
        return _missing_parts(offer, cart)
    units = sum(line.quantity for line in wanted)
    short_units = _least_units(offer) - units
    return f"add {short_units} more{_from_goods(offer)}" if short_units > 0 else None


def eligible(offer: Offer, cart: Cart) -> list[CartLine]:
    """The lines of a cart that an offer is for."""
    return [line for line in cart.lines if is_for(offer, line)]


def is_for(offer: Offer, line: CartLine) -> bool:
    """Whether an offer is for a line."""
    if offer.bundle:
        return any(is_part(part, line) for part in offer.bundle)
    if not (offer.categories or offer.product_ids):
        return True
    return line.category in offer.categories or line.product_id in offer.product_ids


def is_part(part: BundlePart, line: CartLine) -> bool:
    """Whether a line's units can be this part of a bundle."""
    return line.category in part.categories or line.product_id in part.product_ids


def goods_of(offer: Offer) -> str:
    """What an offer is for, in words."""
    if offer.bundle:
        return joined([part.title for part in offer.bundle], "and")
    return joined([*offer.categories, *offer.product_ids], "and") or "goods"


def joined(names: Sequence[str], word: str) -> str:
    """Join names as a sentence does: `a, b and c`."""
    *first, last = names or [""]
    return f"{', '.join(first)} {word} {last}" if first else last


def _spent(offer: Offer, standing: Standing) -> str | None:
    used = standing.used.get(offer.offer_id, 0)
    if offer.per_shopper is not None and used >= offer.per_shopper:
        return f"it can be used {_times(offer.per_shopper)} and you have used it {_times(used)}"
    in_all = standing.used_in_all.get(offer.offer_id, 0)
    if offer.in_all is not None and in_all >= offer.in_all:
        return f"it could be used {_times(offer.in_all)} by all shoppers together, and is used up"
    return None


def _not_first(standing: Standing) -> str | None:
    if standing.has_ordered is None:
        return "whether this is your first order cannot be checked just now"
    if standing.has_ordered:
        return "it is for a first order only"
    if standing.has_first_order_open:
        return "it is for a first order only, and another order of yours uses such an offer"
    return None


def _least_units(offer: Offer) -> int:
    """The units that an offer needs before it gives anything."""
    match offer.kind:
        case "buy_x_get_y":
            return offer.buy + offer.get
        case "tier_price":
            return min(each.from_units for each in offer.breaks)
    return 1


def _missing_parts(offer: Offer, cart: Cart) -> str | None:
    short = []
    for part in offer.bundle:
        has = sum(line.quantity for line in cart.lines if is_part(part, line))
        if has < part.quantity:
            short.append(f"{part.quantity - has} more from {part.title}")
    return f"add {joined(short, 'and')}" if short else None


def _from_goods(offer: Offer) -> str:
    is_for_all = not (offer.categories or offer.product_ids or offer.bundle)
    return "" if is_for_all else f" from {goods_of(offer)}"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
