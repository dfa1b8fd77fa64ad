"""Charges for an order that is placed already: a difference, or another tender for all of it."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, or_, select

from agents.kit.errors import Conflict, Fault
from agents.kit.wording import spell_money
from agents.payment.desk import Desk, speaking_for
from agents.payment.gateways.port import ChargeRefused, GatewaySilent
from agents.payment.ledger.payments import Money, charges_of, record_void
from agents.payment.orders.payments import (
    check_currency,
    no_payment,
    owner_of,
    paid_with_json,
)
from agents.payment.orders.refunds import check_ended
from agents.payment.policy import POLICY
from agents.payment.tables import Charge
from agents.payment.tenders.charging import RESERVED, authorize, capture, new_charge, void
from agents.payment.tenders.wallet import (
    POINTS_ID,
    Tender,
    find_tender,
    member_account,
    points_tender,
    spell_tender,
)
from contracts.client import CallFailed
from contracts.tokens import Claims

logger = logging.getLogger(__name__)

SPELLED = {
    "insufficient_funds": "The bank declined the {label}: there is not enough money for {amount}.",
    "expired_card": "The bank declined the {label}: it has expired.",
    "network_error": "The card gateway did not answer, so the {label} was not charged.",
    "card_not_accepted": "The {label} is not accepted for this.",
    "insufficient_balance": "The {label} does not hold {amount}.",
    "unknown_tender": "That way to pay is not known here.",
}
WAYS_OUT = ("Pay with another card", "Pay with a gift card", "Leave the order as it is")


@dataclass(frozen=True)
class Asked:
    """A charge that is asked for; the same reference is the same charge."""

    order_id: str
    tender_id: str
    money: Money
    reference: str
    is_captured_at_once: bool


def charge_order(desk: Desk, asked: Asked, claims: Claims) -> dict[str, Any]:
    """Reserve money for an order of the shopper's, and take it if asked to.

    A gateway that does not answer leaves the charge open: a repeat finds it and charges once.

    Raises:
        NotFound: the order is unknown or another shopper's.
        Conflict: the reference was used for another charge, or its charge was given back.
        Fault: the gateway does not say whether it took the money (`gateway_unavailable`).
    """
    is_points = asked.tender_id == POINTS_ID
    points = points_tender(member_account(desk.peers)) if is_points else None
    charge = _begin(desk, asked, claims, points)
    if charge is None:
        return _declined(asked, "unknown_tender", None)
    if charge.state == "open":
        try:
            reason = authorize(desk, charge)
        except GatewaySilent:
            return _declined(asked, "network_error", charge)
        except ChargeRefused as error:
            raise _given_back(asked) from error
        charge.state = "declined" if reason else "authorized"
        charge.reason = reason
    if charge.state == "declined":
        return _declined(asked, charge.reason or "card_not_accepted", charge)
    if asked.is_captured_at_once and charge.state in RESERVED:
        _take(desk, charge)
    return _charged(charge)


def capture_charge(desk: Desk, charge_id: str, claims: Claims) -> dict[str, Any]:
    """Take the money of a charge; again changes nothing.

    Raises:
        Fault: the gateway does not say whether it took the money (`gateway_unavailable`).
    """
    charge = _find(desk, charge_id, claims)
    if charge is None or charge.state in ("open", "declined"):
        return {"status": "unknown", "chargeId": charge_id}
    if charge.state in RESERVED:
        if _is_expired(desk, charge):
            _expire(desk, charge)
        else:
            _take(desk, charge, is_refusal_final=True)
    return {"status": charge.state, "chargeId": charge_id}


def void_charge(desk: Desk, charge_id: str, claims: Claims) -> dict[str, Any]:
    """Give back what a charge reserves; again changes nothing.

    Raises:
        Fault: the gateway does not answer (`gateway_unavailable`).
    """
    charge = _find(desk, charge_id, claims)
    if charge is None or charge.state == "declined":
        return {"status": "unknown", "chargeId": charge_id}
    try:
        state = void(desk, charge)
    except ChargeRefused:
        _take(desk, charge)
        state = "captured"
    except GatewaySilent as error:
        raise _silent(charge) from error
    return {"status": "captured" if state == "captured" else "voided", "chargeId": charge_id}


def settle_charges(desk: Desk) -> None:
    """Finish captures that a crash left, and give up what nobody came back for."""
    for charge in _left_behind(desk):
        own = speaking_for(desk, charge.customer_id, charge.order_id)
        try:
            if charge.state == "capturing":
                _take(own, charge, is_refusal_final=True)
            else:
                void(own, charge, state="voided" if charge.state == "open" else "expired")
        except (Fault, CallFailed, GatewaySilent, ChargeRefused) as error:
            logger.warning("charge_left charge=%s %s", charge.charge_id, error)


def _begin(desk: Desk, asked: Asked, claims: Claims, points: Tender | None) -> Charge | None:
    """The charge of this reference, noted before it is tried; None for an unknown tender."""
    with desk.store.write() as session:
        if owner_of(session, asked.order_id) != claims.shopper:
            raise no_payment(asked.order_id)
        check_ended(session, asked.order_id, claims)
        charges = charges_of(session, asked.order_id)
        known = next((c for c in charges if c.reference == asked.reference), None)
        if known is not None:
            return _checked(known, asked)
        if charges:
            check_currency(charges[0].currency, asked.money, asked.order_id)
        tender = points or find_tender(session, claims.shopper, asked.tender_id)
        if tender is None:
            return None
        charge = _new(desk, asked, claims.shopper, tender)
        session.add(charge)
    return charge


def _new(desk: Desk, asked: Asked, shopper: str, tender: Tender) -> Charge:
    value = tender.point_value
    points = -(-asked.money.amount // value) if tender.kind == "points" else None
    charge = new_charge(
        asked.order_id,
        shopper,
        tender,
        asked.money,
        desk=desk,
        points=points,
        reference=asked.reference,
        is_captured_at_once=asked.is_captured_at_once,
    )
    is_foreign = tender.currency is not None and tender.currency != asked.money.currency
    if is_foreign or (points is not None and points < tender.minimum_points):
        charge.state = "declined"
        charge.reason = "card_not_accepted" if is_foreign else "insufficient_balance"
    return charge


def _checked(known: Charge, asked: Asked) -> Charge:
    same = (
        known.tender_id == asked.tender_id
        and (known.amount, known.currency) == (asked.money.amount, asked.money.currency)
        and known.is_captured_at_once == asked.is_captured_at_once
    )
    if not same:
        raise Conflict(
            f"reference {asked.reference} of order {asked.order_id} was for another charge, "
            f"{spell_money(known.amount, known.currency)} on {known.tender_id}; use a new one",
            code="reference_reused",
        )
    if known.state in ("voided", "expired"):
        raise _given_back(asked)
    return known


def _find(desk: Desk, charge_id: str, claims: Claims) -> Charge | None:
    """A later charge of this shopper's; a leg of a checkout is the checkout's own."""
    with desk.store.read() as session:
        charge = session.get(Charge, charge_id)
    if charge is None or charge.reference is None or charge.customer_id != claims.shopper:
        return None
    return charge


def _take(desk: Desk, charge: Charge, *, is_refusal_final: bool = False) -> None:
    """Capture, noted before it is tried; what the gateway no longer holds is expired."""
    with desk.store.write() as session:
        row = session.get_one(Charge, charge.charge_id)
        if row.state == "authorized":
            row.state = "capturing"
        charge.state = row.state
    if charge.state not in RESERVED:
        return
    try:
        capture(desk, charge)
    except GatewaySilent as error:
        raise _silent(charge) from error
    except ChargeRefused:
        if not is_refusal_final:
            raise
        charge.state = "expired"
        _note_expired(desk, charge)
    else:
        charge.state = "captured"


def _is_expired(desk: Desk, charge: Charge) -> bool:
    return charge.expires_at is not None and charge.expires_at <= desk.now


def _expire(desk: Desk, charge: Charge) -> None:
    try:
        charge.state = void(desk, charge, state="expired")
    except (GatewaySilent, ChargeRefused) as error:
        raise _silent(charge) from error


def _note_expired(desk: Desk, charge: Charge) -> None:
    with desk.store.write() as session:
        row = session.get_one(Charge, charge.charge_id)
        if row.state in RESERVED:
            row.state = "expired"
            record_void(session, row, at=desk.now)


def _left_behind(desk: Desk) -> list[Charge]:
    stale = desk.now - timedelta(seconds=POLICY.checkout.stale_seconds)
    given_up = desk.now - timedelta(minutes=POLICY.charge.open_minutes)
    found = select(Charge).where(
        Charge.reference.is_not(None),
        or_(
            and_(Charge.state == "capturing", Charge.at < stale),
            and_(Charge.state == "open", Charge.at < given_up),
            and_(Charge.state == "authorized", Charge.expires_at <= desk.now),
        ),
    )
    with desk.store.read() as session:
        return list(session.scalars(found))


def _charged(charge: Charge) -> dict[str, Any]:
    label = _label(charge)
    amount = spell_money(charge.amount, charge.currency)
    is_taken = charge.state == "captured"
    return {
        "status": "captured" if is_taken else "authorized",
        "reason": None,
        "chargeId": charge.charge_id,
        "tender": paid_with_json(charge, amount=charge.amount, currency=charge.currency),
        "message": f"{amount} {'taken from' if is_taken else 'reserved on'} the {label}.",
        "suggestions": [],
    }


def _declined(asked: Asked, reason: str, charge: Charge | None) -> dict[str, Any]:
    amount = spell_money(asked.money.amount, asked.money.currency)
    label = _label(charge) if charge else asked.tender_id
    tender = None
    if charge is not None:
        tender = paid_with_json(charge, amount=charge.amount, currency=charge.currency)
    return {
        "status": "declined",
        "reason": reason,
        "chargeId": charge.charge_id if charge else None,
        "tender": tender,
        "message": SPELLED[reason].format(label=label, amount=amount),
        "suggestions": list(WAYS_OUT),
    }


def _label(charge: Charge) -> str:
    return spell_tender(charge.tender_kind, charge.brand, charge.last_four, charge.points)


def _given_back(asked: Asked) -> Conflict:
    return Conflict(
        f"the charge of order {asked.order_id} under reference {asked.reference} was given "
        "back; use a new reference",
        code="charge_voided",
    )


def _silent(charge: Charge) -> Fault:
    return Fault(
        f"the card gateway does not say what became of charge {charge.charge_id}; ask again in "
        "a minute, it is charged at most once",
        code="gateway_unavailable",
        status=503,
    )
