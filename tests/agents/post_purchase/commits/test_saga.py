from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from agents.post_purchase.statuses import Status
from contracts.client import AgentError, AgentUnavailable
from tests.agents.post_purchase.conftest import Shop
from tests.agents.post_purchase.orders import ASHA, BORIS, NOT_PAID, SERVICE, inr, order_body

DOWN = AgentUnavailable("x", "the x agent cannot be reached")


def test_goods_to_be_collected_go_back_to_their_store(shop: Shop) -> None:
    shop.place(Status.CONFIRMED, {**order_body(), "storeName": "Indiranagar"})
    store = {"city": "Bengaluru", "address": "1", "postcode": "560038", "hours": "10 to 9"}
    shop.peers.answers["inventory", "listStores"] = {
        "stores": [
            {"storeId": "ST-BLR-KOR", "name": "Koramangala", **store},
            {"storeId": "ST-BLR-IND", "name": "Indiranagar", **store},
        ]
    }
    shop.commit(shop.quote_id())
    assert shop.called("restock")[0]["locationId"] == "ST-BLR-IND"


def test_money_taken_while_canceling_is_given_back_with_the_goods(shop: Shop) -> None:
    shop.place()
    shop.peers.answers["payment", "getPayments"] = NOT_PAID
    reply = shop.commit(shop.quote_id())
    assert reply["refund"] == inr(100_000)
    assert shop.called("restock")
    assert shop.called("reversePoints")


def test_a_payment_agent_that_fails_keeps_the_yes(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    problem = {"code": "gateway_unavailable", "detail": "the gateway is silent"}
    shop.peers.answers["payment", "refundPayment"] = AgentError("payment", 503, problem)
    fault = shop.fault("commitCancellation", {"quoteId": shop.quote_id()})
    assert (fault["status"], fault["code"]) == (503, "gateway_unavailable")
    assert "your yes is kept" in fault["detail"]
    assert shop.order()["canCancel"] is False


def test_a_parcel_that_has_left_keeps_the_order(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    shop.peers.answers["fulfillment", "cancelShipments"] = {
        "status": "already_shipped",
        "shipments": [],
    }
    reply = shop.commit(shop.quote_id())
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
    shown = shop.quote_id()
    answer = shop.peers.answers.pop(down)
    problem = shop.fault("commitCancellation", {"quoteId": shown})
    assert (problem["status"], problem["code"]) == (503, "agent_unavailable")
    assert "not canceled yet" in problem["detail"]
    order = shop.order()
    assert (order["status"], order["refunded"]) == ("confirmed", inr(0))
    shop.peers.answers[down] = answer
    shop.clock.now += timedelta(hours=2)
    assert shop.commit(shown)["status"] == "canceled"
    assert shop.order()["refunded"] == inr(100_000)


def test_a_confirmed_yes_outlives_the_call_and_is_swept_up(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    shown = shop.quote_id()
    answer = shop.peers.answers.pop(("payment", "refundPayment"))
    shop.fault("commitCancellation", {"quoteId": shown})
    shop.peers.answers["payment", "refundPayment"] = answer
    shop.tidy()
    assert shop.order()["status"] == "confirmed"
    shop.clock.now += timedelta(minutes=2)
    shop.tidy()
    assert shop.order()["status"] == "canceled"
    assert shop.commit(shown)["status"] == "canceled"
    assert len(shop.called("cancelShipments")) == 1


def test_nothing_else_cancels_an_order_that_is_being_canceled(shop: Shop) -> None:
    shop.place()
    shop.peers.answers["payment", "getPayments"] = NOT_PAID
    shown = shop.quote_id()
    del shop.peers.answers["fulfillment", "cancelShipments"]
    shop.fault("commitCancellation", {"quoteId": shown})
    reply = shop.quote()
    assert reply["status"] == "refused"
    assert "being canceled" in reply["message"]
    problem = shop.fault("confirmOrder", service=SERVICE, path={"orderId": "O-1"})
    assert problem["code"] == "illegal_step"


LATER = [("inventory", "restock"), ("loyalty", "reversePoints"), ("loyalty", "releaseOffers")]


@pytest.mark.parametrize("down", LATER)
def test_goods_offers_and_points_are_given_back_later(shop: Shop, down: tuple[str, str]) -> None:
    shop.place(Status.CONFIRMED)
    answer = shop.peers.answers[down]
    shop.peers.answers[down] = DOWN
    assert shop.commit(shop.quote_id())["status"] == "canceled"
    assert len(shop.called(down[1])) == 1
    shop.peers.answers[down] = answer
    shop.tidy()
    assert len(shop.called(down[1])) == 1
    shop.clock.now += timedelta(minutes=2)
    shop.tidy()
    assert len(shop.called(down[1])) == 2
    shop.clock.now += timedelta(minutes=5)
    shop.tidy()
    assert len(shop.called(down[1])) == 2
    assert len(shop.called("refundPayment")) == 1


def test_an_agent_that_refuses_to_stop_the_parcel_ends_the_try(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    problem = {"code": "odd", "detail": "that order is odd"}
    shop.peers.answers["fulfillment", "cancelShipments"] = AgentError("fulfillment", 409, problem)
    assert shop.fault("commitCancellation", {"quoteId": shop.quote_id()})["code"] == "odd"
    assert shop.order()["canCancel"] is True


STEPS = ("cancelShipments", "refundPayment", "restock", "releaseOffers", "reversePoints")


class Killed(BaseException):
    """The end of the process, as far as the agent can tell."""


@pytest.mark.parametrize("is_done", [False, True])
@pytest.mark.parametrize("step", STEPS)
def test_a_crash_at_any_step_is_finished_by_a_repeat(shop: Shop, step: str, is_done: bool) -> None:
    shop.place(Status.CONFIRMED)
    shown = shop.quote_id()
    target = next(name for name in shop.peers.answers if name[1] == step)
    answer, effects = shop.peers.answers[target], []

    def crash(request: dict[str, Any]) -> Any:
        if is_done:
            effects.append(request)
        raise Killed

    shop.peers.answers[target] = crash
    with pytest.raises(Killed):
        shop.commit(shown)
    shop.peers.answers[target] = answer
    shop.clock.now += timedelta(minutes=2)
    reply = shop.commit(shown)
    assert (reply["status"], reply["refund"]) == ("canceled", inr(100_000))
    assert shop.commit(shown) == reply
    order = shop.order()
    assert (order["status"], order["refunded"]) == ("canceled", inr(100_000))
    assert [e["status"] for e in order["history"]].count("canceled") == 1
    for name in STEPS[1:]:
        assert len({str(request) for request in shop.called(name)}) == 1


def test_a_second_quote_waits_for_the_first_and_is_told_so(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    one, two = shop.quote_id(), shop.quote_id()
    answer = shop.peers.answers.pop(("payment", "refundPayment"))
    shop.fault("commitCancellation", {"quoteId": one})
    reply = shop.commit(two)
    assert (reply["status"], reply["policy"]) == ("refused", "changes.one_at_a_time")
    assert "is being canceled already" in reply["message"]
    shop.peers.answers["payment", "refundPayment"] = answer
    assert shop.commit(one)["status"] == "canceled"
    assert "already canceled" in shop.commit(two)["message"]
    assert {request["reference"] for request in shop.called("refundPayment")} == {one}


def test_an_open_cancellation_does_not_disturb_other_shoppers(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    shop.place(Status.CONFIRMED, order_body("O-2"), BORIS)
    del shop.peers.answers["payment", "refundPayment"]
    shop.fault("commitCancellation", {"quoteId": shop.quote_id()})
    shop.clock.now += timedelta(minutes=2)
    reply = shop.call(
        "quoteCancellation", {"orderId": "O-2", "reason": "by mistake"}, shopper=BORIS
    )
    assert reply["status"] == "quoted"
    assert shop.order()["status"] == "confirmed"


def test_a_checkout_that_fails_while_canceling_leaves_nothing_open(shop: Shop) -> None:
    shop.place()
    shop.peers.answers["payment", "getPayments"] = NOT_PAID
    shown = shop.quote_id()
    void = {"status": "voided", "amount": inr(100_000), "refunds": [], "message": "Released."}

    def abandon(request: dict[str, Any]) -> Any:
        shop.call("abandonOrder", service=SERVICE, path={"orderId": request["orderId"]})
        return void

    shop.peers.answers["payment", "refundPayment"] = abandon
    reply = shop.commit(shown)
    assert (reply["status"], reply["refund"]) == ("canceled", inr(0))
    assert shop.commit(shown) == reply
    assert shop.fault("getOrder", path={"orderId": "O-1"})["status"] == 404


def test_racing_commits_cancel_once(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    quotes = [shop.quote_id(), shop.quote_id()]

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
