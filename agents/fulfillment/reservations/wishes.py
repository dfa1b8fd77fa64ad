"""What a shopper wants to have kept in a store, and what stands against it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from agents.fulfillment import inventory
from agents.fulfillment.inventory import Whereabouts
from agents.kit.peers import Peers
from agents.kit.places import Place, find_places

STORES_SHOWN = 3


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
