"""The price of a cart: the catalogue's prices, loyalty's offers, and nobody else's numbers."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from agents.kit.errors import Fault
from agents.kit.peers import Peers
from agents.kit.wire import money
from agents.payment.policy import POLICY
from contracts.client import CallFailed

logger = logging.getLogger(__name__)

MAX_UNITS = 99
OFFERS_UNCHECKED = "Offers could not be checked just now, so no discount is taken off."


@dataclass(frozen=True)
class Line:
    """Units of one SKU at the catalogue's price, in minor units."""

    sku: str
    product_id: str
    name: str
    category: str | None
    colour: str | None
    size: str | None
    quantity: int
    unit_price: int
    currency: str
    image_url: str | None
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Quantity times unit price."""
        return self.quantity * self.unit_price


@dataclass(frozen=True)
class Discount:
    """What an offer takes off, with its reason."""

    offer_id: str
    title: str
    reason: str
    amount: int


@dataclass(frozen=True)
class FreeDelivery:
    """An offer that makes standard delivery free."""

    offer_id: str
    title: str
    reason: str


@dataclass(frozen=True)
class Offers:
    """What loyalty grants a cart; `is_checked` is False when it could not be asked."""

    discounts: tuple[Discount, ...] = ()
    free_delivery: FreeDelivery | None = None
    rejected: tuple[Mapping[str, str], ...] = ()
    is_checked: bool = True


@dataclass(frozen=True)
class Cart:
    """A priced cart; `unknown` are SKUs that the catalogue does not have."""

    currency: str
    lines: tuple[Line, ...] = ()
    unknown: tuple[str, ...] = ()
    offers: Offers = Offers()

    @property
    def subtotal(self) -> int:
        """The lines' total, before discounts."""
        return sum(line.total for line in self.lines)

    @property
    def total(self) -> int:
        """The subtotal less every discount; never negative."""
        return self.subtotal - sum(discount.amount for discount in self.offers.discounts)


def price_cart(
    peers: Peers, lines: Iterable[Mapping[str, Any]], coupons: Sequence[str] = ()
) -> Cart:
    """Price SKUs and quantities.

    Raises:
        Fault: `mixed_currencies`, or `too_many_units` of one SKU.
        CallFailed: the catalogue cannot be asked.
    """
    wanted = merge_lines(lines)
    if not wanted:
        return Cart(_shop_currency(peers))
    found = peers.call("recommendation", "getProducts", {"skus": list(wanted)})
    priced = read_lines(found["products"], wanted)
    unknown = tuple(sku for sku in wanted if sku not in {line.sku for line in priced})
    if not priced:
        return Cart(_shop_currency(peers), unknown=unknown)
    currency = check_currency(priced)
    return Cart(currency, priced, unknown, _ask_offers(peers, priced, coupons))


def merge_lines(lines: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Add up the quantities of each SKU, in the order of the cart.

    Raises:
        Fault: more than 99 units of one SKU (`too_many_units`).
    """
    wanted: dict[str, int] = {}
    for line in lines:
        wanted[line["sku"]] = wanted.get(line["sku"], 0) + line["quantity"]
    for sku, quantity in wanted.items():
        if quantity > MAX_UNITS:
            raise Fault(
                f"the cart has {quantity} units of '{sku}'; an order takes at most {MAX_UNITS}",
                code="too_many_units",
                suggestions=(f"Make it {MAX_UNITS}",),
            )
    return wanted


def read_lines(
    products: Iterable[Mapping[str, Any]], wanted: Mapping[str, int]
) -> tuple[Line, ...]:
    """Find the wanted SKUs among products, in the order of the cart."""
    found = {
        variant["sku"]: _line(product, variant, wanted[variant["sku"]])
        for product in products
        for variant in product["variants"]
        if variant["sku"] in wanted
    }
    return tuple(found[sku] for sku in wanted if sku in found)


def check_currency(lines: Sequence[Line]) -> str:
    """The one currency of the lines.

    Raises:
        Fault: they have several (`mixed_currencies`).
    """
    currencies = list(dict.fromkeys(line.currency for line in lines))
    if len(currencies) == 1:
        return currencies[0]
    others = [line for line in lines if line.currency != currencies[0]]
    raise Fault(
        f"the cart mixes {' and '.join(currencies)}; pay for one currency at a time",
        code="mixed_currencies",
        status=409,
        suggestions=[f"Take {line.name} ({line.sku}) out of the cart" for line in others],
    )


def read_offers(reply: Mapping[str, Any], *, subtotal: int, currency: str) -> Offers:
    """Read what loyalty applies; discounts together never exceed the subtotal."""
    left = subtotal
    discounts: list[Discount] = []
    free_delivery: FreeDelivery | None = None
    for applied in reply["applied"]:
        title, reason = applied["title"], applied["reason"]
        if applied["freeDelivery"]:
            free_delivery = FreeDelivery(applied["offerId"], title, reason)
        elif applied["amount"]["currency"] == currency:
            amount = min(left, applied["amount"]["amount"])
            left -= amount
            discounts.append(Discount(applied["offerId"], title, reason, amount))
    return Offers(tuple(discounts), free_delivery, tuple(reply["rejectedCoupons"]))


def notes_of(cart: Cart, *, with_free_delivery: bool = True) -> list[str]:
    """What the shopper should know about the price."""
    notes = [] if cart.offers.is_checked else [OFFERS_UNCHECKED]
    free = cart.offers.free_delivery
    if free is not None and with_free_delivery:
        notes.append(f"{free.title}: {free.reason}")
    return notes


def cart_json(cart: Cart) -> dict[str, Any]:
    """Spell a priced cart as the contract does."""
    return {
        "lines": [line_json(line) for line in cart.lines],
        "subtotal": money(cart.subtotal, cart.currency),
        "discounts": discounts_json(cart),
        "total": money(cart.total, cart.currency),
        "unknownSkus": list(cart.unknown),
        "rejectedCoupons": [dict(coupon) for coupon in cart.offers.rejected],
        "notes": notes_of(cart),
    }


def line_json(line: Line) -> dict[str, Any]:
    """Spell a priced line."""
    return {
        "sku": line.sku,
        "productId": line.product_id,
        "name": line.name,
        "colour": line.colour,
        "size": line.size,
        "quantity": line.quantity,
        "unitPrice": money(line.unit_price, line.currency),
        "lineTotal": money(line.total, line.currency),
        "imageUrl": line.image_url,
        "options": dict(line.options),
    }


def discounts_json(cart: Cart) -> list[dict[str, Any]]:
    """Spell a cart's discounts."""
    return [
        {
            "offerId": discount.offer_id,
            "title": discount.title,
            "reason": discount.reason,
            "amount": money(discount.amount, cart.currency),
        }
        for discount in cart.offers.discounts
    ]


def _line(product: Mapping[str, Any], variant: Mapping[str, Any], quantity: int) -> Line:
    return Line(
        sku=variant["sku"],
        product_id=product["productId"],
        name=product["name"],
        category=product["category"],
        colour=variant["colour"],
        size=variant["size"],
        quantity=quantity,
        unit_price=variant["price"]["amount"],
        currency=variant["price"]["currency"],
        image_url=variant["imageUrl"] or product["imageUrl"],
        options=variant["options"],
    )


def _ask_offers(peers: Peers, lines: Sequence[Line], coupons: Sequence[str]) -> Offers:
    body = {
        "lines": [{"sku": line.sku, "quantity": line.quantity} for line in lines],
        "coupons": list(coupons),
    }
    try:
        reply = peers.call("loyalty", "getApplicableOffers", body)
    except CallFailed as error:
        logger.warning("offers_unchecked code=%s", error.code)
        return Offers(is_checked=False)
    subtotal = sum(line.total for line in lines)
    return read_offers(reply, subtotal=subtotal, currency=lines[0].currency)


def _shop_currency(peers: Peers) -> str:
    """The catalogue's currency; the policy's when it is empty or cannot be asked."""
    try:
        cheapest = peers.call("recommendation", "getVocabulary")["minPrice"]
    except CallFailed:
        cheapest = None
    return str(cheapest["currency"]) if cheapest else POLICY.shop_currency
