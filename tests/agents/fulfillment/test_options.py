"""What getDeliveryOptions answers."""

from typing import Any

import pytest

from tests.agents.conftest import AgentUnderTest
from tests.agents.fulfillment.conftest import Inventory
from tests.doubles import ScriptedPeers

ADDRESS = {"line1": "1, Hill Road", "city": "Mumbai", "postcode": "400050"}


def options(fulfillment: AgentUnderTest, **body: Any) -> Any:
    return fulfillment.call("getDeliveryOptions", body, shopper="anon-1")


def by_id(reply: Any) -> dict[str, Any]:
    return {option["optionId"]: option for option in reply["options"]}


def test_a_served_postcode_has_three_ways(fulfillment: AgentUnderTest) -> None:
    reply = options(fulfillment, postcode="560034", subtotal=10000)
    found = by_id(reply)
    assert (reply["status"], reply["suggestions"]) == ("ok", [])
    assert list(found) == ["standard", "express", "pickup"]
    assert found["standard"]["price"] == {"amount": 9900, "currency": "INR"}
    assert found["standard"]["promisedBy"] == "2026-05-11"
    assert found["pickup"]["storeName"] == "Koramangala"


def test_goods_choose_the_nearest_store_that_has_them(fulfillment: AgentUnderTest) -> None:
    reply = options(fulfillment, postcode="560034", skus=["S-1", "S-1"])
    assert by_id(reply)["pickup"]["storeId"] == "ST-IND"


def test_goods_in_no_store_cannot_be_picked_up(
    fulfillment: AgentUnderTest, inventory: Inventory
) -> None:
    inventory.units = {}
    reply = options(fulfillment, postcode="560034", skus=["S-1"])
    assert list(by_id(reply)) == ["standard", "express"]
    assert reply["suggestions"] == ["No store has all of it now."]


def test_a_wanted_store_is_the_pickup_store(fulfillment: AgentUnderTest) -> None:
    reply = options(fulfillment, store="bandra", skus=["S-1"])
    pickup = by_id(reply)["pickup"]
    assert (pickup["storeId"], pickup["reason"]) == ("ST-BAN", None)


def test_a_wanted_store_without_the_goods_says_so(fulfillment: AgentUnderTest) -> None:
    reply = options(fulfillment, store="Koramangala", skus=["S-1"])
    assert by_id(reply)["pickup"]["reason"] == "Not everything is in this store now."
    assert reply["suggestions"] == ["Everything is at Indiranagar, Bengaluru."]


def test_an_unknown_store_is_answered_with_ours(fulfillment: AgentUnderTest) -> None:
    reply = options(fulfillment, store="Reykjavik")
    assert "pickup" not in by_id(reply)
    assert reply["suggestions"][0].startswith("There is no such store; ours are Indiranagar")


@pytest.mark.parametrize("postcode", ["744101", "99999", "x"])
def test_what_is_not_served_can_be_picked_up(fulfillment: AgentUnderTest, postcode: str) -> None:
    reply = options(fulfillment, postcode=postcode)
    assert reply["status"] == "not_served"
    assert list(by_id(reply)) == ["pickup"]
    assert reply["suggestions"][0].startswith("Pick it up at ")


def test_a_wanted_store_serves_who_lives_beyond(fulfillment: AgentUnderTest) -> None:
    reply = options(fulfillment, postcode="744101", store="Bandra")
    assert (reply["status"], list(by_id(reply))) == ("ok", ["pickup"])


def test_the_default_address_tells_the_postcode(fulfillment: AgentUnderTest) -> None:
    assert "postcode" in options(fulfillment)["suggestions"][0]
    fulfillment.call("addAddress", ADDRESS, shopper="anon-1", key="k")
    reply = options(fulfillment)
    assert (reply["suggestions"], by_id(reply)["pickup"]["storeName"]) == ([], "Bandra")


def test_without_the_inventory_delivery_is_still_offered(
    fulfillment: AgentUnderTest, peers: ScriptedPeers
) -> None:
    peers.answers.clear()
    reply = options(fulfillment, postcode="560038")
    assert list(by_id(reply)) == ["standard", "express"]
    assert "pickup cannot be checked" in reply["suggestions"][0]


def test_delivery_is_priced_in_the_carts_currency(fulfillment: AgentUnderTest) -> None:
    reply = options(fulfillment, postcode="560038", currency="EUR", subtotal=100)
    prices = [option["price"] for option in reply["options"]]
    assert [price["currency"] for price in prices] == ["EUR", "EUR", "EUR"]
    assert [price["amount"] for price in prices] == [499, 1499, 0]


def test_a_way_that_does_not_reach_a_place_is_said(fulfillment: AgentUnderTest) -> None:
    reply = options(fulfillment, postcode="190001")
    assert (reply["status"], list(by_id(reply))) == ("ok", ["standard", "pickup"])
    assert reply["suggestions"] == ["Express delivery does not reach 190001."]


def test_goods_in_stores_only_are_promised_later(
    fulfillment: AgentUnderTest, inventory: Inventory
) -> None:
    asked = {"postcode": "560038", "subtotal": 200_000, "skus": ["S-1"]}
    late = by_id(options(fulfillment, **asked))["standard"]
    inventory.warehouse = 5
    soon = by_id(options(fulfillment, **asked))["standard"]
    assert (soon["promisedBy"], late["promisedBy"]) == ("2026-05-11", "2026-05-12")
    assert "comes from a store" in late["reason"]


def test_a_postcode_abroad_is_read_with_its_address(fulfillment: AgentUnderTest) -> None:
    assert options(fulfillment, postcode="46281")["status"] == "not_served"
    address = {"line1": "9 Elm St", "city": "Indianapolis", "postcode": "46281", "country": "US"}
    fulfillment.call("addAddress", address, shopper="anon-1", key="k")
    for body in ({}, {"postcode": "46281"}):
        reply = options(fulfillment, **body, currency="USD")
        assert by_id(reply)["standard"]["price"] == {"amount": 999, "currency": "USD"}
    assert options(fulfillment, postcode="96901")["status"] == "not_served"


def test_a_pickup_has_slots_with_room(fulfillment: AgentUnderTest) -> None:
    pickup = by_id(options(fulfillment, store="Bandra"))["pickup"]
    assert pickup["slots"][0] == {
        "slotId": "ST-BAN.20260504T1800",
        "from": "2026-05-04T18:00:00+05:30",
        "to": "2026-05-04T20:00:00+05:30",
        "left": 8,
    }
    assert all(not option["slots"] for option in options(fulfillment)["options"][:2])
