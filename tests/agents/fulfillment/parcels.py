"""Orders to send, and what is done with their parcels, as the tests of shipments spell them."""

from typing import Any

from tests.agents.conftest import AgentUnderTest

ADDRESS = {
    "name": "Asha Rao",
    "line1": "14, 3rd Cross",
    "line2": None,
    "city": "Bengaluru",
    "state": None,
    "postcode": "560038",
    "country": "IN",
}
ORDER = {
    "orderId": "O-1",
    "optionId": "standard",
    "promisedBy": "2026-05-09",
    "lines": [{"sku": "S-1", "quantity": 2}],
    "address": ADDRESS,
}
SERVICE = {"shopper": "C-1", "service": "payment"}
CARRIER = {"shopper": "carrier", "service": "carrier"}
"""A service that speaks for itself."""


def prepare(agent: AgentUnderTest, **more: Any) -> Any:
    """Prepare an order's parcels."""
    return agent.call("createShipment", {**ORDER, **more}, **SERVICE)


def split(agent: AgentUnderTest, *places: str, **more: Any) -> list[Any]:
    """Prepare an order of one unit in each of these places; returns its parcels in that order."""
    allocations = [{"sku": "S-1", "locationId": place, "quantity": 1} for place in places]
    lines = [{"sku": "S-1", "quantity": len(places)}]
    made = prepare(agent, lines=lines, allocations=allocations, **more)["shipments"]
    return sorted(made, key=lambda parcel: places.index(parcel["locationId"]))


def of_order(agent: AgentUnderTest, shopper: str = "C-1", order_id: str = "O-1") -> Any:
    """The parcels that a shopper sees."""
    return agent.call("getShipments", shopper=shopper, path={"orderId": order_id})["shipments"]


def cancel(agent: AgentUnderTest, order_id: str = "O-1", shopper: str = "C-1") -> Any:
    """Stop an order's parcels."""
    path = {"orderId": order_id}
    return agent.call("cancelShipments", shopper=shopper, service="post-purchase", path=path)


def happen(agent: AgentUnderTest, parcel: Any, status: str, event_id: str = "", **more: Any) -> Any:
    """Record an event and return the parcel."""
    body = {"eventId": event_id or f"e-{status}", "status": status, **more}
    path = {"shipmentId": parcel["shipmentId"]}
    return agent.call("recordShipmentEvent", body, path=path, **CARRIER)["shipment"]


def refuse(agent: AgentUnderTest, parcel: Any, status: str, event_id: str = "", **more: Any) -> Any:
    """Record an event that is refused and return the problem."""
    body = {"eventId": event_id or f"e-{status}", "status": status, **more}
    path = {"shipmentId": parcel["shipmentId"]}
    return agent.fault("recordShipmentEvent", body, path=path, **CARRIER)
