"""Slots for pickup: cut from a store's hours, taken once, given back."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, time
from multiprocessing import get_context
from typing import Any

import pytest

from agents.fulfillment.delivery.slots import is_open, opening_hours, slot_named, slots_from
from agents.fulfillment.policy import load_policy
from agents.fulfillment.service import operations
from agents.kit.app import create_app
from agents.kit.places import Place
from agents.kit.settings import AgentSettings
from tests.agents.conftest import AgentUnderTest, FrozenClock
from tests.agents.fulfillment.conftest import Inventory
from tests.agents.fulfillment.parcels import ORDER, SERVICE, cancel, of_order, prepare
from tests.doubles import ScriptedPeers

POLICY = load_policy()
CAPACITY = POLICY.pickup.slots.capacity
SLOT = "ST-IND.20260505T1000"
TEN, EIGHT = time(10), time(20)


def store(hours: str) -> Place:
    return Place("ST-IND", "Indiranagar", "Bengaluru", hours=hours)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Every day 10:00 to 20:00", range(7)),
        ("Daily 10:00-20:00", range(7)),
        ("Mon to Sat 10:00 to 20:00", range(6)),
        ("Monday-Friday 10:00 to 20:00", range(5)),
        ("Sat to Mon 10:00 to 20:00", [0, 5, 6]),
        ("Mon, Wed and Fri 10:00 to 20:00", [0, 2, 4]),
        ("Sunday 10:00 to 20:00", [6]),
        ("Not open to shoppers", []),
        ("Every day", []),
        ("Every day 25:00 to 26:00", []),
        ("", []),
    ],
)
def test_hours_are_read_by_weekday(text: str, days: Any) -> None:
    assert opening_hours(text) == dict.fromkeys(days, (TEN, EIGHT))


def test_hours_may_differ_by_day() -> None:
    found = opening_hours("Mon to Sat 10:00 to 20:00, Sun 11:00 to 18:30")
    assert (found[5], found[6]) == ((TEN, EIGHT), (time(11), time(18, 30)))
    assert opening_hours("Mon-Sat 9:00-17:00; Sun 11:00-15:00")[0] == (time(9), time(17))


def test_slots_leave_the_store_time_and_end_before_it_closes() -> None:
    now = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
    slots = slots_from(store("Every day 10:00 to 21:30"), date(2026, 5, 4), now, POLICY)
    assert [slot.slot_id for slot in slots[:3]] == [
        "ST-IND.20260504T1800",
        "ST-IND.20260505T1000",
        "ST-IND.20260505T1200",
    ]
    assert slots[0].starts == datetime(2026, 5, 4, 12, 30, tzinfo=UTC)
    assert len(slots) == 1 + 5 + 5


def test_a_closed_day_has_no_slots() -> None:
    shop = store("Mon to Sat 10:00 to 20:00")
    sunday = date(2026, 5, 10)
    assert not is_open(shop, sunday)
    now = datetime(2026, 5, 10, 1, 0, tzinfo=UTC)
    assert slots_from(shop, sunday, now, POLICY)[0].slot_id == "ST-IND.20260511T1000"


@pytest.mark.parametrize(
    "slot_id",
    ["", "ST-IND", "ST-BAN.20260505T1000", "ST-IND.20260505T1001", "ST-IND.20269905T1000"],
)
def test_a_slot_that_is_none_is_not_found(slot_id: str) -> None:
    shop = store("Every day 10:00 to 21:30")
    assert slot_named(shop, slot_id, POLICY) is None
    assert slot_named(shop, SLOT, POLICY) is not None


def pickup(fulfillment: AgentUnderTest, number: int, slot_id: str | None = SLOT) -> Any:
    order = {"orderId": f"O-{number}", "optionId": "pickup", "storeId": "ST-IND"}
    return prepare(fulfillment, **order, slotId=slot_id)


def slots_left(fulfillment: AgentUnderTest) -> dict[str, int]:
    reply = fulfillment.call("getDeliveryOptions", {"store": "Indiranagar"}, shopper="C-2")
    option = next(o for o in reply["options"] if o["optionId"] == "pickup")
    return {slot["slotId"]: slot["left"] for slot in option["slots"]}


def test_an_order_takes_its_slot(fulfillment: AgentUnderTest) -> None:
    assert slots_left(fulfillment)[SLOT] == CAPACITY
    reply = pickup(fulfillment, 1)
    assert reply["status"] == "prepared"
    assert reply["shipments"][0]["slot"] == {
        "slotId": SLOT,
        "from": "2026-05-05T10:00:00+05:30",
        "to": "2026-05-05T12:00:00+05:30",
    }
    assert slots_left(fulfillment)[SLOT] == CAPACITY - 1
    assert pickup(fulfillment, 1) == reply
    assert slots_left(fulfillment)[SLOT] == CAPACITY - 1


def test_a_full_slot_is_offered_no_more_and_honestly_gone(fulfillment: AgentUnderTest) -> None:
    for number in range(CAPACITY):
        assert pickup(fulfillment, number)["status"] == "prepared"
    assert SLOT not in slots_left(fulfillment)
    reply = pickup(fulfillment, 99)
    assert (reply["status"], reply["shipments"][0]["slot"]) == ("slot_taken", None)
    assert pickup(fulfillment, 99) == reply


def test_another_slot_can_be_taken_instead(fulfillment: AgentUnderTest) -> None:
    for number in range(CAPACITY + 1):
        pickup(fulfillment, number)
    other = "ST-IND.20260505T1200"
    reply = pickup(fulfillment, CAPACITY, other)
    assert (reply["status"], reply["shipments"][0]["slot"]["slotId"]) == ("prepared", other)
    assert pickup(fulfillment, 99, None)["status"] == "prepared"


def test_a_canceled_order_gives_its_slot_back(fulfillment: AgentUnderTest) -> None:
    for number in range(CAPACITY):
        pickup(fulfillment, number)
    cancel(fulfillment, "O-0")
    assert slots_left(fulfillment)[SLOT] == 1
    assert pickup(fulfillment, 0)["shipments"][0]["status"] == "canceled"
    assert slots_left(fulfillment)[SLOT] == 1
    assert pickup(fulfillment, 99)["status"] == "prepared"


@pytest.mark.parametrize("slot_id", ["ST-IND.20260503T1000", "ST-IND.20260505T1001"])
def test_a_slot_that_is_over_or_is_none_is_gone(fulfillment: AgentUnderTest, slot_id: str) -> None:
    assert pickup(fulfillment, 1, slot_id)["status"] == "slot_taken"


def test_a_slot_of_another_store_is_refused(fulfillment: AgentUnderTest) -> None:
    body = {**ORDER, "optionId": "pickup", "storeId": "ST-BAN", "slotId": SLOT}
    problem = fulfillment.fault("createShipment", body, **SERVICE)
    assert (problem["code"], problem["pointer"]) == ("unknown_slot", "/slotId")
    assert of_order(fulfillment) == []


def test_what_is_sent_has_no_slot(fulfillment: AgentUnderTest) -> None:
    problem = fulfillment.fault("createShipment", {**ORDER, "slotId": SLOT}, **SERVICE)
    assert problem["pointer"] == "/slotId"


def test_a_slot_waits_for_the_inventory(fulfillment: AgentUnderTest, peers: ScriptedPeers) -> None:
    peers.answers.clear()
    body = {**ORDER, "optionId": "pickup", "storeId": "ST-IND", "slotId": SLOT}
    assert fulfillment.fault("createShipment", body, **SERVICE)["status"] == 503
    assert of_order(fulfillment) == []


def take_in_turn(fulfillment: AgentUnderTest, numbers: list[int]) -> Counter[str]:
    return Counter(pickup(fulfillment, number)["status"] for number in numbers)


def take_in_process(settings: AgentSettings, numbers: list[int]) -> Counter[str]:
    """The same, as another process would."""
    peers = ScriptedPeers(Inventory().answers())
    clock = FrozenClock(datetime(2026, 5, 4, 9, 30, tzinfo=UTC))
    app = create_app(operations, settings, clock=clock, peers=peers)  # type: ignore[arg-type]
    try:
        return take_in_turn(AgentUnderTest(app, "fulfillment"), numbers)
    finally:
        app.extensions["store"].close()


def test_many_at_once_take_a_slot_no_more_than_it_holds(fulfillment: AgentUnderTest) -> None:
    groups = [list(range(start, start + 5)) for start in range(0, 30, 5)]
    with ThreadPoolExecutor(6) as pool:
        statuses = sum(pool.map(lambda n: take_in_turn(fulfillment, n), groups), Counter())
    assert statuses == {"prepared": CAPACITY, "slot_taken": 30 - CAPACITY}


def test_two_processes_take_a_slot_no_more_than_it_holds(
    fulfillment: AgentUnderTest, settings: AgentSettings
) -> None:
    own = replace(settings, has_sample=False)
    jobs = [(own, list(range(start, start + 8))) for start in (0, 8)]
    with get_context("spawn").Pool(2) as pool:
        statuses = sum(pool.starmap(take_in_process, jobs), Counter())
    assert statuses == {"prepared": CAPACITY, "slot_taken": 16 - CAPACITY}
    assert SLOT not in slots_left(fulfillment)
