"""Units kept in a store for a shopper: a hold of the inventory, with a code to collect by."""

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from agents.fulfillment import inventory
from agents.fulfillment.ids import new_digits, new_id
from agents.fulfillment.inventory import Whereabouts
from agents.fulfillment.tables import PendingHold, Reservation
from agents.kit.errors import NotFound
from agents.kit.peers import Peers
from agents.kit.places import Place, find_places
from agents.kit.storage import Store

logger = logging.getLogger(__name__)

STORES_SHOWN = 3
LEFT_AFTER = timedelta(minutes=5)
"""Longer than any request takes: a hold without reservation for so long was left by a crash."""


@dataclass(frozen=True)
class Wish:
    """What a shopper wants to have kept, and where in her words."""

    sku: str
    store: str
    quantity: int


@dataclass(frozen=True)
class Outcome:
    """How a wish went: `reserved` with the hold's store and end, or what else there is."""

    status: str
    suggestions: Sequence[str]
    available: int = 0
    stores: Sequence[tuple[Place, int]] = ()
    store: Place | None = None
    expires_at: datetime | None = None


def hold_wish(peers: Peers, wish: Wish, hold_id: str, ttl: timedelta) -> Outcome:
    """Hold what is wished for in the store that is meant, or say what stands against it."""
    places = inventory.list_stores(peers)
    meant = find_places(wish.store, places)
    if len(meant) != 1:
        return _unclear(wish, places, meant, inventory.locate(peers, wish.sku))
    line = {"sku": wish.sku, "quantity": wish.quantity}
    store = meant[0]
    ends = inventory.hold_in_store(peers, hold_id, line, store_id=store.place_id, ttl=ttl)
    where = inventory.locate(peers, wish.sku)
    left = where.stores.get(store.place_id, 0)
    if ends is None:
        return _out_of_stock(wish, store, places, where)
    return Outcome(
        "reserved",
        [f"Collect it at {store.label}: {store.address}.", "See what goes with it."],
        available=left,
        store=store,
        expires_at=ends,
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
        status="active",
        sku=wish.sku,
        quantity=wish.quantity,
        store_id=outcome.store.place_id,
        store_name=outcome.store.name,
        pickup_code=new_digits(6),
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


def find(session: Session, shopper: str, reservation_id: str) -> Reservation:
    """A shopper's own reservation.

    Raises:
        NotFound: there is none by that id, or it is another's.
    """
    found = session.get(Reservation, reservation_id.strip().upper())
    if found is None or found.customer_id != shopper:
        raise NotFound(
            f"no reservation '{reservation_id}'; list the reservations to see the ids",
            suggestions=["Show my reservations."],
        )
    return found


def status_at(reservation: Reservation, now: datetime) -> str:
    """Its status now: what was not collected in time is expired."""
    if reservation.status == "active" and reservation.expires_at <= now:
        return "expired"
    return reservation.status


def _unclear(
    wish: Wish, places: Sequence[Place], meant: Sequence[Place], where: Whereabouts
) -> Outcome:
    if meant:
        units = _units_at(meant, where)
        return Outcome("ambiguous_store", _elsewhere(wish, meant, where), stores=units)
    return Outcome(
        "unknown_store", _elsewhere(wish, places, where), stores=_units_at(places, where)
    )


def _out_of_stock(wish: Wish, store: Place, places: Sequence[Place], where: Whereabouts) -> Outcome:
    left = where.stores.get(store.place_id, 0)
    fewer = [f"Reserve {left} at {store.label} instead of {wish.quantity}."] if left else []
    others = [(place, n) for place, n in _units_at(places, where) if n and place != store]
    return Outcome(
        "out_of_stock",
        [*fewer, *_elsewhere(wish, [place for place, _ in others], where)],
        available=left,
        stores=others,
    )


def _elsewhere(wish: Wish, places: Sequence[Place], where: Whereabouts) -> list[str]:
    """Other ways to the same goods; when there is none, something similar."""
    enough = [(p, n) for p, n in _units_at(places, where) if n >= wish.quantity]
    told = [f"Reserve it at {place.label} ({n} there)." for place, n in enough[:STORES_SHOWN]]
    if where.warehouse >= wish.quantity:
        told.append("Have it delivered instead.")
    return told or ["See similar products that are in stock."]


def _units_at(places: Sequence[Place], where: Whereabouts) -> list[tuple[Place, int]]:
    units = [(place, where.stores.get(place.place_id, 0)) for place in places]
    return sorted(units, key=lambda pair: -pair[1])
