"""The books: what was authorized, captured, voided and refunded, each movement entered twice."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from agents.payment.tables import Payment, Posting

CLEARING = "psp_clearing"
SALES = "sales"
DELIVERY = "delivery"
REFUNDS = "refunds"
KINDS = ("authorization", "capture", "void", "refund")


@dataclass(frozen=True)
class Money:
    """Minor units and their currency."""

    amount: int
    currency: str


@dataclass(frozen=True)
class Account:
    """Whose payments these are: an order, its shopper, the card's last four, the charge."""

    order_id: str
    customer_id: str
    last_four: str
    charge_key: str


@dataclass(frozen=True)
class Balance:
    """What an order's payments come to, in minor units; pending refunds count as given."""

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


def balance_of(payments: list[Payment]) -> Balance:
    """Add an order's payments up; `authorized` is what is reserved and not yet taken."""

    def total(kind: str) -> int:
        return sum(p.amount for p in payments if p.kind == kind and p.status != "declined")

    captured = total("capture")
    reserved = max(0, total("authorization") - total("void") - captured)
    return Balance(reserved, captured, total("refund"))


def record_authorization(
    session: Session, account: Account, money: Money, *, at: datetime, is_declined: bool = False
) -> None:
    """Note an authorization; no money has moved."""
    status = "declined" if is_declined else "succeeded"
    _add(session, account, money, kind="authorization", status=status, at=at)


def record_capture(
    session: Session, account: Account, money: Money, *, delivery: int, at: datetime
) -> None:
    """Enter a capture: the gateway owes us what the shopper paid for goods and delivery."""
    payment = _add(session, account, money, kind="capture", status="succeeded", at=at)
    entries = {CLEARING: money.amount, SALES: delivery - money.amount, DELIVERY: -delivery}
    _post(session, payment, entries)


def record_void(session: Session, account: Account, *, at: datetime) -> Payment | None:
    """Note that reserved money was given back; nothing when none is reserved."""
    payments = payments_of(session, account.order_id)
    reserved = balance_of(payments).authorized
    if not reserved:
        return None
    money = Money(reserved, payments[0].currency)
    return _add(session, account, money, kind="void", status="succeeded", at=at)


def begin_refund(
    session: Session, account: Account, money: Money, *, reference: str, at: datetime
) -> Payment:
    """Note a refund before the gateway is asked, so that no other takes the same money."""
    refund = _add(session, account, money, kind="refund", status="pending", at=at)
    refund.reference = reference
    return refund


def finish_refund(session: Session, refund: Payment) -> None:
    """Enter a refund that the gateway has made; again changes nothing."""
    if refund.status == "pending":
        refund.status = "succeeded"
        _post(session, refund, {REFUNDS: refund.amount, CLEARING: -refund.amount})


def load_payment(session: Session, payment: Payment) -> None:
    """Enter a payment of the past, with its postings."""
    session.add(payment)
    session.flush()
    if payment.status == "succeeded" and payment.kind == "capture":
        _post(session, payment, {CLEARING: payment.amount, SALES: -payment.amount})
    if payment.status == "succeeded" and payment.kind == "refund":
        _post(session, payment, {REFUNDS: payment.amount, CLEARING: -payment.amount})


def _add(
    session: Session, account: Account, money: Money, *, kind: str, status: str, at: datetime
) -> Payment:
    payment = Payment(
        payment_id=f"PY-{secrets.token_hex(6).upper()}",
        order_id=account.order_id,
        customer_id=account.customer_id,
        kind=kind,
        status=status,
        amount=money.amount,
        currency=money.currency,
        last_four=account.last_four,
        charge_key=account.charge_key,
        reference=None,
        at=at,
    )
    session.add(payment)
    session.flush()
    return payment


def _post(session: Session, payment: Payment, entries: dict[str, int]) -> None:
    if sum(entries.values()):
        raise ValueError(f"postings of {payment.payment_id} do not balance: {entries}")
    session.add_all(
        Posting(
            payment_id=payment.payment_id,
            account=account,
            amount=amount,
            currency=payment.currency,
        )
        for account, amount in entries.items()
        if amount
    )
