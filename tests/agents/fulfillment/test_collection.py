"""Reservations handed over against their code, slowed when it is wrong, and given back."""

from datetime import timedelta
from typing import Any

import pytest

from agents.fulfillment.policy import load_policy
from agents.fulfillment.service import tidy
from contracts.client import AgentUnavailable
from tests.agents.conftest import AgentUnderTest, FrozenClock
from tests.agents.fulfillment.conftest import Inventory
from tests.doubles import ScriptedPeers

STORE = {"shopper": "store", "service": "store"}
RULES = load_policy().reservations


@pytest.fixture
def kept(fulfillment: AgentUnderTest) -> Any:
    body = {"sku": "S-1", "store": "Indiranagar"}
    return fulfillment.call("reserveInStore", body, shopper="C-1", key="k")["reservation"]


def collect(fulfillment: AgentUnderTest, kept: Any, code: str | None = None) -> str:
    path = {"reservationId": kept["reservationId"]}
    body = {"pickupCode": code or kept["pickupCode"]}
    reply = fulfillment.call("collectReservation", body, path=path, **STORE)
    assert reply["reservationId"] == kept["reservationId"]
    status: str = reply["status"]
    return status


def wrong(kept: Any) -> str:
    return "000000" if kept["pickupCode"] != "000000" else "000001"


def listed(fulfillment: AgentUnderTest) -> str:
    (one,) = fulfillment.call("listReservations", shopper="C-1")["reservations"]
    status: str = one["status"]
    return status


def calls_of(peers: ScriptedPeers, operation: str) -> int:
    return sum(name == operation for _, name, _ in peers.calls)


def sweep(fulfillment: AgentUnderTest, peers: Any, clock: FrozenClock) -> None:
    tidy(fulfillment.app.extensions["store"], peers, clock.now)


def test_the_right_code_takes_the_goods_off_the_stock_once(
    fulfillment: AgentUnderTest, kept: Any, peers: ScriptedPeers
) -> None:
    assert [collect(fulfillment, kept), collect(fulfillment, kept)] == ["collected"] * 2
    assert listed(fulfillment) == "collected"
    assert calls_of(peers, "commitHold") == 1


def test_a_wrong_code_hands_nothing_over(
    fulfillment: AgentUnderTest, kept: Any, peers: ScriptedPeers
) -> None:
    assert collect(fulfillment, kept, wrong(kept)) == "wrong_code"
    assert (listed(fulfillment), calls_of(peers, "commitHold")) == ("active", 0)
    assert collect(fulfillment, kept) == "collected"


def test_wrong_codes_are_slowed_more_and_more(
    fulfillment: AgentUnderTest, kept: Any, clock: FrozenClock
) -> None:
    for _ in range(RULES.free_tries):
        assert collect(fulfillment, kept, wrong(kept)) == "wrong_code"
    for wait in RULES.wait_seconds:
        path = {"reservationId": kept["reservationId"]}
        body = {"pickupCode": kept["pickupCode"]}
        problem = fulfillment.fault("collectReservation", body, path=path, **STORE)
        assert (problem["status"], problem["code"]) == (429, "too_many_tries")
        assert "reservations.waitSeconds" in problem["detail"]
        clock.now += timedelta(seconds=wait)
        assert collect(fulfillment, kept, wrong(kept)) == "wrong_code"
    clock.now += timedelta(seconds=RULES.wait_seconds[-1])
    assert collect(fulfillment, kept) == "collected"


def test_a_canceled_reservation_is_not_handed_over(fulfillment: AgentUnderTest, kept: Any) -> None:
    path = {"reservationId": kept["reservationId"]}
    fulfillment.call("cancelReservation", shopper="C-1", path=path)
    assert collect(fulfillment, kept) == "canceled"


def test_a_collected_reservation_is_not_canceled(
    fulfillment: AgentUnderTest, kept: Any, peers: ScriptedPeers
) -> None:
    collect(fulfillment, kept)
    path = {"reservationId": kept["reservationId"]}
    reply = fulfillment.call("cancelReservation", shopper="C-1", path=path)
    assert (reply["status"], reply["reservation"]["status"]) == ("not_active", "collected")
    assert calls_of(peers, "releaseHold") == 0


def test_an_expired_reservation_gives_its_units_back_once(
    fulfillment: AgentUnderTest, kept: Any, peers: ScriptedPeers, clock: FrozenClock
) -> None:
    clock.now += timedelta(hours=48)
    assert collect(fulfillment, kept) == "expired"
    sweep(fulfillment, peers, clock)
    sweep(fulfillment, peers, clock)
    assert (listed(fulfillment), calls_of(peers, "releaseHold")) == ("expired", 1)


def test_a_hand_over_that_was_cut_off_is_finished(
    fulfillment: AgentUnderTest, kept: Any, peers: ScriptedPeers, clock: FrozenClock
) -> None:
    commit = peers.answers["inventory", "commitHold"]
    peers.answers["inventory", "commitHold"] = AgentUnavailable("inventory", "it is down")
    path = {"reservationId": kept["reservationId"]}
    body = {"pickupCode": kept["pickupCode"]}
    problem = fulfillment.fault("collectReservation", body, path=path, **STORE)
    assert (problem["status"], listed(fulfillment)) == (503, "active")
    cancel = fulfillment.call("cancelReservation", shopper="C-1", path=path)
    assert cancel["status"] == "not_active"
    sweep(fulfillment, peers, clock)
    assert listed(fulfillment) == "active"
    peers.answers["inventory", "commitHold"] = commit
    sweep(fulfillment, peers, clock)
    assert listed(fulfillment) == "collected"
    assert collect(fulfillment, kept) == "collected"


def test_goods_that_are_held_no_more_are_not_handed_over(
    fulfillment: AgentUnderTest, kept: Any, peers: ScriptedPeers
) -> None:
    gone = {"status": "expired", "holdId": "h", "allocations": []}
    peers.answers["inventory", "commitHold"] = gone
    assert collect(fulfillment, kept) == "expired"
    assert listed(fulfillment) == "expired"


def test_a_cancellation_that_is_not_heard_is_said_again(
    fulfillment: AgentUnderTest, kept: Any, peers: ScriptedPeers, clock: FrozenClock
) -> None:
    release = peers.answers.pop(("inventory", "releaseHold"))
    path = {"reservationId": kept["reservationId"]}
    reply = fulfillment.call("cancelReservation", shopper="C-1", path=path)
    assert reply["status"] == "canceled"
    peers.calls.clear()
    peers.answers["inventory", "releaseHold"] = release
    sweep(fulfillment, peers, clock)
    sweep(fulfillment, peers, clock)
    assert calls_of(peers, "releaseHold") == 1


def test_a_store_that_speaks_for_another_finds_nothing(
    fulfillment: AgentUnderTest, kept: Any
) -> None:
    who = {"path": {"reservationId": kept["reservationId"]}, "service": "store"}
    body = {"pickupCode": kept["pickupCode"]}
    assert fulfillment.fault("collectReservation", body, shopper="C-2", **who)["status"] == 404


def test_a_shopper_cannot_hand_over_to_herself(fulfillment: AgentUnderTest, kept: Any) -> None:
    path = {"reservationId": kept["reservationId"]}
    body = {"pickupCode": kept["pickupCode"]}
    problem = fulfillment.fault("collectReservation", body, shopper="C-1", path=path)
    assert problem["status"] == 403


@pytest.mark.parametrize("quantity", [0, -1, 100, 2**70])
def test_units_are_one_to_ninety_nine(fulfillment: AgentUnderTest, quantity: int) -> None:
    body = {"sku": "S-1", "store": "Indiranagar", "quantity": quantity}
    assert fulfillment.fault("reserveInStore", body, shopper="C-1", key="k")["status"] == 400


def test_one_shopper_cannot_keep_everything(
    fulfillment: AgentUnderTest, inventory: Inventory
) -> None:
    inventory.units["ST-IND"] = 1000
    body = {"sku": "S-1", "store": "Indiranagar"}
    for number in range(RULES.most_active):
        fulfillment.call("reserveInStore", body, shopper="C-1", key=f"k-{number}")
    problem = fulfillment.fault("reserveInStore", body, shopper="C-1", key="one-more")
    assert (problem["status"], problem["code"]) == (409, "too_many_reservations")
    assert "Cancel a reservation." in problem["suggestions"]
    assert fulfillment.call("reserveInStore", body, shopper="C-2", key="k")


def test_one_shopper_cannot_keep_a_whole_shelf(
    fulfillment: AgentUnderTest, peers: ScriptedPeers
) -> None:
    body = {"sku": "S-1", "store": "Indiranagar", "quantity": RULES.most_units + 1}
    problem = fulfillment.fault("reserveInStore", body, shopper="C-1", key="k")
    assert (problem["code"], problem["pointer"]) == ("too_many_units", "/quantity")
    assert "policy reservations.mostUnits" in problem["detail"]
    assert calls_of(peers, "placeHold") == 0
