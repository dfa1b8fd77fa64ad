"""The sample store's payments of the past and its gift cards."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from agents.kit.rows import hours_ago, read_rows
from agents.payment.gateways.sandbox import adopt
from agents.payment.ledger import payments as ledger
from agents.payment.tables import Charge, GiftCard, Payment, Refund, SandboxCharge
from agents.payment.tenders.gift_cards import hash_code, issue

Row = dict[str, Any]


def load_sample(session: Session, now: datetime) -> None:
    """Load gift cards, and payments with their postings and what the gateway knows of them."""
    for row in read_rows(__file__, "gift_cards"):
        _load_gift_card(session, row, now)
    rows = read_rows(__file__, "payments")
    for order_id in dict.fromkeys(row["orderId"] for row in rows):
        _load_order(session, [row for row in rows if row["orderId"] == order_id], now)


def _load_gift_card(session: Session, row: Row, now: datetime) -> None:
    card = GiftCard(
        card_id=row["cardId"],
        customer_id=row["customerId"],
        code_hash=hash_code(row["code"]),
        ending=row["code"][-4:],
        issued=0,
        currency=row["currency"],
        at=hours_ago(now, row["hoursAgo"]),
    )
    session.add(card)
    session.flush()
    issue(session, card, row["amount"], at=card.at)


def _load_order(session: Session, rows: list[Row], now: datetime) -> None:
    kinds = {row["kind"] for row in rows if row["status"] == "succeeded"}
    steps = {"void": "voided", "capture": "captured", "authorization": "authorized"}
    state = next((state for kind, state in steps.items() if kind in kinds), "declined")
    charge = _charge(rows[0], state, now)
    session.add(charge)
    session.flush()
    for row in rows:
        _load_payment(session, charge, row, hours_ago(now, row["hoursAgo"]))
    adopt(
        session,
        SandboxCharge(
            key=charge.charge_id,
            state=state,
            reason=charge.reason,
            amount=charge.amount,
            currency=charge.currency,
            refunds={r["paymentId"]: r["amount"] for r in rows if r["kind"] == "refund"},
        ),
    )


def _charge(row: Row, state: str, now: datetime) -> Charge:
    return Charge(
        charge_id=f"CH-{row['orderId']}",
        order_id=row["orderId"],
        customer_id=row["customerId"],
        tender_id=f"tok_sample_{row['customerId']}_{row['lastFour']}",
        tender_kind="card",
        brand=None,
        last_four=row["lastFour"],
        points=None,
        amount=row["amount"],
        currency=row["currency"],
        state=state,
        reason="insufficient_funds" if state == "declined" else None,
        reference=None,
        is_captured_at_once=True,
        at=hours_ago(now, row["hoursAgo"]),
        expires_at=None,
    )


def _load_payment(session: Session, charge: Charge, row: Row, at: datetime) -> None:
    payment_id = row["paymentId"]
    if row["kind"] == "capture":
        ledger.record_capture(session, charge, delivery=0, at=at, payment_id=payment_id)
        return
    is_refund = row["kind"] == "refund"
    payment = ledger.add_payment(
        session,
        charge,
        row["kind"],
        at=at,
        status="pending" if is_refund else row["status"],
        amount=row["amount"],
        reference=row["reference"],
        payment_id=payment_id,
    )
    if is_refund:
        ledger.record_refund(session, payment, at=at)
        _remember(session, payment)


def _remember(session: Session, refund: Payment) -> None:
    if refund.reference is not None:
        session.add(
            Refund(
                order_id=refund.order_id,
                reference=refund.reference,
                amount=refund.amount,
                currency=refund.currency,
                tender_id=None,
                at=refund.at,
            )
        )
