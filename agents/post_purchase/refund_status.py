"""The answer to "where is my refund?"."""

from agents.kit.operations import Call
from agents.kit.wire import money
from agents.post_purchase.orders import own_order
from agents.post_purchase.payments import find_payments
from agents.post_purchase.policy import Policy
from agents.post_purchase.tables import Json
from agents.post_purchase.whereabouts import (
    answer_sentence,
    find_parts,
    part_wire,
    sent_amount,
    ways_on,
)

PAYMENT_IS_DOWN = "Payments cannot be looked up right now; this is what the order itself knows."


def get_refunds(call: Call, policy: Policy) -> Json:
    """Every refund of an order, sent or still to come."""
    with call.store.read() as session:
        order = own_order(session, call.path["orderId"], call.shopper)
    payments = find_payments(call.peers, order.order_id)
    parts = find_parts(order, payments)
    today = call.now.date()
    message = answer_sentence(order, parts, policy, today)
    return {
        "orderId": order.order_id,
        "refunds": [part_wire(part, order.currency, policy, today) for part in parts],
        "refunded": money(sent_amount(parts), order.currency),
        "message": message if payments else f"{message} {PAYMENT_IS_DOWN}",
        "suggestions": ways_on(order, parts, policy, today),
    }
