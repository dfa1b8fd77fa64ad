"""Giving money back for an order: to the card it came from, never more than was taken."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from agents.kit.errors import Conflict, Fault, NotFound
from agents.kit.wire import money
from agents.payment import ledger
from agents.payment.checkout.attempts import Desk
from agents.payment.ledger import Account, Money
from agents.payment.policy import load_policy
from agents.payment.tables import Checkout, Payment
from agents.payment.tenders.cards import ChargeRefused, GatewaySilent
from contracts.tokens import Claims

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Asked:
    """A refund that is asked for; the same reference is the same refund."""

    order_id: str
    money: Money
    reference: str


def own_payments(session: Session, claims: Claims, order_id: str) -> list[Payment]:
    """The payments of the shopper's order; a service without a shopper sees any.

    Raises:
        NotFound: there are none, or the order is another shopper's.
    """
    payments = ledger.payments_of(session, order_id)
    is_service = claims.service is not None and claims.shopper == claims.service
    if not payments or (payments[0].customer_id != claims.shopper and not is_service):
        raise NotFound(
            f"no payment for order '{order_id}'; see the list of your orders",
            suggestions=("Show my orders",),
        )
    return payments


def refund_payment(desk: Desk, asked: Asked, claims: Claims) -> dict[str, Any]:
    """Give back what was asked for, up to what is left; an authorization is voided instead.

    Raises:
        NotFound: no payment of this shopper's order.
        Conflict: its checkout has not ended (`payment_in_progress`).
        Fault: another currency; or the gateway does not answer (`gateway_unavailable`).
    """
    with desk.store.write() as session:
        _check_ended(session, asked.order_id, claims)
        payments = own_payments(session, claims, asked.order_id)
        _check_currency(payments, asked.money)
        refund = _find_refund(payments, asked.reference)
        refund = refund or _begin(session, payments, asked, desk.now)
        reserved = ledger.balance_of(payments).authorized
    if refund is not None:
        if refund.status == "pending":
            _finish(desk, refund)
        return _reply("refunded", refund.payment_id, refund)
    if reserved:
        return _void(desk, payments)
    voided = next((p for p in payments if p.kind == "void"), None)
    is_void = voided is not None and ledger.balance_of(payments).captured == 0
    return _reply("voided", None, voided) if voided and is_void else _nothing(payments)


def finish_refunds(desk: Desk) -> None:
    """Ask the gateway again for refunds that a crash left pending."""
    stale = desk.now - timedelta(seconds=load_policy().stale_seconds)
    with desk.store.read() as session:
        found = select(Payment).where(Payment.status == "pending", Payment.at < stale)
        pending = session.scalars(found).all()
    for refund in pending:
        try:
            _finish(desk, refund)
        except Fault as error:
            logger.warning("refund_left order=%s code=%s", refund.order_id, error.code)


def _check_ended(session: Session, order_id: str, claims: Claims) -> None:
    """Keep away from money that a checkout is moving, and from orders yet to be confirmed."""
    checkout = session.get(Checkout, order_id)
    if checkout is None or checkout.customer_id != claims.shopper:
        return
    if checkout.state in ("open", "capturing") or "confirmation" in checkout.left:
        raise _in_progress(order_id)


def _in_progress(order_id: str) -> Conflict:
    return Conflict(
        f"the payment of order {order_id} is just being taken; ask again in a minute",
        code="payment_in_progress",
    )


def _find_refund(payments: list[Payment], reference: str) -> Payment | None:
    return next((p for p in payments if p.kind == "refund" and p.reference == reference), None)


def _begin(
    session: Session, payments: list[Payment], asked: Asked, now: datetime
) -> Payment | None:
    amount = min(asked.money.amount, ledger.balance_of(payments).refundable)
    if amount <= 0:
        return None
    source = next(p for p in payments if p.kind == "capture")
    money_back = Money(amount, source.currency)
    return ledger.begin_refund(
        session, _account(source), money_back, reference=asked.reference, at=now
    )


def _finish(desk: Desk, refund: Payment) -> None:
    key = f"{refund.order_id}:{refund.reference}"
    try:
        desk.psp.refund(refund.charge_key, amount=refund.amount, reference=key)
    except (GatewaySilent, ChargeRefused) as error:
        raise Fault(
            f"the card gateway did not make the refund of order {refund.order_id}; repeat it "
            "with the same reference, it is made once",
            code="gateway_unavailable",
            status=503,
        ) from error
    with desk.store.write() as session:
        ledger.finish_refund(session, session.get_one(Payment, refund.payment_id))


def _void(desk: Desk, payments: list[Payment]) -> dict[str, Any]:
    source = next(p for p in payments if p.kind == "authorization" and p.status == "succeeded")
    try:
        desk.psp.void(source.charge_key)
    except (GatewaySilent, ChargeRefused) as error:
        raise _in_progress(source.order_id) from error
    with desk.store.write() as session:
        ledger.record_void(session, _account(source), at=desk.now)
    return _reply("voided", None, source)


def _nothing(payments: list[Payment]) -> dict[str, Any]:
    return {
        "status": "nothing_to_refund",
        "refundId": None,
        "amount": money(0, payments[0].currency),
        "lastFour": payments[0].last_four,
    }


def _reply(status: str, refund_id: str | None, payment: Payment) -> dict[str, Any]:
    return {
        "status": status,
        "refundId": refund_id,
        "amount": money(payment.amount, payment.currency),
        "lastFour": payment.last_four,
    }


def _check_currency(payments: list[Payment], asked: Money) -> None:
    if asked.currency != payments[0].currency:
        raise Fault(
            f"order {payments[0].order_id} was paid in {payments[0].currency}, not "
            f"{asked.currency}; refund it in {payments[0].currency}",
            code="currency_mismatch",
        )


def _account(payment: Payment) -> Account:
    return Account(
        order_id=payment.order_id,
        customer_id=payment.customer_id,
        last_four=payment.last_four,
        charge_key=payment.charge_key,
    )
