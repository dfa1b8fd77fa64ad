"""The post-purchase agent's operations."""

from functools import partial

from agents.kit.operations import Call, Operations, Reply
from agents.post_purchase import changes, handoffs, orders, returns
from agents.post_purchase.cancellations import finish_open
from agents.post_purchase.policy import POLICY
from agents.post_purchase.sample import load_sample
from agents.post_purchase.tables import Base, Order

operations = Operations(
    "post-purchase",
    tables=Base.metadata,
    seed=load_sample,
    tidy=partial(finish_open, policy=POLICY),
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
    return {"orders": [orders.order_wire(order, POLICY) for order in found]}


@operations.read("getOrder")
def get_order(call: Call) -> Reply:
    """One order of the shopper."""
    order = orders.own_order(call.session, call.path["orderId"], call.shopper)
    return {"order": orders.order_wire(order, POLICY)}


@operations.steps("quoteCancellation")
def quote_cancellation(call: Call) -> Reply:
    """What canceling would give back."""
    return changes.quote_cancellation(call, POLICY)


@operations.steps("commitCancellation")
def commit_cancellation(call: Call) -> Reply:
    """Cancel an order as quoted."""
    return changes.commit_cancellation(call, POLICY)


@operations.write("quoteReturn")
def quote_return(call: Call) -> Reply:
    """What sending lines back would give."""
    return returns.quote_return(call, POLICY)


@operations.write("commitReturn")
def commit_return(call: Call) -> Reply:
    """Open a return as quoted."""
    return returns.commit_return(call, POLICY)


@operations.write("openHandoff")
def open_handoff(call: Call) -> Reply:
    """Hand the talk over to a person."""
    return handoffs.open_handoff(call.session, call)


def _standing(order: Order) -> Reply:
    return {"orderId": order.order_id, "status": order.status}
