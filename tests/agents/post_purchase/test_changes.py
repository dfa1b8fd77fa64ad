from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from agents.post_purchase.statuses import Status
from contracts.client import AgentError, AgentUnavailable
from tests.agents.post_purchase.conftest import Shop
from tests.agents.post_purchase.orders import ASHA, BORIS, SERVICE, inr, line, order_body

DOWN = AgentUnavailable("x", "the x agent cannot be reached")


def quote(shop: Shop, order_id: str = "O-1", **fields: Any) -> Any:
    return shop.call("quoteCancellation", {"orderId": order_id, **fields})


def quote_id(shop: Shop) -> str:
    found: str = quote(shop)["quote"]["quoteId"]
    return found


def commit(shop: Shop, quote_id: str) -> Any:
    return shop.call("commitCancellation", {"quoteId": quote_id})


def test_the_quote_gives_back_what_was_captured(shop: Shop) -> None:
    shop.place(Status.CONFIRMED, order_body("O-1", line("LS-1", 2), discount=99, delivery=9900))
    shop.peers.answers["payment", "getPayments"] = {
        "payments": [],
        "captured": inr(209_801),
        "refunded": inr(0),
    }
    reply = quote(shop, reason="changed my mind")
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
    reply = quote(shop, reason="use 4111 1111 1111 1111")
    assert reply["quote"]["reason"] == "use [number removed]"


def test_commit_stops_refunds_restocks_and_reverses(shop: Shop) -> None:
    shop.place(Status.CONFIRMED, order_body("O-1", line("LS-1", 2, 50_000)))
    shown = quote_id(shop)
    reply = commit(shop, shown)
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


NOT_PAID = {"payments": [], "captured": inr(0), "refunded": inr(0)}


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
    reply = commit(shop, quote_id(shop))
    assert (reply["status"], reply["refund"]) == ("canceled", inr(0))
    assert "Nothing had been charged" in reply["message"]
    assert [name for _, name, _ in shop.peers.calls][1:] == ["cancelShipments", "refundPayment"]
    assert shop.order()["refunded"] == inr(0)


def test_a_pending_order_without_any_payment_is_canceled(shop: Shop) -> None:
    shop.place()
    shop.peers.answers["payment", "getPayments"] = NOT_PAID
    shop.peers.answers["payment", "refundPayment"] = AgentError("payment", 404, {})
    assert commit(shop, quote_id(shop))["status"] == "canceled"


def test_an_order_whose_money_is_just_being_taken_waits(shop: Shop) -> None:
    shop.place()
    reply = quote(shop)
    assert (reply["status"], reply["quote"]) == ("refused", None)
    assert "just being placed" in reply["message"]
    shop.peers.answers["payment", "getPayments"] = NOT_PAID
    problem = {"code": "payment_in_progress", "detail": "it is being taken"}
    shop.peers.answers["payment", "refundPayment"] = AgentError("payment", 409, problem)
    body = {"quoteId": quote_id(shop)}
    assert shop.fault("commitCancellation", body)["code"] == "payment_in_progress"
    assert shop.order()["canCancel"] is True
    shop.call("confirmOrder", service=SERVICE, path={"orderId": "O-1"})


def test_money_taken_while_canceling_is_given_back_with_the_goods(shop: Shop) -> None:
    shop.place()
    shop.peers.answers["payment", "getPayments"] = NOT_PAID
    reply = commit(shop, quote_id(shop))
    assert reply["refund"] == inr(100_000)
    assert shop.called("restock")
    assert shop.called("reversePoints")


def test_a_payment_agent_that_fails_keeps_the_yes(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    problem = {"code": "gateway_unavailable", "detail": "the gateway is silent"}
    shop.peers.answers["payment", "refundPayment"] = AgentError("payment", 503, problem)
    fault = shop.fault("commitCancellation", {"quoteId": quote_id(shop)})
    assert (fault["status"], fault["code"]) == (503, "gateway_unavailable")
    assert "your yes is kept" in fault["detail"]
    assert shop.order()["canCancel"] is False


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
    reply = quote(shop)
    assert (reply["status"], reply["quote"]) == ("refused", None)
    assert reply["policy"] == "cancel.before_packing"
    assert way_out in reply["suggestions"]
    assert status.replace("_", " ") in reply["message"]
    assert shop.order()["status"] == status
    assert shop.peers.calls == []


def test_a_repeated_commit_answers_the_same_and_acts_once(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    shown = quote_id(shop)
    first = commit(shop, shown)
    calls = len(shop.peers.calls)
    shop.clock.now += timedelta(days=3)
    assert commit(shop, shown) == first
    assert len(shop.peers.calls) == calls


def test_a_second_quote_cannot_cancel_again(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    one, two = quote_id(shop), quote_id(shop)
    commit(shop, one)
    reply = commit(shop, two)
    assert reply["status"] == "refused"
    assert "already canceled" in reply["message"]
    assert len(shop.called("refundPayment")) == 1


def test_a_quote_expires_after_fifteen_minutes(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    shown = quote_id(shop)
    shop.clock.now += timedelta(minutes=15)
    reply = commit(shop, shown)
    assert (reply["status"], reply["refund"]) == ("quote_expired", None)
    assert shop.order()["status"] == "confirmed"
    assert not shop.called("refundPayment")


def test_a_quote_holds_for_a_second_less(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    shown = quote_id(shop)
    shop.clock.now += timedelta(minutes=14, seconds=59)
    assert commit(shop, shown)["status"] == "canceled"


def test_a_foreign_or_unknown_quote_is_not_found(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    shown = quote_id(shop)
    body = {"quoteId": shown}
    assert shop.fault("commitCancellation", body, shopper=BORIS)["status"] == 404
    assert shop.fault("commitReturn", body)["status"] == 404
    assert shop.fault("commitCancellation", {"quoteId": "CQ-NONE"})["status"] == 404
    assert shop.order()["status"] == "confirmed"


def test_an_order_paid_since_the_quote_needs_a_new_one(shop: Shop) -> None:
    shop.place()
    shop.peers.answers["payment", "getPayments"] = NOT_PAID
    shown = quote_id(shop)
    shop.call("confirmOrder", service=SERVICE, path={"orderId": "O-1"})
    reply = commit(shop, shown)
    assert reply["status"] == "quote_expired"
    assert "is confirmed now" in reply["message"]


def test_an_order_packed_since_the_quote_stays(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    shown = quote_id(shop)
    shop.advance("O-1", Status.PACKED)
    assert commit(shop, shown)["status"] == "refused"
    assert shop.order()["status"] == "packed"


def test_a_parcel_that_has_left_keeps_the_order(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    shop.peers.answers["fulfillment", "cancelShipments"] = {
        "status": "already_shipped",
        "shipments": [],
    }
    reply = commit(shop, quote_id(shop))
    assert (reply["status"], reply["refund"]) == ("refused", None)
    assert "Refuse the parcel when it comes" in reply["suggestions"]
    assert not shop.called("refundPayment")
    order = shop.order()
    assert (order["status"], order["canCancel"]) == ("confirmed", True)


@pytest.mark.parametrize("down", [("fulfillment", "cancelShipments"), ("payment", "refundPayment")])
def test_an_agent_down_before_the_refund_leaves_the_order(
    shop: Shop, down: tuple[str, str]
) -> None:
    shop.place(Status.CONFIRMED)
    shown = quote_id(shop)
    answer = shop.peers.answers.pop(down)
    problem = shop.fault("commitCancellation", {"quoteId": shown})
    assert (problem["status"], problem["code"]) == (503, "agent_unavailable")
    assert "not canceled yet" in problem["detail"]
    order = shop.order()
    assert (order["status"], order["refunded"]) == ("confirmed", inr(0))
    shop.peers.answers[down] = answer
    shop.clock.now += timedelta(hours=2)
    assert commit(shop, shown)["status"] == "canceled"
    assert shop.order()["refunded"] == inr(100_000)


def test_a_confirmed_yes_outlives_the_call_and_is_finished_by_another(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    shop.place(Status.CONFIRMED, order_body("O-2"), BORIS)
    shown = quote_id(shop)
    answer = shop.peers.answers.pop(("payment", "refundPayment"))
    shop.fault("commitCancellation", {"quoteId": shown})
    shop.peers.answers["payment", "refundPayment"] = answer
    shop.clock.now += timedelta(minutes=2)
    shop.call("quoteCancellation", {"orderId": "O-2"}, shopper=BORIS)
    assert shop.order()["status"] == "canceled"
    assert commit(shop, shown)["status"] == "canceled"


def test_nothing_else_cancels_an_order_that_is_being_canceled(shop: Shop) -> None:
    shop.place()
    shop.peers.answers["payment", "getPayments"] = NOT_PAID
    shown = quote_id(shop)
    del shop.peers.answers["fulfillment", "cancelShipments"]
    shop.fault("commitCancellation", {"quoteId": shown})
    reply = quote(shop)
    assert reply["status"] == "refused"
    assert "being canceled" in reply["message"]
    problem = shop.fault("confirmOrder", service=SERVICE, path={"orderId": "O-1"})
    assert problem["code"] == "illegal_step"


@pytest.mark.parametrize("down", [("inventory", "restock"), ("loyalty", "reversePoints")])
def test_goods_and_points_are_given_back_later(shop: Shop, down: tuple[str, str]) -> None:
    shop.place(Status.CONFIRMED)
    shop.place(Status.CONFIRMED, order_body("O-2"))
    answer = shop.peers.answers[down]
    shop.peers.answers[down] = DOWN
    assert commit(shop, quote_id(shop))["status"] == "canceled"
    assert len(shop.called(down[1])) == 1
    shop.peers.answers[down] = answer
    quote(shop, "O-2")
    assert len(shop.called(down[1])) == 1
    shop.clock.now += timedelta(minutes=1)
    quote(shop, "O-2")
    assert len(shop.called(down[1])) == 2
    shop.clock.now += timedelta(minutes=5)
    quote(shop, "O-2")
    assert len(shop.called(down[1])) == 2
    assert len(shop.called("refundPayment")) == 1


def test_an_agent_that_refuses_to_stop_the_parcel_ends_the_try(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    problem = {"code": "odd", "detail": "that order is odd"}
    shop.peers.answers["fulfillment", "cancelShipments"] = AgentError("fulfillment", 409, problem)
    assert shop.fault("commitCancellation", {"quoteId": quote_id(shop)})["code"] == "odd"
    assert shop.order()["canCancel"] is True


def test_payment_down_at_the_quote_is_a_fault(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    del shop.peers.answers["payment", "getPayments"]
    problem = shop.fault("quoteCancellation", {"orderId": "O-1"})
    assert problem["code"] == "agent_unavailable"


def test_racing_commits_cancel_once(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    quotes = [quote_id(shop), quote_id(shop)]

    def race(index: int) -> Any:
        body = {"quoteId": quotes[index % 2]}
        return shop.agent.send("commitCancellation", body, shopper=ASHA).get_json()

    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(race, range(16)))
    assert {reply["status"] for reply in replies} <= {"canceled", "refused"}
    assert "canceled" in {reply["status"] for reply in replies}
    references = {request["reference"] for request in shop.called("refundPayment")}
    assert len(references) == 1
    order = shop.order()
    assert order["refunded"] == inr(100_000)
    assert [e["status"] for e in order["history"]].count("canceled") == 1
