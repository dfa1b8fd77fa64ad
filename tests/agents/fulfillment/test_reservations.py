"""Reservations in stores: one hold each, for the one who asked."""

from datetime import timedelta
from typing import Any

from contracts.client import AgentError
from tests.agents.conftest import AgentUnderTest, FrozenClock
from tests.agents.fulfillment.conftest import Inventory
from tests.doubles import ScriptedPeers


def reserve(fulfillment: AgentUnderTest, store: str = "Indiranagar", **more: Any) -> Any:
    body = {"sku": "S-1", "store": store, **more}
    return fulfillment.call("reserveInStore", body, shopper="C-1", key="k-1")


def calls_of(peers: ScriptedPeers, operation: str) -> list[dict[str, Any]]:
    return [body for _, name, body in peers.calls if name == operation]


def cancel(fulfillment: AgentUnderTest, reservation_id: str) -> Any:
    return fulfillment.call(
        "cancelReservation", shopper="C-1", path={"reservationId": reservation_id}
    )


def test_a_reservation_holds_units_in_its_store(
    fulfillment: AgentUnderTest, peers: ScriptedPeers
) -> None:
    reply = reserve(fulfillment, "the indiranagar store", quantity=2)
    made = reply["reservation"]
    assert (reply["status"], reply["available"]) == ("reserved", 1)
    assert made["reservationId"].startswith("RS-")
    assert (made["storeId"], made["quantity"], made["status"]) == ("ST-IND", 2, "active")
    assert made["expiresAt"] == "2026-05-06T09:30:00Z"
    assert len(made["pickupCode"]) == 6
    (hold,) = calls_of(peers, "placeHold")
    assert (hold["locationId"], hold["ttlSeconds"]) == ("ST-IND", 48 * 3600)


def test_the_same_request_again_reserves_once(
    fulfillment: AgentUnderTest, peers: ScriptedPeers
) -> None:
    assert reserve(fulfillment) == reserve(fulfillment)
    assert len(calls_of(peers, "placeHold")) == 1
    assert len(fulfillment.call("listReservations", shopper="C-1")["reservations"]) == 1


def test_a_key_for_another_wish_is_refused(fulfillment: AgentUnderTest) -> None:
    reserve(fulfillment)
    body = {"sku": "S-2", "store": "Indiranagar"}
    problem = fulfillment.fault("reserveInStore", body, shopper="C-1", key="k-1")
    assert (problem["status"], problem["code"]) == (409, "key_reused")


def test_a_repeat_after_a_crash_finds_its_hold(
    fulfillment: AgentUnderTest, peers: ScriptedPeers
) -> None:
    check = peers.answers.pop(("inventory", "checkInventory"))
    body = {"sku": "S-1", "store": "Indiranagar"}
    assert fulfillment.fault("reserveInStore", body, shopper="C-1", key="k-1")["status"] == 503
    peers.answers["inventory", "checkInventory"] = check
    assert reserve(fulfillment)["status"] == "reserved"
    first, second = calls_of(peers, "placeHold")
    assert first["holdId"] == second["holdId"]


def test_too_few_there_names_where_it_is(fulfillment: AgentUnderTest) -> None:
    reply = reserve(fulfillment, "Bandra", quantity=2)
    assert (reply["status"], reply["reservation"], reply["available"]) == ("out_of_stock", None, 1)
    assert [(s["storeId"], s["available"]) for s in reply["stores"]] == [("ST-IND", 3)]
    assert reply["suggestions"] == [
        "Reserve 1 at Bandra, Mumbai instead of 2.",
        "Reserve it at Indiranagar, Bengaluru (3 there).",
    ]


def test_none_in_stores_offers_delivery(fulfillment: AgentUnderTest, inventory: Inventory) -> None:
    inventory.units, inventory.warehouse = {}, 5
    assert reserve(fulfillment)["suggestions"] == ["Have it delivered instead."]


def test_none_anywhere_offers_something_similar(
    fulfillment: AgentUnderTest, inventory: Inventory
) -> None:
    inventory.units = {}
    assert reserve(fulfillment)["suggestions"] == ["See similar products that are in stock."]


def test_a_city_with_two_stores_is_asked_back(
    fulfillment: AgentUnderTest, peers: ScriptedPeers
) -> None:
    reply = reserve(fulfillment, "Bangalore")
    assert reply["status"] == "ambiguous_store"
    assert [(s["storeId"], s["available"]) for s in reply["stores"]] == [
        ("ST-IND", 3),
        ("ST-KOR", 0),
    ]
    assert reply["suggestions"] == ["Reserve it at Indiranagar, Bengaluru (3 there)."]
    assert calls_of(peers, "placeHold") == []


def test_a_city_with_one_store_means_that_store(fulfillment: AgentUnderTest) -> None:
    assert reserve(fulfillment, "Mumbai")["reservation"]["storeName"] == "Bandra"


def test_an_unknown_store_is_answered_with_ours(fulfillment: AgentUnderTest) -> None:
    reply = reserve(fulfillment, "Reykjavik")
    assert reply["status"] == "unknown_store"
    assert [s["name"] for s in reply["stores"]] == ["Indiranagar", "Bandra", "Koramangala"]


def test_an_unknown_sku_is_the_inventorys_fault(
    fulfillment: AgentUnderTest, peers: ScriptedPeers, inventory: Inventory
) -> None:
    inventory.units = {}
    problem = {"code": "unknown_sku", "detail": "unknown SKU 'S-1'", "suggestions": ["Try S-2"]}
    peers.answers["inventory", "checkInventory"] = AgentError("inventory", 404, problem)
    body = {"sku": "S-1", "store": "Indiranagar"}
    fault = fulfillment.fault("reserveInStore", body, shopper="C-1", key="k-1")
    assert (fault["status"], fault["code"]) == (404, "unknown_sku")
    assert fault["suggestions"] == ["Try S-2"]


def test_a_canceled_reservation_gives_its_hold_back_once(
    fulfillment: AgentUnderTest, peers: ScriptedPeers
) -> None:
    reservation_id = reserve(fulfillment)["reservation"]["reservationId"]
    first, again = (cancel(fulfillment, reservation_id) for _ in range(2))
    assert first == again
    assert (first["status"], first["reservation"]["status"]) == ("canceled", "canceled")
    assert len(calls_of(peers, "releaseHold")) == 1


def test_a_reservation_runs_out(
    fulfillment: AgentUnderTest, clock: FrozenClock, peers: ScriptedPeers
) -> None:
    reservation_id = reserve(fulfillment)["reservation"]["reservationId"]
    clock.now += timedelta(hours=48)
    (listed,) = fulfillment.call("listReservations", shopper="C-1")["reservations"]
    assert listed["status"] == "expired"
    reply = cancel(fulfillment, reservation_id)
    assert (reply["status"], reply["reservation"]["status"]) == ("not_active", "expired")
    assert calls_of(peers, "releaseHold") == []


def test_anothers_reservation_is_not_there(fulfillment: AgentUnderTest) -> None:
    reservation_id = reserve(fulfillment)["reservation"]["reservationId"]
    path = {"reservationId": reservation_id}
    problem = fulfillment.fault("cancelReservation", shopper="C-2", path=path)
    assert problem["status"] == 404
    assert fulfillment.call("listReservations", shopper="C-2")["reservations"] == []


def test_the_newest_reservation_is_listed_first(
    fulfillment: AgentUnderTest, clock: FrozenClock
) -> None:
    ids = []
    for number in range(2):
        body = {"sku": "S-1", "store": "Indiranagar"}
        reply = fulfillment.call("reserveInStore", body, shopper="C-1", key=f"k-{number}")
        ids.append(reply["reservation"]["reservationId"])
        clock.now += timedelta(minutes=1)
    listed = fulfillment.call("listReservations", shopper="C-1")["reservations"]
    assert [r["reservationId"] for r in listed] == ids[::-1]
