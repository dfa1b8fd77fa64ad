"""Reservations as they are written down, and what crashes left of them."""

import hashlib
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from agents.fulfillment import inventory
from agents.fulfillment.ids import new_digits, new_id
from agents.fulfillment.policy import Policy
from agents.fulfillment.reservations.wishes import Outcome, Wish
from agents.fulfillment.tables import PendingHold, Reservation
from agents.kit.errors import Conflict, Fault, NotFound
from agents.kit.peers import Peers
from agents.kit.storage import Store
from contracts.client import CallFailed

logger = logging.getLogger(__name__)

CODE_DIGITS = 6
LEFT_AFTER = timedelta(minutes=5)
"""Longer than any request takes: a hold without reservation for so long was left by a crash."""


def check_limits(
    session: Session, shopper: str, wish: Wish, *, policy: Policy, now: datetime
) -> None:
    """Refuse what is more than the shop keeps for one shopper.

    Raises:
        Fault: too many units.
        Conflict: too many reservations that wait to be collected.
    """
    limits = policy.reservations
    if wish.quantity > limits.most_units:
        raise Fault(
            f"{wish.quantity} units are more than a store keeps for one shopper; at most "
            f"{limits.most_units} (policy reservations.mostUnits)",
            code="too_many_units",
            pointer="/quantity",
            suggestions=[f"Reserve {limits.most_units}.", "Have it delivered instead."],
        )
    active = session.scalar(
        select(func.count())
        .select_from(Reservation)
        .where(
            Reservation.customer_id == shopper,
            Reservation.status == "active",
            Reservation.expires_at > now,
        )
    )
    if (active or 0) >= limits.most_active:
        raise Conflict(
            f"{active} reservations wait to be collected, and the shop keeps no more than "
            f"{limits.most_active} for one shopper (policy reservations.mostActive)",
            code="too_many_reservations",
            suggestions=["Show my reservations.", "Cancel a reservation."],
        )


def hold_id_for(shopper: str, key: str) -> str:
    """The hold of a request: a repeat after a crash finds it again."""
    return "rs-" + hashlib.sha256(f"{shopper}\n{key}".encode()).hexdigest()[:32]


def expect(session: Session, hold_id: str, now: datetime) -> None:
    """Write down that a hold is asked for, so that a crash leaves none that nobody knows."""
    session.merge(PendingHold(hold_id=hold_id, at=now))


def settle(session: Session, hold_id: str) -> None:
    """The hold has its reservation, or never came about."""
    session.execute(delete(PendingHold).where(PendingHold.hold_id == hold_id))


def record(
    session: Session, shopper: str, wish: Wish, outcome: Outcome, *, hold_id: str, now: datetime
) -> Reservation:
    """Write a reservation down."""
    if outcome.store is None or outcome.expires_at is None:
        raise ValueError(f"nothing was held: {outcome.status}")
    reservation = Reservation(
        reservation_id=new_id("RS"),
        customer_id=shopper,
        hold_id=hold_id,
        is_hold_open=True,
        status="active",
        sku=wish.sku,
        quantity=wish.quantity,
        store_id=outcome.store.place_id,
        store_name=outcome.store.name,
        pickup_code=new_digits(CODE_DIGITS),
        wrong_codes=0,
        made_at=now,
        expires_at=outcome.expires_at,
    )
    session.add(reservation)
    return reservation


def list_reservations(session: Session, shopper: str) -> Sequence[Reservation]:
    """A shopper's reservations, newest first."""
    return session.scalars(
        select(Reservation)
        .where(Reservation.customer_id == shopper)
        .order_by(Reservation.made_at.desc(), Reservation.reservation_id)
    ).all()


def find(session: Session, shopper: str | None, reservation_id: str) -> Reservation:
    """A shopper's own reservation; any, for one of the shop's services that names no shopper.

    Raises:
        NotFound: there is none by that id, or it is another's.
    """
    found = session.get(Reservation, reservation_id.strip().upper())
    if found is None or shopper not in (None, found.customer_id):
        raise NotFound(
            f"no reservation '{reservation_id}'; list the reservations to see the ids",
            suggestions=["Show my reservations."],
        )
    return found


def status_at(reservation: Reservation, now: datetime) -> str:
    """Its status now: what was not collected in time is expired."""
    if reservation.status == "collecting":
        return "active"
    if reservation.status == "active" and reservation.expires_at <= now:
        return "expired"
    return reservation.status


def cancel(session: Session, reservation: Reservation, now: datetime) -> None:
    """Give it up, if it still waits; its units follow by `release_hold`."""
    if reservation.status == "active" and reservation.expires_at > now:
        reservation.status = "canceled"


def release_hold(store: Store, peers: Peers, reservation_id: str) -> None:
    """Give the units of a canceled or expired reservation back, once; not reached, later."""
    with store.read() as session:
        reservation = session.get_one(Reservation, reservation_id)
        is_due = reservation.is_hold_open and reservation.status in ("canceled", "expired")
        hold_id = reservation.hold_id
    if not is_due:
        return
    try:
        inventory.release(peers, hold_id)
    except CallFailed as error:
        logger.warning("hold_not_released hold=%s error=%s", hold_id, error.code)
        return
    with store.write() as session:
        session.get_one(Reservation, reservation_id).is_hold_open = False


def expire(store: Store, now: datetime) -> None:
    """Mark what was not collected in time."""
    with store.write() as session:
        for reservation in session.scalars(
            select(Reservation).where(Reservation.status == "active", Reservation.expires_at <= now)
        ):
            reservation.status = "expired"


def release_left_behind(store: Store, peers: Peers, now: datetime) -> None:
    """Give back the holds of requests that a crash cut off."""
    with store.read() as session:
        left = select(PendingHold.hold_id).where(PendingHold.at <= now - LEFT_AFTER)
        hold_ids = session.scalars(left).all()
    for hold_id in hold_ids:
        inventory.release(peers, hold_id)
        with store.write() as session:
            settle(session, hold_id)
        logger.info("hold_left_behind hold=%s", hold_id)
