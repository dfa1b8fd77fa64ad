"""How orders, returns and exchanges look on the wire."""

from datetime import datetime

from agents.kit.wire import money, timestamp
from agents.post_purchase import standing
from agents.post_purchase.policy import Policy
from agents.post_purchase.tables import Exchange, Feedback, Json, Order, OrderLine, Return


def order_wire(order: Order, policy: Policy, now: datetime) -> Json:
    """An order as its contract shows it."""
    until = standing.returnable_until(order, policy)
    amounts = ("subtotal", "delivery", "total", "refunded")
    return {
        "orderId": order.order_id,
        "status": order.status,
        "placedAt": timestamp(order.placed_at),
        "lines": [_line_wire(line, order.currency) for line in order.lines],
        "discounts": [
            {**discount, "amount": money(discount["amount"], order.currency)}
            for discount in order.discounts
        ],
        **{name: money(getattr(order, name), order.currency) for name in amounts},
        "taxIncluded": money(order.tax_included, order.currency),
        "tenders": order.tenders,
        "deliveryOption": order.delivery_option,
        "promisedBy": order.promised_by and order.promised_by.isoformat(),
        "address": order.address,
        "storeName": order.store_name,
        "history": [{"status": e.status, "at": timestamp(e.at)} for e in order.history],
        "cancelReason": order.cancel_reason,
        "canCancel": standing.can_cancel(order, policy),
        "canChangeAddress": standing.can_change_address(order, policy),
        "canChangeItems": standing.can_change_items(order, policy),
        "canChangePayment": standing.can_change_payment(order, policy),
        "canExchange": standing.can_exchange(order, policy, now.date()),
        "returnableUntil": until and until.isoformat(),
        "returns": [return_wire(each, order.currency) for each in order.returns],
        "exchanges": [exchange_wire(each, order.currency) for each in order.exchanges],
        "feedback": order.feedback and feedback_wire(order.feedback),
    }


def return_wire(returned: Return, currency: str) -> Json:
    """A return as its contract shows it."""
    return {
        "rmaId": returned.rma_id,
        "status": returned.status,
        "lines": returned.lines,
        "refund": money(returned.refund, currency),
        "refundTo": returned.refund_to,
        "returnShipping": money(returned.return_shipping, currency),
        "openedAt": timestamp(returned.opened_at),
        "receivedAt": returned.received_at and timestamp(returned.received_at),
        "instructions": returned.instructions,
    }


def exchange_wire(exchange: Exchange, currency: str) -> Json:
    """An exchange as its contract shows it."""
    return {
        "rmaId": exchange.rma_id,
        "status": exchange.status,
        "swaps": exchange.swaps,
        "difference": money(exchange.difference, currency),
        "tender": exchange.tender,
        "openedAt": timestamp(exchange.opened_at),
        "receivedAt": exchange.received_at and timestamp(exchange.received_at),
        "instructions": exchange.instructions,
    }


def feedback_wire(feedback: Feedback) -> Json:
    """Feedback as its contract shows it."""
    return {
        "rating": feedback.rating,
        "comment": feedback.comment,
        "lines": feedback.lines,
        "at": timestamp(feedback.at),
    }


def _line_wire(line: OrderLine, currency: str) -> Json:
    return {
        "sku": line.sku,
        "productId": line.product_id,
        "name": line.name,
        "colour": line.colour,
        "size": line.size,
        "options": line.options,
        "category": line.category,
        "quantity": line.quantity,
        "unitPrice": money(line.unit_price, currency),
        "lineTotal": money(line.line_total, currency),
        "returnedQuantity": line.returned_quantity,
        "exchangedQuantity": line.exchanged_quantity,
    }
