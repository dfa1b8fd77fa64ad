"""Processes that are killed between two steps, and what the next one makes good."""

import os
from collections.abc import Callable
from datetime import timedelta
from multiprocessing import get_context
from typing import Any

import pytest

from agents.fulfillment.reservations.records import LEFT_AFTER
from agents.fulfillment.service import operations, tidy
from agents.inventory.service import operations as inventory_operations
from agents.kit.app import create_app
from agents.kit.settings import AgentSettings
from tests.agents.conftest import AgentUnderTest, FrozenClock
from tests.agents.fulfillment.conftest import PROGRESS, hear
from tests.agents.fulfillment.parcels import happen, prepare
from tests.agents.fulfillment.peers import ForwardingPeers
from tests.doubles import ScriptedPeers

SKU = "LAST"
IMPORT = {"sku": SKU, "productId": "P-LAST", "name": "Last Two", "levels": {"ST-BLR-IND": 2}}
WISH = {"sku": SKU, "store": "Indiranagar"}


class Killed(ForwardingPeers):
    """Ends its process, as a kill does, after or instead of a call."""

    moment = ""

    def call(self, agent: str, operation_id: str, *given: Any, **more: Any) -> Any:
        if self.moment == f"before {operation_id}":
            os._exit(9)
        reply = super().call(agent, operation_id, *given, **more)
        if self.moment == f"after {operation_id}":
            os._exit(9)
        return reply


def serve(settings: AgentSettings, clock: FrozenClock, moment: str) -> AgentUnderTest:
    """Fulfillment over this shop's files, beside its inventory; killed at that moment."""
    stock = create_app(inventory_operations, settings, clock=clock, peers=ScriptedPeers())  # type: ignore[arg-type]
    peers = Killed({"inventory": AgentUnderTest(stock, "inventory")})
    type(peers).moment = moment
    app = create_app(operations, settings, clock=clock, peers=peers)  # type: ignore[arg-type]
    return AgentUnderTest(app, "fulfillment")


def reserve_and_die(settings: AgentSettings, clock: FrozenClock, moment: str) -> None:
    agent = serve(settings, clock, moment)
    agent.call("reserveInStore", WISH, shopper="C-1001", key="k")


def collect_and_die(settings: AgentSettings, clock: FrozenClock, moment: str, kept: Any) -> None:
    agent = serve(settings, clock, moment)
    path = {"reservationId": kept["reservationId"]}
    body = {"pickupCode": kept["pickupCode"]}
    agent.call("collectReservation", body, path=path, shopper="store", service="store")


def cancel_and_die(settings: AgentSettings, clock: FrozenClock, moment: str, kept: Any) -> None:
    agent = serve(settings, clock, moment)
    path = {"reservationId": kept["reservationId"]}
    agent.call("cancelReservation", path=path, shopper="C-1001")


def ship_and_die(settings: AgentSettings, clock: FrozenClock, moment: str) -> None:
    agent = serve(settings, clock, moment)
    (parcel,) = prepare(agent)["shipments"]
    happen(agent, parcel, "shipped")


def killed(act: Callable[..., None], *given: Any) -> None:
    """Run in a process of its own, which dies."""
    process = get_context("spawn").Process(target=act, args=given)
    process.start()
    process.join()
    assert process.exitcode == 9


@pytest.fixture
def inventory(start_agent: Callable[..., AgentUnderTest]) -> AgentUnderTest:
    agent = start_agent(inventory_operations)
    agent.call("setStock", {"items": [IMPORT]}, shopper="shop", service="import")
    return agent


@pytest.fixture
def peers(inventory: AgentUnderTest) -> ForwardingPeers:
    return ForwardingPeers({"inventory": inventory})


@pytest.fixture
def restart(
    start_agent: Callable[..., AgentUnderTest], peers: ForwardingPeers
) -> Callable[[], AgentUnderTest]:
    return lambda: start_agent(operations, peers=peers)


def available(inventory: AgentUnderTest) -> int:
    units: int = inventory.call("checkInventory", {"sku": SKU})["available"]
    return units


def sweep(agent: AgentUnderTest, peers: Any, clock: FrozenClock) -> None:
    tidy(agent.app.extensions["store"], peers, clock.now)


def statuses(agent: AgentUnderTest) -> list[str]:
    found = agent.call("listReservations", shopper="C-1001")["reservations"]
    return [one["status"] for one in found]


@pytest.mark.parametrize("moment", ["before placeHold", "after placeHold", "before checkInventory"])
def test_a_kill_between_hold_and_record_strands_nothing(
    inventory: AgentUnderTest,
    peers: ForwardingPeers,
    restart: Callable[[], AgentUnderTest],
    settings: AgentSettings,
    clock: FrozenClock,
    moment: str,
) -> None:
    killed(reserve_and_die, settings, clock, moment)
    agent = restart()
    assert statuses(agent) == []
    clock.now += LEFT_AFTER
    sweep(agent, peers, clock)
    assert available(inventory) == 2
    assert agent.call("reserveInStore", WISH, shopper="C-1001", key="k")["status"] == "reserved"
    assert (statuses(agent), available(inventory)) == (["active"], 1)


@pytest.mark.parametrize("moment", ["before commitHold", "after commitHold"])
def test_a_kill_in_a_hand_over_is_finished_once(
    inventory: AgentUnderTest,
    peers: ForwardingPeers,
    restart: Callable[[], AgentUnderTest],
    settings: AgentSettings,
    clock: FrozenClock,
    moment: str,
) -> None:
    agent = restart()
    kept = agent.call("reserveInStore", WISH, shopper="C-1001", key="k")["reservation"]
    killed(collect_and_die, settings, clock, moment, kept)
    for _ in range(2):
        sweep(agent, peers, clock)
    assert statuses(agent) == ["collected"]
    clock.now += timedelta(days=3)
    assert available(inventory) == 1


@pytest.mark.parametrize("moment", ["before releaseHold", "after releaseHold"])
def test_a_kill_in_a_cancellation_gives_the_units_back_once(
    inventory: AgentUnderTest,
    peers: ForwardingPeers,
    restart: Callable[[], AgentUnderTest],
    settings: AgentSettings,
    clock: FrozenClock,
    moment: str,
) -> None:
    agent = restart()
    kept = agent.call("reserveInStore", WISH, shopper="C-1001", key="k")["reservation"]
    killed(cancel_and_die, settings, clock, moment, kept)
    for _ in range(2):
        sweep(agent, peers, clock)
    assert (statuses(agent), available(inventory)) == (["canceled"], 2)


def test_a_kill_before_the_order_is_told_is_made_good(
    restart: Callable[[], AgentUnderTest], settings: AgentSettings, clock: FrozenClock
) -> None:
    killed(ship_and_die, settings, clock, "before recordProgress")
    agent, listening = restart(), ScriptedPeers({PROGRESS: hear})
    for _ in range(2):
        sweep(agent, listening, clock)
    assert [body["status"] for _, _, body in listening.calls] == ["packed", "shipped"]
