from datetime import timedelta
from typing import Any

import pytest

from agents.post_purchase.statuses import Status
from contracts.client import AgentUnavailable
from tests.agents.post_purchase.conftest import Shop
from tests.agents.post_purchase.orders import BORIS, CARD, SERVICE, inr, order_body, tender

DOWN = AgentUnavailable("loyalty", "the loyalty agent cannot be reached")


def progress(shop: Shop, status: str, send: Any = None, **who: Any) -> Any:
    body = {"status": status, "reference": f"E-{status}"}
    path = {"orderId": "O-1"}
    return (send or shop.call)("recordProgress", body, service=SERVICE, path=path, **who)


def test_goods_go_their_way_and_the_history_tells_it(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    for status in ("packed", "shipped", "delivered"):
        assert progress(shop, status)["status"] == status
    states = [entry["status"] for entry in shop.order()["history"]]
    assert states == ["pending", "confirmed", "packed", "shipped", "delivered"]


def test_a_step_that_was_left_out_is_filled_in(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    progress(shop, "delivered")
    states = [entry["status"] for entry in shop.order()["history"]]
    assert states == ["pending", "confirmed", "packed", "shipped", "delivered"]


def test_a_step_again_or_behind_changes_nothing(shop: Shop) -> None:
    shop.place(Status.SHIPPED)
    assert progress(shop, "packed")["status"] == "shipped"
    assert progress(shop, "shipped")["status"] == "shipped"
    assert len(shop.order()["history"]) == 4


@pytest.mark.parametrize("status", [Status.RETURN_REQUESTED, Status.RETURNED, Status.EXCHANGED])
def test_what_came_after_delivery_stays(shop: Shop, status: Status) -> None:
    shop.place(status)
    assert progress(shop, "delivered")["status"] == status


@pytest.mark.parametrize("status", [Status.PENDING, Status.CANCELED])
def test_an_illegal_step_names_both_states(shop: Shop, status: Status) -> None:
    shop.place(status)
    problem = progress(shop, "shipped", shop.fault)
    assert (problem["status"], problem["code"]) == (409, "illegal_step")
    assert f"is {status} and cannot become shipped" in problem["detail"]
    assert shop.order()["status"] == status


def test_an_order_that_is_being_canceled_is_not_packed(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    quote_id = shop.quote_id()
    del shop.peers.answers["payment", "refundPayment"]
    shop.fault("commitCancellation", {"quoteId": quote_id})
    problem = progress(shop, "packed", shop.fault)
    assert (problem["status"], problem["code"]) == (409, "illegal_step")
    assert "is being canceled" in problem["detail"]


def test_only_services_record_progress_of_their_shoppers_orders(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    assert progress(shop, "packed", shop.fault, shopper=BORIS)["status"] == 404
    body = {"status": "packed", "reference": "E-1"}
    assert shop.fault("recordProgress", body, path={"orderId": "O-1"})["status"] == 403


def test_delivery_earns_points_for_what_was_not_paid_with_points(shop: Shop) -> None:
    tenders = [tender(CARD, 70_000), tender("points", 30_000, "points")]
    shop.place(Status.CONFIRMED, order_body(tenders=tenders))
    progress(shop, "shipped")
    assert shop.called("earnPoints") == []
    progress(shop, "delivered")
    progress(shop, "delivered")
    assert shop.called("earnPoints") == [{"orderId": "O-1", "amount": inr(70_000)}]


def test_points_are_booked_by_the_sweep_when_loyalty_was_down(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    answer = shop.peers.answers["loyalty", "earnPoints"]
    shop.peers.answers["loyalty", "earnPoints"] = DOWN
    assert progress(shop, "delivered")["status"] == "delivered"
    shop.peers.answers["loyalty", "earnPoints"] = answer
    shop.clock.now += timedelta(minutes=2)
    shop.tidy()
    shop.tidy()
    assert len(shop.called("earnPoints")) == 2
    assert shop.order()["canExchange"] is True


def test_a_time_before_the_order_is_that_of_the_step_before(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    body = {"status": "packed", "reference": "E", "at": "0001-01-01T00:00:00Z"}
    shop.call("recordProgress", body, service=SERVICE, path={"orderId": "O-1"})
    *_, before, packed = shop.order()["history"]
    assert packed == {"status": "packed", "at": before["at"]}


def test_the_time_of_an_event_is_kept_but_never_one_to_come(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    shop.clock.now += timedelta(hours=2)
    path = {"orderId": "O-1"}
    for status, at in (("packed", "2026-05-04T10:00:00Z"), ("shipped", "2027-01-01T00:00:00Z")):
        body = {"status": status, "reference": "E", "at": at}
        shop.call("recordProgress", body, service=SERVICE, path=path)
    times = [entry["at"] for entry in shop.order()["history"]][2:]
    assert times == ["2026-05-04T10:00:00Z", "2026-05-04T11:30:00Z"]
