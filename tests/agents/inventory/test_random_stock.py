"""Random sequences of holds, commits, releases, restocks and time: stock always adds up."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from agents.inventory.service import operations
from agents.inventory.tables import Hold, Level
from agents.kit.app import create_app
from agents.kit.settings import AgentSettings
from tests.agents.conftest import KEY, AgentUnderTest, FrozenClock
from tests.doubles import ScriptedPeers

PLACES = {"WH-1": 6, "ST-1": 3, "ST-2": 2}
SKUS = ("A", "B")
SERVICE = {"shopper": "C-1", "service": "payment"}
IDS = st.sampled_from(["h-1", "h-2", "h-3", "h-4"])
UNITS = st.dictionaries(st.sampled_from(SKUS), st.integers(1, 9), min_size=1)
STEPS = st.one_of(
    st.tuples(st.just("hold"), IDS, UNITS, st.sampled_from([None, None, "ST-1", "WH-1"])),
    st.tuples(st.just("commit"), IDS),
    st.tuples(st.just("release"), IDS),
    st.tuples(st.just("wait"), st.integers(1, 90)),
    st.tuples(st.just("restock"), st.sampled_from(SKUS), st.sampled_from(list(PLACES))),
)


@contextmanager
def opened() -> Iterator[tuple[AgentUnderTest, FrozenClock]]:
    clock = FrozenClock(datetime(2026, 5, 4, 9, 30, tzinfo=UTC))
    with TemporaryDirectory() as directory:
        config = AgentSettings(data_dir=Path(directory), signing_key=KEY, has_sample=False)
        app = create_app(operations, config, clock=clock, peers=ScriptedPeers())  # type: ignore[arg-type]
        shop = AgentUnderTest(app, "inventory")
        items = [{"sku": s, "productId": "P", "name": s, "levels": PLACES} for s in SKUS]
        shop.call("setStock", {"items": items}, **SERVICE)
        yield shop, clock
        app.extensions["store"].close()


def take(shop: AgentUnderTest, clock: FrozenClock, step: Any, number: int) -> Counter[str]:
    """Do a step and return the units that it put on the counts, or took off them."""
    match step:
        case ("hold", hold_id, units, place):
            lines = [{"sku": sku, "quantity": n} for sku, n in units.items()]
            body = {"holdId": hold_id, "lines": lines, "ttlSeconds": 60, "postcode": "560001"}
            where = {"locationId": place} if place else {}
            response = shop.send("placeHold", {**body, **where}, **SERVICE)
            assert response.status_code in (200, 409)
            reply = response.get_json()
            if response.status_code == 200 and reply["status"] == "held":
                assert_whole(reply["allocations"], units, place)
        case ("commit", hold_id):
            was = held(shop, hold_id, clock)
            reply = shop.call("commitHold", path={"holdId": hold_id}, **SERVICE)
            if was and reply["status"] == "committed":
                return Counter({sku: -n for sku, n in total(reply["allocations"]).items()})
        case ("release", hold_id):
            shop.call("releaseHold", path={"holdId": hold_id}, **SERVICE)
        case ("wait", seconds):
            clock.now += timedelta(seconds=seconds)
        case ("restock", sku, place):
            line = {"sku": sku, "quantity": 1, "locationId": place}
            body = {"lines": [line], "reference": f"r-{number}"}
            for _ in range(2):
                shop.call("restock", body, key=f"k-{number}", **SERVICE)
            return Counter({sku: 1})
    return Counter()


def held(shop: AgentUnderTest, hold_id: str, clock: FrozenClock) -> bool:
    with shop.app.extensions["store"].read() as session:
        hold = session.get(Hold, hold_id)
        return hold is not None and hold.status == "held" and hold.expires_at > clock.now


def total(allocations: list[dict[str, Any]]) -> Counter[str]:
    units: Counter[str] = Counter()
    for allocation in allocations:
        units[allocation["sku"]] += allocation["quantity"]
    return units


def assert_whole(allocations: Any, units: dict[str, int], place: str | None) -> None:
    assert total(allocations) == Counter(units)
    assert place is None or {a["locationId"] for a in allocations} == {place}


def assert_sound(shop: AgentUnderTest, clock: FrozenClock, on_hand: Counter[str]) -> None:
    """Nothing is below none, holds are covered where they are, and the counts add up."""
    with shop.app.extensions["store"].read() as session:
        levels = {
            (level.sku, level.location_id): level.on_hand
            for level in session.scalars(select(Level))
        }
        live: Counter[tuple[str, str]] = Counter()
        for hold in session.scalars(select(Hold).where(Hold.status == "held")):
            if hold.expires_at > clock.now:
                for line in hold.lines:
                    live[line.sku, line.location_id] += line.quantity
    assert all(units >= 0 for units in levels.values())
    assert all(units <= levels[place] for place, units in live.items())
    for sku in SKUS:
        counted = sum(units for (of, _), units in levels.items() if of == sku)
        assert counted == on_hand[sku]
        reserved = sum(units for (of, _), units in live.items() if of == sku)
        assert shop.call("checkInventory", {"sku": sku})["available"] == counted - reserved


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STEPS, max_size=25))
def test_stock_adds_up_whatever_happens(steps: list[Any]) -> None:
    with opened() as (shop, clock):
        on_hand = Counter(dict.fromkeys(SKUS, sum(PLACES.values())))
        for number, step in enumerate(steps):
            on_hand.update(take(shop, clock, step, number))
            assert_sound(shop, clock, on_hand)
