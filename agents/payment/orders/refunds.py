"""Giving money back for an order: to what paid it or to a gift card, never more than was taken."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from agents.kit.errors import Conflict, Fault
from agents.kit.wording import spell_money
from agents.payment.desk import Desk, speaking_for
from agents.payment.gateways.port import ChargeRefused, GatewaySilent
from agents.payment.ledger.payments import (
    Destination,
    Money,
    add_payment,
    balance_of,
    balances_by_charge,
    charges_of,
    payments_of,
    record_refund,
)
from agents.payment.orders.payments import check_currency, own_payments
from agents.payment.orders.refund_replies import refund_reply, spell_refunds
from agents.payment.orders.splitting import Source, points_back, split_refund
from agents.payment.policy import POLICY
from agents.payment.tables import Charge, Checkout, Payment, Refund
from agents.payment.tenders.charging import RESERVED, void
from agents.payment.tenders.wallet import find_tender
from contracts.client import CallFailed
from contracts.tokens import Claims

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Asked:
    """A refund that is asked for; the same reference is the same refund."""

    order_id: str
    money: Money
    reference: str
    tender_id: str | None = None


class TenderRefused(Exception):
    """Money cannot go where it was asked to."""


def refund_payment(desk: Desk, asked: Asked, claims: Claims) -> dict[str, Any]:
    """Give back what was asked for, up to what is left; an authorization is voided instead.

    Raises:
        NotFound: no payment of this shopper's order.
        Conflict: its checkout has not ended (`payment_in_progress`), or the reference was used
            for another amount or tender (`reference_reused`).
        Fault: another currency; or the gateway does not answer (`gateway_unavailable`).
    """
    try:
        pieces, reserved = _begin(desk, asked, claims)
    except TenderRefused as refusal:
        return refund_reply("tender_refused", [], asked.money.currency, str(refusal))
    for piece in pieces:
        _finish(desk, piece)
    if pieces:
        return refund_reply("refunded", pieces, asked.money.currency, spell_refunds(pieces))
    if reserved:
        return _void_all(desk, reserved, asked)
    return _nothing(desk, asked)


def give_back(desk: Desk, charge: Charge, *, reference: str) -> None:
    """Give back all that is left of a charge, under a reference of ours.

    Raises:
        GatewaySilent: the gateway did not answer; it is tried again later.
        CallFailed: loyalty cannot be asked.
    """
    with desk.store.write() as session:
        payments = payments_of(session, charge.order_id)
        mine = [p for p in payments if p.charge_id == charge.charge_id]
        begun = [p for p in mine if p.kind == "refund" and p.reference == reference]
        for source in _sources(mine, [charge]):
            if source.left and not begun:
                points = points_back(source, source.left)
                amount = source.left
                refund = _add(
                    session, desk, charge, amount=amount, points=points, reference=reference
                )
                begun = [refund]
    for refund in begun:
        _make(desk, refund)


def finish_refunds(desk: Desk) -> None:
    """Make the refunds that a crash, or a gateway that was silent, left pending."""
    stale = desk.now - timedelta(seconds=POLICY.checkout.stale_seconds)
    with desk.store.read() as session:
        found = select(Payment).where(Payment.status == "pending", Payment.at < stale)
        pending = session.scalars(found).all()
    for refund in pending:
        try:
            _finish(speaking_for(desk, refund.customer_id, refund.order_id), refund)
        except (Fault, CallFailed) as error:
            logger.warning("refund_left order=%s code=%s", refund.order_id, error.code)


def check_ended(session: Session, order_id: str, claims: Claims) -> None:
    """Keep away from money that a checkout is moving, and from orders yet to be confirmed.

    Raises:
        Conflict: `payment_in_progress`.
    """
    checkout = session.get(Checkout, order_id)
    if checkout is None or checkout.customer_id != claims.shopper:
        return
    if checkout.state in ("open", "capturing") or "confirmation" in checkout.left:
        raise _in_progress(order_id)


def _begin(desk: Desk, asked: Asked, claims: Claims) -> tuple[list[Payment], list[Charge]]:
    """Note what is to be given back, before anybody is asked, so that no other takes it.

    Returns the refunds of this reference, and the charges that only reserve money.
    """
    with desk.store.write() as session:
        check_ended(session, asked.order_id, claims)
        payments = own_payments(session, claims, asked.order_id)
        check_currency(payments[0].currency, asked.money, asked.order_id)
        charges = charges_of(session, asked.order_id)
        if _is_repeat(session, asked):
            pieces = [p for p in payments if (p.kind, p.reference) == ("refund", asked.reference)]
        else:
            pieces = _note_refund(session, desk, asked, payments, charges)
    has_captured = balance_of(payments).captured > 0
    return pieces, [] if has_captured else [c for c in charges if c.state in RESERVED]


def _is_repeat(session: Session, asked: Asked) -> bool:
    known = session.get(Refund, (asked.order_id, asked.reference))
    if known is None:
        return False
    if (known.amount, known.tender_id) != (asked.money.amount, asked.tender_id):
        raise Conflict(
            f"reference {asked.reference} of order {asked.order_id} was for "
            f"{spell_money(known.amount, known.currency)}; use a new reference for another refund",
            code="reference_reused",
        )
    return True


def _note_refund(
    session: Session,
    desk: Desk,
    asked: Asked,
    payments: Sequence[Payment],
    charges: Sequence[Charge],
) -> list[Payment]:
    gift_card = _gift_card(session, asked, charges)
    sources = _sources(payments, charges)
    pieces = split_refund(asked.money.amount, sources, POLICY.refund.order, first=asked.tender_id)
    if not pieces:
        return []
    session.add(
        Refund(
            order_id=asked.order_id,
            reference=asked.reference,
            amount=asked.money.amount,
            currency=asked.money.currency,
            tender_id=asked.tender_id,
            at=desk.now,
        )
    )
    by_id = {charge.charge_id: charge for charge in charges}
    return [
        _add(
            session,
            desk,
            by_id[piece.charge_id],
            amount=piece.amount,
            points=piece.points,
            reference=asked.reference,
            to=gift_card if by_id[piece.charge_id].tender_kind != "points" else None,
        )
        for piece in pieces
    ]


def _gift_card(session: Session, asked: Asked, charges: Sequence[Charge]) -> Destination | None:
    """The shopper's gift card that the money is to go to, when it is none that paid.

    Raises:
        TenderRefused: it is neither what paid nor a gift card of the order's shopper and currency.
    """
    paid = {charge.tender_id for charge in charges if charge.state == "captured"}
    if asked.tender_id is None or asked.tender_id in paid:
        return None
    tender = find_tender(session, charges[0].customer_id, asked.tender_id)
    if tender is None or tender.kind != "gift_card":
        raise TenderRefused(
            "Money goes back to what paid the order, or to a gift card of yours (refund.order)."
        )
    if tender.currency != asked.money.currency:
        raise TenderRefused(
            f"The {tender.label} is in {tender.currency}, and the order was paid in "
            f"{asked.money.currency}."
        )
    return Destination(tender.tender_id, tender.kind, tender.brand, tender.last_four)


def _sources(payments: Sequence[Payment], charges: Sequence[Charge]) -> list[Source]:
    balances = balances_by_charge(payments)
    return [
        Source(
            charge.charge_id,
            charge.tender_id,
            charge.tender_kind,
            taken=balances[charge.charge_id].captured,
            left=balances[charge.charge_id].refundable,
            points=charge.points,
        )
        for charge in charges
        if charge.charge_id in balances
    ]


def _add(
    session: Session,
    desk: Desk,
    charge: Charge,
    *,
    amount: int,
    reference: str,
    points: int | None = None,
    to: Destination | None = None,
) -> Payment:
    return add_payment(
        session,
        charge,
        "refund",
        at=desk.now,
        status="pending",
        amount=amount,
        points=points,
        to=to,
        reference=reference,
    )


def _finish(desk: Desk, refund: Payment) -> None:
    try:
        _make(desk, refund)
    except (GatewaySilent, ChargeRefused) as error:
        raise Fault(
            f"the card gateway did not make the refund of order {refund.order_id}; repeat it "
            "with the same reference, it is made once",
            code="gateway_unavailable",
            status=503,
        ) from error


def _make(desk: Desk, refund: Payment) -> None:
    """Give the money where the refund goes, then enter it; each happens once."""
    if refund.status != "pending":
        return
    if refund.tender_kind == "points":
        _restore_points(desk, refund)
    elif refund.tender_kind != "gift_card":
        key = f"{refund.charge_id}:{refund.reference}"
        desk.psp.refund(refund.charge_id, amount=refund.amount, reference=key)
    with desk.store.write() as session:
        record_refund(session, session.get_one(Payment, refund.payment_id), at=desk.now)
    refund.status = "succeeded"


def _restore_points(desk: Desk, refund: Payment) -> None:
    if refund.points:
        body = {
            "orderId": refund.order_id,
            "points": refund.points,
            "reference": refund.payment_id,
        }
        desk.peers.call("loyalty", "restorePoints", body)


def _void_all(desk: Desk, reserved: Sequence[Charge], asked: Asked) -> dict[str, Any]:
    for charge in reserved:
        try:
            void(desk, charge)
        except (GatewaySilent, ChargeRefused) as error:
            raise _in_progress(charge.order_id) from error
    return _nothing(desk, asked)


def _nothing(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Nothing was taken: what had been reserved is voided, or there is nothing left."""
    with desk.store.read() as session:
        payments = payments_of(session, asked.order_id)
    currency = payments[0].currency
    voids = [payment for payment in payments if payment.kind == "void"]
    if voids and balance_of(payments).captured == 0:
        total = sum(payment.amount for payment in voids)
        message = f"The {spell_money(total, currency)} reserved for the order is free again."
        return refund_reply("voided", voids, currency, message)
    return refund_reply("nothing_to_refund", [], currency, "There is nothing left to give back.")


def _in_progress(order_id: str) -> Conflict:
    return Conflict(
        f"the payment of order {order_id} is just being taken; ask again in a minute",
        code="payment_in_progress",
    )
