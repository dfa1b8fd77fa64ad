"""Canceling an order: what it would give back, and whether the shopper's yes still holds."""

from sqlalchemy.orm import Session

from agents.kit.operations import Call
from agents.kit.wire import money, timestamp
from agents.kit.wording import spell_money
from agents.post_purchase.cancellations import CancellationRun, begin, finish_open
from agents.post_purchase.handoffs import mask_numbers
from agents.post_purchase.ids import new_id
from agents.post_purchase.orders import can_cancel, own_order
from agents.post_purchase.policy import Policy, Rule
from agents.post_purchase.quotes import expiry, keep_quote, own_quote
from agents.post_purchase.statuses import Status
from agents.post_purchase.tables import Json, Order, Quote
from contracts.client import AgentError

KIND = "cancellation"
AT_THE_DOOR = ("Refuse the parcel when it comes", "Return it once it has arrived")
WAYS_OUT = {
    Status.PACKED: AT_THE_DOOR,
    Status.SHIPPED: AT_THE_DOOR,
    Status.DELIVERED: ("Return what you do not want to keep",),
}
"""What the shopper can do when it is too late to cancel."""


def quote_cancellation(call: Call, policy: Policy) -> Json:
    """Tell what canceling would give back, or why the order cannot be canceled."""
    finish_open(call.store, call.peers, call.now, policy)
    with call.store.read() as session:
        order = own_order(session, call.body["orderId"], call.shopper)
    if not can_cancel(order, policy):
        message, suggestions = _refusal(order)
        return {
            "status": "refused",
            "quote": None,
            "policy": Rule.BEFORE_PACKING,
            "message": message,
            "suggestions": suggestions,
        }
    captured = _captured(call, order)
    if captured and order.status == Status.PENDING:
        return _being_placed(order)
    shown = _shown(call, order, captured, policy)
    with call.store.write() as session:
        keep_quote(session, order, shown, expiry(call.now, policy.quote.expiry.minutes))
    outcome = f"{spell_money(captured, order.currency)} goes back to {shown['refundTo']}"
    return {
        "status": "quoted",
        "quote": shown,
        "policy": Rule.BEFORE_PACKING,
        "message": f"Order {order.order_id} is {order.status} and can be canceled: "
        f"{outcome if captured else 'nothing has been charged for it'}.",
        "suggestions": ["Yes, cancel it", "No, keep it"],
    }


def commit_cancellation(call: Call, policy: Policy) -> Json:
    """Cancel an order as quoted; a repeat finishes what is unfinished and answers the same."""
    finish_open(call.store, call.peers, call.now, policy)
    with call.store.write() as session:
        quote = own_quote(session, call.body["quoteId"], kind=KIND, shopper=call.shopper)
        if quote.answer is not None:
            return quote.answer
        refusal = _begin(session, call, quote, policy)
    if refusal is not None:
        return refusal
    run = CancellationRun(call.store, call.peers, quote.order_id, call.now, policy)
    return _keep_answer(call, run.finish())


def refund_target(order: Order) -> str:
    """Where an order's money came from, and goes back to."""
    if order.last_four:
        return f"the card ending {order.last_four}"
    return "the card it was paid with"


def _begin(session: Session, call: Call, quote: Quote, policy: Policy) -> Json | None:
    """Keep the yes; or the answer why it does not hold."""
    order = own_order(session, quote.order_id, call.shopper)
    if order.cancellation is not None and order.status != Status.CANCELED:
        return None
    if not can_cancel(order, policy):
        return _not_canceled("refused", order, *_refusal(order))
    if call.now >= quote.expires_at:
        message = f"That quote for canceling order {order.order_id} has expired."
        return _not_canceled("quote_expired", order, message, ["Ask again to cancel it"])
    if order.status != quote.order_status:
        message = f"Order {order.order_id} is {order.status} now, so what you saw has changed."
        return _not_canceled("quote_expired", order, message, ["Ask again to cancel it"])
    begin(session, order, quote, call.now)
    return None


def _keep_answer(call: Call, answer: Json) -> Json:
    """Keep the answer with this quote too, when another quote of the order was first."""
    if answer["status"] == "canceled":
        with call.store.write() as session:
            quote = session.get_one(Quote, call.body["quoteId"])
            quote.answer = quote.answer or answer
    return answer


def _shown(call: Call, order: Order, refund: int, policy: Policy) -> Json:
    days = policy.refund.after_cancellation.days
    notes = ["A canceled order cannot be taken up again; you can order the goods anew."]
    if refund:
        notes.insert(0, f"The money is back within {days} days of canceling.")
    else:
        notes.insert(0, "Nothing has been charged for it; what your card keeps back is released.")
    return {
        "quoteId": new_id("CQ", 10),
        "kind": KIND,
        "orderId": order.order_id,
        "lines": [
            {"sku": line.sku, "name": line.name, "quantity": line.quantity} for line in order.lines
        ],
        "refund": money(refund, order.currency),
        "refundTo": refund_target(order),
        "reason": mask_numbers(call.body.get("reason", "")) or "not given",
        "notes": notes,
        "expiresAt": timestamp(expiry(call.now, policy.quote.expiry.minutes)),
    }


def _being_placed(order: Order) -> Json:
    """The checkout has taken the money and is about to confirm the order."""
    return {
        "status": "refused",
        "quote": None,
        "policy": Rule.BEFORE_PACKING,
        "message": f"Order {order.order_id} is just being placed; it can be canceled in a minute.",
        "suggestions": ["Ask again in a minute"],
    }


def _captured(call: Call, order: Order) -> int:
    """What was taken for the order and not given back."""
    try:
        reply = call.peers.call("payment", "getPayments", path={"orderId": order.order_id})
    except AgentError as error:
        if error.status == 404 and order.status == Status.PENDING:
            return 0
        raise
    captured: int = reply["captured"]["amount"]
    refunded: int = reply["refunded"]["amount"]
    return max(0, captured - refunded)


def _refusal(order: Order) -> tuple[str, list[str]]:
    """Why an order cannot be canceled, and the ways out."""
    status = Status(order.status)
    here = f"Order {order.order_id}"
    if status == Status.CANCELED:
        return f"{here} is already canceled.", ["Ask when the money is back"]
    if order.cancellation is not None:
        return f"{here} is being canceled already.", ["Ask for its status in a minute"]
    words = status.replace("_", " ")
    message = (
        f"{here} is {words}; an order can be canceled only until it is packed "
        f"({Rule.BEFORE_PACKING})."
    )
    return message, list(WAYS_OUT.get(status, ("Talk to a person",)))


def _not_canceled(status: str, order: Order, message: str, suggestions: list[str]) -> Json:
    return {
        "status": status,
        "orderId": order.order_id,
        "refund": None,
        "refundTo": None,
        "message": message,
        "suggestions": suggestions,
    }
