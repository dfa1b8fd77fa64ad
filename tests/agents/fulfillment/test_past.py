"""Parcels of orders that another system sent."""

from typing import Any

from tests.agents.conftest import AgentUnderTest
from tests.agents.fulfillment.parcels import ADDRESS, cancel, happen, of_order, prepare

IMPORT = {"shopper": "C-1", "service": "import"}
PARCEL = {
    "status": "delivered",
    "carrier": "Old Post",
    "trackingNumber": "1Z-77",
    "optionId": "ground",
    "promisedBy": "2026-01-09",
    "address": ADDRESS,
    "lines": [{"sku": "S-1", "quantity": 2}],
}


def take_in(fulfillment: AgentUnderTest, *parcels: Any, order_id: str = "O-1") -> int:
    body = {"orderId": order_id, "shipments": list(parcels)}
    created: int = fulfillment.call("importShipments", body, **IMPORT)["created"]
    return created


def test_parcels_are_taken_in_once(fulfillment: AgentUnderTest) -> None:
    other = {**PARCEL, "status": "canceled", "carrier": None, "trackingNumber": None}
    assert [take_in(fulfillment, PARCEL, other) for _ in range(2)] == [2, 0]
    found = {parcel["status"]: parcel for parcel in of_order(fulfillment)}
    assert found["delivered"]["trackingNumber"] == "1Z-77"
    assert found["delivered"]["trackingUrl"] is None
    assert found["delivered"]["address"] == ADDRESS
    assert found["canceled"]["carrier"] is None
    assert not found["delivered"]["isReplacement"]


def test_a_parcel_that_is_still_here_goes_on(fulfillment: AgentUnderTest) -> None:
    nameless = {"carrier": None, "trackingNumber": None, "optionId": "standard"}
    take_in(fulfillment, {**PARCEL, **nameless, "status": "preparing"})
    (parcel,) = of_order(fulfillment)
    sent = happen(fulfillment, parcel, "shipped")
    assert (sent["status"], sent["carrier"]) == ("shipped", "Marigold Express")
    assert sent["trackingNumber"].startswith("MX")
    assert cancel(fulfillment)["status"] == "already_shipped"


def test_a_parcel_that_is_still_here_can_be_stopped(fulfillment: AgentUnderTest) -> None:
    take_in(fulfillment, {**PARCEL, "status": "preparing"})
    assert cancel(fulfillment)["status"] == "canceled"


def test_an_order_that_has_parcels_keeps_them(fulfillment: AgentUnderTest) -> None:
    prepare(fulfillment)
    before = of_order(fulfillment)
    assert take_in(fulfillment, PARCEL) == 0
    assert of_order(fulfillment) == before


def test_a_replacement_follows_what_was_taken_in(fulfillment: AgentUnderTest) -> None:
    take_in(fulfillment, PARCEL)
    prepare(fulfillment, reference="RMA-1")
    assert [parcel["isReplacement"] for parcel in of_order(fulfillment)] == [False, True]


def test_anothers_order_is_not_taken_in(fulfillment: AgentUnderTest) -> None:
    take_in(fulfillment, PARCEL)
    body = {"orderId": "O-1", "shipments": [PARCEL]}
    problem = fulfillment.fault("importShipments", body, shopper="C-2", service="import")
    assert (problem["status"], problem["code"]) == (409, "order_taken")


def test_a_shopper_imports_nothing(fulfillment: AgentUnderTest) -> None:
    body = {"orderId": "O-1", "shipments": [PARCEL]}
    assert fulfillment.fault("importShipments", body, shopper="C-1")["status"] == 403
