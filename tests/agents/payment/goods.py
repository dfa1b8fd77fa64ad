"""The catalogue and the stock as the payment agent meets them."""

from dataclasses import dataclass, field
from typing import Any

SHIRT, SOCKS, LAMP = "LS-01-BLU-M", "SK-02-BLK-M", "LM-01-BRS"
STORE = {"storeId": "ST-BLR-IND", "storeName": "Indiranagar"}


def inr(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "INR"}


@dataclass
class Goods:
    """What the recommendation and the inventory agent know; units go on hold and come back."""

    prices: dict[str, dict[str, Any]] = field(
        default_factory=lambda: {
            SHIRT: inr(249900),
            SOCKS: inr(29900),
            LAMP: {"amount": 5900, "currency": "EUR"},
        }
    )
    stock: dict[str, int] = field(default_factory=lambda: {SHIRT: 10, SOCKS: 100, LAMP: 5})
    in_store: dict[str, int] = field(default_factory=lambda: {SHIRT: 2})
    holds: dict[str, tuple[str, dict[str, int]]] = field(default_factory=dict)

    def held(self) -> int:
        """Units on hold for somebody."""
        return sum(sum(lines.values()) for state, lines in self.holds.values() if state == "held")

    def _products(self, request: dict[str, Any]) -> dict[str, Any]:
        known = [sku for sku in request["skus"] if sku in self.prices]
        unknown = [sku for sku in request["skus"] if sku not in self.prices]
        return {
            "products": [self._product(sku) for sku in known],
            "unknown": [{"id": sku, "suggestions": []} for sku in unknown],
        }

    def _product(self, sku: str) -> dict[str, Any]:
        price = self.prices[sku]
        variant = {
            "sku": sku,
            "productId": f"P-{sku}",
            "colour": "blue",
            "size": "M",
            "options": {},
            "price": price,
            "compareAtPrice": None,
            "imageUrl": None,
        }
        return {
            "productId": f"P-{sku}",
            "name": f"Thing {sku}",
            "brand": None,
            "category": "Things",
            "description": "",
            "materials": [],
            "tags": [],
            "price": price,
            "maxPrice": price,
            "colours": ["blue"],
            "sizes": ["M"],
            "imageUrl": "https://example.com/thing.jpg",
            "variants": [variant],
        }

    def _vocabulary(self, _: dict[str, Any]) -> dict[str, Any]:
        names = ("categories", "brands", "colours", "sizes", "materials", "productTypes")
        cheapest = min(self.prices.values(), key=lambda p: p["amount"], default=None)
        lists: dict[str, Any] = {name: [] for name in names}
        count = len(self.prices)
        return lists | {
            "revision": "1",
            "products": count,
            "minPrice": cheapest,
            "maxPrice": cheapest,
        }

    def _stock(self, request: dict[str, Any]) -> dict[str, Any]:
        known = [sku for sku in request["skus"] if sku in self.stock]
        return {
            "stock": [self._variant(sku) for sku in known],
            "unknown": [sku for sku in request["skus"] if sku not in self.stock],
        }

    def _variant(self, sku: str) -> dict[str, Any]:
        return {
            "sku": sku,
            "productId": f"P-{sku}",
            "name": f"Thing {sku}",
            "colour": None,
            "size": None,
            "available": self.stock[sku],
            "onlineStatus": "low_stock",
            "warehouse": self.stock[sku],
        }

    def _check(self, request: dict[str, Any]) -> dict[str, Any]:
        sku = request["sku"]
        there = self.in_store.get(sku, 0)
        store = {"storeId": STORE["storeId"], "name": STORE["storeName"], "city": "Bengaluru"}
        other = {"storeId": "ST-BLR-KOR", "name": "Koramangala", "city": "Bengaluru"}
        stores = [store | {"available": there}] if there else []
        return {
            "status": "ok",
            "productId": f"P-{sku}",
            "name": f"Thing {sku}",
            "onlineStatus": "low_stock",
            "available": self.stock[sku],
            "warehouse": 0,
            "availableStores": [*stores, other | {"available": self.stock[sku]}],
            "variants": [],
            "sizes": [],
            "colours": [],
            "suggestions": [],
        }

    def _stores(self, _: dict[str, Any]) -> dict[str, Any]:
        store = {
            "storeId": STORE["storeId"],
            "name": STORE["storeName"],
            "city": "Bengaluru",
            "address": "100 Feet Road",
            "postcode": "560038",
            "hours": "10-21",
        }
        return {"stores": [store]}

    def _hold(self, request: dict[str, Any]) -> dict[str, Any]:
        hold_id, lines = request["holdId"], request["lines"]
        short = [
            {
                "sku": line["sku"],
                "wanted": line["quantity"],
                "available": self.stock[line["sku"]],
            }
            for line in lines
            if self.stock[line["sku"]] < line["quantity"]
        ]
        if not short and hold_id not in self.holds:
            self.holds[hold_id] = ("held", {line["sku"]: line["quantity"] for line in lines})
            for line in lines:
                self.stock[line["sku"]] -= line["quantity"]
        return {
            "status": "out_of_stock" if short else "held",
            "holdId": hold_id,
            "expiresAt": None if short else "2026-05-04T10:00:00Z",
            "allocations": [] if short else self._allocations(self.holds[hold_id][1]),
            "shortages": short,
        }

    def _commit_hold(self, request: dict[str, Any]) -> dict[str, Any]:
        hold_id = request["holdId"]
        state, lines = self.holds.get(hold_id, ("unknown", {}))
        if state == "held":
            state = "committed"
            self.holds[hold_id] = (state, lines)
        status = state if state != "released" else "unknown"
        taken = self._allocations(lines) if state == "committed" else []
        return {"status": status, "holdId": hold_id, "allocations": taken}

    def _allocations(self, lines: dict[str, int]) -> list[dict[str, Any]]:
        return [
            {"sku": sku, "locationId": "WH-1", "quantity": quantity}
            for sku, quantity in lines.items()
        ]

    def _restock(self, request: dict[str, Any]) -> dict[str, Any]:
        for line in request["lines"]:
            self.stock[line["sku"]] += line["quantity"]
        hold_id = request["reference"].partition(":")[0]
        self.holds[hold_id] = ("restocked", {})
        return {"status": "restocked"}

    def _release(self, request: dict[str, Any]) -> dict[str, Any]:
        hold_id = request["holdId"]
        state, lines = self.holds.get(hold_id, ("unknown", {}))
        if state == "held":
            self.holds[hold_id] = ("released", lines)
            for sku, quantity in lines.items():
                self.stock[sku] += quantity
        status = state if state in ("unknown", "committed") else "released"
        return {"status": status, "holdId": hold_id}

    def expire_hold(self, hold_id: str) -> None:
        self._release({"holdId": hold_id})
        self.holds[hold_id] = ("expired", {})
