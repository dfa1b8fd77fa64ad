from typing import Any

import pytest

from agents.post_purchase.statuses import Status
from tests.agents.post_purchase.conftest import Shop
from tests.agents.post_purchase.orders import (
    ASHA,
    BORIS,
    CARD,
    GIFT_CARD,
    SECOND_CARD,
    SHELF,
    inr,
    line,
    order_body,
    product,
    tender,
)


def swap(sku: str, new_sku: str, quantity: int | None = None) -> dict[str, Any]:
    wish: dict[str, Any] = {"sku": sku, "newSku": new_sku}
    return wish if quantity is None else {**wish, "quantity": quantity}


def quote(shop: Shop, *swaps: dict[str, Any], tender_id: str | None = None, **who: Any) -> Any:
    body: dict[str, Any] = {"orderId": "O-1", "swaps": list(swaps)}
    if tender_id:
        body["tenderId"] = tender_id
    return shop.call("quoteItemChange", body, **who)


def commit(shop: Shop, reply: Any) -> Any:
    return shop.call("commitOrderChange", {"quoteId": reply["quote"]["quoteId"]})


def lines_of(shop: Shop) -> list[tuple[str, int, int]]:
    return [
        (each["sku"], each["quantity"], each["unitPrice"]["amount"])
        for each in shop.order()["lines"]
    ]


def recomputes(order: Any) -> bool:
    """Whether every total of an order adds up, and its tenders pay it."""
    subtotal = sum(each["lineTotal"]["amount"] for each in order["lines"])
    off = sum(each["amount"]["amount"] for each in order["discounts"])
    total = order["total"]["amount"]
    return bool(
        subtotal == order["subtotal"]["amount"]
        and total == subtotal - off + order["delivery"]["amount"]
        and total == sum(each["amount"]["amount"] for each in order["tenders"])
        and all(
            each["lineTotal"]["amount"] == each["quantity"] * each["unitPrice"]["amount"]
            for each in order["lines"]
        )
    )


def test_a_dearer_variant_is_charged_and_swapped(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    reply = quote(shop, swap("LS-1", "LS-1-L"), tender_id=SECOND_CARD)
    shown = reply["quote"]
    assert (shown["difference"], shown["newTotal"]) == (inr(20_000), inr(120_000))
    assert shown["tender"]["label"] == "Mastercard ending 1881"
    assert shown["swaps"][0]["newUnitPrice"] == inr(120_000)
    assert "changes.items_once" in shown["policies"]
    assert "name all that you want" in shown["notes"][0]
    done = commit(shop, reply)
    assert done["status"] == "changed"
    assert lines_of(shop) == [("LS-1-L", 1, 120_000)]
    order = shop.order()
    assert recomputes(order)
    assert done["order"] == order
    assert (order["canChangeItems"], order["canCancel"]) == (False, True)
    names = [name for _, name, _ in shop.peers.calls]
    assert names[-5:] == [
        "placeHold",
        "chargeOrder",
        "commitHold",
        "changeShipments",
        "restock",
    ]
    assert shop.called("changeShipments")[0]["remove"] == [{"sku": "LS-1", "quantity": 1}]
    assert shop.called("changeShipments")[0]["add"] == [
        {"sku": "LS-1-L", "quantity": 1, "locationId": "WH-1"}
    ]


def test_a_cheaper_variant_gives_the_difference_back(shop: Shop) -> None:
    tenders = [tender(CARD, 20_000), tender(GIFT_CARD, 80_000, "gift_card")]
    shop.place(Status.CONFIRMED, order_body(tenders=tenders))
    reply = quote(shop, swap("LS-1", "LS-1-S"))
    assert reply["quote"]["difference"] == inr(-30_000)
    assert reply["quote"]["refundTo"] == "₹200 to Visa ending 4242 and ₹100 to gift card GC-7Q2M"
    assert commit(shop, reply)["status"] == "changed"
    order = shop.order()
    assert recomputes(order)
    assert (order["total"], order["refunded"]) == (inr(70_000), inr(0))
    assert [each["tenderId"] for each in order["tenders"]] == [GIFT_CARD]
    back = [(each["tenderId"], each["amount"]) for each in shop.called("refundPayment")]
    assert back == [(CARD, inr(20_000)), (GIFT_CARD, inr(10_000))]


def test_exactly_the_named_units_are_swapped(shop: Shop) -> None:
    body = order_body("O-1", line("LS-1", 3), line("LS-1", 1), line("MG-1", 1, 9_900))
    shop.place(Status.CONFIRMED, body)
    reply = quote(shop, swap("LS-1", "LS-1-XL", 1), swap("LS-1", "LS-1-S", 3))
    commit(shop, reply)
    assert lines_of(shop) == [
        ("MG-1", 1, 9_900),
        ("LS-1-XL", 1, 100_000),
        ("LS-1-S", 2, 70_000),
        ("LS-1-S", 1, 70_000),
    ]
    assert recomputes(shop.order())


def test_discounts_stay_as_they_were_granted(shop: Shop) -> None:
    shop.place(Status.CONFIRMED, order_body("O-1", line("LS-1", 2), discount=30_001, delivery=900))
    reply = quote(shop, swap("LS-1", "LS-1-L", 1), tender_id=CARD)
    assert reply["quote"]["difference"] == inr(20_000)
    assert "changes.discounts_stay" in reply["quote"]["policies"]
    commit(shop, reply)
    order = shop.order()
    assert recomputes(order)
    assert order["discounts"][0]["amount"] == inr(30_001)


def test_a_discount_is_never_more_than_the_goods(shop: Shop) -> None:
    shop.place(Status.CONFIRMED, order_body(discount=90_000))
    reply = quote(shop, swap("LS-1", "LS-1-S"))
    assert reply["quote"]["difference"] == inr(-10_000)
    commit(shop, reply)
    order = shop.order()
    assert recomputes(order)
    assert order["total"] == inr(0)


def test_a_difference_without_a_tender_is_asked_for(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    reply = quote(shop, swap("LS-1", "LS-1-L"))
    assert (reply["status"], reply["quote"]) == ("needs_tender", None)
    assert "₹200" in reply["message"]
    assert reply["suggestions"][0] == "Pay with Visa ending 4242"


@pytest.mark.parametrize(
    ("swaps", "rule", "words"),
    [
        ([swap("SK-9", "LS-1-L")], "returns.lines", "SK-9 is not in order O-1"),
        ([swap("LS-1", "MG-2")], "changes.same_product", "MG-2 is no variant"),
        ([swap("LS-1", "LS-1-NONE")], "changes.same_product", "LS-1-L (blue, L)"),
        ([swap("LS-1", "LS-1")], "changes.same_product", "is what the order has"),
        ([swap("LS-1", "LS-1-XXL")], "changes.available", "out of stock"),
        ([swap("LS-1", "LS-1-XL", 2)], "returns.lines", "has 1 to change, not 2"),
        ([swap("LS-1", "LS-1-L", 1), swap("LS-1", "LS-1-S", 1)], "returns.lines", "not 2"),
    ],
)
def test_what_cannot_be_had_is_refused_by_rule(
    shop: Shop, swaps: list[dict[str, Any]], rule: str, words: str
) -> None:
    shop.place(Status.CONFIRMED)
    reply = quote(shop, *swaps, tender_id=CARD)
    assert (reply["status"], reply["policy"]) == ("refused", rule)
    assert words in reply["message"]
    assert f"({rule})." in reply["message"]
    assert reply["suggestions"]
    assert lines_of(shop) == [("LS-1", 1, 100_000)]
    assert not shop.called("placeHold")


def test_more_than_is_there_is_refused(shop: Shop) -> None:
    shop.place(Status.CONFIRMED, order_body("O-1", line("LS-1", 2)))
    reply = quote(shop, swap("LS-1", "LS-1-XL"))
    assert reply["policy"] == "changes.available"
    assert "only 1 left, and 2 are wanted" in reply["message"]


@pytest.mark.parametrize(
    ("tender_id", "words"),
    [
        ("tok_boris_1111", "none of your ways to pay"),
        ("points", "none of your ways to pay"),
    ],
)
def test_a_foreign_tender_pays_nothing(shop: Shop, tender_id: str, words: str) -> None:
    shop.place(Status.CONFIRMED)
    reply = quote(shop, swap("LS-1", "LS-1-L"), tender_id=tender_id)
    assert (reply["status"], reply["policy"]) == ("refused", "changes.difference")
    assert words in reply["message"]


def test_a_gift_card_must_cover_the_difference(shop: Shop) -> None:
    shop.place(Status.CONFIRMED, order_body("O-1", line("LS-1", 3)))
    reply = quote(shop, swap("LS-1", "LS-1-L"), tender_id=GIFT_CARD)
    assert reply["status"] == "refused"
    assert "holds ₹500, and ₹600 is to pay" in reply["message"]


@pytest.mark.parametrize(
    "status",
    [Status.PENDING, Status.PACKED, Status.SHIPPED, Status.DELIVERED, Status.CANCELED],
)
def test_only_a_confirmed_order_changes_its_goods(shop: Shop, status: Status) -> None:
    shop.place(status)
    reply = quote(shop, swap("LS-1", "LS-1-S"))
    assert (reply["status"], reply["policy"]) == ("refused", "changes.items_before_packing")
    assert f"is {status}" in reply["message"]
    assert "only while it is confirmed" in reply["message"]
    assert reply["suggestions"]


def test_the_goods_change_once(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    first, second = quote(shop, swap("LS-1", "LS-1-S")), quote(shop, swap("LS-1", "LS-1-XL"))
    done = commit(shop, first)
    late = commit(shop, second)
    assert (late["status"], late["policy"]) == ("refused", "changes.items_once")
    assert commit(shop, first) == done
    reply = quote(shop, swap("LS-1-S", "LS-1"))
    assert (reply["status"], reply["policy"]) == ("refused", "changes.items_once")
    assert len(shop.called("placeHold")) == 1


def test_another_shoppers_order_or_quote_is_not_there(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    body = {"orderId": "O-1", "swaps": [swap("LS-1", "LS-1-S")]}
    assert shop.fault("quoteItemChange", body, shopper=BORIS)["status"] == 404
    kept = {"quoteId": quote(shop, swap("LS-1", "LS-1-S"))["quote"]["quoteId"]}
    assert shop.fault("commitOrderChange", kept, shopper=BORIS)["status"] == 404
    assert shop.fault("commitExchange", kept)["status"] == 404
    assert shop.fault("commitOrderChange", {"quoteId": f"{kept['quoteId']}X"})["status"] == 404
    assert lines_of(shop) == [("LS-1", 1, 100_000)]


def test_a_declined_difference_changes_nothing(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    reply = quote(shop, swap("LS-1", "LS-1-L"), tender_id=CARD)
    shop.peers.answers["payment", "chargeOrder"] = {
        "status": "declined",
        "reason": "insufficient_funds",
        "chargeId": None,
        "tender": None,
        "message": "Visa ending 4242 has not enough funds.",
        "suggestions": ["Pay with another card"],
    }
    done = commit(shop, reply)
    assert done["status"] == "declined"
    assert "not enough funds" in done["message"]
    assert done["suggestions"] == ["Pay with another card"]
    assert lines_of(shop) == [("LS-1", 1, 100_000)]
    assert shop.called("releaseHold") == [{"holdId": reply["quote"]["quoteId"]}]
    assert shop.order()["canChangeItems"] is True
    assert commit(shop, reply) == done


def test_goods_that_left_meanwhile_undo_everything(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    reply = quote(shop, swap("LS-1", "LS-1-L"), tender_id=CARD)
    shop.peers.answers["fulfillment", "changeShipments"] = {
        "status": "already_shipped",
        "shipments": [],
    }
    shop.peers.answers["payment", "voidCharge"] = lambda r: {"status": "captured", **r}
    shop.peers.answers["inventory", "releaseHold"] = lambda r: {"status": "committed", **r}
    done = commit(shop, reply)
    assert (done["status"], done["policy"]) == ("refused", "changes.items_before_packing")
    assert lines_of(shop) == [("LS-1", 1, 100_000)]
    quote_id = reply["quote"]["quoteId"]
    assert shop.called("refundPayment")[0]["reference"] == f"{quote_id}-undo"
    assert shop.called("refundPayment")[0]["amount"] == inr(20_000)
    restocked = shop.called("restock")[0]
    assert restocked["lines"] == [{"sku": "LS-1-L", "quantity": 1, "locationId": "WH-1"}]


def test_a_price_that_moved_is_said(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    reply = quote(shop, swap("LS-1", "LS-1-S"))
    dearer = [
        {**row, "price": inr(75_000)} if row["sku"] == "LS-1-S" else row
        for row, _ in SHELF["P-LS-1"]
    ]
    answer = {"products": [product("P-LS-1", *dearer)], "unknown": []}
    shop.peers.answers["recommendation", "getProducts"] = answer
    done = commit(shop, reply)
    assert done["status"] == "quote_changed"
    assert "went from ₹700 to ₹750" in done["message"]
    assert done["suggestions"][0] == "Ask again for this change"
    assert not shop.called("placeHold")


def test_goods_sold_meanwhile_are_said(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    reply = quote(shop, swap("LS-1", "LS-1-S"))
    shop.peers.answers["inventory", "placeHold"] = lambda request: {
        "status": "out_of_stock",
        "holdId": request["holdId"],
        "expiresAt": None,
        "allocations": [],
        "shortages": [{"sku": "LS-1-S", "wanted": 1, "available": 0}],
    }
    done = commit(shop, reply)
    assert (done["status"], done["policy"]) == ("quote_changed", "changes.available")
    assert "LS-1-S (0 left)" in done["message"]
    assert not shop.called("chargeOrder")


def test_a_quote_that_expired_is_refused(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    reply = quote(shop, swap("LS-1", "LS-1-S"))
    shop.clock.now = shop.clock.now.replace(hour=10)
    assert commit(shop, reply)["status"] == "quote_expired"
    assert lines_of(shop) == [("LS-1", 1, 100_000)]


def test_a_changed_order_is_canceled_for_what_it_costs_now(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    commit(shop, quote(shop, swap("LS-1", "LS-1-S")))
    shop.peers.answers["payment", "getPayments"] = {
        "payments": [],
        "captured": inr(100_000),
        "refunded": inr(30_000),
        "tenders": [],
    }
    reply = shop.commit(shop.quote_id())
    assert reply["refund"] == inr(70_000)
    assert shop.called("restock")[-1]["lines"] == [
        {"sku": "LS-1-S", "quantity": 1, "locationId": "WH-1"}
    ]
    assert shop.order(shopper=ASHA)["refunded"] == inr(70_000)


def test_a_charge_that_the_gateway_may_still_hold_is_voided(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    reply = quote(shop, swap("LS-1", "LS-1-L"), tender_id=CARD)
    shop.peers.answers["payment", "chargeOrder"] = {
        "status": "declined",
        "reason": "network_error",
        "chargeId": "CH-1",
        "tender": None,
        "message": "The card gateway did not answer.",
        "suggestions": [],
    }
    assert commit(shop, reply)["status"] == "declined"
    assert shop.called("voidCharge") == [{"chargeId": "CH-1"}]
    assert len(shop.called("chargeOrder")) == 1
