"""The post-purchase agent's tidying finishes cancellations that could not be finished."""

from datetime import timedelta

from agents.post_purchase.statuses import Status
from contracts.client import AgentUnavailable
from tests.agents.post_purchase.conftest import Shop


def test_a_cancellation_left_open_is_finished(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    quote_id = shop.quote_id()
    answer = shop.peers.answers["payment", "refundPayment"]
    shop.peers.answers["payment", "refundPayment"] = AgentUnavailable("payment", "is away")
    assert shop.fault("commitCancellation", {"quoteId": quote_id})["status"] == 503
    shop.peers.answers["payment", "refundPayment"] = answer
    shop.clock.now += timedelta(minutes=2)
    shop.tidy()
    assert shop.order()["status"] == "canceled"
