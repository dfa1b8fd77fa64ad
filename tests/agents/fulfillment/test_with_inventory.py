"""Fulfillment beside the real inventory app, contract to contract."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from agents.fulfillment.reservations import records as reservations
from agents.fulfillment.service import operations
from agents.inventory.service import operations as inventory_operations
from tests.agents.conftest import AgentUnderTest, FrozenClock
from tests.agents.fulfillment.peers import ForwardingPeers

SKU = "LAST"
IMPORT = {"sku": SKU, "productId": "P-LAST", "name": "Last Two", "levels": {"ST-BLR-IND": 2}}


@pytest.fixture
def inventory(start_agent: Callable[..., AgentUnderTest]) -> AgentUnderTest:
    agent = start_agent(inventory_operations)
    agent.call("setStock", {"items": [IMPORT]}, shopper="shop", service="import")
    return agent


@pytest.fixture
def fulfillment(
    start_agent: Callable[..., AgentUnderTest], inventory: AgentUnderTest
) -> AgentUnderTest:
    return start_agent(operations, peers=ForwardingPeers({"inventory": inventory}))


def reserve(fulfillment: AgentUnderTest, key: str, sku: str = SKU) -> Any:
    body = {"sku": sku, "store": "Indiranagar"}
    return fulfillment.call("reserveInStore", body, shopper="C-1001", key=key)


def available(inventory: AgentUnderTest) -> Any:
    return inventory.call("checkInventory", {"sku": SKU})["available"]


def test_reservations_take_the_last_units_and_no_more(
    fulfillment: AgentUnderTest, inventory: AgentUnderTest
) -> None:
    statuses = [reserve(fulfillment, f"k-{number}")["status"] for number in range(3)]
    assert statuses == ["reserved", "reserved", "out_of_stock"]
    assert reserve(fulfillment, "k-0")["status"] == "reserved"
    assert available(inventory) == 0


def test_a_canceled_reservation_is_sellable_again(
    fulfillment: AgentUnderTest, inventory: AgentUnderTest
) -> None:
    made = reserve(fulfillment, "k")["reservation"]
    assert available(inventory) == 1
    path = {"reservationId": made["reservationId"]}
    fulfillment.call("cancelReservation", shopper="C-1001", path=path)
    assert available(inventory) == 2


def test_a_reservation_and_its_hold_run_out_together(
    fulfillment: AgentUnderTest, inventory: AgentUnderTest, clock: FrozenClock
) -> None:
    reserve(fulfillment, "k")
    clock.now += timedelta(hours=48, seconds=-1)
    assert available(inventory) == 1
    clock.now += timedelta(seconds=1)
    (listed,) = fulfillment.call("listReservations", shopper="C-1001")["reservations"]
    assert (listed["status"], available(inventory)) == ("expired", 2)


def test_a_hold_that_a_crash_left_is_given_back(
    start_agent: Callable[..., AgentUnderTest], inventory: AgentUnderTest, clock: FrozenClock
) -> None:
    peers = ForwardingPeers({"inventory": inventory}, down=frozenset({"checkInventory"}))
    fulfillment = start_agent(operations, peers=peers)
    body = {"sku": SKU, "store": "Indiranagar"}
    assert fulfillment.fault("reserveInStore", body, shopper="C-1001", key="k")["status"] == 503
    assert available(inventory) == 1
    store = fulfillment.app.extensions["store"]
    for left in (1, 2):
        reservations.release_left_behind(store, peers, clock.now)  # type: ignore[arg-type]
        assert available(inventory) == left
        clock.now += reservations.LEFT_AFTER


def test_a_hold_with_a_reservation_is_not_left_behind(
    fulfillment: AgentUnderTest, inventory: AgentUnderTest, clock: FrozenClock
) -> None:
    reserve(fulfillment, "k")
    store = fulfillment.app.extensions["store"]
    peers = ForwardingPeers({"inventory": inventory})
    later = clock.now + 2 * reservations.LEFT_AFTER
    reservations.release_left_behind(store, peers, later)  # type: ignore[arg-type]
    assert available(inventory) == 1


def test_an_unknown_sku_names_similar_ones(fulfillment: AgentUnderTest) -> None:
    body = {"sku": "LAST-1", "store": "Indiranagar"}
    problem = fulfillment.fault("reserveInStore", body, shopper="C-1001", key="k")
    assert (problem["status"], problem["code"]) == (404, "unknown_sku")
    assert "Did you mean LAST?" in problem["suggestions"]


def test_pickup_is_offered_where_the_goods_are(fulfillment: AgentUnderTest) -> None:
    reply = fulfillment.call("getDeliveryOptions", {"skus": [SKU]}, shopper="C-1002")
    pickup = next(o for o in reply["options"] if o["optionId"] == "pickup")
    assert pickup["storeId"] == "ST-BLR-IND"
