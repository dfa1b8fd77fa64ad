"""Charging a tender: reserve, take, give back; each kind at its own place, each step once.

Cards and PayPal accounts are charged at the gateway, gift cards in our own books, points at
loyalty. A charge's row says how far it came, so every step here may be repeated.
"""

import secrets
from datetime import timedelta

from sqlalchemy.orm import Session

from agents.payment.desk import Desk
from agents.payment.gateways.port import ChargeRefused, Reserve
from agents.payment.ledger import payments as ledger
from agents.payment.ledger.payments import Money
from agents.payment.policy import POLICY
from agents.payment.tables import Card, Charge
from agents.payment.tenders.wallet import Tender, gift_card_available

GATEWAY_KINDS = ("card", "paypal")
RESERVED = ("authorized", "capturing")


def new_charge(
    order_id: str,
    shopper: str,
    tender: Tender,
    money: Money,
    *,
    desk: Desk,
    points: int | None = None,
    reference: str | None = None,
    is_captured_at_once: bool = True,
) -> Charge:
    """A charge that is yet to be tried."""
    expires_at = None
    if tender.kind in GATEWAY_KINDS:
        expires_at = desk.now + timedelta(days=POLICY.charge.authorization_days)
    return Charge(
        charge_id=f"CH-{secrets.token_hex(8).upper()}",
        order_id=order_id,
        customer_id=shopper,
        tender_id=tender.tender_id,
        tender_kind=tender.kind,
        brand=tender.brand,
        last_four=tender.last_four,
        points=points,
        amount=money.amount,
        currency=money.currency,
        state="open",
        reason=None,
        reference=reference,
        is_captured_at_once=is_captured_at_once,
        at=desk.now,
        expires_at=expires_at,
    )


def authorize(desk: Desk, charge: Charge) -> str | None:
    """Reserve the money; returns why not, or None.

    Raises:
        GatewaySilent: the gateway did not answer; the charge stays open.
        ChargeRefused: it was given up meanwhile.
        CallFailed: loyalty cannot be asked.
    """
    if charge.tender_kind == "gift_card":
        return _reserve_balance(desk, charge)
    reason: str | None
    if charge.tender_kind == "points":
        reason = _burn_points(desk, charge)
    else:
        reason = desk.psp.authorize(_reserve_of(desk, charge))
    return _answered(desk, charge, reason)


def capture(desk: Desk, charge: Charge, *, delivery: int = 0) -> None:
    """Take the reserved money; `delivery` is how much of it is for delivery.

    Raises:
        GatewaySilent: the gateway does not say whether it took it.
        ChargeRefused: nothing is reserved any more.
    """
    if charge.state == "captured":
        return
    if charge.tender_kind in GATEWAY_KINDS:
        desk.psp.capture(charge.charge_id)
    with desk.store.write() as session:
        row = session.get_one(Charge, charge.charge_id)
        if row.state == "captured":
            return
        if row.state not in RESERVED:
            raise ChargeRefused(f"charge {charge.charge_id} is {row.state}")
        row.state = "captured"
        ledger.record_capture(session, row, delivery=delivery, at=desk.now)


def void(desk: Desk, charge: Charge, *, state: str = "voided") -> str:
    """Give back what a charge reserved; returns the state that it ends in.

    Raises:
        GatewaySilent: the gateway did not answer.
        ChargeRefused: the money is taken already.
        CallFailed: loyalty cannot be asked.
    """
    if charge.state not in ("open", *RESERVED):
        return charge.state
    if charge.tender_kind == "points":
        _restore_points(desk, charge)
    elif charge.tender_kind in GATEWAY_KINDS:
        desk.psp.void(charge.charge_id)
    with desk.store.write() as session:
        row = session.get_one(Charge, charge.charge_id)
        if row.state in RESERVED:
            ledger.record_void(session, row, at=desk.now)
        if row.state in ("open", *RESERVED):
            row.state = state
        return row.state


def _reserve_balance(desk: Desk, charge: Charge) -> str | None:
    with desk.store.write() as session:
        row = session.get_one(Charge, charge.charge_id)
        if row.state == "open":
            has_enough = gift_card_available(session, row.tender_id) >= row.amount
            _note(session, desk, row, None if has_enough else "insufficient_balance")
        return row.reason


def _burn_points(desk: Desk, charge: Charge) -> str | None:
    body = {
        "orderId": charge.order_id,
        "points": charge.points or 0,
        "reference": charge.charge_id,
    }
    reply = desk.peers.call("loyalty", "burnPoints", body)
    return None if reply["status"] == "burned" else "insufficient_balance"


def _restore_points(desk: Desk, charge: Charge) -> None:
    """Give points back under the reference that took them, which then takes none any more."""
    body = {
        "orderId": charge.order_id,
        "points": charge.points or 0,
        "reference": charge.charge_id,
    }
    desk.peers.call("loyalty", "restorePoints", body)


def _reserve_of(desk: Desk, charge: Charge) -> Reserve:
    with desk.store.read() as session:
        card = session.get(Card, charge.tender_id)
    return Reserve(
        key=charge.charge_id,
        token=card.gateway_token if card else None,
        last_four=charge.last_four,
        is_imported=card is not None and card.is_imported,
        amount=charge.amount,
        currency=charge.currency,
    )


def _answered(desk: Desk, charge: Charge, reason: str | None) -> str | None:
    """Note the gateway's answer; money reserved for a charge given up meanwhile goes back."""
    with desk.store.write() as session:
        row = session.get_one(Charge, charge.charge_id)
        is_given_up = row.state in ("voided", "expired")
        if row.state == "open":
            _note(session, desk, row, reason)
    if is_given_up and reason is None:
        if charge.tender_kind == "points":
            _restore_points(desk, charge)
        else:
            desk.psp.void(charge.charge_id)
    if is_given_up:
        raise ChargeRefused(f"charge {charge.charge_id} was given up meanwhile")
    return reason


def _note(session: Session, desk: Desk, row: Charge, reason: str | None) -> None:
    row.state, row.reason = ("declined", reason) if reason else ("authorized", None)
    ledger.record_authorization(session, row, at=desk.now)
