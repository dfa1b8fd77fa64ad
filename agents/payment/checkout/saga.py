"""The checkout saga: hold, order, authorization, capture, then all that a paid order needs."""

import logging
from collections.abc import Mapping
from typing import Any

from agents.kit.errors import Conflict, Fault
from agents.kit.wording import spell_money
from agents.payment import ledger
from agents.payment.carts.pricing import Cart, price_cart
from agents.payment.checkout import replies
from agents.payment.checkout.attempts import Attempt, Desk, claim_quote
from agents.payment.checkout.steps import (
    FOLLOW_UPS,
    account_of,
    authorize,
    follow_up,
    place_hold,
    register_order,
    total_of,
    undo_all,
)
from agents.payment.tables import Quote
from agents.payment.tenders.cards import ChargeRefused, GatewaySilent
from contracts.client import AgentError, CallFailed
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
        _check_price(desk, attempt.quote)
        _secure(desk, attempt)
        _authorize(desk, attempt)
        capture(desk, attempt)
    except NotPlaced as end:
        undo_all(desk, attempt, keeps_charge=end.keeps_charge)
        return end.reply
    except (CallFailed, ContractError, ChargeRefused) as error:
        undo_all(desk, attempt)
        raise _fault_of(error) from error
    return finish(desk, attempt)


def capture(desk: Desk, attempt: Attempt) -> None:
    """Take the reserved money: from here on the order is only ever finished.

    Raises:
        ChargeRefused: nothing is reserved any more.
        Fault: the gateway does not say whether it took it (`gateway_unavailable`).
    """
    try:
        desk.psp.capture(attempt.row.charge_key)
    except GatewaySilent as error:
        raise Fault(
            "the card gateway does not say whether the payment went through; confirm the same "
            "checkout again in a minute, it is charged at most once",
            code="gateway_unavailable",
            status=503,
            suggestions=("Try again in a minute", "Show my orders"),
        ) from error
    delivery = attempt.quote.body["delivery"]["price"]["amount"]
    account, total = account_of(attempt), total_of(attempt)
    attempt.note(
        state="paid",
        begun=[],
        left=list(FOLLOW_UPS),
        entries=lambda session: ledger.record_capture(
            session, account, total, delivery=delivery, at=desk.now
        ),
    )


def finish(desk: Desk, attempt: Attempt) -> dict[str, Any]:
    """Do all that a paid order needs; what fails is left for the sweep, the order stands."""
    left, told = follow_up(desk, attempt)
    reply = attempt.row.reply or replies.placed(
        attempt.row.order_id,
        attempt.quote.body,
        points=told.get("points"),
        tracking_number=told.get("tracking_number"),
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


def _check_price(desk: Desk, quote: Quote) -> None:
    cart = price_cart(desk.peers, quote.request["lines"], quote.request["coupons"])
    if found := differences(quote, cart):
        raise NotPlaced(replies.changed(found))


def _secure(desk: Desk, attempt: Attempt) -> None:
    """Hold the goods and register the order as pending."""
    attempt.begin("hold")
    if shortages := place_hold(desk, attempt):
        store = attempt.quote.body["delivery"]["storeName"]
        raise NotPlaced(replies.sold_out(shortages, store))
    attempt.begin("order")
    register_order(desk, attempt)


def _authorize(desk: Desk, attempt: Attempt) -> None:
    attempt.begin("authorization")
    try:
        reason = authorize(desk, attempt)
    except GatewaySilent as error:
        silence = replies.declined(attempt.quote.body, "network_error")
        raise NotPlaced(silence, keeps_charge=True) from error
    account, total = account_of(attempt), total_of(attempt)
    reply = replies.declined(attempt.quote.body, reason) if reason else None
    attempt.note(
        state="undoing" if reply else "capturing",
        reply=reply,
        entries=lambda session: ledger.record_authorization(
            session, account, total, at=desk.now, is_declined=reply is not None
        ),
    )
    if reply:
        raise NotPlaced(reply)


def _fault_of(error: Exception) -> Exception:
    """The fault of a checkout that was undone: it names who failed, and that nothing is lost."""
    is_refusal = isinstance(error, AgentError) and error.status < 500
    if isinstance(error, CallFailed) and not is_refusal:
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
