"""The post-purchase agent's operations."""

from agents.kit.operations import Call, Operations, Reply
from agents.post_purchase import (
    feedback,
    handoffs,
    imports,
    orders,
    progress,
    purchases,
    refund_status,
)
from agents.post_purchase.changes import address, cancellation, items, payment
from agents.post_purchase.changes.commits import commit_order_change
from agents.post_purchase.invoicing import replies as invoicing
from agents.post_purchase.plans import settle_left
from agents.post_purchase.policy import POLICY
from agents.post_purchase.returns import exchanges, opening
from agents.post_purchase.returns.receipts import receive_return
from agents.post_purchase.sample import load_sample
from agents.post_purchase.tables import Base, Order
from agents.post_purchase.views import order_wire
from contracts.document import Document

operations = Operations(
    "post-purchase",
    tables=Base.metadata,
    seed=load_sample,
    tidy=settle_left,
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


@operations.read("listPurchases")
def list_purchases(call: Call) -> Reply:
    """What was bought and kept, as orders change."""
    limit = call.query.get("limit", purchases.PAGE)
    return purchases.list_purchases(call.session, call.query.get("after", 0), limit)


@operations.read("getOrder")
def get_order(call: Call) -> Reply:
    """One order of the shopper."""
    order = orders.own_order(call.session, call.path["orderId"], call.shopper)
    return {"order": order_wire(order, POLICY, call.now)}


@operations.steps("recordProgress")
def record_progress(call: Call) -> Reply:
    """What fulfillment did with an order's goods."""
    return progress.record_progress(call, POLICY)


@operations.steps("quoteCancellation")
def quote_cancellation(call: Call) -> Reply:
    """What canceling would give back."""
    return cancellation.quote_cancellation(call, POLICY)


@operations.steps("commitCancellation")
def commit_cancellation(call: Call) -> Reply:
    """Cancel an order as quoted."""
    return cancellation.commit_cancellation(call, POLICY)


@operations.steps("quoteAddressChange")
def quote_address_change(call: Call) -> Reply:
    """Whether an order can go elsewhere."""
    return address.quote_address_change(call, POLICY)


@operations.steps("quoteItemChange")
def quote_item_change(call: Call) -> Reply:
    """What other variants cost or give back."""
    return items.quote_item_change(call, POLICY)


@operations.steps("quotePaymentChange")
def quote_payment_change(call: Call) -> Reply:
    """Whether another tender can pay an order."""
    return payment.quote_payment_change(call, POLICY)


@operations.steps("commitOrderChange")
def change_order(call: Call) -> Reply:
    """Change an order as quoted."""
    return commit_order_change(call, POLICY)


@operations.steps("quoteReturn")
def quote_return(call: Call) -> Reply:
    """What sending lines back would give."""
    return opening.quote_return(call, POLICY)


@operations.steps("commitReturn")
def commit_return(call: Call) -> Reply:
    """Open a return as quoted."""
    return opening.commit_return(call, POLICY)


@operations.steps("quoteExchange")
def quote_exchange(call: Call) -> Reply:
    """What swapping delivered goods costs or gives back."""
    return exchanges.quote_exchange(call, POLICY)


@operations.steps("commitExchange")
def commit_exchange(call: Call) -> Reply:
    """Open an exchange as quoted."""
    return exchanges.commit_exchange(call, POLICY)


@operations.steps("receiveReturn")
def receive(call: Call) -> Reply:
    """The goods of a return or an exchange are here."""
    return receive_return(call, POLICY)


@operations.steps("getRefunds")
def get_refunds(call: Call) -> Reply:
    """Where the money of an order's refunds is."""
    return refund_status.get_refunds(call, POLICY)


@operations.steps("getInvoice")
def get_invoice(call: Call) -> Reply:
    """The invoice of an order that is paid."""
    return invoicing.get_invoice(call)


@operations.steps("getInvoicePdf")
def get_invoice_pdf(call: Call) -> Document:
    """The invoice as a PDF."""
    return invoicing.get_invoice_pdf(call)


@operations.write("leaveFeedback")
def leave_feedback(call: Call) -> Reply:
    """What the shopper says of a delivered order."""
    return feedback.leave_feedback(call, POLICY)


@operations.write("importOrders")
def import_orders(call: Call) -> Reply:
    """Add orders of the shopper that another shop took."""
    return imports.import_orders(call.session, call.shopper, call.body["orders"])


@operations.write("openHandoff")
def open_handoff(call: Call) -> Reply:
    """Hand the talk over to a person."""
    return handoffs.open_handoff(call.session, call)


def _standing(order: Order) -> Reply:
    return {"orderId": order.order_id, "status": order.status}
