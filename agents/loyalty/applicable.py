"""What the offers mean for one shopper's cart: what applies, what is near, what is refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from agents.loyalty.offers import (
    Applied,
    Cart,
    Offer,
    Standing,
    bar,
    benefit,
    best_combination,
    eligible,
    joined,
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
class Applicable:
    """The answer.

    Attributes:
        applied: The best combination, in the order in which it applies.
        nearly: Offers that a little more would reach, and what is missing in words.
        open: All offers that the shopper could use.
        rejected: Coupons that do nothing here, and why.
    """

    applied: list[Applied]
    nearly: list[tuple[Offer, str]]
    open: list[Offer]
    rejected: list[tuple[str, str]]


def find_applicable(offers: Sequence[Offer], enquiry: Enquiry, policy: Policy) -> Applicable:
    """Find what applies to a cart."""
    coupons = _distinct(enquiry.coupons)
    cart, currency = enquiry.cart, policy.offers.currency
    if cart.currency not in (None, currency):
        reason = f"offers are for prices in {currency}, and the cart is in {cart.currency}"
        return Applicable([], [], [], [(code, reason) for code in coupons])
    open_offers = [o for o in offers if bar(o, enquiry.standing, enquiry.now) is None]
    usable = [offer for offer in open_offers if enquiry.has_coupon(offer)]
    reached = [offer for offer in usable if missing(offer, cart, currency) is None]
    applied = best_combination(reached, cart, policy)
    nearly = [
        (offer, f"{lacking} for {benefit(offer, currency)}")
        for offer in usable
        if eligible(offer, cart) and (lacking := missing(offer, cart, currency))
    ]
    answers = [(code, _rejection(code, offers, enquiry, applied, currency)) for code in coupons]
    rejected = [(code, why) for code, why in answers if why is not None]
    return Applicable(applied, nearly, open_offers, rejected)


def _rejection(
    code: str, offers: Sequence[Offer], enquiry: Enquiry, applied: list[Applied], currency: str
) -> str | None:
    """Why a coupon does nothing for a cart; None when it does."""
    offer = next((o for o in offers if o.code and o.code.casefold() == code.casefold()), None)
    if offer is None:
        return "there is no such code"
    if offer in (each.offer for each in applied):
        return None
    if not enquiry.cart.lines:
        return bar(offer, enquiry.standing, enquiry.now) or "the cart is empty"
    reason = bar(offer, enquiry.standing, enquiry.now) or missing(offer, enquiry.cart, currency)
    if reason:
        return reason
    titles = joined([f"'{each.offer.title}'" for each in applied], "and")
    return f"it cannot be combined with {titles}, and that saves you as much or more"


def _distinct(coupons: Sequence[str]) -> list[str]:
    """The coupons without blanks and repeats, as the shopper first spelled them."""
    spelled: dict[str, str] = {}
    for code in coupons:
        if code:
            spelled.setdefault(code.casefold(), code)
    return list(spelled.values())
