"""Holds: whole or not at all, once, never more than there is."""

from datetime import timedelta
from typing import Any

import pytest

from tests.agents.conftest import AgentUnderTest, FrozenClock

PAYMENT = {"shopper": "C-1", "service": "payment"}


def place(
    shop: AgentUnderTest, hold_id: str = "h-1", ttl_s: int = 60, **lines: int | str
) -> dict[str, Any]:
    location = {"locationId": lines.pop("at")} if "at" in lines else {}
    wanted = [{"sku": sku.replace("_", "-"), "quantity": n} for sku, n in lines.items()]
    body = {"holdId": hold_id, "lines": wanted, "ttlSeconds": ttl_s, **location}
    reply: dict[str, Any] = shop.call("placeHold", body, **PAYMENT)
    return reply


def available(shop: AgentUnderTest, sku: str) -> int:
    count: int = shop.call("checkInventory", {"sku": sku})["available"]
    return count


def settle(shop: AgentUnderTest, operation: str, hold_id: str = "h-1") -> str:
    reply = shop.call(operation, path={"holdId": hold_id}, **PAYMENT)
    assert reply["holdId"] == hold_id
    status: str = reply["status"]
    return status


def test_a_hold_takes_from_the_warehouse_then_the_fullest_store(shop: AgentUnderTest) -> None:
    reply = place(shop, S_BLU_M=40)
    assert reply["status"] == "held"
    assert reply["expiresAt"] == "2026-05-04T09:31:00Z"
    assert [(a["locationId"], a["quantity"]) for a in reply["allocations"]] == [
        ("ST-IND", 10),
        ("WH-1", 30),
    ]
    assert available(shop, "S-BLU-M") == 9


def test_a_line_too_many_holds_nothing(shop: AgentUnderTest) -> None:
    reply = place(shop, S_BLU_M=1, S_BLU_L=5)
    assert reply["status"] == "out_of_stock"
    assert reply["shortages"] == [{"sku": "S-BLU-L", "wanted": 5, "available": 4}]
    assert available(shop, "S-BLU-M") == 49


def test_an_unknown_sku_is_a_shortage_of_none(shop: AgentUnderTest) -> None:
    reply = place(shop, NOPE=1)
    assert reply["shortages"] == [{"sku": "NOPE", "wanted": 1, "available": 0}]


def test_a_place_named_gives_only_its_own(shop: AgentUnderTest) -> None:
    reply = place(shop, S_BLU_M=5, at="ST-KOR")
    assert reply["shortages"] == [{"sku": "S-BLU-M", "wanted": 5, "available": 4}]
    assert place(shop, "h-2", S_BLU_M=4, at="ST-KOR")["status"] == "held"
    assert place(shop, "h-3", S_BLU_M=1, at="ST-KOR")["status"] == "out_of_stock"


def test_an_unknown_place_is_named(shop: AgentUnderTest) -> None:
    body = {
        "holdId": "h",
        "lines": [{"sku": "MUG", "quantity": 1}],
        "locationId": "ST-X",
        "ttlSeconds": 60,
    }
    problem = shop.fault("placeHold", body, **PAYMENT)
    assert problem["code"] == "unknown_location"
    assert "unknown location 'ST-X'; there are ST-BAN" in problem["detail"]


def test_lines_of_one_sku_add_up(shop: AgentUnderTest) -> None:
    line = {"sku": "S-WHT-XL", "quantity": 4}
    body = {"holdId": "h", "lines": [line, line], "ttlSeconds": 60}
    reply = shop.call("placeHold", body, **PAYMENT)
    assert reply["shortages"] == [{"sku": "S-WHT-XL", "wanted": 8, "available": 7}]


def test_the_same_hold_again_holds_once(shop: AgentUnderTest) -> None:
    assert place(shop, MUG=5) == place(shop, MUG=5)
    assert available(shop, "MUG") == 45


def test_one_id_for_other_units_is_refused(shop: AgentUnderTest) -> None:
    place(shop, MUG=5)
    body = {"holdId": "h-1", "lines": [{"sku": "MUG", "quantity": 6}], "ttlSeconds": 60}
    problem = shop.fault("placeHold", body, **PAYMENT)
    assert (problem["status"], problem["code"]) == (409, "hold_reused")


def test_a_commit_takes_the_units_once(shop: AgentUnderTest, clock: FrozenClock) -> None:
    place(shop, S_BLU_M=40)
    assert [settle(shop, "commitHold") for _ in range(2)] == ["committed", "committed"]
    clock.now += timedelta(hours=1)
    assert available(shop, "S-BLU-M") == 9
    assert settle(shop, "releaseHold") == "committed"
    assert place(shop, S_BLU_M=40)["status"] == "held"
    assert available(shop, "S-BLU-M") == 9


def test_a_release_gives_the_units_back_once(shop: AgentUnderTest) -> None:
    place(shop, MUG=5)
    assert [settle(shop, "releaseHold") for _ in range(2)] == ["released", "released"]
    assert available(shop, "MUG") == 50
    assert settle(shop, "commitHold") == "expired"
    assert available(shop, "MUG") == 50


def test_a_released_hold_can_be_placed_anew(shop: AgentUnderTest) -> None:
    place(shop, MUG=5)
    settle(shop, "releaseHold")
    assert place(shop, MUG=5)["status"] == "held"
    assert available(shop, "MUG") == 45
    assert settle(shop, "commitHold") == "committed"


def test_an_expired_hold_gives_way_and_cannot_commit(
    shop: AgentUnderTest, clock: FrozenClock
) -> None:
    place(shop, S_WHT_XL=7)
    clock.now += timedelta(seconds=60)
    assert place(shop, "h-2", S_WHT_XL=7)["status"] == "held"
    assert settle(shop, "commitHold", "h-1") == "expired"
    assert settle(shop, "commitHold", "h-2") == "committed"
    assert available(shop, "S-WHT-XL") == 0


@pytest.mark.parametrize("operation", ["commitHold", "releaseHold"])
def test_an_unknown_hold_is_said_to_be_so(shop: AgentUnderTest, operation: str) -> None:
    assert settle(shop, operation, "never") == "unknown"


def test_a_shopper_cannot_hold_for_herself(shop: AgentUnderTest) -> None:
    body = {"holdId": "h", "lines": [{"sku": "MUG", "quantity": 1}], "ttlSeconds": 60}
    assert shop.fault("placeHold", body, shopper="C-1")["status"] == 403
