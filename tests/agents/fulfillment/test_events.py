"""What the warehouse, the carrier and the store did with parcels, and what the order is told."""

from datetime import timedelta
from typing import Any

import pytest

from agents.fulfillment.service import tidy
from contracts.client import AgentError, AgentUnavailable
from tests.agents.conftest import AgentUnderTest, FrozenClock
from tests.agents.fulfillment.conftest import PROGRESS, hear
from tests.agents.fulfillment.parcels import (
    CARRIER,
    cancel,
    happen,
    of_order,
    prepare,
    refuse,
    split,
)
from tests.doubles import ScriptedPeers


@pytest.fixture
def parcel(fulfillment: AgentUnderTest) -> Any:
    (made,) = prepare(fulfillment)["shipments"]
    return made


def told(peers: ScriptedPeers) -> list[tuple[str, str]]:
    return [(b["orderId"], b["status"]) for _, name, b in peers.calls if name == PROGRESS[1]]


def sweep(fulfillment: AgentUnderTest, peers: Any, clock: FrozenClock) -> None:
    tidy(fulfillment.app.extensions["store"], peers, clock.now)


def test_events_lead_a_parcel_to_its_door(
    fulfillment: AgentUnderTest, parcel: Any, clock: FrozenClock
) -> None:
    for status in ("packed", "shipped", "in_transit", "out_for_delivery", "delivered"):
        clock.now += timedelta(hours=1)
        parcel = happen(fulfillment, parcel, status, place="Peenya hub")
        assert parcel["status"] == status
    assert [event["place"] for event in parcel["events"]] == [None, *["Peenya hub"] * 5]
    assert of_order(fulfillment) == [parcel]


def test_the_order_is_told_each_step_once(
    fulfillment: AgentUnderTest, parcel: Any, peers: ScriptedPeers
) -> None:
    for status in ("packed", "shipped", "in_transit", "delivered"):
        happen(fulfillment, parcel, status)
    assert told(peers) == [("O-1", "packed"), ("O-1", "shipped"), ("O-1", "delivered")]


def test_a_step_left_out_is_told_too(
    fulfillment: AgentUnderTest, parcel: Any, peers: ScriptedPeers
) -> None:
    happen(fulfillment, parcel, "shipped")
    assert told(peers) == [("O-1", "packed"), ("O-1", "shipped")]


def test_an_order_ships_with_its_first_parcel_and_arrives_with_its_last(
    fulfillment: AgentUnderTest, peers: ScriptedPeers
) -> None:
    first, second = split(fulfillment, "WH-1", "ST-BAN")
    happen(fulfillment, first, "delivered")
    assert told(peers) == [("O-1", "packed"), ("O-1", "shipped")]
    happen(fulfillment, second, "delivered")
    assert told(peers)[2:] == [("O-1", "delivered")]


def test_a_replacement_moves_no_order(
    fulfillment: AgentUnderTest, parcel: Any, peers: ScriptedPeers
) -> None:
    (again,) = prepare(fulfillment, reference="RMA-1")["shipments"]
    happen(fulfillment, again, "delivered")
    assert told(peers) == []
    happen(fulfillment, parcel, "delivered")
    assert told(peers)[-1] == ("O-1", "delivered")


def test_a_collected_pickup_is_a_delivered_order(
    fulfillment: AgentUnderTest, peers: ScriptedPeers
) -> None:
    (made,) = prepare(fulfillment, optionId="pickup", storeId="ST-IND")["shipments"]
    happen(fulfillment, made, "ready_for_pickup")
    assert told(peers) == [("O-1", "packed")]
    happen(fulfillment, made, "collected")
    assert told(peers)[-1] == ("O-1", "delivered")


def test_what_is_not_heard_is_told_again(
    fulfillment: AgentUnderTest, parcel: Any, peers: ScriptedPeers, clock: FrozenClock
) -> None:
    peers.answers[PROGRESS] = AgentUnavailable("post-purchase", "it is down")
    assert happen(fulfillment, parcel, "shipped")["status"] == "shipped"
    peers.calls.clear()
    peers.answers[PROGRESS] = hear
    sweep(fulfillment, peers, clock)
    sweep(fulfillment, peers, clock)
    assert told(peers) == [("O-1", "packed"), ("O-1", "shipped")]


def test_an_agent_that_fails_is_told_again(
    fulfillment: AgentUnderTest, parcel: Any, peers: ScriptedPeers, clock: FrozenClock
) -> None:
    peers.answers[PROGRESS] = AgentError("post-purchase", 500, {"code": "internal_error"})
    happen(fulfillment, parcel, "packed")
    peers.answers[PROGRESS] = hear
    sweep(fulfillment, peers, clock)
    assert told(peers) == [("O-1", "packed")] * 2


def test_what_the_order_refuses_is_told_no_more(
    fulfillment: AgentUnderTest, parcel: Any, peers: ScriptedPeers, clock: FrozenClock
) -> None:
    problem = {"code": "illegal_step", "detail": "a canceled order cannot become packed"}
    peers.answers[PROGRESS] = AgentError("post-purchase", 409, problem)
    assert happen(fulfillment, parcel, "packed")["status"] == "packed"
    sweep(fulfillment, peers, clock)
    assert told(peers) == [("O-1", "packed")]


def test_an_event_again_is_recorded_once(
    fulfillment: AgentUnderTest, parcel: Any, clock: FrozenClock
) -> None:
    first = happen(fulfillment, parcel, "shipped")
    clock.now += timedelta(hours=1)
    assert happen(fulfillment, parcel, "shipped") == first


def test_one_event_id_for_another_event_is_refused(
    fulfillment: AgentUnderTest, parcel: Any
) -> None:
    happen(fulfillment, parcel, "packed", "e-1")
    problem = refuse(fulfillment, parcel, "shipped", "e-1")
    assert (problem["status"], problem["code"]) == (409, "event_reused")


def test_two_parcels_may_have_one_event_id(fulfillment: AgentUnderTest) -> None:
    first, second = split(fulfillment, "WH-1", "ST-BAN")
    assert happen(fulfillment, first, "packed", "e-1")["status"] == "packed"
    assert happen(fulfillment, second, "packed", "e-1")["status"] == "packed"


def test_a_late_event_takes_its_place(
    fulfillment: AgentUnderTest, parcel: Any, clock: FrozenClock
) -> None:
    clock.now += timedelta(days=1)
    happen(fulfillment, parcel, "shipped", at="2026-05-04T12:00:00Z")
    happen(fulfillment, parcel, "delivered", at="2026-05-05T08:00:00Z")
    late = happen(fulfillment, parcel, "in_transit", at="2026-05-04T20:30:00+05:30")
    assert late["status"] == "delivered"
    assert [(e["status"], e["at"]) for e in late["events"][1:]] == [
        ("shipped", "2026-05-04T12:00:00Z"),
        ("in_transit", "2026-05-04T15:00:00Z"),
        ("delivered", "2026-05-05T08:00:00Z"),
    ]


def test_a_late_event_that_could_not_have_been_is_refused(
    fulfillment: AgentUnderTest, parcel: Any, clock: FrozenClock
) -> None:
    clock.now += timedelta(days=1)
    happen(fulfillment, parcel, "shipped", at="2026-05-04T12:00:00Z")
    problem = refuse(fulfillment, parcel, "packed", at="2026-05-04T13:00:00Z")
    assert (problem["status"], problem["code"]) == (409, "illegal_step")
    assert f"{parcel['shipmentId']} is shipped and cannot become packed" in problem["detail"]
    assert len(of_order(fulfillment)[0]["events"]) == 2


def test_a_delay_moves_the_promise_and_keeps_the_first(
    fulfillment: AgentUnderTest, parcel: Any
) -> None:
    happen(fulfillment, parcel, "shipped")
    late = happen(fulfillment, parcel, "delayed", newPromisedBy="2026-05-12")
    assert late["status"] == "delayed"
    assert (late["promisedBy"], late["originallyPromisedBy"]) == ("2026-05-12", "2026-05-09")
    assert late["events"][-1]["note"] == "Now expected by 12 May 2026"
    assert happen(fulfillment, parcel, "delivered")["promisedBy"] == "2026-05-12"


@pytest.mark.parametrize(("status", "day"), [("shipped", "2026-05-12"), ("delayed", "2026-05-03")])
def test_a_promise_that_cannot_be_is_refused(
    fulfillment: AgentUnderTest, parcel: Any, status: str, day: str
) -> None:
    problem = refuse(fulfillment, parcel, status, newPromisedBy=day)
    assert problem["pointer"] == "/newPromisedBy"
    assert of_order(fulfillment)[0]["promisedBy"] == "2026-05-09"


def test_a_canceled_parcel_takes_no_event(
    fulfillment: AgentUnderTest, parcel: Any, peers: ScriptedPeers
) -> None:
    cancel(fulfillment)
    for status in ("packed", "shipped", "delayed", "delivered", "lost"):
        problem = refuse(fulfillment, parcel, status)
        assert problem["detail"].endswith(f"is canceled and cannot become {status}")
    assert told(peers) == []


@pytest.mark.parametrize(
    ("at", "code"),
    [
        ("2026-05-04T09:41:00Z", "event_in_future"),
        ("2026-05-04T09:00:00Z", "event_too_early"),
        ("2026-02-30T09:00:00Z", "invalid_request"),
    ],
)
def test_a_time_that_cannot_be_is_refused(
    fulfillment: AgentUnderTest, parcel: Any, at: str, code: str
) -> None:
    assert refuse(fulfillment, parcel, "packed", at=at)["code"] == code


def test_an_unknown_parcel_is_not_there(fulfillment: AgentUnderTest) -> None:
    assert refuse(fulfillment, {"shipmentId": "SH-NONE"}, "packed")["status"] == 404


def test_a_service_that_speaks_for_another_shopper_finds_no_parcel(
    fulfillment: AgentUnderTest, parcel: Any
) -> None:
    body = {"eventId": "e", "status": "packed"}
    who = {"path": {"shipmentId": parcel["shipmentId"]}, "service": "carrier"}
    assert fulfillment.fault("recordShipmentEvent", body, shopper="C-2", **who)["status"] == 404
    assert fulfillment.call("recordShipmentEvent", body, shopper="C-1", **who)


def test_a_shopper_cannot_move_her_own_parcel(fulfillment: AgentUnderTest, parcel: Any) -> None:
    body = {"eventId": "e", "status": "delivered"}
    path = {"shipmentId": parcel["shipmentId"]}
    assert fulfillment.fault("recordShipmentEvent", body, shopper="C-1", path=path)["status"] == 403
    assert CARRIER["service"] == CARRIER["shopper"]
