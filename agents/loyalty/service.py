"""The loyalty agent's operations."""

from dataclasses import replace

from agents.kit.errors import Fault
from agents.kit.operations import Call, Operations, Reply
from agents.kit.wire import money
from agents.loyalty import customers, points
from agents.loyalty.applicable import Applicable, Enquiry, find_applicable
from agents.loyalty.carts import read_cart
from agents.loyalty.listings import listed_offers, merge_offers
from agents.loyalty.offers import Applied, Offer, reason_for, saving
from agents.loyalty.points import Booking
from agents.loyalty.policy import POLICY
from agents.loyalty.sample import load_sample
from agents.loyalty.standing import read_standing, record_redemption, with_past_orders
from agents.loyalty.tables import Base, Customer

operations = Operations("loyalty", tables=Base.metadata, seed=load_sample, refresh=merge_offers)

SIGN_IN = "Sign in with your e-mail address to see your points"


@operations.steps("getApplicableOffers")
def get_applicable_offers(call: Call) -> Reply:
    """Offers for a cart."""
    cart = read_cart(call.peers, call.body["lines"])
    with call.store.read() as session:
        offers = listed_offers(session)
        standing = read_standing(session, call.shopper, POLICY)
    standing = with_past_orders(standing, offers, call.peers, call.now)
    coupons = tuple(code.strip() for code in call.body.get("coupons", []))
    enquiry = Enquiry(cart, standing, coupons, call.now)
    found = find_applicable(offers, enquiry, POLICY)
    discount = saving(found.applied)
    return {
        "status": "ok",
        "applied": [_applied_wire(each, enquiry) for each in found.applied],
        "totalDiscount": money(discount, cart.currency) if cart.currency else None,
        "nearly": [
            {"offerId": offer.offer_id, "title": offer.title, "missing": lacking}
            for offer, lacking in found.nearly
        ],
        "offers": [_offer_wire(offer) for offer in found.open],
        "rejectedCoupons": [{"code": code, "reason": reason} for code, reason in found.rejected],
        "suggestions": _suggestions(found, offers, enquiry),
    }


@operations.read("getAccount")
def get_account(call: Call) -> Reply:
    """The shopper's points and tier."""
    customer = call.session.get(Customer, call.shopper)
    if customer is None:
        return {"status": "not_a_member", "account": None, "suggestions": [SIGN_IN]}
    account = customers.account_wire(call.session, customer, POLICY)
    return {"status": "ok", "account": account, "suggestions": []}


@operations.read("identifyCustomer")
def identify_customer(call: Call) -> Reply:
    """Who this is."""
    customer, advice = customers.identify(call.session, call.body)
    return {
        "status": "identified" if customer else "unknown",
        "customerId": customer and customer.customer_id,
        "firstName": customer and customer.first_name,
        "lastName": customer and customer.last_name,
        "suggestions": [] if customer else advice,
    }


@operations.write("earnPoints")
def earn_points(call: Call) -> Reply:
    """Book points for a paid order."""
    if call.session.get(Customer, call.shopper) is None:
        return {"status": "not_a_member", "points": 0, "balance": None}
    earned = points.earn(call.session, _booking(call), POLICY)
    balance = points.balance(call.session, call.shopper)
    return {"status": "earned", "points": earned, "balance": balance}


@operations.write("reversePoints")
def reverse_points(call: Call) -> Reply:
    """Take back points of what came back."""
    if call.session.get(Customer, call.shopper) is None:
        return {"status": "not_a_member", "points": 0, "balance": None}
    booking = replace(_booking(call), reference=call.body["reference"])
    taken = points.reverse(call.session, booking, POLICY)
    status = "reversed" if taken else "nothing_to_reverse"
    balance = points.balance(call.session, call.shopper)
    return {"status": status, "points": taken, "balance": balance}


@operations.write("recordRedemption")
def redeem_offers(call: Call) -> Reply:
    """Count the offers an order used."""
    order_id, offer_ids = call.body["orderId"], call.body["offerIds"]
    record_redemption(call.session, call.shopper, order_id, offer_ids, call.now)
    return {"status": "recorded"}


def _booking(call: Call) -> Booking:
    amount = call.body["amount"]
    if amount["amount"] < 0:
        raise Fault(
            f"points are booked for amounts from 0 on, not for {amount['amount']}",
            code="invalid_request",
            pointer="/amount/amount",
        )
    return Booking(
        customer_id=call.shopper,
        order_id=call.body["orderId"],
        amount=amount["amount"],
        currency=amount["currency"],
        at=call.now,
    )


def _applied_wire(applied: Applied, enquiry: Enquiry) -> Reply:
    currency = enquiry.cart.currency or POLICY.offers.currency
    return {
        "offerId": applied.offer.offer_id,
        "title": applied.offer.title,
        "code": applied.offer.code,
        "reason": reason_for(applied, enquiry.cart, enquiry.standing, currency),
        "amount": money(applied.amount, currency),
        "freeDelivery": applied.is_free_delivery,
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
