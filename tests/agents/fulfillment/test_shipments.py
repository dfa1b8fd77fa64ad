"""Parcels of orders."""

from collections.abc import Callable
from typing import Any

from agents.fulfillment.service import operations
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


def create(fulfillment: AgentUnderTest, **more: Any) -> Any:
    (made,) = fulfillment.call("createShipment", {**ORDER, **more}, **SERVICE)["shipments"]
    return made


def shipments(fulfillment: AgentUnderTest, shopper: str = "C-1", order_id: str = "O-1") -> Any:
    path = {"orderId": order_id}
    return fulfillment.call("getShipments", shopper=shopper, path=path)["shipments"]


def cancel(fulfillment: AgentUnderTest, order_id: str = "O-1", shopper: str = "C-1") -> Any:
    path = {"orderId": order_id}
    return fulfillment.call("cancelShipments", shopper=shopper, service="p", path=path)


def test_a_parcel_has_a_carrier_and_a_number(fulfillment: AgentUnderTest) -> None:
    made = create(fulfillment)
    assert made["status"] == "preparing"
    assert made["carrier"] == "Marigold Express"
    assert made["trackingNumber"].startswith("MX")
    assert made["promisedBy"] == "2026-05-09"
    assert made["lines"] == ORDER["lines"]
    assert made["events"][0]["at"] == "2026-05-04T09:30:00Z"


def test_an_order_has_one_parcel(fulfillment: AgentUnderTest) -> None:
    assert create(fulfillment) == create(fulfillment)
    assert len(shipments(fulfillment)) == 1


def test_a_pickup_waits_in_its_store(fulfillment: AgentUnderTest) -> None:
    made = create(fulfillment, optionId="pickup", storeId="ST-IND")
    assert (made["status"], made["carrier"]) == ("preparing", None)
    assert (made["locationId"], made["storeName"]) == ("ST-IND", "Indiranagar")
    assert made["trackingNumber"] is None


def test_a_pickup_needs_its_store(fulfillment: AgentUnderTest) -> None:
    problem = fulfillment.fault("createShipment", {**ORDER, "optionId": "pickup"}, **SERVICE)
    assert problem["pointer"] == "/storeId"


def test_anothers_order_shows_no_parcels(fulfillment: AgentUnderTest) -> None:
    create(fulfillment)
    assert shipments(fulfillment, "C-2") == []
    assert cancel(fulfillment, shopper="C-2") == {"status": "none", "shipments": []}
    problem = fulfillment.fault("createShipment", ORDER, shopper="C-2", service="payment")
    assert problem["status"] == 409


def test_what_has_not_left_is_stopped_once(fulfillment: AgentUnderTest) -> None:
    create(fulfillment)
    first, again = cancel(fulfillment), cancel(fulfillment)
    assert first == again
    assert first["status"] == "canceled"
    (stopped,) = shipments(fulfillment)
    assert [event["status"] for event in stopped["events"]] == ["preparing", "canceled"]


def test_an_order_without_parcels_has_none_to_stop(fulfillment: AgentUnderTest) -> None:
    assert cancel(fulfillment) == {"status": "none", "shipments": []}


def test_a_shopper_cannot_make_a_parcel(fulfillment: AgentUnderTest) -> None:
    assert fulfillment.fault("createShipment", ORDER, shopper="C-1")["status"] == 403


def test_what_has_left_cannot_be_stopped(start_agent: Callable[..., AgentUnderTest]) -> None:
    sample = start_agent(operations)
    (delivered,) = shipments(sample, "C-1001", "O-5001")
    assert delivered["status"] == "delivered"
    assert [event["at"] for event in delivered["events"]] == sorted(
        event["at"] for event in delivered["events"]
    )
    reply = cancel(sample, "O-5001", "C-1001")
    assert (reply["status"], reply["shipments"]) == ("already_shipped", [delivered])


def test_the_sample_loads_once(start_agent: Callable[..., AgentUnderTest]) -> None:
    first, again = start_agent(operations), start_agent(operations)
    addresses = first.call("listAddresses", shopper="C-1001")["addresses"]
    assert addresses[0]["isDefault"]
    assert again.call("listAddresses", shopper="C-1001")["addresses"] == addresses
