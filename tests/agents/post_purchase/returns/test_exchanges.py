from datetime import timedelta
from typing import Any

import pytest

from agents.post_purchase.statuses import Status
from tests.agents.post_purchase.conftest import Shop
from tests.agents.post_purchase.orders import (
    BORIS,
    CARD,
    GIFT_CARD,
    SECOND_CARD,
    SERVICE,
    inr,
    line,
    order_body,
)

DECLINED = {
    "status": "declined",
    "reason": "insufficient_balance",
    "chargeId": None,
    "tender": None,
    "message": "The gift card holds too little.",
    "suggestions": ["Pay with another card"],
}


def quote(
    shop: Shop, sku: str = "LS-1", new: str = "LS-1-L", quantity: int = 1, **fields: Any
) -> Any:
    swaps = [{"sku": sku, "newSku": new, "quantity": quantity}]
    return shop.call("quoteExchange", {"orderId": "O-1", "swaps": swaps, **fields})


def commit(shop: Shop, reply: Any) -> Any:
    return shop.call("commitExchange", {"quoteId": reply["quote"]["quoteId"]})


def receive(shop: Shop, rma_id: str, *, accepted: bool = True, **fields: Any) -> Any:
    body = {"accepted": accepted, **fields}
    return shop.call("receiveReturn", body, service=SERVICE, path={"rmaId": rma_id})


def open_exchange(shop: Shop, new: str = "LS-1-L", body: Any = None, **fields: Any) -> str:
    shop.place(Status.DELIVERED, body)
    reply = quote(shop, new=new, tenderId=fields.pop("tender_id", GIFT_CARD), **fields)
    rma_id: str = commit(shop, reply)["exchange"]["rmaId"]
    return rma_id


def test_a_difference_is_reserved_and_the_new_goods_are_kept(shop: Shop) -> None:
    shop.place(Status.DELIVERED)
    reply = quote(shop, tenderId=GIFT_CARD)
    shown = reply["quote"]
    assert (shown["difference"], shown["tender"]["tenderId"]) == (inr(20_000), GIFT_CARD)
    assert "exchanges.once" in shown["policies"]
    done = commit(shop, reply)
    assert done["status"] == "exchange_opened"
    assert shop.called("chargeOrder")[0]["capture"] is False
    order = shop.order()
    assert (order["status"], order["total"]) == ("exchange_requested", inr(100_000))
    assert order["lines"][0]["exchangedQuantity"] == 1
    assert order["exchanges"] == [done["exchange"]]
    assert (order["canExchange"], order["returnableUntil"]) == (False, None)
    assert [name for _, name, _ in shop.peers.calls][-3:] == [
        "placeHold",
        "chargeOrder",
        "commitHold",
    ]
    assert commit(shop, reply) == done


def test_the_goods_arriving_bring_money_stock_and_the_replacement(shop: Shop) -> None:
    rma_id = open_exchange(shop)
    reply = receive(shop, rma_id)
    assert (reply["status"], reply["refund"]) == ("completed", None)
    assert len(shop.called("captureCharge")) == 1
    parcel = shop.called("createShipment")[0]
    assert parcel["lines"] == [{"sku": "LS-1-L", "quantity": 1}]
    assert parcel["reference"] == rma_id
    assert shop.called("restock")[0]["lines"] == [{"sku": "LS-1", "quantity": 1}]
    order = shop.order()
    assert (order["status"], order["total"]) == ("exchanged", inr(120_000))
    assert [(each["sku"], each["exchangedQuantity"]) for each in order["lines"]] == [("LS-1-L", 0)]
    assert sum(each["amount"]["amount"] for each in order["tenders"]) == 120_000
    assert order["exchanges"][0]["status"] == "completed"
    assert receive(shop, rma_id) == reply
    assert len(shop.called("createShipment")) == 1


def test_a_difference_goes_back_when_the_goods_arrive(shop: Shop) -> None:
    rma_id = open_exchange(shop, "LS-1-S", tender_id=CARD)
    assert not shop.called("refundPayment")
    reply = receive(shop, rma_id)
    assert reply["refund"] == inr(30_000)
    sent = shop.called("refundPayment")[0]
    assert (sent["tenderId"], sent["reference"]) == (CARD, rma_id)
    order = shop.order()
    assert (order["total"], order["refunded"]) == (inr(70_000), inr(0))
    assert shop.called("reversePoints")[0]["amount"] == inr(30_000)


def test_goods_that_are_not_accepted_undo_the_exchange(shop: Shop) -> None:
    rma_id = open_exchange(shop)
    reply = receive(shop, rma_id, accepted=False, note="worn")
    assert reply["status"] == "refused"
    assert "worn" in reply["message"]
    assert len(shop.called("voidCharge")) == 1
    assert shop.called("restock")[0]["lines"][0]["sku"] == "LS-1-L"
    assert not shop.called("createShipment")
    order = shop.order()
    assert (order["status"], order["canExchange"]) == ("delivered", True)
    assert order["lines"][0]["exchangedQuantity"] == 0
    body = {"accepted": True}
    path = {"rmaId": rma_id}
    problem = shop.fault("receiveReturn", body, service=SERVICE, path=path)
    assert (problem["status"], problem["code"]) == (409, "return_received")


def test_a_reservation_that_expired_is_charged_anew(shop: Shop) -> None:
    rma_id = open_exchange(shop)
    shop.peers.answers["payment", "captureCharge"] = lambda r: {"status": "expired", **r}
    assert receive(shop, rma_id)["status"] == "completed"
    again = shop.called("chargeOrder")[1]
    assert (again["capture"], again["reference"]) == (True, rma_id)


def test_a_decline_at_receipt_leaves_the_exchange_received(shop: Shop) -> None:
    rma_id = open_exchange(shop)
    charge = shop.peers.answers["payment", "chargeOrder"]
    shop.peers.answers["payment", "captureCharge"] = lambda r: {"status": "expired", **r}
    shop.peers.answers["payment", "chargeOrder"] = DECLINED
    reply = receive(shop, rma_id)
    assert reply["status"] == "received"
    assert "holds too little" in reply["message"]
    order = shop.order()
    assert (order["status"], order["exchanges"][0]["status"]) == ("exchange_requested", "received")
    assert not shop.called("createShipment")
    shop.peers.answers["payment", "chargeOrder"] = charge
    assert receive(shop, rma_id)["status"] == "completed"
    references = [each["reference"] for each in shop.called("chargeOrder")[1:]]
    assert references == [rma_id, f"{rma_id}-2"]


def test_a_declined_reservation_opens_nothing(shop: Shop) -> None:
    shop.place(Status.DELIVERED)
    reply = quote(shop, tenderId=GIFT_CARD)
    shop.peers.answers["payment", "chargeOrder"] = DECLINED
    done = commit(shop, reply)
    assert (done["status"], done["exchange"]) == ("declined", None)
    assert shop.called("releaseHold")
    assert shop.order()["status"] == "delivered"


def test_the_same_variant_again_only_for_what_the_shop_is_at_fault_for(shop: Shop) -> None:
    shop.place(Status.DELIVERED)
    assert quote(shop, new="LS-1")["policy"] == "changes.same_product"
    reply = quote(shop, new="LS-1", reason="it arrived torn")
    assert reply["quote"]["difference"] == inr(0)
    rma_id = commit(shop, reply)["exchange"]["rmaId"]
    assert receive(shop, rma_id)["status"] == "completed"


@pytest.mark.parametrize(
    ("sku", "new", "quantity", "rule"),
    [
        ("SK-9", "LS-1-L", 1, "returns.lines"),
        ("LS-1", "MG-2", 1, "changes.same_product"),
        ("LS-1", "LS-1-XXL", 1, "changes.available"),
        ("LS-1", "LS-1-L", 2, "returns.lines"),
    ],
)
def test_what_cannot_be_exchanged_is_refused_by_rule(
    shop: Shop, sku: str, new: str, quantity: int, rule: str
) -> None:
    shop.place(Status.DELIVERED)
    reply = quote(shop, sku, new, quantity, tenderId=CARD)
    assert (reply["status"], reply["policy"]) == ("refused", rule)
    assert shop.order()["status"] == "delivered"


@pytest.mark.parametrize(
    ("status", "way_out"),
    [
        (Status.CONFIRMED, "Change its goods instead"),
        (Status.SHIPPED, "Exchange it once it has arrived"),
        (Status.RETURN_REQUESTED, "Talk to a person"),
        (Status.CANCELED, "Talk to a person"),
    ],
)
def test_only_delivered_goods_are_exchanged(shop: Shop, status: Status, way_out: str) -> None:
    shop.place(status)
    reply = quote(shop, tenderId=CARD)
    assert (reply["status"], reply["policy"]) == ("refused", "exchanges.after_delivery")
    assert way_out in reply["suggestions"]


def test_one_exchange_is_all(shop: Shop) -> None:
    shop.place(Status.DELIVERED, order_body("O-1", line("LS-1", 2)))
    one, two = quote(shop, new="LS-1-S"), quote(shop, new="LS-1-XL")
    rma_id = commit(shop, one)["exchange"]["rmaId"]
    late = commit(shop, two)
    assert (late["status"], late["policy"]) == ("refused", "exchanges.once")
    receive(shop, rma_id)
    assert quote(shop, new="LS-1-XL")["policy"] == "exchanges.once"


@pytest.mark.parametrize(
    ("category", "days", "rule"),
    [("Shirts", 31, "returns.window"), ("Towels", 1, "returns.non_returnable")],
)
def test_windows_and_kinds_of_goods_hold_for_exchanges(
    shop: Shop, category: str, days: int, rule: str
) -> None:
    shop.place(Status.DELIVERED, order_body("O-1", line("LS-1", category=category)))
    shop.clock.now += timedelta(days=days)
    reply = quote(shop, new="LS-1-S")
    assert (reply["status"], reply["policy"]) == ("refused", rule)


def test_what_came_by_exchange_can_be_returned_for_its_price(shop: Shop) -> None:
    body = order_body("O-1", line("LS-1", 2), discount=20_000)
    rma_id = open_exchange(shop, body=body, tender_id=SECOND_CARD)
    receive(shop, rma_id)
    wanted = {"orderId": "O-1", "lines": [{"sku": "LS-1-L"}, {"sku": "LS-1"}], "reason": "torn"}
    reply = shop.call("quoteReturn", wanted)
    assert reply["quote"]["refund"] == inr(200_000)
    shop.call("commitReturn", {"quoteId": reply["quote"]["quoteId"]})
    returned = shop.order()["returns"][0]["rmaId"]
    receive(shop, returned)
    order = shop.order()
    assert (order["status"], order["refunded"]) == ("returned", order["total"])


def test_another_shoppers_exchange_is_not_there(shop: Shop) -> None:
    rma_id = open_exchange(shop)
    swaps = [{"sku": "LS-1", "newSku": "LS-1-S"}]
    body = {"orderId": "O-1", "swaps": swaps}
    assert shop.fault("quoteExchange", body, shopper=BORIS)["status"] == 404
    path = {"rmaId": rma_id}
    problem = shop.fault(
        "receiveReturn", {"accepted": True}, shopper=BORIS, service=SERVICE, path=path
    )
    assert problem["status"] == 404
    assert shop.fault("receiveReturn", {"accepted": True}, path=path)["status"] == 403
