"""Parcels of orders."""

from collections.abc import Callable
from typing import Any

import pytest

from agents.fulfillment.service import operations
from tests.agents.conftest import AgentUnderTest
from tests.agents.fulfillment.parcels import (
    ADDRESS,
    ORDER,
    SERVICE,
    cancel,
    happen,
    of_order,
    prepare,
    split,
)
from tests.doubles import ScriptedPeers


def create(fulfillment: AgentUnderTest, **more: Any) -> Any:
    (made,) = prepare(fulfillment, **more)["shipments"]
    return made


def test_a_parcel_has_a_carrier_and_a_number(fulfillment: AgentUnderTest) -> None:
    made = create(fulfillment)
    assert made["status"] == "preparing"
    assert made["carrier"] == "Marigold Express"
    assert made["trackingNumber"].startswith("MX")
    assert made["trackingUrl"] == f"https://track.marigold.example/{made['trackingNumber']}"
    assert made["promisedBy"] == made["originallyPromisedBy"] == "2026-05-09"
    assert (made["lines"], made["address"]) == (ORDER["lines"], ADDRESS)
    assert (made["isReplacement"], made["slot"]) == (False, None)
    assert made["events"][0]["at"] == "2026-05-04T09:30:00Z"


def test_an_order_is_prepared_once(fulfillment: AgentUnderTest) -> None:
    assert create(fulfillment) == create(fulfillment)
    assert len(of_order(fulfillment)) == 1


def test_the_same_order_with_other_lines_is_refused(fulfillment: AgentUnderTest) -> None:
    create(fulfillment)
    other = {**ORDER, "lines": [{"sku": "S-1", "quantity": 3}]}
    problem = fulfillment.fault("createShipment", other, **SERVICE)
    assert (problem["status"], problem["code"]) == (409, "reference_reused")


def test_each_place_sends_its_own_parcel(fulfillment: AgentUnderTest) -> None:
    near, far = split(fulfillment, "WH-1", "ST-BAN", promisedBy="2026-05-12")
    assert [near["lines"], far["lines"]] == [[{"sku": "S-1", "quantity": 1}]] * 2
    assert (near["storeName"], far["storeName"]) == (None, "Bandra")
    assert near["trackingNumber"] != far["trackingNumber"]


def test_each_parcel_has_its_own_promise(fulfillment: AgentUnderTest) -> None:
    near, far = split(fulfillment, "WH-1", "ST-BAN", promisedBy="2026-05-30")
    assert (near["promisedBy"], far["promisedBy"]) == ("2026-05-11", "2026-05-12")


def test_no_parcel_is_promised_later_than_its_order(fulfillment: AgentUnderTest) -> None:
    parcels = split(fulfillment, "WH-1", "ST-BAN", promisedBy="2026-05-09")
    assert [parcel["promisedBy"] for parcel in parcels] == ["2026-05-09", "2026-05-09"]


def test_a_replacement_is_another_parcel_of_the_order(fulfillment: AgentUnderTest) -> None:
    own, again = create(fulfillment), create(fulfillment, reference="RMA-1")
    assert own["shipmentId"] != again["shipmentId"]
    assert (own["isReplacement"], again["isReplacement"]) == (False, True)
    assert create(fulfillment, reference="RMA-1") == again
    assert of_order(fulfillment) == [own, again]


@pytest.mark.parametrize(
    "allocations",
    [
        [{"sku": "S-1", "locationId": "WH-1", "quantity": 1}],
        [{"sku": "S-2", "locationId": "WH-1", "quantity": 2}],
        [{"sku": "S-1", "locationId": place, "quantity": 2} for place in ("WH-1", "ST-IND")],
    ],
    ids=["too few", "another SKU", "too many"],
)
def test_places_that_hold_other_units_are_refused(
    fulfillment: AgentUnderTest, allocations: list[dict[str, Any]]
) -> None:
    body = {**ORDER, "allocations": allocations}
    assert fulfillment.fault("createShipment", body, **SERVICE)["pointer"] == "/allocations"
    assert of_order(fulfillment) == []


def test_a_pickup_is_got_ready_in_its_store(fulfillment: AgentUnderTest) -> None:
    made = create(fulfillment, optionId="pickup", storeId="ST-IND")
    assert (made["status"], made["carrier"], made["address"]) == ("preparing", None, None)
    assert (made["trackingNumber"], made["trackingUrl"]) == (None, None)
    assert (made["locationId"], made["storeName"]) == ("ST-IND", "Indiranagar")


def test_a_pickup_needs_its_store(fulfillment: AgentUnderTest) -> None:
    problem = fulfillment.fault("createShipment", {**ORDER, "optionId": "pickup"}, **SERVICE)
    assert problem["pointer"] == "/storeId"


def test_a_pickup_is_not_in_another_store(fulfillment: AgentUnderTest) -> None:
    allocations = [{"sku": "S-1", "locationId": "ST-BAN", "quantity": 2}]
    body = {**ORDER, "optionId": "pickup", "storeId": "ST-IND", "allocations": allocations}
    assert fulfillment.fault("createShipment", body, **SERVICE)["pointer"] == "/allocations"


def test_parcels_are_prepared_without_the_inventory(
    fulfillment: AgentUnderTest, peers: ScriptedPeers
) -> None:
    peers.answers.clear()
    assert create(fulfillment)["status"] == "preparing"


@pytest.mark.parametrize("quantity", [0, -1, 100, 10**12])
def test_no_parcel_holds_less_than_one_or_too_many(
    fulfillment: AgentUnderTest, quantity: int
) -> None:
    body = {**ORDER, "lines": [{"sku": "S-1", "quantity": quantity}]}
    problem = fulfillment.fault("createShipment", body, **SERVICE)
    assert (problem["status"], problem["pointer"]) == (400, "/lines/0/quantity")


def test_anothers_order_shows_no_parcels(fulfillment: AgentUnderTest) -> None:
    create(fulfillment)
    assert of_order(fulfillment, "C-2") == []
    assert cancel(fulfillment, shopper="C-2") == {"status": "none", "shipments": []}
    problem = fulfillment.fault("createShipment", ORDER, shopper="C-2", service="payment")
    assert (problem["status"], problem["code"]) == (409, "order_taken")


def test_what_has_not_left_is_stopped_once(fulfillment: AgentUnderTest) -> None:
    create(fulfillment)
    first, again = cancel(fulfillment), cancel(fulfillment)
    assert first == again
    assert first["status"] == "canceled"
    (stopped,) = of_order(fulfillment)
    assert [event["status"] for event in stopped["events"]] == ["preparing", "canceled"]


def test_a_packed_or_delayed_parcel_is_stopped_too(fulfillment: AgentUnderTest) -> None:
    parcel = create(fulfillment)
    happen(fulfillment, parcel, "packed")
    happen(fulfillment, parcel, "delayed")
    assert cancel(fulfillment)["status"] == "canceled"


def test_one_parcel_that_has_left_keeps_the_others_going(fulfillment: AgentUnderTest) -> None:
    first, _ = split(fulfillment, "WH-1", "ST-BAN")
    happen(fulfillment, first, "shipped")
    reply = cancel(fulfillment)
    assert reply["status"] == "already_shipped"
    assert {parcel["status"] for parcel in reply["shipments"]} == {"shipped", "preparing"}


def test_an_order_without_parcels_has_none_to_stop(fulfillment: AgentUnderTest) -> None:
    assert cancel(fulfillment) == {"status": "none", "shipments": []}


def test_a_shopper_cannot_make_a_parcel(fulfillment: AgentUnderTest) -> None:
    assert fulfillment.fault("createShipment", ORDER, shopper="C-1")["status"] == 403


def test_what_has_left_cannot_be_stopped(start_agent: Callable[..., AgentUnderTest]) -> None:
    sample = start_agent(operations)
    (delivered,) = of_order(sample, "C-1001", "O-5001")
    assert delivered["status"] == "delivered"
    assert delivered["address"]["postcode"] == "560038"
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
