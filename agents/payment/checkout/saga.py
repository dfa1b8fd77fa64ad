"""The checkout saga: hold, order, authorization, capture, then all that a paid order needs."""

import logging
from collections.abc import Mapping
from typing import Any

from agents.kit.errors import Conflict, Fault
from agents.kit.wording import spell_money
from agents.payment.carts.pricing import Cart, price_cart
from agents.payment.checkout import replies
from agents.payment.checkout.attempts import Attempt, claim_quote
from agents.payment.checkout.deliveries import find_slot, pickup_option
from agents.payment.checkout.steps import (
    ALWAYS,
    OrderGone,
    follow_up,
    is_unreachable,
    place_hold,
    register_order,
    reserve_offers,
    undo_all,
)
from agents.payment.desk import Desk
from agents.payment.gateways.port import ChargeRefused, GatewaySilent
from agents.payment.ledger.payments import Money, charges_of
from agents.payment.settings import stripe_settings
from agents.payment.tables import Charge, Quote
from agents.payment.tenders.charging import GATEWAY_KINDS, authorize, capture, new_charge
from agents.payment.tenders.wallet import Tender
from contracts.client import CallFailed
from contracts.contract import ContractError

logger = logging.getLogger(__name__)


class NotPlaced(Exception):
    """A checkout that ends without an order, as a matter of business.

    `keeps_charge` when the gateway left the charge open, so that a repeat must take it over.
    """

    def __init__(self, reply: dict[str, Any], *, keeps_charge: bool = False) -> None:
        super().__init__(reply["status"])
        self.reply = reply
        self.keeps_charge = keeps_charge


def commit_checkout(desk: Desk, quote_id: str, shopper: str) -> dict[str, Any]:
    """Place and pay the quoted order, all or nothing; repeats and races have one effect.

    Raises:
        NotFound: no such quote of this shopper's.
        Fault: an agent was down before the money was taken; everything is undone.
    """
    claimed = claim_quote(desk, quote_id, shopper)
    if isinstance(claimed, dict):
        return claimed
    attempt = claimed
    try:
        _check_quote(desk, attempt.quote)
        _secure(desk, attempt)
        _authorize(desk, attempt)
        capture_all(desk, attempt)
    except NotPlaced as end:
        undo_all(desk, attempt, keeps_charge=end.keeps_charge)
        return end.reply
    except (CallFailed, ContractError, ChargeRefused) as error:
        undo_all(desk, attempt)
        raise _fault_of(error) from error
    return finish(desk, attempt)


def capture_all(desk: Desk, attempt: Attempt) -> None:
    """Take the reserved money of every charge: from here on the order is only ever finished.

    Cards first: what the gateway refuses is then still easily undone.

    Raises:
        ChargeRefused: one reserves nothing any more; what was taken is to be given back.
        Fault: the gateway does not say whether it took it (`gateway_unavailable`).
    """
    left = attempt.quote.body["delivery"]["price"]["amount"]
    for charge in sorted(_charges(desk, attempt), key=_own_books_last):
        delivery = min(left, charge.amount)
        left -= delivery
        try:
            capture(desk, charge, delivery=delivery)
        except GatewaySilent as error:
            raise Fault(
                "the card gateway does not say whether the payment went through; confirm the "
                "same checkout again in a minute, it is charged at most once",
                code="gateway_unavailable",
                status=503,
                suggestions=("Try again in a minute", "Show my orders"),
            ) from error
    attempt.note(state="paid", left=[*ALWAYS, *attempt.row.left])


def finish(desk: Desk, attempt: Attempt) -> dict[str, Any]:
    """Do all that a paid order needs; what fails is left for the sweep, the order stands.

    An order that was canceled under the checkout does not: everything goes back.
    """
    try:
        left = follow_up(desk, attempt)
    except OrderGone:
        logger.error("paid_order_gone order=%s is refunded", attempt.row.order_id)
        gone = replies.undone(attempt.row.order_id, attempt.quote.body)
        attempt.note(state="undoing", left=[], reply=gone)
        undo_all(desk, attempt)
        return gone
    reply = attempt.row.reply
    if reply is None or attempt.row.is_slot_lost:
        reply = replies.placed(
            attempt.row.order_id,
            attempt.quote.body,
            tracking_numbers=attempt.row.tracking_numbers,
            has_slot=not attempt.row.is_slot_lost,
        )
    attempt.note(state="paid" if left else "placed", left=left, reply=reply)
    logger.info("order_placed order=%s left=%s", attempt.row.order_id, ",".join(left) or "-")
    return reply


def differences(quote: Quote, cart: Cart) -> list[str]:
    """What moved between a quote and the cart priced anew, each as a clause.

    When offers cannot be checked, those of the quote are honoured.
    """
    body = quote.body
    now = {line.sku: line for line in cart.lines}
    found = []
    for line in body["lines"]:
        was, current = line["unitPrice"], now.get(line["sku"])
        if current is None:
            found.append(f"{line['name']} is no longer sold")
        elif (was["amount"], was["currency"]) != (current.unit_price, current.currency):
            prices = spell_money(**was), spell_money(current.unit_price, current.currency)
            found.append(f"the price of {line['name']} went from {prices[0]} to {prices[1]}")
    if cart.offers.is_checked and not found:
        found += _offer_differences(body, set(quote.offer_ids), cart)
    return found


def _offer_differences(body: Mapping[str, Any], used: set[str], cart: Cart) -> list[str]:
    found = []
    quoted = {d["offerId"]: d["amount"]["amount"] for d in body["discounts"]}
    granted = {d.offer_id: d.amount for d in cart.offers.discounts}
    if quoted != granted:
        before, after = sum(quoted.values()), sum(granted.values())
        spelled = spell_money(before, cart.currency), spell_money(after, cart.currency)
        found.append(f"the discounts went from {spelled[0]} to {spelled[1]}")
    was_free = bool(used - quoted.keys())
    is_free = cart.offers.free_delivery is not None
    if body["delivery"]["optionId"] == "standard" and was_free != is_free:
        found.append("delivery is free now" if is_free else "delivery is no longer free")
    return found


def _check_quote(desk: Desk, quote: Quote) -> None:
    cart = price_cart(desk.peers, quote.request["lines"], quote.request["coupons"])
    if found := differences(quote, cart):
        raise NotPlaced(replies.changed(found))
    delivery = quote.body["delivery"]
    if delivery["slot"]:
        option = pickup_option(desk.peers, cart, delivery["storeId"])
        if option is None or find_slot(option, delivery["slot"]["slotId"]) is None:
            taken = f"the pickup time at {delivery['storeName']} was taken"
            raise NotPlaced(replies.changed([taken], reason=None))


def _secure(desk: Desk, attempt: Attempt) -> None:
    """Count the offers, hold the goods and register the order as pending."""
    attempt.begin("offers")
    if exhausted := reserve_offers(desk, attempt):
        raise NotPlaced(replies.offer_exhausted(exhausted))
    attempt.begin("hold")
    if shortages := place_hold(desk, attempt):
        store = attempt.quote.body["delivery"]["storeName"]
        raise NotPlaced(replies.sold_out(shortages, store))
    attempt.begin("order")
    register_order(desk, attempt)


def _authorize(desk: Desk, attempt: Attempt) -> None:
    """Reserve every share: our own books first, which are the easiest to undo."""
    _open_charges(desk, attempt)
    for charge in sorted(_charges(desk, attempt), key=_own_books_last, reverse=True):
        try:
            reason = authorize(desk, charge)
        except GatewaySilent as error:
            silence = _declined(attempt, charge, "network_error")
            raise NotPlaced(silence, keeps_charge=True) from error
        if reason:
            reply = _declined(attempt, charge, reason)
            attempt.note(state="undoing", reply=reply)
            raise NotPlaced(reply)
    attempt.note(state="capturing")


def _open_charges(desk: Desk, attempt: Attempt) -> None:
    """Note a charge for every share, but for one taken over from an unanswered attempt."""
    row = attempt.row
    known = {charge.tender_id for charge in _charges(desk, attempt)}
    charges = [
        new_charge(
            row.order_id,
            row.customer_id,
            Tender(share["tenderId"], share["kind"], share["brand"], share["lastFour"]),
            Money(**share["amount"]),
            desk=desk,
            points=share["points"],
        )
        for share in attempt.quote.body["tenders"]
        if share["tenderId"] not in known
    ]
    begun = [*row.begun, *(() if "charges" in row.begun else ("charges",))]
    attempt.note(begun=begun, entries=lambda session: session.add_all(charges))


def _declined(attempt: Attempt, charge: Charge, reason: str) -> dict[str, Any]:
    tenders = attempt.quote.body["tenders"]
    share = next(t for t in tenders if t["tenderId"] == charge.tender_id)
    quote = attempt.quote.body
    return replies.declined(
        quote,
        reason,
        tender=share["label"],
        amount=share["amount"],
        is_sandbox=stripe_settings() is None,
    )


def _charges(desk: Desk, attempt: Attempt) -> list[Charge]:
    with desk.store.read() as session:
        return charges_of(session, attempt.row.order_id)


def _own_books_last(charge: Charge) -> tuple[bool, str]:
    return charge.tender_kind not in GATEWAY_KINDS, charge.charge_id


def _fault_of(error: Exception) -> Exception:
    """The fault of a checkout that was undone: it names who failed, and that nothing is lost."""
    if isinstance(error, CallFailed) and is_unreachable(error):
        return Fault(
            f"{error}; nothing was charged, and the same checkout can be confirmed again",
            code="agent_unavailable",
            status=503,
            suggestions=("Try again in a minute", "Show my cart"),
        )
    if isinstance(error, ChargeRefused):
        return Conflict(
            "the payment was given back before it was taken; check out again",
            code="payment_voided",
            suggestions=("Check out again",),
        )
    return error
