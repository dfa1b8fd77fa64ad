"""The loyalty agent's operations."""

import logging
from datetime import datetime

from agents.kit.operations import Call, Operations, Reply
from agents.kit.peers import Peers
from agents.kit.storage import Store
from agents.loyalty.customers import accounts, imports, tries
from agents.loyalty.customers.identity import Question, identify
from agents.loyalty.offers import reservations
from agents.loyalty.offers.applicable import Enquiry, find_applicable
from agents.loyalty.offers.carts import read_cart
from agents.loyalty.offers.listings import listed_offers
from agents.loyalty.offers.reservations import Use
from agents.loyalty.offers.standing import has_ordered, read_standing, with_past_orders
from agents.loyalty.offers.wire import applicable_wire
from agents.loyalty.points import bookings
from agents.loyalty.points.bookings import Refusal
from agents.loyalty.points.requests import points_asked, points_of_money
from agents.loyalty.policy import POLICY
from agents.loyalty.sample import load_sample, merge_offers
from agents.loyalty.settings import SiteKeys
from agents.loyalty.tables import Base, Customer
from contracts.settings import currency

logger = logging.getLogger(__name__)

SIGN_IN = "Sign in with your e-mail address to see your points"
NOT_A_MEMBER: Reply = {"status": "not_a_member", "points": 0, "balance": None}


def tidy(store: Store, peers: Peers, now: datetime) -> None:
    """Book the points that have ended, and forget old wrong tries."""
    is_more = True
    while is_more:
        with store.write() as session:
            tries.forget_old(session, POLICY.identity, now)
            is_more = bookings.expire(session, now) > 0


operations = Operations(
    "loyalty", tables=Base.metadata, seed=load_sample, refresh=merge_offers, tidy=tidy
)


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
    if not found.is_exact:
        logger.warning("offers_search_cut offers=%s lines=%s", len(offers), len(cart.lines))
    return applicable_wire(found, offers, enquiry, POLICY)


@operations.steps("reserveOffers")
def reserve_offers(call: Call) -> Reply:
    """Count the offers that an order uses, all or none."""
    offer_ids = tuple(dict.fromkeys(call.body["offerIds"]))
    use = Use(call.shopper, call.body["orderId"], offer_ids, call.now)
    with call.store.read() as session:
        if reservations.is_reserved(session, use):
            return {"status": "reserved", "exhausted": []}
        must_ask = reservations.turns_on_past_orders(session, use)
    has = has_ordered(call.peers, use.order_id) if must_ask else False
    with call.store.write() as session:
        exhausted = reservations.reserve(session, use, POLICY, has_ordered=has)
    return {
        "status": "exhausted" if exhausted else "reserved",
        "exhausted": [
            {"offerId": each.offer_id, "title": each.title, "reason": each.reason}
            for each in exhausted
        ],
    }


@operations.write("releaseOffers")
def release_offers(call: Call) -> Reply:
    """Give back the offers of an order."""
    is_released = reservations.release(
        call.session, shopper=call.shopper, order_id=call.body["orderId"], at=call.now
    )
    return {"status": "released" if is_released else "nothing_to_release"}


@operations.read("getAccount")
def get_account(call: Call) -> Reply:
    """The shopper's points and tier."""
    customer = call.session.get(Customer, call.shopper)
    if customer is None:
        return {"status": "not_a_member", "account": None, "suggestions": [SIGN_IN]}
    account = accounts.account_wire(
        call.session, customer, POLICY, currency=currency(), now=call.now
    )
    return {"status": "ok", "account": account, "suggestions": []}


@operations.write("identifyCustomer")
def identify_customer(call: Call) -> Reply:
    """Who this is."""
    question = Question(call.body, call.shopper, SiteKeys.from_env(), call.now)
    answer = identify(call.session, question, POLICY)
    customer = answer.customer
    status = "slow_down" if answer.wait_s else "identified" if customer else "unknown"
    return {
        "status": status,
        "customerId": customer and customer.customer_id,
        "firstName": customer and customer.first_name,
        "lastName": customer and customer.last_name,
        "suggestions": [] if customer else answer.advice,
        "retryAfterSeconds": answer.wait_s,
    }


@operations.write("importCustomers")
def import_customers(call: Call) -> Reply:
    """Add or update customers."""
    done = imports.import_customers(call.session, call.body["customers"], call.now)
    return {"created": done.created, "updated": done.updated}


@operations.write("earnPoints")
def earn_points(call: Call) -> Reply:
    """Book points for a delivered order."""
    booking = points_of_money(call)
    if not _is_member(call):
        return dict(NOT_A_MEMBER)
    earned = bookings.earn(call.session, booking, POLICY)
    return _points_reply(call, "earned", earned)


@operations.write("reversePoints")
def reverse_points(call: Call) -> Reply:
    """Take back points of what came back."""
    booking = points_of_money(call)
    if not _is_member(call):
        return dict(NOT_A_MEMBER)
    taken = bookings.reverse(call.session, booking, POLICY)
    return _points_reply(call, "reversed" if taken else "nothing_to_reverse", taken)


@operations.write("burnPoints")
def burn_points(call: Call) -> Reply:
    """Take points that pay for an order."""
    if not _is_member(call):
        return {**NOT_A_MEMBER, "reason": SIGN_IN, "policy": None}
    taken = bookings.burn(call.session, points_asked(call), POLICY)
    if isinstance(taken, Refusal):
        reply = _points_reply(call, "insufficient", 0)
        return {**reply, "reason": taken.reason, "policy": taken.policy}
    return {**_points_reply(call, "burned", taken), "reason": None, "policy": None}


@operations.write("restorePoints")
def restore_points(call: Call) -> Reply:
    """Give back points that had paid for an order."""
    if not _is_member(call):
        return dict(NOT_A_MEMBER)
    back = bookings.restore(call.session, points_asked(call), POLICY)
    return _points_reply(call, "restored" if back else "nothing_to_restore", back)


def _is_member(call: Call) -> bool:
    return call.session.get(Customer, call.shopper) is not None


def _points_reply(call: Call, status: str, count: int) -> Reply:
    had = bookings.balance(call.session, call.shopper, call.now)
    return {"status": status, "points": count, "balance": had}
