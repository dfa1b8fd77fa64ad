from collections.abc import Callable
from datetime import timedelta

from agents.post_purchase.sample import load_sample
from agents.post_purchase.service import operations
from agents.post_purchase.tables import Order, Return
from tests.agents.conftest import AgentUnderTest, FrozenClock
from tests.agents.post_purchase.orders import willing_peers
from tests.agents.sample import EXCHANGES, ORDERS, RETURNS


def test_every_sample_order_is_shown_to_its_shopper(
    start_agent: Callable[..., AgentUnderTest],
) -> None:
    agent = start_agent(operations)
    shown = {
        order["orderId"]: order
        for shopper in {row["customerId"] for row in ORDERS}
        for order in agent.call("listOrders", shopper=shopper)["orders"]
    }
    listed = {row["orderId"]: row for row in ORDERS if row["status"] != "abandoned"}
    assert shown.keys() == listed.keys()
    for order_id, row in listed.items():
        assert shown[order_id]["status"] == row["status"]
        assert shown[order_id]["total"]["amount"] == row["total"]
    assert sum(len(order["returns"]) for order in shown.values()) == len(RETURNS)


def test_loading_twice_changes_nothing(
    start_agent: Callable[..., AgentUnderTest], clock: FrozenClock
) -> None:
    store = start_agent(operations).app.extensions["store"]
    with store.read() as session:
        before = {order.order_id: order.placed_at for order in session.query(Order)}
    with store.write() as session:
        load_sample(session, clock.now + timedelta(days=9))
    with store.read() as session:
        assert {order.order_id: order.placed_at for order in session.query(Order)} == before
        assert session.query(Return).count() == len(RETURNS)


def test_a_sample_exchange_that_is_under_way_can_be_received(
    start_agent: Callable[..., AgentUnderTest],
) -> None:
    peers = willing_peers()
    agent = start_agent(operations, peers=peers)
    exchange = next(each for each in EXCHANGES if each["status"] == "requested")
    who = {"shopper": exchange["customerId"]}
    path = {"orderId": exchange["orderId"]}
    before = agent.call("getOrder", path=path, **who)["order"]
    assert before["lines"][0]["exchangedQuantity"] == 1
    how = {"service": "fulfillment", "path": {"rmaId": exchange["rmaId"]}}
    reply = agent.call("receiveReturn", {"accepted": True}, **how, **who)
    assert reply["status"] == "completed"
    order = agent.call("getOrder", path=path, **who)["order"]
    assert order["status"] == "exchanged"
    assert order["lines"][0]["sku"] == exchange["swaps"][0]["newSku"]
    assert order["total"] == before["total"]


def test_a_sample_return_that_was_received_is_paid_once(
    start_agent: Callable[..., AgentUnderTest],
) -> None:
    peers = willing_peers()
    agent = start_agent(operations, peers=peers)
    rows = {row["status"]: row for row in RETURNS}
    for status, calls in (("refunded", 0), ("received", 1)):
        how = {"service": "fulfillment", "path": {"rmaId": rows[status]["rmaId"]}}
        shopper = rows[status]["customerId"]
        reply = agent.call("receiveReturn", {"accepted": True}, shopper=shopper, **how)
        assert reply["status"] == "refunded"
        assert reply["refund"]["amount"] == rows[status]["refund"]
        assert len([name for _, name, _ in peers.calls if name == "refundPayment"]) == calls
