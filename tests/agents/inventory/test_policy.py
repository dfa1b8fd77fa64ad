"""Which places send, what stores keep back, and how much one hold may ask for."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError

from agents.inventory import service
from agents.inventory.policy import POLICY_FILE, Policy, load_policy
from tests.agents.conftest import AgentUnderTest
from tests.agents.inventory.conftest import load_shop

PAYMENT = {"shopper": "C-1", "service": "payment"}
Start = Callable[..., AgentUnderTest]


def policy(**parts: dict[str, Any]) -> Policy:
    rules = json.loads(POLICY_FILE.read_text(encoding="utf-8"))
    for part, changes in parts.items():
        rules[part] |= changes
    return Policy.model_validate_json(json.dumps(rules))


@pytest.fixture
def shop(start_agent: Start) -> AgentUnderTest:
    return start_agent(replace(service.operations, seed=load_shop))


@pytest.fixture
def rule(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def use(**parts: dict[str, Any]) -> None:
        monkeypatch.setattr(service, "POLICY", policy(**parts))

    return use


def hold(shop: AgentUnderTest, sku: str, quantity: int, **more: Any) -> Any:
    lines = [{"sku": sku, "quantity": quantity}]
    body = {"holdId": f"h-{sku}", "lines": lines, "ttlSeconds": 60, **more}
    return shop.call("placeHold", body, **PAYMENT)


@pytest.mark.parametrize(
    ("part", "changes"),
    [
        ("holds", {"longestSeconds": 604_801}),
        ("holds", {"mostUnitsPerSku": 0}),
        ("allocation", {"keptForWalkIns": {"units": -1, "at": {}}}),
        ("allocation", {"unread": 1}),
    ],
)
def test_a_policy_that_breaks_a_rule_names_it(part: str, changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as refused:
        policy(**{part: changes})
    assert f"{part}.{next(iter(changes))}" in str(refused.value)


def test_the_sample_shop_keeps_nothing_back() -> None:
    allocation = load_policy().allocation
    assert allocation.sendable("ST-IND", 3, is_warehouse=False) == 3


def test_stores_keep_units_for_who_walks_in(
    shop: AgentUnderTest, rule: Callable[..., None]
) -> None:
    rule(allocation={"keptForWalkIns": {"units": 1, "at": {"ST-IND": 2}}})
    reply = hold(shop, "S-BLU-L", 2)
    assert reply["shortages"] == [{"sku": "S-BLU-L", "wanted": 2, "available": 1}]
    assert hold(shop, "S-BLU-L", 1)["allocations"][0]["locationId"] == "ST-IND"


def test_who_collects_gets_what_is_kept_for_walk_ins(
    shop: AgentUnderTest, rule: Callable[..., None]
) -> None:
    rule(allocation={"keptForWalkIns": {"units": 9, "at": {}}})
    assert hold(shop, "S-BLU-L", 3, locationId="ST-IND")["status"] == "held"


def test_a_place_that_never_sends_gives_nothing(
    shop: AgentUnderTest, rule: Callable[..., None]
) -> None:
    rule(allocation={"neverShipFrom": ["ST-IND"]})
    assert hold(shop, "S-BLU-L", 1)["allocations"][0]["locationId"] == "ST-BAN"


def test_stores_that_do_not_send_leave_the_warehouse(
    shop: AgentUnderTest, rule: Callable[..., None]
) -> None:
    rule(allocation={"storesShip": False})
    assert hold(shop, "S-BLU-L", 1)["status"] == "out_of_stock"
    assert hold(shop, "S-BLU-M", 30)["status"] == "held"


@pytest.mark.parametrize(
    ("limit", "name", "most"),
    [
        ("mostUnitsPerSku", "units of a SKU", 1),
        ("longestSeconds", "seconds", 59),
    ],
)
def test_a_hold_has_limits(
    shop: AgentUnderTest, rule: Callable[..., None], limit: str, name: str, most: int
) -> None:
    rule(holds={limit: most})
    body = {"holdId": "h", "lines": [{"sku": "MUG", "quantity": 2}], "ttlSeconds": 60}
    problem = shop.fault("placeHold", body, **PAYMENT)
    assert (problem["status"], problem["code"]) == (400, "hold_limit")
    assert f"{name}; at most {most} (policy holds.{limit})" in problem["detail"]


def test_a_line_said_a_thousand_times_is_one_sku_too_many(shop: AgentUnderTest) -> None:
    lines = [{"sku": "MUG", "quantity": 99}] * 11
    body = {"holdId": "h", "lines": lines, "ttlSeconds": 60}
    assert shop.fault("placeHold", body, **PAYMENT)["code"] == "hold_limit"
    assert shop.call("checkInventory", {"sku": "MUG"})["available"] == 50
