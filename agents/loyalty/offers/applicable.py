"""What the offers mean for one shopper's cart: what applies, what is near, what is refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from agents.loyalty.combination.search import best_combination
from agents.loyalty.offers.reasons import benefit, rejection
from agents.loyalty.offers.terms import (
    Applied,
    Cart,
    Offer,
    Standing,
    bar,
    currency_bar,
    eligible,
    missing,
)
from agents.loyalty.policy import Policy


@dataclass(frozen=True)
class Enquiry:
    """A cart, its shopper and the coupons she gave."""

    cart: Cart
    standing: Standing
    coupons: tuple[str, ...]
    now: datetime

    def has_coupon(self, offer: Offer) -> bool:
        """Whether the offer needs no coupon, or its coupon was given."""
        return offer.code is None or offer.code.casefold() in map(str.casefold, self.coupons)


@dataclass(frozen=True)
class Rejected:
    """An offer that does not apply to a cart, why, and by which rule of the policy."""

    offer: Offer
    reason: str
    policy: str


@dataclass(frozen=True)
class Applicable:
    """The answer.

    Attributes:
        applied: The best combination, in the order in which it applies.
        nearly: Offers that a little more would reach, and what is missing in words.
        open: All offers that the shopper could use.
        rejected: Running offers for goods of the cart that do not apply, each with its reason.
        coupons: Coupons that do nothing here, and why.
        is_exact: Whether every combination was weighed.
    """

    applied: list[Applied]
    nearly: list[tuple[Offer, str]]
    open: list[Offer]
    rejected: list[Rejected]
    coupons: list[tuple[str, str]]
    is_exact: bool = True


def find_applicable(offers: Sequence[Offer], enquiry: Enquiry, policy: Policy) -> Applicable:
    """Find what applies to a cart."""
    cart = enquiry.cart
    fitting = [offer for offer in offers if currency_bar(offer, cart) is None]
    open_offers = [o for o in fitting if bar(o, enquiry.standing, enquiry.now) is None]
    usable = [offer for offer in open_offers if enquiry.has_coupon(offer)]
    lacking = {o.offer_id: missing(o, cart, _currency(o, cart, policy)) for o in usable}
    reached = [offer for offer in usable if lacking[offer.offer_id] is None]
    found = best_combination(reached, cart, policy)
    nearly = [
        (offer, f"{words} for {benefit(offer, _currency(offer, cart, policy))}")
        for offer in usable
        if eligible(offer, cart) and (words := lacking[offer.offer_id])
    ]
    applied_ids = {each.offer.offer_id for each in found.applied}
    rejected = [
        _rejected(offer, enquiry, found.applied, policy)
        for offer in offers
        if offer.offer_id not in applied_ids
    ]
    shown = [offer for offer in open_offers if offer.is_listed or enquiry.has_coupon(offer)]
    coupons = _refused_coupons(offers, enquiry, rejected)
    told = [each for each in rejected if _is_told(each.offer, enquiry)]
    return Applicable(found.applied, nearly, shown, told, coupons, found.is_exact)


def _rejected(offer: Offer, enquiry: Enquiry, applied: list[Applied], policy: Policy) -> Rejected:
    """Why an offer does not apply; the first of the things that bar it."""
    cart = enquiry.cart
    if reason := bar(offer, enquiry.standing, enquiry.now):
        return Rejected(offer, reason, "offers.eligibility")
    if reason := currency_bar(offer, cart):
        return Rejected(offer, reason, "offers.currency")
    if not cart.lines:
        return Rejected(offer, "the cart is empty", "offers.conditions")
    if not enquiry.has_coupon(offer):
        return Rejected(offer, f"it needs the code {offer.code}", "offers.coupons")
    if reason := missing(offer, cart, _currency(offer, cart, policy)):
        return Rejected(offer, reason, "offers.conditions")
    return Rejected(offer, *rejection(offer, applied, policy))


def _is_told(offer: Offer, enquiry: Enquiry) -> bool:
    """Whether it is worth a word: it runs, is no secret and is for something in the cart."""
    is_asked_for = offer.code is not None and enquiry.has_coupon(offer)
    concerns = is_asked_for or (offer.is_listed and bool(eligible(offer, enquiry.cart)))
    return bool(enquiry.cart.lines) and enquiry.now < offer.valid_until and concerns


def _refused_coupons(
    offers: Sequence[Offer], enquiry: Enquiry, rejected: list[Rejected]
) -> list[tuple[str, str]]:
    """The coupons given that do nothing for a cart, and why."""
    codes = {offer.code.casefold() for offer in offers if offer.code}
    reasons = {each.offer.code.casefold(): each.reason for each in rejected if each.offer.code}
    return [
        (code, reasons.get(code.casefold(), "there is no such code"))
        for code in _distinct(enquiry.coupons)
        if code.casefold() in reasons or code.casefold() not in codes
    ]


def _currency(offer: Offer, cart: Cart, policy: Policy) -> str:
    return cart.currency or offer.currency or policy.offers.currency


def _distinct(coupons: Sequence[str]) -> list[str]:
    """The coupons without blanks and repeats, as the shopper first spelled them."""
    spelled: dict[str, str] = {}
    for code in coupons:
        if code:
            spelled.setdefault(code.casefold(), code)
    return list(spelled.values())
