"""The fulfillment agent beside a scripted inventory."""

from collections.abc import Callable
from typing import Any

import pytest

from agents.fulfillment.service import operations
from tests.agents.conftest import AgentUnderTest
from tests.doubles import ScriptedPeers

STORES = [
    ("ST-IND", "Indiranagar", "Bengaluru", "560038"),
    ("ST-KOR", "Koramangala", "Bengaluru", "560034"),
    ("ST-BAN", "Bandra", "Mumbai", "400050"),
]

PROGRESS = ("post-purchase", "recordProgress")


class Inventory:
    """What a scripted inventory has: units by store, and units in the warehouse."""

    def __init__(self) -> None:
        self.units = {"ST-IND": 3, "ST-BAN": 1}
        self.warehouse = 0

    def answers(self) -> dict[tuple[str, str], Any]:
        return {
            ("inventory", "listStores"): {"stores": [self._store(*store) for store in STORES]},
            ("inventory", "checkInventory"): self._check,
            ("inventory", "placeHold"): self._hold,
            ("inventory", "releaseHold"): lambda body: {"status": "released", **body},
            ("inventory", "commitHold"): self._commit,
        }

    def _store(self, store_id: str, name: str, city: str, postcode: str) -> dict[str, str]:
        place = {"storeId": store_id, "name": name, "city": city, "postcode": postcode}
        return {**place, "address": f"1, {name} Road", "hours": "Every day 10:00 to 21:30"}

    def _check(self, body: dict[str, Any]) -> dict[str, Any]:
        stores = [
            {"storeId": store_id, "name": name, "city": city, "available": units}
            for store_id, name, city, _ in STORES
            if (units := self.units.get(store_id, 0))
        ]
        available = self.warehouse + sum(self.units.values())
        return {
            "status": "ok",
            "productId": "P-1",
            "name": "Linen Shirt",
            "onlineStatus": "low_stock" if available else "out_of_stock",
            "available": available,
            "warehouse": self.warehouse,
            "availableStores": stores,
            "variants": [],
            "sizes": [],
            "colours": [],
            "suggestions": [],
        }

    def _hold(self, body: dict[str, Any]) -> dict[str, Any]:
        (line,) = body["lines"]
        store_id, units = body["locationId"], self.units.get(body["locationId"], 0)
        if units < line["quantity"]:
            short = {"sku": line["sku"], "wanted": line["quantity"], "available": units}
            return self._held(body, None, shortages=[short])
        self.units[store_id] = units - line["quantity"]
        return self._held(body, "2026-05-06T09:30:00Z")

    def _commit(self, body: dict[str, Any]) -> dict[str, Any]:
        return {"status": "committed", "holdId": body["holdId"], "allocations": []}

    def _held(self, body: dict[str, Any], ends: str | None, **more: Any) -> dict[str, Any]:
        status = "held" if ends else "out_of_stock"
        reply = {"status": status, "holdId": body["holdId"], "expiresAt": ends}
        return {**reply, "allocations": [], "shortages": [], **more}


@pytest.fixture
def inventory() -> Inventory:
    return Inventory()


@pytest.fixture
def peers(inventory: Inventory) -> ScriptedPeers:
    return ScriptedPeers({**inventory.answers(), PROGRESS: hear})


def hear(body: dict[str, Any]) -> dict[str, Any]:
    """What the post-purchase agent answers to progress of an order."""
    return {"orderId": body["orderId"], "status": body["status"]}


@pytest.fixture
def fulfillment(start_agent: Callable[..., AgentUnderTest], peers: ScriptedPeers) -> AgentUnderTest:
    return start_agent(operations, peers=peers, has_sample=False)
