"""Ways to pay and past payments, as another shop kept them; a repeat changes nothing."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from agents.kit.errors import Conflict, NotFound
from agents.kit.wire import read_time
from agents.payment.gateways.sandbox import adopt
from agents.payment.ledger.books import (
    GIFT_CARDS_ISSUED,
    REFUNDS,
    SALES,
    Side,
    own_side,
    post,
)
from agents.payment.ledger.payments import add_payment, balance_of, payments_of
from agents.payment.orders.payments import no_payment, owner_of
from agents.payment.tables import Card, Charge, GiftCard, Payment, SandboxCharge
from agents.payment.tenders.charging import GATEWAY_KINDS
from agents.payment.tenders.gift_cards import hash_code, issue
from agents.payment.tenders.wallet import Tender, find_tender

Row = Mapping[str, Any]


def import_tenders(
    session: Session, rows: Sequence[Row], *, shopper: str, now: datetime
) -> dict[str, int]:
    """Add or update a shopper's ways to pay; returns how many of each.

    Raises:
        Conflict: one belongs to another shopper (`tender_taken`), or its code opens another gift
            card (`code_taken`).
    """
    created = 0
    for row in rows:
        keep = _keep_gift_card if row["kind"] == "gift_card" else _keep_card
        created += keep(session, row, shopper, now)
    return {"created": created, "updated": len(rows) - created}


def import_payments(
    session: Session, order_id: str, rows: Sequence[Row], *, shopper: str, is_sandbox: bool
) -> dict[str, int]:
    """Add past payments of an order with their postings; returns how many were new.

    The balance of an imported gift card is what it held after them, so they leave it alone.
    The sandbox learns of them, so that it can refund them; a real gateway knows its own.

    Raises:
        NotFound: the order is another shopper's, or a tender is not the shopper's.
        Conflict: a refund is more than its tender paid (`refund_without_capture`).
    """
    if owner_of(session, order_id) not in (None, shopper):
        raise no_payment(order_id)
    created = 0
    seen: dict[str, int] = {}
    for row in sorted(rows, key=lambda r: r["kind"] == "refund"):
        payment_id = _payment_id(order_id, row, seen)
        if session.get(Payment, payment_id) is None:
            charge = _add_past(session, order_id, row, shopper=shopper, payment_id=payment_id)
            if is_sandbox and charge.tender_kind in GATEWAY_KINDS:
                _tell_sandbox(session, charge, row)
            created += 1
    return {"created": created}


def _keep_card(session: Session, row: Row, shopper: str, now: datetime) -> bool:
    card = session.get(Card, row["tenderId"])
    is_new = card is None
    if card is None:
        card = Card(token=row["tenderId"], customer_id=shopper, is_imported=True, at=now)
        card.gateway_token = None
        session.add(card)
    _check_owner(card.customer_id, shopper, row["tenderId"])
    card.kind, card.last_four = row["kind"], row["lastFour"]
    card.brand = row["brand"].title() if row["brand"] else None
    session.flush()
    return is_new


def _keep_gift_card(session: Session, row: Row, shopper: str, now: datetime) -> bool:
    balance = row["balance"] or {"amount": 0, "currency": "USD"}
    card = session.get(GiftCard, row["tenderId"])
    is_new = card is None
    if card is None:
        card = GiftCard(
            card_id=row["tenderId"],
            customer_id=shopper,
            code_hash=_new_code_hash(session, row),
            ending=row["lastFour"] or row["tenderId"][-4:],
            issued=0,
            currency=balance["currency"],
            at=now,
        )
        session.add(card)
        session.flush()
    _check_owner(card.customer_id, shopper, row["tenderId"])
    if row["balance"] and balance["amount"] != card.issued:
        issue(session, card, balance["amount"] - card.issued, at=now)
    return is_new


def _new_code_hash(session: Session, row: Row) -> str | None:
    """What is kept of a gift card's code, which opens no other card."""
    if not row["code"]:
        return None
    code_hash = hash_code(row["code"])
    taken = session.scalar(select(GiftCard.card_id).where(GiftCard.code_hash == code_hash))
    if taken is not None:
        raise Conflict(
            f"the code of gift card '{row['tenderId']}' opens gift card '{taken}' already; give "
            "each card a code of its own",
            code="code_taken",
        )
    return code_hash


def _check_owner(owner: str | None, shopper: str, tender_id: str) -> None:
    if owner != shopper:
        raise Conflict(
            f"tender '{tender_id}' belongs to another shopper; import it under another id",
            code="tender_taken",
        )


def _add_past(
    session: Session, order_id: str, row: Row, *, shopper: str, payment_id: str
) -> Charge:
    tender = find_tender(session, shopper, row["tenderId"])
    if tender is None:
        raise NotFound(
            f"unknown tender '{row['tenderId']}'; import the shopper's tenders first",
            code="unknown_tender",
        )
    at = read_time(row["at"], pointer="/payments")
    amount = row["amount"]["amount"]
    charge = _past_charge(session, order_id, tender, row, shopper=shopper, at=at)
    payment = add_payment(session, charge, row["kind"], at=at, amount=amount, payment_id=payment_id)
    own = own_side(tender.kind, tender.tender_id, amount)
    if tender.kind == "gift_card":
        own = Side(GIFT_CARDS_ISSUED, amount)
    if row["kind"] == "capture":
        sides = [own, Side(SALES, -amount)]
    else:
        sides = [Side(REFUNDS, amount), Side(own.account, -own.amount, own.tender_id)]
    post(session, payment.payment_id, sides, currency=charge.currency, at=at)
    return charge


def _past_charge(
    session: Session, order_id: str, tender: Tender, row: Row, *, shopper: str, at: datetime
) -> Charge:
    """The charge of a tender for an order, as far as it is imported."""
    charge_id = f"CH-{_digest(order_id, tender.tender_id)}"
    charge = session.get(Charge, charge_id)
    amount, currency = row["amount"]["amount"], row["amount"]["currency"]
    if row["kind"] == "refund" and amount > _left(session, charge):
        raise Conflict(
            f"order {order_id} has not so much of '{tender.tender_id}' to give back; import "
            "what it paid first",
            code="refund_without_capture",
        )
    if charge is None:
        charge = Charge(
            charge_id=charge_id,
            order_id=order_id,
            customer_id=shopper,
            tender_id=tender.tender_id,
            tender_kind=tender.kind,
            brand=tender.brand,
            last_four=tender.last_four,
            points=None,
            amount=0,
            currency=currency,
            state="captured",
            reason=None,
            reference=None,
            is_captured_at_once=True,
            at=at,
            expires_at=None,
        )
        session.add(charge)
    if row["kind"] == "capture":
        charge.amount += amount
    session.flush()
    return charge


def _left(session: Session, charge: Charge | None) -> int:
    if charge is None:
        return 0
    payments = payments_of(session, charge.order_id)
    return balance_of(p for p in payments if p.charge_id == charge.charge_id).refundable


def _tell_sandbox(session: Session, charge: Charge, row: Row) -> None:
    known = session.get(SandboxCharge, charge.charge_id)
    refunds = dict(known.refunds) if known else {}
    if row["kind"] == "refund":
        refunds[f"imported-{len(refunds)}"] = row["amount"]["amount"]
    adopt(
        session,
        SandboxCharge(
            key=charge.charge_id,
            state="captured",
            reason=None,
            amount=charge.amount,
            currency=charge.currency,
            refunds=refunds,
        ),
    )


def _payment_id(order_id: str, row: Row, seen: dict[str, int]) -> str:
    """The same for the same row, and another for its twin in the same order."""
    facts = [order_id, row["kind"], row["tenderId"], row["at"]]
    plain = "|".join([*facts, str(row["amount"]["amount"]), row["amount"]["currency"]])
    seen[plain] = seen.get(plain, 0) + 1
    return f"PY-{_digest(plain, str(seen[plain]))}"


def _digest(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16].upper()
