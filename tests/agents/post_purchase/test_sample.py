from collections.abc import Callable
from datetime import timedelta

from agents.post_purchase.sample import load_sample
from agents.post_purchase.service import operations
from agents.post_purchase.tables import Order, Return
from tests.agents.conftest import AgentUnderTest, FrozenClock
from tests.agents.sample import ORDERS, RETURNS


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
