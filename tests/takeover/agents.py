"""The agents that take a shop over, as doubles that honour their contracts."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from contracts.client import AgentError
from contracts.contract import load_contract

Json = dict[str, Any]


@dataclass
class RecordingAgents:
    """Keeps what is sent by operation; a repeat of it is nothing new.

    `refused` names ids that an agent answers with a fault; `listed` is how many orders it lists.
    """

    refused: set[str] = field(default_factory=set)
    listed: int = 20
    sent: dict[str, list[tuple[str, Json]]] = field(default_factory=lambda: defaultdict(list))
    kept: set[str] = field(default_factory=set)
    orders: dict[str, list[Json]] = field(default_factory=lambda: defaultdict(list))
    addresses: dict[str, list[Json]] = field(default_factory=lambda: defaultdict(list))
    tenders: dict[str, list[Json]] = field(default_factory=lambda: defaultdict(list))
    _lock: Lock = field(default_factory=Lock)

    def __call__(
        self,
        agent: str,
        operation: str,
        body: Mapping[str, Any] | None,
        *,
        shopper: str,
        key: str | None = None,
        path: Mapping[str, str] | None = None,
    ) -> Json:
        contract = load_contract(agent).operation(operation)
        if contract.request_schema is not None:
            contract.check_request(body)
        assert not contract.is_keyed or key
        with self._lock:
            self.sent[operation].append((shopper, dict(body or {})))
            reply = self._answer(operation, shopper, {**(body or {}), **(path or {})})
        if operation not in (
            "listOrders",
            "getOrder",
        ):  # whole orders are more than the import looks at
            contract.check_reply(reply)
        return reply

    def _answer(self, operation: str, shopper: str, body: Json) -> Json:
        match operation:
            case "getProducts":
                return {"products": [], "unknown": []}
            case "listAddresses":
                return {"addresses": self.addresses[shopper]}
            case "listOrders":
                return {"orders": self.orders[shopper][: self.listed]}
            case "getOrder":
                orders = {order["orderId"]: order for order in self.orders[shopper]}
                return {"order": orders[body["orderId"]]}
            case "addAddress":
                address = {"name": "", "line2": None, "state": None, "country": "US", **body}
                self.addresses[shopper] = [{**address, "addressId": "A-1", "isDefault": True}]
                return {"address": self.addresses[shopper][0]}
            case "listTenders":
                return {"tenders": [_listed(tender) for tender in self.tenders[shopper]]}
            case "importCustomers":
                return self._count([one["customerId"] for one in body["customers"]], "updated")
            case "importTenders":
                self.tenders[shopper] = body["tenders"]
                return self._count([one["tenderId"] for one in body["tenders"]], "updated")
            case "importOrders":
                counted = self._count([one["orderId"] for one in body["orders"]], "unchanged")
                known = {one["orderId"] for one in self.orders[shopper]}
                self.orders[shopper] += [o for o in body["orders"] if o["orderId"] not in known]
                return counted
        parts = body.get("payments") or body["shipments"]
        ids = [f"{operation} {body['orderId']} {number}" for number in range(len(parts))]
        return {"created": self._count(ids, "")["created"]}

    def _count(self, ids: list[str], others: str) -> Json:
        if bad := self.refused & set(ids):
            raise AgentError("agent", 409, {"code": "conflict", "detail": f"{bad.pop()} is odd"})
        new = [one for one in ids if one not in self.kept]
        self.kept |= set(new)
        reply = {"created": len(new), others: len(ids) - len(new)}
        return {name: number for name, number in reply.items() if name}


def _listed(tender: Json) -> Json:
    named = {name: tender[name] for name in ("tenderId", "kind", "brand", "lastFour", "balance")}
    return {**named, "label": f"the {tender['kind']}", "points": None}
