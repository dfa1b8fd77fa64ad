from typing import Any

import pytest

from agents.post_purchase.statuses import Status
from tests.agents.post_purchase.conftest import Shop
from tests.agents.post_purchase.orders import (
    BORIS,
    CARD,
    GIFT_CARD,
    SECOND_CARD,
    inr,
    line,
    order_body,
    tender,
)


def quote(shop: Shop, tender_id: str = SECOND_CARD) -> Any:
    return shop.call("quotePaymentChange", {"orderId": "O-1", "tenderId": tender_id})


def commit(shop: Shop, reply: Any) -> Any:
    return shop.call("commitOrderChange", {"quoteId": reply["quote"]["quoteId"]})


def test_another_tender_pays_all_and_the_former_are_refunded(shop: Shop) -> None:
    tenders = [tender(CARD, 60_000), tender(GIFT_CARD, 40_000, "gift_card")]
    shop.place(Status.CONFIRMED, order_body(tenders=tenders))
    reply = quote(shop)
    shown = reply["quote"]
    assert (shown["amount"], shown["tender"]["tenderId"]) == (inr(100_000), SECOND_CARD)
    assert [leg["amount"] for leg in shown["refunds"]] == [inr(60_000), inr(40_000)]
    done = commit(shop, reply)
    assert done["status"] == "changed"
    order = done["order"]
    assert [each["tenderId"] for each in order["tenders"]] == [SECOND_CARD]
    assert order["refunded"] == inr(0)
    assert shop.called("chargeOrder")[0]["amount"] == inr(100_000)
    back = [(each["tenderId"], each["amount"]["amount"]) for each in shop.called("refundPayment")]
    assert back == [(CARD, 60_000), (GIFT_CARD, 40_000)]


def test_after_a_payment_change_the_new_tender_gets_the_money_back(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    commit(shop, quote(shop))
    shown = shop.quote()["quote"]
    assert [leg["tenderId"] for leg in shown["refunds"]] == [SECOND_CARD]


def test_the_payment_may_change_again(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    commit(shop, quote(shop))
    assert commit(shop, quote(shop, CARD))["status"] == "changed"


@pytest.mark.parametrize(
    ("tender_id", "words"),
    [
        (CARD, "paid for order O-1 already"),
        (GIFT_CARD, "holds ₹500, and ₹1,000 is to pay"),
        ("tok_boris_1111", "none of your ways to pay"),
    ],
)
def test_a_tender_that_cannot_pay_alone_is_refused(shop: Shop, tender_id: str, words: str) -> None:
    shop.place(Status.CONFIRMED)
    reply = quote(shop, tender_id)
    assert (reply["status"], reply["policy"]) == ("refused", "changes.single_tender")
    assert words in reply["message"]
    assert reply["suggestions"]


def test_points_never_pay_a_placed_order(shop: Shop) -> None:
    shop.place(Status.CONFIRMED, order_body("O-1", line("LS-1", 1, 100)))
    points = {**shop.peers.answers["payment", "listTenders"]["tenders"][0]}  # type: ignore[index]
    points.update(tenderId="points", kind="points", label="your points", points=900)
    points["balance"] = inr(9_000)
    shop.peers.answers["payment", "listTenders"] = {"tenders": [points]}
    reply = quote(shop, "points")
    assert (reply["status"], reply["policy"]) == ("refused", "changes.single_tender")


def test_a_declined_tender_leaves_the_payment(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    reply = quote(shop)
    shop.peers.answers["payment", "chargeOrder"] = {
        "status": "declined",
        "reason": "expired_card",
        "chargeId": None,
        "tender": None,
        "message": "Mastercard ending 1881 has expired.",
        "suggestions": ["Pay with Visa ending 4242"],
    }
    done = commit(shop, reply)
    assert done["status"] == "declined"
    assert "has expired" in done["message"]
    assert shop.order()["tenders"][0]["tenderId"] == CARD
    assert not shop.called("refundPayment")


@pytest.mark.parametrize("status", [Status.PENDING, Status.PACKED, Status.DELIVERED])
def test_only_a_confirmed_order_changes_its_payment(shop: Shop, status: Status) -> None:
    shop.place(status)
    reply = quote(shop)
    assert (reply["status"], reply["policy"]) == ("refused", "changes.payment_before_packing")
    assert f"is {status}" in reply["message"]


def test_two_quotes_have_one_effect(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    one, two = quote(shop), quote(shop)
    first = commit(shop, one)
    late = commit(shop, two)
    assert late["status"] == "refused"
    assert "paid for order O-1 already" in late["message"]
    assert commit(shop, one) == first
    assert len(shop.called("chargeOrder")) == 1


def test_another_shoppers_order_is_not_there(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    body = {"orderId": "O-1", "tenderId": SECOND_CARD}
    assert shop.fault("quotePaymentChange", body, shopper=BORIS)["status"] == 404
