"""What the inventory agent knows and does, as the fulfillment agent asks for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from agents.kit.peers import Peers
from agents.kit.places import Place


@dataclass(frozen=True)
class Whereabouts:
    """Where a SKU is: units by store id, and units that can be sent."""

    stores: dict[str, int]
    warehouse: int


def list_stores(peers: Peers) -> list[Place]:
    """The shop's stores."""
    stores = peers.call("inventory", "listStores")["stores"]
    return [
        Place(s["storeId"], s["name"], s["city"], s["address"], s["postcode"], s["hours"])
        for s in stores
    ]


def locate(peers: Peers, sku: str) -> Whereabouts:
    """Where a SKU is now; an unknown one is the inventory's fault."""
    reply = peers.call("inventory", "checkInventory", {"sku": sku})
    stores = {store["storeId"]: store["available"] for store in reply["availableStores"]}
    return Whereabouts(stores, reply["warehouse"])


def hold_in_store(
    peers: Peers, hold_id: str, line: dict[str, Any], *, store_id: str, ttl: timedelta
) -> datetime | None:
    """Hold a line in a store until the time returned; None when it has too few."""
    hold = {
        "holdId": hold_id,
        "lines": [line],
        "locationId": store_id,
        "ttlSeconds": int(ttl.total_seconds()),
    }
    reply = peers.call("inventory", "placeHold", hold)
    return datetime.fromisoformat(reply["expiresAt"]) if reply["status"] == "held" else None


def release(peers: Peers, hold_id: str) -> None:
    """Give a hold's units back."""
    peers.call("inventory", "releaseHold", path={"holdId": hold_id})


def commit(peers: Peers, hold_id: str) -> bool:
    """Take a hold's units off the counts; false when it holds them no more."""
    reply = peers.call("inventory", "commitHold", path={"holdId": hold_id})
    return bool(reply["status"] == "committed")


def having_all(stores: Sequence[Place], goods: Sequence[Whereabouts]) -> list[Place]:
    """The stores where every SKU is."""
    return [s for s in stores if all(s.place_id in where.stores for where in goods)]
