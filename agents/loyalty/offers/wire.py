"""How offers look on the wire."""

from agents.kit.operations import Reply
from agents.kit.wire import money
from agents.loyalty.combination.search import saving
from agents.loyalty.offers.applicable import Applicable, Enquiry
from agents.loyalty.offers.reasons import reason_for
from agents.loyalty.offers.terms import Applied, Offer
from agents.loyalty.policy import Policy


def applicable_wire(
    found: Applicable, offers: list[Offer], enquiry: Enquiry, policy: Policy
) -> Reply:
    """What offers mean for a cart, as the contract shows it."""
    currency = enquiry.cart.currency
    shown = currency or policy.offers.currency
    return {
        "status": "ok",
        "applied": [_applied_wire(each, enquiry, shown) for each in found.applied],
        "totalDiscount": money(saving(found.applied), currency) if currency else None,
        "nearly": [
            {"offerId": offer.offer_id, "title": offer.title, "missing": lacking}
            for offer, lacking in found.nearly
        ],
        "offers": [_offer_wire(offer) for offer in found.open],
        "rejected": [
            {
                "offerId": each.offer.offer_id,
                "title": each.offer.title,
                "reason": each.reason,
                "policy": each.policy,
            }
            for each in found.rejected
        ],
        "rejectedCoupons": [{"code": code, "reason": reason} for code, reason in found.coupons],
        "suggestions": _suggestions(found, offers, enquiry),
    }


def _applied_wire(applied: Applied, enquiry: Enquiry, currency: str) -> Reply:
    return {
        "offerId": applied.offer.offer_id,
        "title": applied.offer.title,
        "code": applied.offer.code,
        "reason": reason_for(applied, enquiry.cart, enquiry.standing, currency),
        "amount": money(applied.amount, currency),
        "freeDelivery": applied.is_free_delivery,
        "lines": [{"sku": sku, "amount": money(part, currency)} for sku, part in applied.parts],
    }


def _offer_wire(offer: Offer) -> Reply:
    return {
        "offerId": offer.offer_id,
        "title": offer.title,
        "kind": offer.kind,
        "code": offer.code,
        "conditions": offer.conditions,
        "validUntil": offer.valid_until.date().isoformat(),
    }


def _suggestions(found: Applicable, offers: list[Offer], enquiry: Enquiry) -> list[str]:
    suggestions = [lacking[0].upper() + lacking[1:] for _, lacking in found.nearly]
    if enquiry.standing.has_ordered is None:
        titles = ", ".join(f"'{offer.title}'" for offer in offers if offer.is_first_order)
        suggestions.append(
            f"Try again in a minute: your past orders cannot be looked up now, so {titles} is not "
            "applied"
        )
    if enquiry.standing.tier is None and any(offer.tiers for offer in offers):
        suggestions.append("Sign in with your e-mail address to see the offers for members")
    return suggestions
