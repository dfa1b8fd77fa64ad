from datetime import timedelta
from typing import Any

import pytest

from agents.post_purchase.statuses import Status
from contracts.client import AgentError
from tests.agents.post_purchase.conftest import Shop
from tests.agents.post_purchase.orders import (
    BORIS,
    CARD,
    GIFT_CARD,
    NOT_PAID,
    SERVICE,
    inr,
    line,
    order_body,
    payments,
    tender,
)


def test_the_quote_gives_back_what_was_captured(shop: Shop) -> None:
    shop.place(Status.CONFIRMED, order_body("O-1", line("LS-1", 2), discount=99, delivery=9900))
    shop.peers.answers["payment", "getPayments"] = payments(209_801)
    reply = shop.quote(reason="I changed my mind")
    shown = reply["quote"]
    assert (reply["status"], reply["policy"]) == ("quoted", "cancel.before_packing")
    assert shown["refund"] == inr(209_801)
    assert shown["refundTo"] == "Visa ending 4242"
    assert shown["lines"] == [{"sku": "LS-1", "name": "The LS-1", "quantity": 2}]
    assert shown["reason"] == "no longer needed"
    assert shown["refunds"] == [
        {"tenderId": CARD, "label": "Visa ending 4242", "amount": inr(209_801)}
    ]
    assert "refund.timing" in shown["notes"][0]
    assert shown["expiresAt"] == "2026-05-04T09:45:00Z"
    assert shop.order()["status"] == "confirmed"


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("no longer needed", "no longer needed"),
        ("ordered by mistake", "ordered by mistake"),
        ("ordered_by_mistake", "ordered by mistake"),
        ("Oh, I ordered it TWICE, ordered twice!", "ordered by mistake"),
        ("I found it cheaper next door", "found it for less elsewhere"),
        ("it takes too long", "takes too long"),
    ],
)
def test_the_reason_is_found_in_the_shoppers_words(shop: Shop, words: str, title: str) -> None:
    shop.place(Status.CONFIRMED)
    assert shop.quote(reason=words)["quote"]["reason"] == title


@pytest.mark.parametrize("words", ["", "because 4242 4242 4242 4242 said so"])
def test_a_bad_reason_is_asked_for_again(shop: Shop, words: str) -> None:
    shop.place(Status.CONFIRMED)
    reply = shop.quote(reason=words)
    assert (reply["status"], reply["quote"]) == ("needs_reason", None)
    assert reply["policy"] == "cancel.reasons"
    assert "No longer needed" in reply["suggestions"]
    assert "Ordered by mistake" in reply["suggestions"]
    assert "4242" not in reply["message"]
    assert shop.order()["status"] == "confirmed"


def test_commit_stops_refunds_restocks_and_reverses(shop: Shop) -> None:
    shop.place(Status.CONFIRMED, order_body("O-1", line("LS-1", 2, 50_000)))
    shown = shop.quote_id()
    reply = shop.commit(shown)
    assert reply["status"] == "canceled"
    assert reply["refund"] == inr(100_000)
    assert "₹1,000" in reply["message"]
    names = [name for _, name, _ in shop.peers.calls]
    assert names == [
        "getPayments",
        "cancelShipments",
        "refundPayment",
        "restock",
        "releaseOffers",
        "reversePoints",
    ]
    money_back = {"orderId": "O-1", "amount": inr(100_000), "reference": shown}
    assert shop.called("refundPayment") == [{**money_back, "tenderId": CARD}]
    assert shop.called("reversePoints") == [money_back]
    assert shop.called("restock")[0]["lines"] == [{"sku": "LS-1", "quantity": 2}]
    order = shop.order()
    assert (order["status"], order["refunded"]) == ("canceled", inr(100_000))
    assert order["history"][-1]["status"] == "canceled"


@pytest.mark.parametrize("payments", [NOT_PAID, AgentError("payment", 404, {})])
@pytest.mark.parametrize("status", ["voided", "nothing_to_refund"])
def test_a_pending_order_has_only_a_reservation_to_release(
    shop: Shop, payments: Any, status: str
) -> None:
    shop.place()
    shop.peers.answers["payment", "getPayments"] = payments
    shop.peers.answers["payment", "refundPayment"] = {
        "status": status,
        "amount": inr(100_000),
        "refunds": [],
        "message": "Released.",
    }
    shown = shop.quote()
    assert "nothing has been charged" in shown["message"]
    reply = shop.commit(shown["quote"]["quoteId"])
    assert (reply["status"], reply["refund"]) == ("canceled", inr(0))
    assert "Nothing had been charged" in reply["message"]
    assert [name for _, name, _ in shop.peers.calls][1:] == [
        "cancelShipments",
        "refundPayment",
        "releaseOffers",
    ]
    assert shop.order()["refunded"] == inr(0)


def test_a_pending_order_without_any_payment_is_canceled(shop: Shop) -> None:
    shop.place()
    shop.peers.answers["payment", "getPayments"] = NOT_PAID
    shop.peers.answers["payment", "refundPayment"] = AgentError("payment", 404, {})
    assert shop.commit(shop.quote_id())["status"] == "canceled"


def test_an_order_whose_money_is_just_being_taken_waits(shop: Shop) -> None:
    shop.place()
    reply = shop.quote()
    assert (reply["status"], reply["quote"]) == ("refused", None)
    assert "just being placed" in reply["message"]
    shop.peers.answers["payment", "getPayments"] = NOT_PAID
    problem = {"code": "payment_in_progress", "detail": "it is being taken"}
    shop.peers.answers["payment", "refundPayment"] = AgentError("payment", 409, problem)
    body = {"quoteId": shop.quote_id()}
    assert shop.fault("commitCancellation", body)["code"] == "payment_in_progress"
    assert shop.order()["canCancel"] is True
    shop.call("confirmOrder", service=SERVICE, path={"orderId": "O-1"})


@pytest.mark.parametrize(
    ("status", "way_out"),
    [
        (Status.PACKED, "Refuse the parcel when it comes"),
        (Status.SHIPPED, "Return it once it has arrived"),
        (Status.DELIVERED, "Return what you do not want to keep"),
        (Status.RETURN_REQUESTED, "Talk to a person"),
        (Status.RETURNED, "Talk to a person"),
        (Status.CANCELED, "Ask when the money is back"),
    ],
)
def test_too_late_to_cancel_says_the_way_out(shop: Shop, status: Status, way_out: str) -> None:
    shop.place(status)
    reply = shop.quote()
    assert (reply["status"], reply["quote"]) == ("refused", None)
    assert reply["policy"] == "cancel.before_packing"
    assert way_out in reply["suggestions"]
    assert status.replace("_", " ") in reply["message"]
    assert shop.order()["status"] == status
    assert shop.peers.calls == []


def test_a_repeated_commit_answers_the_same_and_acts_once(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    shown = shop.quote_id()
    first = shop.commit(shown)
    calls = len(shop.peers.calls)
    shop.clock.now += timedelta(days=3)
    assert shop.commit(shown) == first
    assert len(shop.peers.calls) == calls


def test_a_second_quote_cannot_cancel_again(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    one, two = shop.quote_id(), shop.quote_id()
    shop.commit(one)
    reply = shop.commit(two)
    assert reply["status"] == "refused"
    assert "already canceled" in reply["message"]
    assert len(shop.called("refundPayment")) == 1


def test_a_quote_expires_after_fifteen_minutes(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    shown = shop.quote_id()
    shop.clock.now += timedelta(minutes=15)
    reply = shop.commit(shown)
    assert (reply["status"], reply["refund"]) == ("quote_expired", None)
    assert shop.order()["status"] == "confirmed"
    assert not shop.called("refundPayment")


def test_a_quote_holds_for_a_second_less(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    shown = shop.quote_id()
    shop.clock.now += timedelta(minutes=14, seconds=59)
    assert shop.commit(shown)["status"] == "canceled"


def test_a_foreign_or_unknown_quote_is_not_found(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    shown = shop.quote_id()
    body = {"quoteId": shown}
    assert shop.fault("commitCancellation", body, shopper=BORIS)["status"] == 404
    assert shop.fault("commitReturn", body)["status"] == 404
    assert shop.fault("commitCancellation", {"quoteId": "CQ-NONE"})["status"] == 404
    assert shop.order()["status"] == "confirmed"


def test_an_order_paid_since_the_quote_needs_a_new_one(shop: Shop) -> None:
    shop.place()
    shop.peers.answers["payment", "getPayments"] = NOT_PAID
    shown = shop.quote_id()
    shop.call("confirmOrder", service=SERVICE, path={"orderId": "O-1"})
    reply = shop.commit(shown)
    assert reply["status"] == "quote_changed"
    assert "is confirmed now" in reply["message"]


def test_an_order_packed_since_the_quote_stays(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    shown = shop.quote_id()
    shop.advance("O-1", Status.PACKED)
    assert shop.commit(shown)["status"] == "refused"
    assert shop.order()["status"] == "packed"


def test_payment_down_at_the_quote_is_a_fault(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    del shop.peers.answers["payment", "getPayments"]
    problem = shop.fault("quoteCancellation", {"orderId": "O-1", "reason": "by mistake"})
    assert problem["code"] == "agent_unavailable"


def test_an_order_without_known_tenders_goes_back_the_way_it_was_paid(shop: Shop) -> None:
    shop.place(Status.CONFIRMED, order_body(tenders=[]))
    assert shop.quote()["quote"]["refundTo"] == "the way it was paid"
    shop.commit(shop.quote_id())
    assert shop.called("refundPayment")[0]["tenderId"] is None


def test_each_tender_gets_back_what_it_paid(shop: Shop) -> None:
    tenders = [tender(GIFT_CARD, 30_000, "gift_card"), tender(CARD, 70_000)]
    shop.place(Status.CONFIRMED, order_body(tenders=tenders))
    shown = shop.quote()["quote"]
    assert shown["refundTo"] == "₹700 to Visa ending 4242 and ₹300 to gift card GC-7Q2M"
    reply = shop.commit(shown["quoteId"])
    assert [(each["tenderId"], each["amount"]) for each in reply["refunds"]] == [
        (CARD, inr(70_000)),
        (GIFT_CARD, inr(30_000)),
    ]
    legs = [(each["tenderId"], each["reference"]) for each in shop.called("refundPayment")]
    assert legs == [(CARD, shown["quoteId"]), (GIFT_CARD, f"{shown['quoteId']}-2")]
    assert shop.order()["refunded"] == inr(100_000)


def test_goods_go_back_to_where_they_were_allocated(shop: Shop) -> None:
    places = [
        {"sku": "LS-1", "locationId": "WH-1", "quantity": 1},
        {"sku": "LS-1", "locationId": "ST-2", "quantity": 2},
    ]
    body = {**order_body("O-1", line("LS-1", 3, 100)), "allocations": places}
    shop.place(Status.CONFIRMED, body)
    shop.commit(shop.quote_id())
    assert shop.called("restock")[0]["lines"] == places


def test_payment_that_knows_no_such_order_is_a_fault(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    shop.peers.answers["payment", "getPayments"] = AgentError("payment", 404, {})
    assert (
        shop.fault("quoteCancellation", {"orderId": "O-1", "reason": "by mistake"})["status"] == 404
    )
