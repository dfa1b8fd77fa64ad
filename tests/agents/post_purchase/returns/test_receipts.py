import secrets
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agents.post_purchase.statuses import Status
from contracts.client import AgentUnavailable
from tests.agents.post_purchase.conftest import Shop
from tests.agents.post_purchase.orders import (
    CARD,
    GIFT_CARD,
    SERVICE,
    inr,
    line,
    order_body,
    tender,
)

DOWN = AgentUnavailable("payment", "the payment agent cannot be reached")
MIXED = [tender(CARD, 150_000), tender("points", 50_000, "points")]


def open_return(shop: Shop, *lines: dict[str, Any], reason: str = "torn", **fields: Any) -> str:
    body = {"orderId": "O-1", "lines": list(lines), "reason": reason, **fields}
    reply = shop.call("quoteReturn", body)
    done = shop.call("commitReturn", {"quoteId": reply["quote"]["quoteId"]})
    rma_id: str = done["rma"]["rmaId"]
    return rma_id


def receive(shop: Shop, rma_id: str, *, accepted: bool = True, **fields: Any) -> Any:
    body = {"accepted": accepted, **fields}
    return shop.call("receiveReturn", body, service=SERVICE, path={"rmaId": rma_id})


def test_received_goods_bring_money_stock_and_points_back(shop: Shop) -> None:
    shop.place(Status.DELIVERED)
    rma_id = open_return(shop, {"sku": "LS-1"})
    reply = receive(shop, rma_id, locationId="ST-BLR-IND")
    assert (reply["status"], reply["refund"]) == ("refunded", inr(100_000))
    assert "within 5 days" in reply["message"]
    back = {"orderId": "O-1", "amount": inr(100_000), "reference": rma_id}
    assert shop.called("refundPayment") == [{**back, "tenderId": CARD}]
    assert shop.called("reversePoints") == [back]
    place = {"sku": "LS-1", "quantity": 1, "locationId": "ST-BLR-IND"}
    assert shop.called("restock")[0]["lines"] == [place]
    order = shop.order()
    assert (order["status"], order["refunded"]) == ("returned", inr(100_000))
    assert order["returns"][0]["status"] == "refunded"
    assert order["returns"][0]["receivedAt"] == "2026-05-04T09:30:00Z"


def test_a_repeat_answers_the_same_and_another_outcome_is_a_conflict(shop: Shop) -> None:
    shop.place(Status.DELIVERED)
    rma_id = open_return(shop, {"sku": "LS-1"})
    first = receive(shop, rma_id)
    assert receive(shop, rma_id) == first
    problem = shop.fault(
        "receiveReturn", {"accepted": False}, service=SERVICE, path={"rmaId": rma_id}
    )
    assert (problem["status"], problem["code"]) == (409, "return_received")
    assert len(shop.called("refundPayment")) == 1


def test_an_order_is_returned_only_when_every_unit_is_back(shop: Shop) -> None:
    shop.place(Status.DELIVERED, order_body("O-1", line("LS-1", 2), line("MG-1", 1, 9_900)))
    one = open_return(shop, {"sku": "LS-1", "quantity": 1})
    two = open_return(shop, {"sku": "MG-1"})
    receive(shop, one)
    assert shop.order()["status"] == "return_requested"
    receive(shop, two)
    order = shop.order()
    assert order["status"] == "delivered"
    assert [each["returnedQuantity"] for each in order["lines"]] == [1, 1]
    assert order["canExchange"] is True
    receive(shop, open_return(shop, {"sku": "LS-1"}))
    order = shop.order()
    assert (order["status"], order["refunded"]) == ("returned", order["total"])


def test_goods_that_are_not_accepted_may_be_announced_again(shop: Shop) -> None:
    shop.place(Status.DELIVERED)
    rma_id = open_return(shop, {"sku": "LS-1"})
    reply = receive(shop, rma_id, accepted=False, note="worn and washed")
    assert (reply["status"], reply["refund"]) == ("refused", None)
    assert "worn and washed" in reply["message"]
    order = shop.order()
    assert (order["status"], order["refunded"]) == ("delivered", inr(0))
    assert order["lines"][0]["returnedQuantity"] == 0
    assert not shop.called("refundPayment")
    assert not shop.called("restock")
    assert open_return(shop, {"sku": "LS-1"}) != rma_id


def test_what_sending_back_costs_is_kept(shop: Shop) -> None:
    shop.place(Status.DELIVERED)
    rma_id = open_return(shop, {"sku": "LS-1"}, reason="too small")
    assert receive(shop, rma_id)["refund"] == inr(90_100)
    assert shop.called("reversePoints")[0]["amount"] == inr(100_000)
    assert shop.order()["refunded"] == inr(90_100)


def test_money_goes_back_before_points_do(shop: Shop) -> None:
    shop.place(Status.DELIVERED, order_body("O-1", line("LS-1", 2), tenders=MIXED))
    shop.peers.answers["payment", "refundPayment"] = as_asked
    receive(shop, open_return(shop, {"sku": "LS-1", "quantity": 1}))
    receive(shop, open_return(shop, {"sku": "LS-1", "quantity": 1}))
    back = [(each["tenderId"], each["amount"]["amount"]) for each in shop.called("refundPayment")]
    assert back == [(CARD, 100_000), (CARD, 50_000), ("points", 50_000)]
    earned = [each["amount"]["amount"] for each in shop.called("reversePoints")]
    assert earned == [100_000, 50_000]


def as_asked(request: dict[str, Any]) -> dict[str, Any]:
    kinds = {CARD: "card", GIFT_CARD: "gift_card", "points": "points"}
    part = {
        "refundId": "PY-1",
        "tenderId": request["tenderId"],
        "kind": kinds[request["tenderId"]],
        "label": request["tenderId"],
        "brand": None,
        "lastFour": None,
        "amount": request["amount"],
        "points": None,
    }
    return {"status": "refunded", "amount": request["amount"], "refunds": [part], "message": "Ok."}


def test_a_tender_that_refuses_sends_it_to_what_paid(shop: Shop) -> None:
    shop.place(Status.DELIVERED)
    rma_id = open_return(shop, {"sku": "LS-1"}, tenderId=GIFT_CARD)
    willing = shop.peers.answers["payment", "refundPayment"]
    assert callable(willing)
    none = {"status": "tender_refused", "amount": inr(0), "refunds": [], "message": "No."}
    shop.peers.answers["payment", "refundPayment"] = lambda request: (
        none if request["tenderId"] else willing(request)
    )
    reply = receive(shop, rma_id)
    assert "Visa ending 4242" in reply["message"]
    references = [each["reference"] for each in shop.called("refundPayment")]
    assert references == [rma_id, f"{rma_id}-any"]


def test_a_payment_agent_that_is_down_leaves_the_return_received(shop: Shop) -> None:
    shop.place(Status.DELIVERED)
    rma_id = open_return(shop, {"sku": "LS-1"})
    answer = shop.peers.answers["payment", "refundPayment"]
    shop.peers.answers["payment", "refundPayment"] = DOWN
    problem = shop.fault(
        "receiveReturn", {"accepted": True}, service=SERVICE, path={"rmaId": rma_id}
    )
    assert problem["status"] == 503
    assert shop.order()["returns"][0]["status"] == "received"
    shop.peers.answers["payment", "refundPayment"] = answer
    shop.clock.now += timedelta(minutes=2)
    shop.tidy()
    assert shop.order()["status"] == "returned"
    assert receive(shop, rma_id)["status"] == "refunded"


@pytest.mark.parametrize("rma_id", ["RMA-NONE", "Q-1"])
def test_an_unknown_return_is_not_there(shop: Shop, rma_id: str) -> None:
    path = {"rmaId": rma_id}
    problem = shop.fault("receiveReturn", {"accepted": True}, service=SERVICE, path=path)
    assert problem["status"] == 404


numbers = st.integers(1, 3)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_refunds_never_exceed_what_was_paid(shop: Shop, data: st.DataObject) -> None:
    prices = data.draw(st.lists(st.tuples(numbers, st.integers(0, 99_999)), min_size=1, max_size=3))
    lines = [line(f"S-{index}", n, price) for index, (n, price) in enumerate(prices)]
    subtotal = sum(each["lineTotal"]["amount"] for each in lines)
    off = data.draw(st.integers(0, subtotal))
    card = data.draw(st.integers(0, subtotal - off))
    tenders = [tender(CARD, card), tender(GIFT_CARD, subtotal - off - card, "gift_card")]
    paid = {each["tenderId"]: each["amount"]["amount"] for each in tenders}
    order_id = f"O-{secrets.token_hex(6)}"
    shop.peers.answers["payment", "refundPayment"] = as_asked
    shop.peers.calls.clear()
    shop.place(Status.DELIVERED, order_body(order_id, *lines, discount=off, tenders=tenders))
    skus = [each["sku"] for each in lines for _ in range(each["quantity"])]
    units = data.draw(st.permutations(skus))
    for sku in units:
        body = {"orderId": order_id, "lines": [{"sku": sku, "quantity": 1}], "reason": "torn"}
        reply = shop.call("quoteReturn", body)
        done = shop.call("commitReturn", {"quoteId": reply["quote"]["quoteId"]})
        is_kept = data.draw(st.booleans())
        receive(shop, done["rma"]["rmaId"], accepted=is_kept)
        back: dict[str, int] = {}
        for each in shop.called("refundPayment"):
            amount = each["amount"]["amount"]
            back[each["tenderId"]] = back.get(each["tenderId"], 0) + amount
        assert all(amount <= paid[name] for name, amount in back.items())
        assert shop.order(order_id)["refunded"] == inr(sum(back.values()))
    if shop.order(order_id)["status"] == "returned":
        assert sum(back.values()) == subtotal - off
