"""An order's payments as its shopper may see them, by payment and by tender."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from agents.kit.errors import Fault, NotFound
from agents.kit.wire import money, timestamp
from agents.payment.ledger.payments import (
    Money,
    balance_of,
    balances_by_charge,
    charges_of,
    payments_of,
)
from agents.payment.tables import Charge, Checkout, PaidWith, Payment
from agents.payment.tenders.wallet import spell_tender
from contracts.tokens import Claims


def own_payments(session: Session, claims: Claims, order_id: str) -> list[Payment]:
    """The payments of the shopper's order; a service without a shopper sees any.

    Raises:
        NotFound: there are none, or the order is another shopper's.
    """
    payments = payments_of(session, order_id)
    is_service = claims.service is not None and claims.shopper == claims.service
    if not payments or (payments[0].customer_id != claims.shopper and not is_service):
        raise no_payment(order_id)
    return payments


def owner_of(session: Session, order_id: str) -> str | None:
    """Whose order it is, as far as payments know."""
    for charge in charges_of(session, order_id):
        return charge.customer_id
    checkout = session.get(Checkout, order_id)
    return checkout.customer_id if checkout else None


def check_currency(currency: str, asked: Money, order_id: str) -> None:
    """Refuse another currency than the order's.

    Raises:
        Fault: `currency_mismatch`.
    """
    if asked.currency != currency:
        raise Fault(
            f"order {order_id} was paid in {currency}, not {asked.currency}; use {currency}",
            code="currency_mismatch",
        )


def no_payment(order_id: str) -> NotFound:
    """The fault of an order that is unknown or another shopper's."""
    return NotFound(
        f"no payment for order '{order_id}'; see the list of your orders",
        suggestions=("Show my orders",),
    )


def payments_json(session: Session, claims: Claims, order_id: str) -> dict[str, Any]:
    """An order's payments; a refund counts once it is made."""
    payments = [p for p in own_payments(session, claims, order_id) if p.status != "pending"]
    charges = {charge.charge_id: charge for charge in charges_of(session, order_id)}
    balance, currency = balance_of(payments), payments[0].currency
    return {
        "payments": [_payment_json(payment) for payment in payments],
        "captured": money(balance.captured, currency),
        "refunded": money(balance.refunded, currency),
        "tenders": _by_tender(payments, charges, currency),
    }


def paid_with_json(row: PaidWith, *, amount: int, currency: str) -> dict[str, Any]:
    """Spell who paid or is paid how much, as the contract's TenderAmount."""
    return {
        "tenderId": row.tender_id,
        "kind": row.tender_kind,
        "label": spell_tender(row.tender_kind, row.brand, row.last_four, row.points),
        "brand": row.brand,
        "lastFour": row.last_four,
        "amount": money(amount, currency),
        "points": row.points,
    }


def _payment_json(payment: Payment) -> dict[str, Any]:
    return {
        "paymentId": payment.payment_id,
        "kind": payment.kind,
        "status": payment.status,
        "amount": money(payment.amount, payment.currency),
        "at": timestamp(payment.at),
        "tender": paid_with_json(payment, amount=payment.amount, currency=payment.currency),
        "reference": payment.reference,
    }


def _by_tender(
    payments: Sequence[Payment], charges: dict[str, Charge], currency: str
) -> list[dict[str, Any]]:
    """What was taken from each tender, and given back of that, wherever it went."""
    found: dict[str, dict[str, Any]] = {}
    for charge_id, balance in balances_by_charge(payments).items():
        charge = charges[charge_id]
        row = found.setdefault(
            charge.tender_id,
            {
                "tenderId": charge.tender_id,
                "kind": charge.tender_kind,
                "label": spell_tender(
                    charge.tender_kind, charge.brand, charge.last_four, charge.points
                ),
                "lastFour": charge.last_four,
                "captured": money(0, currency),
                "refunded": money(0, currency),
                "reserved": money(0, currency),
            },
        )
        row["captured"]["amount"] += balance.captured
        row["refunded"]["amount"] += balance.refunded
        row["reserved"]["amount"] += balance.authorized
    return list(found.values())
