"""Payments: what was authorized, captured, voided and refunded, and what it comes to."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from agents.payment.ledger.books import DELIVERY, REFUNDS, SALES, Side, own_side, post
from agents.payment.tables import Charge, Payment

KINDS = ("authorization", "capture", "void", "refund")


@dataclass(frozen=True)
class Money:
    """Minor units and their currency."""

    amount: int
    currency: str


@dataclass(frozen=True)
class Destination:
    """Another tender than the one that paid, to which a refund goes."""

    tender_id: str
    tender_kind: str
    brand: str | None
    last_four: str | None


@dataclass(frozen=True)
class Balance:
    """What payments come to, in minor units; pending refunds count as given."""

    authorized: int
    captured: int
    refunded: int

    @property
    def refundable(self) -> int:
        """Captured and not yet given back."""
        return self.captured - self.refunded


def payments_of(session: Session, order_id: str) -> list[Payment]:
    """An order's payments, oldest first."""
    found = session.scalars(select(Payment).where(Payment.order_id == order_id))
    return sorted(found, key=lambda payment: (payment.at, KINDS.index(payment.kind)))


def charges_of(session: Session, order_id: str) -> list[Charge]:
    """An order's charges, oldest first."""
    found = session.scalars(select(Charge).where(Charge.order_id == order_id))
    return sorted(found, key=lambda charge: (charge.at, charge.charge_id))


def balance_of(payments: Iterable[Payment]) -> Balance:
    """Add payments up; `authorized` is what is reserved and not yet taken."""
    totals = dict.fromkeys(KINDS, 0)
    for payment in payments:
        if payment.status != "declined":
            totals[payment.kind] += payment.amount
    reserved = totals["authorization"] - totals["void"] - totals["capture"]
    return Balance(max(0, reserved), totals["capture"], totals["refund"])


def balances_by_charge(payments: Sequence[Payment]) -> dict[str, Balance]:
    """What the payments of each charge come to."""
    ids = dict.fromkeys(payment.charge_id for payment in payments)
    return {
        charge_id: balance_of(p for p in payments if p.charge_id == charge_id) for charge_id in ids
    }


def record_authorization(session: Session, charge: Charge, *, at: datetime) -> Payment:
    """Note the answer to an authorization; no money has moved."""
    status = "declined" if charge.state == "declined" else "succeeded"
    return add_payment(session, charge, "authorization", at=at, status=status)


def record_capture(
    session: Session,
    charge: Charge,
    *,
    delivery: int,
    at: datetime,
    payment_id: str | None = None,
) -> Payment:
    """Enter a capture: the tender gives what was paid for goods and delivery."""
    payment = add_payment(session, charge, "capture", at=at, payment_id=payment_id)
    sides = [
        own_side(charge.tender_kind, charge.tender_id, charge.amount),
        Side(SALES, delivery - charge.amount),
        Side(DELIVERY, -delivery),
    ]
    post(session, payment.payment_id, sides, currency=charge.currency, at=at)
    return payment


def record_void(session: Session, charge: Charge, *, at: datetime) -> Payment:
    """Note that reserved money was given back."""
    return add_payment(session, charge, "void", at=at)


def record_refund(session: Session, refund: Payment, *, at: datetime) -> None:
    """Enter a refund that is made; again changes nothing."""
    if refund.status != "pending":
        return
    refund.status = "succeeded"
    sides = [
        Side(REFUNDS, refund.amount),
        own_side(refund.tender_kind, refund.tender_id, -refund.amount),
    ]
    post(session, refund.payment_id, sides, currency=refund.currency, at=at)


def add_payment(
    session: Session,
    charge: Charge,
    kind: str,
    *,
    at: datetime,
    status: str = "succeeded",
    amount: int | None = None,
    points: int | None = None,
    to: Destination | None = None,
    reference: str | None = None,
    payment_id: str | None = None,
) -> Payment:
    """Note a movement of a charge; a refund may go `to` another tender."""
    tender = to or charge
    payment = Payment(
        payment_id=payment_id or f"PY-{secrets.token_hex(6).upper()}",
        charge_id=charge.charge_id,
        order_id=charge.order_id,
        customer_id=charge.customer_id,
        kind=kind,
        status=status,
        amount=charge.amount if amount is None else amount,
        currency=charge.currency,
        tender_id=tender.tender_id,
        tender_kind=tender.tender_kind,
        brand=tender.brand,
        last_four=tender.last_four,
        points=charge.points if amount is None else points,
        reference=reference,
        at=at,
    )
    session.add(payment)
    session.flush()
    return payment
