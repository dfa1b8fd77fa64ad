"""Which ways a shopper is offered to get her goods: what is served, and the store to collect in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from agents.fulfillment import inventory
from agents.fulfillment.delivery.options import (
    Option,
    Order,
    delivery_options,
    pickup_option,
)
from agents.fulfillment.inventory import Whereabouts
from agents.fulfillment.policy import Policy
from agents.kit.peers import Peers
from agents.kit.places import Place, find_places, nearest_first
from contracts.client import CallFailed


@dataclass(frozen=True)
class Wanted:
    """Where goods should go: a postcode of a country, or a store in the shopper's words."""

    postcode: str | None
    country: str | None
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
    is_served = wanted.postcode is None or policy.is_served(wanted.postcode, wanted.country)
    where = _ask_where(peers, wanted.skus)
    zone = policy.zone_of(wanted.postcode, wanted.country) if wanted.postcode else None
    order = replace(order, zone=zone, is_from_store=where is not None and where.is_in_stores_only)
    pickup, suggestions = _pickup(where, wanted, order, policy)
    sent = delivery_options(order, policy) if is_served else []
    if not is_served:
        suggestions = [*_ways_out(pickup, policy), *suggestions]
    elif wanted.postcode is None and not wanted.store:
        suggestions = ["Tell me your postcode to see whether we deliver there.", *suggestions]
    elif len(sent) < len(policy.delivery):
        suggestions = [*_not_offered(sent, wanted.postcode or "", policy), *suggestions]
    return Offered(is_served or bool(wanted.store and pickup), [*sent, *pickup], suggestions)


@dataclass(frozen=True)
class _Where:
    """The stores, and where each SKU is."""

    stores: Sequence[Place]
    goods: Sequence[Whereabouts]

    @property
    def is_in_stores_only(self) -> bool:
        """Whether there is something that only stores can send."""
        return any(not good.warehouse and good.stores for good in self.goods)


def _ask_where(peers: Peers, skus: Sequence[str]) -> _Where | None:
    try:
        stores = inventory.list_stores(peers)
        return _Where(stores, [inventory.locate(peers, sku) for sku in dict.fromkeys(skus)])
    except CallFailed:
        return None


def _ways_out(pickup: Sequence[Option], policy: Policy) -> list[str]:
    collect = [f"Pick it up at {one.store.label}." for one in pickup if one.store]
    return [*collect, f"Give another postcode, such as {policy.home.example}."]


def _not_offered(sent: Sequence[Option], postcode: str, policy: Policy) -> list[str]:
    offered = {option.option_id for option in sent}
    return [
        f"{rule.name} does not reach {postcode}."
        for option_id, rule in policy.delivery.items()
        if option_id not in offered
    ]


def _pickup(
    where: _Where | None, wanted: Wanted, order: Order, policy: Policy
) -> tuple[list[Option], list[str]]:
    if where is None:
        return [], ["Store pickup cannot be checked at the moment; ask again later."]
    stores, goods = where.stores, where.goods
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
