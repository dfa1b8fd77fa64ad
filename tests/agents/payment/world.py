"""The other agents as the payment agent meets them: small, stateful, honest to their contracts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from agents.kit.storage import Store
from agents.payment.gateways.port import Decline, Reserve
from agents.payment.gateways.sandbox import SandboxPsp
from contracts.client import AgentError, AgentUnavailable
from tests.doubles import ScriptedPeers

SHIRT, SOCKS, LAMP = "LS-01-BLU-M", "SK-02-BLK-M", "LM-01-BRS"
STORE = {"storeId": "ST-BLR-IND", "storeName": "Indiranagar"}
ADDRESS = {
    "addressId": "A-1001-1",
    "name": "Ananya Iyer",
    "line1": "12 Lake Road",
    "line2": None,
    "city": "Bengaluru",
    "state": "Karnataka",
    "postcode": "560038",
    "country": "IN",
    "isDefault": True,
}


class Killed(BaseException):
    """The process died here."""


@dataclass
class BrokenPsp:
    """A sandbox gateway of which one call fails, before or after its effect.

    The first `spares` of those calls still succeed.
    """

    store: Store
    call: str
    error: BaseException
    has_effect: bool
    spares: int = 0

    def authorize(self, reserve: Reserve) -> Decline | None:
        return self._do("authorize", lambda psp: psp.authorize(reserve))

    def capture(self, key: str) -> None:
        self._do("capture", lambda psp: psp.capture(key))

    def void(self, key: str) -> None:
        self._do("void", lambda psp: psp.void(key))

    def refund(self, key: str, *, amount: int, reference: str) -> None:
        self._do("refund", lambda psp: psp.refund(key, amount=amount, reference=reference))

    def _do(self, call: str, effect: Callable[[SandboxPsp], Any]) -> Any:
        answer = None
        is_broken = call == self.call and self.spares <= 0
        self.spares -= call == self.call
        if self.has_effect or not is_broken:
            answer = effect(SandboxPsp(self.store))
        if is_broken:
            raise self.error
        return answer


def inr(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "INR"}


def offer(offer_id: str, amount: int, *, free_delivery: bool = False) -> dict[str, Any]:
    return {
        "offerId": offer_id,
        "title": f"Offer {offer_id}",
        "code": None,
        "reason": "your cart is big enough",
        "amount": inr(amount),
        "freeDelivery": free_delivery,
    }


@dataclass
class World:
    """What the other agents know, and which of them fail how.

    `down` holds operations that cannot be reached, `dying` those after which the payment
    agent's own process dies: the effect has happened, its answer is never read; `refused` are
    those that answer no for good; `racing` are pickup slots that go at the last moment.
    """

    prices: dict[str, dict[str, Any]] = field(
        default_factory=lambda: {
            SHIRT: inr(249900),
            SOCKS: inr(29900),
            LAMP: {"amount": 5900, "currency": "EUR"},
        }
    )
    stock: dict[str, int] = field(default_factory=lambda: {SHIRT: 10, SOCKS: 100, LAMP: 5})
    in_store: dict[str, int] = field(default_factory=lambda: {SHIRT: 2})
    addresses: list[dict[str, Any]] = field(default_factory=lambda: [dict(ADDRESS)])
    offers: list[dict[str, Any]] = field(default_factory=list)
    served: bool = True
    down: set[str] = field(default_factory=set)
    dying: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    holds: dict[str, tuple[str, dict[str, int]]] = field(default_factory=dict)
    orders: dict[str, str] = field(default_factory=dict)
    shipments: set[str] = field(default_factory=set)
    slots: dict[str, int] = field(default_factory=lambda: {"SL-1": 2})
    racing: set[str] = field(default_factory=set)
    offer_limits: dict[str, int] = field(default_factory=dict)
    reserved_offers: dict[str, list[str]] = field(default_factory=dict)
    points: dict[str, int] = field(default_factory=lambda: {"C-1001": 5000})
    point_value: dict[str, Any] = field(default_factory=lambda: inr(100))
    burned: dict[str, tuple[str, int]] = field(default_factory=dict)
    restored: dict[str, tuple[str, int]] = field(default_factory=dict)
    member: str = "C-1001"
    lock: Lock = field(default_factory=Lock)

    def peers(self) -> ScriptedPeers:
        operations: dict[tuple[str, str], Callable[[dict[str, Any]], dict[str, Any]]] = {
            ("recommendation", "getProducts"): self._products,
            ("recommendation", "getVocabulary"): self._vocabulary,
            ("inventory", "getStock"): self._stock,
            ("inventory", "checkInventory"): self._check,
            ("inventory", "listStores"): self._stores,
            ("inventory", "placeHold"): self._hold,
            ("inventory", "commitHold"): self._commit_hold,
            ("inventory", "releaseHold"): self._release,
            ("fulfillment", "listAddresses"): lambda _: {"addresses": self.addresses},
            ("fulfillment", "getDeliveryOptions"): self._options,
            ("fulfillment", "createShipment"): self._ship,
            ("loyalty", "getApplicableOffers"): self._offers,
            ("inventory", "restock"): self._restock,
            ("fulfillment", "cancelShipments"): self._cancel_shipments,
            ("loyalty", "reserveOffers"): self._reserve_offers,
            ("loyalty", "releaseOffers"): self._release_offers,
            ("loyalty", "getAccount"): self._account,
            ("loyalty", "burnPoints"): self._burn,
            ("loyalty", "restorePoints"): self._restore,
            ("post-purchase", "registerOrder"): self._register,
            ("post-purchase", "confirmOrder"): lambda r: self._move(r, "confirmed"),
            ("post-purchase", "abandonOrder"): lambda r: self._move(r, "abandoned"),
        }
        return ScriptedPeers(
            {name: self._failing(*name, answer) for name, answer in operations.items()}
        )

    def held(self) -> int:
        """Units on hold for somebody."""
        return sum(sum(lines.values()) for state, lines in self.holds.values() if state == "held")

    def standing_orders(self) -> list[str]:
        return [order for order, status in self.orders.items() if status != "abandoned"]

    def _failing(self, agent: str, operation: str, answer: Any) -> Any:
        def run(request: dict[str, Any]) -> dict[str, Any]:
            if operation in self.down or agent in self.down:
                raise AgentUnavailable(agent, f"the {agent} agent cannot be reached")
            if operation in self.refused:
                raise AgentError(agent, 409, {"code": "illegal_step", "detail": "it is canceled"})
            with self.lock:
                reply: dict[str, Any] = answer(request)
            if operation in self.dying:
                raise Killed(operation)
            return reply

        return run

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

    def _options(self, request: dict[str, Any]) -> dict[str, Any]:
        if not self.served:
            return {"status": "not_served", "options": [], "suggestions": ["Try 560001"]}
        is_store_known = request.get("store") in (STORE["storeName"], STORE["storeId"])
        standard = self._option("standard", 0 if request["subtotal"] >= 1000000 else 9900)
        options = [standard, self._option("express", 19900)]
        if is_store_known:
            times = {"from": "2026-05-06T05:00:00Z", "to": "2026-05-06T07:00:00Z"}
            slots = [{"slotId": slot, "left": left, **times} for slot, left in self.slots.items()]
            options.append(self._option("pickup", 0) | STORE | {"slots": slots})
        return {"status": "ok", "options": options, "suggestions": []}

    def _option(self, option_id: str, price: int) -> dict[str, Any]:
        return {
            "optionId": option_id,
            "name": f"{option_id.title()} delivery",
            "price": inr(price),
            "promisedFrom": "2026-05-06",
            "promisedBy": "2026-05-07",
            "storeId": None,
            "storeName": None,
            "reason": None,
            "slots": [],
        }

    def _ship(self, request: dict[str, Any]) -> dict[str, Any]:
        slot = request.get("slotId")
        has_slot = slot is None or (slot not in self.racing and bool(self.slots.get(slot)))
        self.shipments.add(request["orderId"])
        shipment = {
            "shipmentId": "SH-1",
            "orderId": request["orderId"],
            "status": "preparing",
            "carrier": "BlueCart",
            "trackingNumber": "BC123",
            "optionId": request["optionId"],
            "promisedBy": request["promisedBy"],
            "originallyPromisedBy": request["promisedBy"],
            "lines": request["lines"],
            "events": [],
            "locationId": "WH-1",
            "storeName": None,
            "address": request.get("address"),
            "slot": None,
            "isReplacement": False,
            "trackingUrl": None,
        }
        return {"shipments": [shipment], "status": "prepared" if has_slot else "slot_taken"}

    def _cancel_shipments(self, request: dict[str, Any]) -> dict[str, Any]:
        self.shipments.discard(request["orderId"])
        return {"status": "canceled", "shipments": []}

    def _offers(self, request: dict[str, Any]) -> dict[str, Any]:
        bad = [code for code in request.get("coupons", []) if code != "WELCOME10"]
        return {
            "status": "ok",
            "applied": self.offers,
            "totalDiscount": None,
            "nearly": [],
            "offers": [],
            "rejectedCoupons": [{"code": code, "reason": "no such coupon"} for code in bad],
            "suggestions": [],
        }

    def _reserve_offers(self, request: dict[str, Any]) -> dict[str, Any]:
        order_id, offer_ids = request["orderId"], request["offerIds"]
        others = [
            o for order, used in self.reserved_offers.items() if order != order_id for o in used
        ]
        exhausted = [
            {"offerId": o, "title": f"Offer {o}", "reason": "it was used already"}
            for o in offer_ids
            if others.count(o) >= self.offer_limits.get(o, 1000)
        ]
        if not exhausted:
            self.reserved_offers[order_id] = offer_ids
        return {"status": "exhausted" if exhausted else "reserved", "exhausted": exhausted}

    def _release_offers(self, request: dict[str, Any]) -> dict[str, Any]:
        known = self.reserved_offers.pop(request["orderId"], None)
        return {"status": "released" if known else "nothing_to_release"}

    def _account(self, _: dict[str, Any]) -> dict[str, Any]:
        points, value = self.points[self.member], self.point_value
        account = {
            "customerId": self.member,
            "firstName": "Ananya",
            "lastName": "Iyer",
            "email": "ananya@example.com",
            "tier": "silver",
            "points": points,
            "nextTier": None,
            "pointsToNextTier": None,
            "perHundred": "1 point for every ₹100",
            "earning": {"points": 1, "perAmount": inr(10000)},
            "pointValue": value,
            "worth": value | {"amount": points * value["amount"]},
            "minimumToRedeem": 100,
            "expiring": [],
        }
        return {"status": "ok", "account": account, "suggestions": []}

    def _burn(self, request: dict[str, Any]) -> dict[str, Any]:
        reference, points = request["reference"], request["points"]
        held = self.points[self.member]
        if reference not in self.burned:
            if points > held:
                return {"status": "insufficient", "points": 0, "balance": held}
            self.burned[reference] = (request["orderId"], points)
            self.points[self.member] -= points
        return {"status": "burned", "points": points, "balance": self.points[self.member]}

    def _restore(self, request: dict[str, Any]) -> dict[str, Any]:
        order_id, reference = request["orderId"], request["reference"]
        burned = sum(points for order, points in self.burned.values() if order == order_id)
        back = sum(points for order, points in self.restored.values() if order == order_id)
        if reference not in self.restored:
            points = min(request["points"], burned - back)
            self.restored[reference] = (order_id, points)
            self.points[self.member] += points
        points = self.restored[reference][1]
        status = "restored" if points else "nothing_to_restore"
        return {"status": status, "points": points, "balance": self.points[self.member]}

    def _register(self, request: dict[str, Any]) -> dict[str, Any]:
        order_id = request["orderId"]
        self.orders.setdefault(order_id, "pending")
        return {"orderId": order_id, "status": self.orders[order_id]}

    def _move(self, request: dict[str, Any], status: str) -> dict[str, Any]:
        order_id = request["orderId"]
        if order_id not in self.orders:
            problem = {"code": "not_found", "detail": f"unknown order '{order_id}'"}
            raise AgentError("post-purchase", 404, problem)
        self.orders[order_id] = status
        return {"orderId": order_id, "status": status}
