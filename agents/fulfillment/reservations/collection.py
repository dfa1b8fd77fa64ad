"""Handing a reservation over: the code is checked, wrong ones are slowed, the stock is told."""

import hmac
import logging
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from agents.fulfillment import inventory
from agents.fulfillment.policy import Reservations
from agents.fulfillment.reservations import records
from agents.fulfillment.tables import Reservation
from agents.kit.errors import Fault
from agents.kit.peers import Peers
from agents.kit.storage import Store
from contracts.client import CallFailed

logger = logging.getLogger(__name__)

Collected = Literal["collected", "wrong_code", "expired", "canceled"]


def present_code(
    session: Session, reservation: Reservation, code: str, *, rules: Reservations, now: datetime
) -> Collected | None:
    """Check a pickup code and note that the goods are being handed over; None says they are.

    Raises:
        Fault: too many wrong codes came before; it says how long to wait.
    """
    locked_until = reservation.locked_until
    if locked_until is not None and locked_until > now:
        seconds = int((locked_until - now).total_seconds()) + 1
        raise Fault(
            f"too many wrong pickup codes for {reservation.reservation_id}; wait {seconds} "
            f"seconds (policy reservations.waitSeconds)",
            code="too_many_tries",
            status=429,
            suggestions=["Look the code up in the reservation."],
        )
    if not hmac.compare_digest(reservation.pickup_code.encode(), code.strip().encode()):
        _slow_down(reservation, rules, now)
        return "wrong_code"
    reservation.wrong_codes, reservation.locked_until = 0, None
    match records.status_at(reservation, now):
        case "active":
            reservation.status = "collecting"
            return None
        case "collected":
            return "collected"
        case "canceled":
            return "canceled"
    return "expired"


def hand_over(store: Store, peers: Peers, reservation_id: str) -> Collected:
    """Take the units of a reservation whose code was right off the stock."""
    with store.read() as session:
        hold_id = session.get_one(Reservation, reservation_id).hold_id
    has_units = inventory.commit(peers, hold_id)
    with store.write() as session:
        reservation = session.get_one(Reservation, reservation_id)
        if reservation.status == "collecting":
            reservation.status = "collected" if has_units else "expired"
            reservation.is_hold_open = False
        return "collected" if reservation.status == "collected" else "expired"


def tidy(store: Store, peers: Peers, now: datetime) -> None:
    """Finish hand-overs that were cut off, and give back what was not collected."""
    records.expire(store, now)
    open_ones = select(Reservation.reservation_id, Reservation.status).where(
        Reservation.is_hold_open, Reservation.status != "active"
    )
    with store.read() as session:
        found = session.execute(open_ones).all()
    for reservation_id, status in found:
        if status != "collecting":
            records.release_hold(store, peers, reservation_id)
            continue
        try:
            hand_over(store, peers, reservation_id)
        except CallFailed as error:
            logger.warning("hand_over_waits reservation=%s error=%s", reservation_id, error.code)


def _slow_down(reservation: Reservation, rules: Reservations, now: datetime) -> None:
    reservation.wrong_codes += 1
    beyond = reservation.wrong_codes - rules.free_tries
    if beyond >= 0:
        wait = rules.wait_seconds[min(beyond, len(rules.wait_seconds) - 1)]
        reservation.locked_until = now + timedelta(seconds=wait)
    logger.warning(
        "wrong_pickup_code reservation=%s count=%s",
        reservation.reservation_id,
        reservation.wrong_codes,
    )
