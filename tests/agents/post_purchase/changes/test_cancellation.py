from datetime import timedelta
from typing import Any

import pytest

from agents.post_purchase.statuses import Status
from contracts.client import AgentError
from tests.agents.post_purchase.conftest import Shop
from tests.agents.post_purchase.orders import BORIS, NOT_PAID, SERVICE, inr, line, order_body


def test_the_quote_gives_back_what_was_captured(shop: Shop) -> None:
    shop.place(Status.CONFIRMED, order_body("O-1", line("LS-1", 2), discount=99, delivery=9900))
    shop.peers.answers["payment", "getPayments"] = {
        "payments": [],
        "captured": inr(209_801),
        "refunded": inr(0),
    }
    reply = shop.quote(reason="changed my mind")
    shown = reply["quote"]
    assert (reply["status"], reply["policy"]) == ("quoted", "cancel.before_packing")
    assert shown["refund"] == inr(209_801)
    assert shown["refundTo"] == "the card ending 4242"
    assert shown["lines"] == [{"sku": "LS-1", "name": "The LS-1", "quantity": 2}]
    assert shown["reason"] == "changed my mind"
    assert shown["expiresAt"] == "2026-05-04T09:45:00Z"
    assert shop.order()["status"] == "confirmed"


def test_a_card_number_in_the_reason_is_not_kept(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    reply = shop.quote(reason="use 4111 1111 1111 1111")
    assert reply["quote"]["reason"] == "use [number removed]"


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
        "reversePoints",
    ]
    money_back = {"orderId": "O-1", "amount": inr(100_000), "reference": shown}
    assert shop.called("refundPayment") == [money_back]
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
        "refundId": None,
        "amount": inr(100_000),
        "lastFour": "4242",
    }
    shown = shop.quote()
    assert "nothing has been charged" in shown["message"]
    reply = shop.commit(shown["quote"]["quoteId"])
    assert (reply["status"], reply["refund"]) == ("canceled", inr(0))
    assert "Nothing had been charged" in reply["message"]
    assert [name for _, name, _ in shop.peers.calls][1:] == ["cancelShipments", "refundPayment"]
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
    assert reply["status"] == "quote_expired"
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
    problem = shop.fault("quoteCancellation", {"orderId": "O-1"})
    assert problem["code"] == "agent_unavailable"


def test_an_order_without_a_known_card_names_none(shop: Shop) -> None:
    shop.place(Status.CONFIRMED, {**order_body(), "lastFour": None})
    assert shop.quote()["quote"]["refundTo"] == "the card it was paid with"


def test_payment_that_knows_no_such_order_is_a_fault(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    shop.peers.answers["payment", "getPayments"] = AgentError("payment", 404, {})
    assert shop.fault("quoteCancellation", {"orderId": "O-1"})["status"] == 404
