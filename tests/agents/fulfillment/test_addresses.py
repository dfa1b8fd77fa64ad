"""A shopper's addresses."""

from typing import Any

import pytest

from tests.agents.conftest import AgentUnderTest

HOME = {"name": "Asha Rao", "line1": "14, 3rd Cross", "city": "Bengaluru", "postcode": "560038"}
WORK = {"line1": "2, MG Road", "line2": "Floor 4", "city": "Bengaluru", "postcode": "560001"}


def add(fulfillment: AgentUnderTest, address: dict[str, Any], key: str) -> Any:
    reply = fulfillment.call("addAddress", address, shopper="anon-1", key=key)
    return reply["address"]


def listed(fulfillment: AgentUnderTest, shopper: str = "anon-1") -> Any:
    return fulfillment.call("listAddresses", shopper=shopper)["addresses"]


def test_the_newest_address_is_the_default(fulfillment: AgentUnderTest) -> None:
    home, work = add(fulfillment, HOME, "k-1"), add(fulfillment, WORK, "k-2")
    assert home["isDefault"]
    assert listed(fulfillment) == [work, {**home, "isDefault": False}]


def test_a_name_left_out_is_the_one_known(fulfillment: AgentUnderTest) -> None:
    add(fulfillment, HOME, "k-1")
    work = add(fulfillment, WORK, "k-2")
    assert (work["name"], work["country"], work["state"]) == ("Asha Rao", "IN", None)


def test_the_same_request_adds_one_address(fulfillment: AgentUnderTest) -> None:
    assert add(fulfillment, HOME, "k-1") == add(fulfillment, HOME, "k-1")
    assert len(listed(fulfillment)) == 1


def test_an_address_said_again_is_kept_once(fulfillment: AgentUnderTest) -> None:
    home = add(fulfillment, HOME, "k-1")
    add(fulfillment, WORK, "k-2")
    again = add(fulfillment, {**HOME, "line1": " 14,  3rd Cross "}, "k-3")
    assert again == home
    assert listed(fulfillment)[0]["addressId"] == home["addressId"]
    assert len(listed(fulfillment)) == 2


@pytest.mark.parametrize(
    "wrong",
    [{"line1": "    "}, {"postcode": "!"}, {"country": "India"}, {"city": "x" * 81}],
)
def test_a_bad_field_is_named(fulfillment: AgentUnderTest, wrong: dict[str, str]) -> None:
    problem = fulfillment.fault("addAddress", {**HOME, **wrong}, shopper="C-1", key="k")
    assert (problem["status"], problem["code"]) == (400, "invalid_request")
    assert problem["pointer"] == f"/{next(iter(wrong))}"


def test_anothers_addresses_are_not_there(fulfillment: AgentUnderTest) -> None:
    add(fulfillment, HOME, "k-1")
    assert listed(fulfillment, "C-2") == []
