"""Which ways a shopper is offered to get her goods: what is served, and the store to collect in."""

from collections.abc import Sequence
from dataclasses import dataclass

from agents.fulfillment import inventory
from agents.fulfillment.delivery.options import (
    Option,
    Order,
    delivery_options,
    pickup_option,
)
from agents.fulfillment.policy import Policy
from agents.kit.peers import Peers
from agents.kit.places import Place, find_places, nearest_first
from contracts.client import CallFailed


@dataclass(frozen=True)
class Wanted:
    """Where goods should go: a postcode, or a store in the shopper's words."""

    postcode: str | None
    store: str | None
    skus: Sequence[str]


@dataclass(frozen=True)
class Offered:
    """The options, and what the shopper could do next.

    `is_served` tells whether one of them serves what was asked for.
    """

    is_served: bool
    options: Sequence[Option]
    suggestions: Sequence[str]


def offer(peers: Peers, wanted: Wanted, order: Order, policy: Policy) -> Offered:
    """Put the options together; without the inventory there is no pickup among them."""
    is_served = wanted.postcode is None or policy.is_served(wanted.postcode)
    pickup, suggestions = _pickup(peers, wanted, order, policy)
    options = [*(delivery_options(order, policy) if is_served else []), *pickup]
    if not is_served:
        where = f"Pick it up at {pickup[0].store.label}." if pickup and pickup[0].store else ""
        way_out = [where] if where else []
        another = f"Give another postcode, such as {policy.postcode_example}."
        suggestions = [*way_out, another, *suggestions]
    elif wanted.postcode is None and not wanted.store:
        suggestions = ["Tell me your postcode to see whether we deliver there.", *suggestions]
    return Offered(is_served or bool(wanted.store and pickup), options, suggestions)


def _pickup(
    peers: Peers, wanted: Wanted, order: Order, policy: Policy
) -> tuple[list[Option], list[str]]:
    try:
        stores = inventory.list_stores(peers)
        goods = [inventory.locate(peers, sku) for sku in dict.fromkeys(wanted.skus)]
    except CallFailed:
        return [], ["Store pickup cannot be checked at the moment; ask again later."]
    meant = find_places(wanted.store, stores) if wanted.store else stores
    having = inventory.having_all(meant, goods)
    if having:
        return [pickup_option(order, nearest_first(having, wanted.postcode)[0], policy)], []
    if not meant:
        return [], _no_such_store(stores)
    if wanted.store:
        reason = "Not everything is in this store now."
        store = nearest_first(meant, wanted.postcode)[0]
        others = inventory.having_all(stores, goods)
        told = [f"Everything is at {place.label}." for place in others[:1]]
        return [pickup_option(order, store, policy, reason)], told
    return [], ["No store has all of it now."]


def _no_such_store(stores: Sequence[Place]) -> list[str]:
    labels = ", ".join(place.label for place in stores)
    return [f"There is no such store; ours are {labels}."] if stores else []
