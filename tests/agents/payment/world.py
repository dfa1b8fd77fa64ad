"""The other agents as the payment agent meets them: small, stateful, honest to their contracts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from agents.kit.storage import Store
from agents.payment.gateways.port import Decline, Reserve
from agents.payment.gateways.sandbox import SandboxPsp
from contracts.client import AgentError, AgentUnavailable
from tests.agents.payment.goods import STORE, Goods, inr
from tests.agents.payment.rewards import Rewards
from tests.doubles import ScriptedPeers

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


@dataclass
class World(Goods, Rewards):
    """What the other agents know, and which of them fail how.

    `down` holds operations that cannot be reached, `dying` those after which the payment
    agent's own process dies: the effect has happened, its answer is never read; `refused` are
    those that answer no for good; `racing` are pickup slots that go at the last moment.
    """

    addresses: list[dict[str, Any]] = field(default_factory=lambda: [dict(ADDRESS)])
    served: bool = True
    down: set[str] = field(default_factory=set)
    dying: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    orders: dict[str, str] = field(default_factory=dict)
    shipments: set[str] = field(default_factory=set)
    slots: dict[str, int] = field(default_factory=lambda: {"SL-1": 2})
    racing: set[str] = field(default_factory=set)
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
