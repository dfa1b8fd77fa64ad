from datetime import timedelta
from typing import Any

import pytest

from agents.post_purchase.statuses import Status
from tests.agents.post_purchase.conftest import Shop
from tests.agents.post_purchase.orders import BORIS, order_body

HOME = {
    "name": "Asha Rao",
    "line1": "14, 3rd Cross",
    "line2": None,
    "city": "Bengaluru",
    "state": "Karnataka",
    "postcode": "560038",
    "country": "IN",
}
WORK = {"line1": "9, MG Road", "city": "Bengaluru", "postcode": "560001"}
THERE = {**HOME, **WORK, "state": None}


def place(shop: Shop, status: Status, **fields: Any) -> None:
    shop.place(status, {**order_body(), "address": HOME, **fields})


def quote(shop: Shop, address: Any = WORK) -> Any:
    return shop.call("quoteAddressChange", {"orderId": "O-1", "address": address})


def commit(shop: Shop, reply: Any) -> Any:
    return shop.call("commitOrderChange", {"quoteId": reply["quote"]["quoteId"]})


@pytest.mark.parametrize("status", [Status.CONFIRMED, Status.PACKED])
def test_an_order_that_has_not_left_goes_elsewhere(shop: Shop, status: Status) -> None:
    place(shop, status)
    reply = quote(shop)
    assert reply["quote"]["address"] == THERE
    assert reply["quote"]["formerAddress"] == HOME
    done = commit(shop, reply)
    assert done["status"] == "changed"
    assert "9, MG Road, Bengaluru 560001" in done["message"]
    assert shop.order()["address"] == THERE
    sent = shop.called("changeShipments")[0]
    assert (sent["address"], sent["reference"]) == (THERE, reply["quote"]["quoteId"])
    assert commit(shop, reply) == done


def test_an_order_whose_parcel_is_being_made_up_waits(shop: Shop) -> None:
    place(shop, Status.CONFIRMED)
    shop.peers.answers["fulfillment", "changeShipments"] = {"status": "none", "shipments": []}
    done = commit(shop, quote(shop))
    assert done["status"] == "quote_changed"
    assert "ask again in a minute" in done["message"]
    assert shop.order()["address"] == HOME


@pytest.mark.parametrize(
    ("status", "way_out"),
    [
        (Status.SHIPPED, "Refuse the parcel when it comes"),
        (Status.DELIVERED, "Return it"),
        (Status.CANCELED, "Order the goods anew"),
        (Status.PENDING, "Ask again in a minute"),
    ],
)
def test_too_late_says_the_way_out(shop: Shop, status: Status, way_out: str) -> None:
    place(shop, status)
    reply = quote(shop)
    assert (reply["status"], reply["policy"]) == ("refused", "changes.address_before_shipping")
    assert f"is {status}" in reply["message"]
    assert way_out in reply["suggestions"]
    assert shop.order()["canChangeAddress"] is False


def test_a_parcel_that_left_meanwhile_keeps_its_address(shop: Shop) -> None:
    place(shop, Status.CONFIRMED)
    answer = {"status": "already_shipped", "shipments": []}
    shop.peers.answers["fulfillment", "changeShipments"] = answer
    done = commit(shop, quote(shop))
    assert (done["status"], done["order"]) == ("refused", None)
    assert "has left our warehouse meanwhile" in done["message"]
    assert shop.order()["address"] == HOME


def test_a_place_that_is_not_served_is_refused(shop: Shop) -> None:
    place(shop, Status.CONFIRMED)
    answer = {"status": "not_served", "shipments": []}
    shop.peers.answers["fulfillment", "changeShipments"] = answer
    done = commit(shop, quote(shop))
    assert done["status"] == "refused"
    assert "We do not deliver to 560001" in done["message"]
    assert shop.order()["address"] == HOME


def test_the_same_address_needs_no_change(shop: Shop) -> None:
    place(shop, Status.CONFIRMED)
    reply = quote(shop, HOME)
    assert reply["status"] == "refused"
    assert "goes to 14, 3rd Cross" in reply["message"]


def test_goods_to_be_collected_go_nowhere(shop: Shop) -> None:
    place(shop, Status.CONFIRMED, address=None, storeName="Indiranagar")
    reply = quote(shop)
    assert reply["status"] == "refused"
    assert "collected at Indiranagar" in reply["message"]
    assert shop.order()["canChangeAddress"] is False


def test_an_address_that_changed_since_the_quote_is_said(shop: Shop) -> None:
    place(shop, Status.CONFIRMED)
    stale = quote(shop, {**WORK, "line1": "1, Other Road"})
    commit(shop, quote(shop))
    assert commit(shop, stale)["status"] == "quote_changed"
    assert shop.order()["address"] == THERE


def test_an_expired_or_foreign_quote_sends_nothing_elsewhere(shop: Shop) -> None:
    place(shop, Status.CONFIRMED)
    reply = quote(shop)
    body = {"quoteId": reply["quote"]["quoteId"]}
    assert shop.fault("commitOrderChange", body, shopper=BORIS)["status"] == 404
    assert shop.fault("commitCancellation", body)["status"] == 404
    shop.clock.now += timedelta(minutes=15)
    assert commit(shop, reply)["status"] == "quote_expired"
    assert shop.order()["address"] == HOME
