"""What shoppers say of what was delivered: stars and words, for the order and for its lines."""

from agents.kit.operations import Call
from agents.post_purchase.handoffs import mask_numbers
from agents.post_purchase.orders import own_order
from agents.post_purchase.policy import Policy, Rule
from agents.post_purchase.tables import Feedback, Json, Order
from agents.post_purchase.views import feedback_wire

CONTENT_FROM = 4
"""Stars from which a shopper is content; below, she is offered a person."""


def leave_feedback(call: Call, policy: Policy) -> Json:
    """Keep what the shopper says of an order, in place of what she said before."""
    order = own_order(call.session, call.path["orderId"], call.shopper)
    if order.status not in policy.feedback.after_delivery:
        return _refused(
            Rule.FEEDBACK_AFTER_DELIVERY,
            f"Order {order.order_id} is {order.status}; you can rate it once it has arrived",
            [f"Where is order {order.order_id}?"],
        )
    if wrong := _wrong_line(order, call.body.get("lines", [])):
        return _refused(Rule.FEEDBACK_LINES, wrong, [f"Rate order {order.order_id} as a whole"])
    is_first = order.feedback is None
    feedback = order.feedback or Feedback(order_id=order.order_id)
    feedback.rating = call.body["rating"]
    feedback.comment = _words(call.body)
    feedback.lines = [
        {"sku": line["sku"], "rating": line["rating"], "comment": _words(line)}
        for line in call.body.get("lines", [])
    ]
    feedback.at = call.now
    order.feedback = feedback
    return {
        "status": "thanked",
        "policy": None,
        "feedback": feedback_wire(feedback),
        "message": _thanks(order, feedback, is_first=is_first),
        "suggestions": _ways_on(order, feedback),
    }


def _wrong_line(order: Order, lines: list[Json]) -> str | None:
    """What is wrong with the lines that are rated; None when nothing is."""
    names = {line.sku: line.name for line in order.lines}
    rated: set[str] = set()
    for line in lines:
        sku = line["sku"]
        if sku not in names:
            there = ", ".join(f"{name} ({sku})" for sku, name in names.items())
            return f"{sku} is not in order {order.order_id}; it has {there}"
        if sku in rated:
            return f"{names[sku]} ({sku}) is rated twice; give it one rating"
        rated.add(sku)
    return None


def _words(said: Json) -> str | None:
    """A comment as it is kept: without card numbers, and none when it is blank."""
    return mask_numbers((said.get("comment") or "").strip()) or None


def _thanks(order: Order, feedback: Feedback, *, is_first: bool) -> str:
    stars = f"{feedback.rating} star{'s' * (feedback.rating > 1)}"
    kept = "" if is_first else ", in place of your earlier rating"
    lines = [f"{_name(order, line)} {line['rating']}" for line in feedback.lines]
    also = f" and {', '.join(lines)}" if lines else ""
    thanks = f"Thank you: order {order.order_id} has {stars} from you{also}{kept}."
    if feedback.rating < CONTENT_FROM:
        thanks += " I am sorry that it was not better."
    return thanks


def _ways_on(order: Order, feedback: Feedback) -> list[str]:
    worst = min([feedback.rating, *(line["rating"] for line in feedback.lines)])
    if worst < CONTENT_FROM:
        return [f"Return something of order {order.order_id}", "Talk to a person"]
    return ["Find something else"]


def _name(order: Order, line: Json) -> str:
    return next(each.name for each in order.lines if each.sku == line["sku"])


def _refused(rule: Rule, message: str, suggestions: list[str]) -> Json:
    return {
        "status": "refused",
        "policy": rule,
        "feedback": None,
        "message": f"{message} ({rule}).",
        "suggestions": suggestions,
    }
