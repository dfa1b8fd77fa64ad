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


def replace_default(fulfillment: AgentUnderTest, address: dict[str, Any], key: str = "r") -> Any:
    call = fulfillment.call("replaceDefaultAddress", address, shopper="anon-1", key=key)
    return call["address"]


def test_an_address_need_not_become_the_default(fulfillment: AgentUnderTest) -> None:
    home = add(fulfillment, HOME, "k-1")
    work = add(fulfillment, {**WORK, "isDefault": False}, "k-2")
    assert listed(fulfillment) == [home, work]
    assert (home["isDefault"], work["isDefault"]) == (True, False)


def test_an_only_address_is_the_default(fulfillment: AgentUnderTest) -> None:
    assert add(fulfillment, {**HOME, "isDefault": False}, "k-1")["isDefault"]


def test_the_default_is_changed_in_its_place(fulfillment: AgentUnderTest) -> None:
    home, work = add(fulfillment, HOME, "k-1"), add(fulfillment, WORK, "k-2")
    moved = replace_default(fulfillment, {"line1": "9, Elm", "city": "Pune", "postcode": "411004"})
    assert (moved["addressId"], moved["isDefault"]) == (work["addressId"], True)
    assert (moved["name"], moved["line2"], moved["country"]) == ("Asha Rao", None, "IN")
    assert listed(fulfillment) == [moved, {**home, "isDefault": False}]


def test_the_country_stays_where_it_is_left_out(fulfillment: AgentUnderTest) -> None:
    american = {"line1": "9 Elm St", "city": "Indianapolis", "postcode": "46281"}
    add(fulfillment, {**american, "country": "US"}, "k-1")
    assert replace_default(fulfillment, {**american, "line1": "10 Elm St"})["country"] == "US"
    assert replace_default(fulfillment, HOME, "r-2")["country"] == "IN"


def test_a_first_address_is_made_the_default(fulfillment: AgentUnderTest) -> None:
    made = replace_default(fulfillment, HOME)
    assert listed(fulfillment) == [made]
    assert made["isDefault"]


def test_a_default_like_another_address_leaves_one(fulfillment: AgentUnderTest) -> None:
    add(fulfillment, HOME, "k-1")
    work = add(fulfillment, WORK, "k-2")
    same = replace_default(fulfillment, HOME)
    assert listed(fulfillment) == [same]
    assert same["addressId"] == work["addressId"]


def test_a_change_again_has_one_effect(fulfillment: AgentUnderTest) -> None:
    add(fulfillment, HOME, "k-1")
    assert replace_default(fulfillment, WORK) == replace_default(fulfillment, WORK)
    problem = fulfillment.fault("replaceDefaultAddress", HOME, shopper="anon-1", key="r")
    assert (problem["status"], problem["code"]) == (409, "key_reused")


def test_anothers_default_is_not_changed(fulfillment: AgentUnderTest) -> None:
    home = add(fulfillment, HOME, "k-1")
    fulfillment.call("replaceDefaultAddress", WORK, shopper="C-2", key="k")
    assert listed(fulfillment) == [home]
