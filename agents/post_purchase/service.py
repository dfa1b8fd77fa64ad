"""The post-purchase agent's operations."""

from agents.kit.operations import Call, Operations, Reply
from agents.post_purchase import handoffs, orders
from agents.post_purchase.policy import POLICY
from agents.post_purchase.sample import load_sample
from agents.post_purchase.tables import Base, Order
from agents.post_purchase.views import order_wire

operations = Operations(
    "post-purchase",
    tables=Base.metadata,
    seed=load_sample,
)


@operations.write("registerOrder")
def register_order(call: Call) -> Reply:
    """Register an order as pending."""
    return _standing(orders.register(call.session, call.shopper, call.body, call.now))


@operations.write("confirmOrder")
def confirm_order(call: Call) -> Reply:
    """The order's money is taken."""
    return _standing(orders.confirm(call.session, call.path["orderId"], call.shopper, call.now))


@operations.write("abandonOrder")
def abandon_order(call: Call) -> Reply:
    """The order's checkout failed."""
    return _standing(orders.abandon(call.session, call.path["orderId"], call.shopper, call.now))


@operations.read("listOrders")
def list_orders(call: Call) -> Reply:
    """The shopper's orders, newest first."""
    limit = call.query.get("limit", orders.LIST_LIMIT)
    found = orders.list_orders(call.session, call.shopper, limit)
    return {"orders": [order_wire(order, POLICY, call.now) for order in found]}


@operations.read("getOrder")
def get_order(call: Call) -> Reply:
    """One order of the shopper."""
    order = orders.own_order(call.session, call.path["orderId"], call.shopper)
    return {"order": order_wire(order, POLICY, call.now)}


@operations.write("openHandoff")
def open_handoff(call: Call) -> Reply:
    """Hand the talk over to a person."""
    return handoffs.open_handoff(call.session, call)


def _standing(order: Order) -> Reply:
    return {"orderId": order.order_id, "status": order.status}
