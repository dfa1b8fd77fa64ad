"""What a change of an order answers: done, or why not."""

from collections.abc import Sequence

from agents.post_purchase.commits.claims import Work
from agents.post_purchase.policy import Rule
from agents.post_purchase.standing import unfinished_change
from agents.post_purchase.statuses import Status
from agents.post_purchase.tables import Json, Order, Quote
from agents.post_purchase.views import order_wire
from agents.post_purchase.wording import list_words, state_words

ASK_AGAIN = ("Ask again for this change", "Leave the order as it is")
WAYS_OUT = {
    Status.PENDING: ("Ask again in a minute",),
    Status.PACKED: ("Return or exchange it once it has arrived", "Talk to a person"),
    Status.SHIPPED: ("Return or exchange it once it has arrived", "Talk to a person"),
    Status.DELIVERED: ("Exchange what you want in another variant", "Return it"),
    Status.CANCELED: ("Order the goods anew",),
}
"""What the shopper can do instead when an order cannot be changed any more."""


def changed(work: Work, order: Order, policy: Rule, message: str) -> Json:
    """The answer to a change that was made; the order as it is now goes with it."""
    return {
        "status": "changed",
        "orderId": order.order_id,
        "order": order_wire(order, work.desk.policy, work.desk.now),
        "policy": policy,
        "message": message,
        "suggestions": ["Show my order"],
    }


def unchanged(
    status: str, order: Order, policy: Rule, message: str, suggestions: Sequence[str]
) -> Json:
    """The answer to a change that was not made; the rule is added to the message."""
    return {
        "status": status,
        "orderId": order.order_id,
        "order": None,
        "policy": policy,
        "message": f"{message.rstrip('.')} ({policy}). Nothing has changed.",
        "suggestions": list(suggestions),
    }


def declined(work: Work, reply: Json) -> Json:
    """The answer when the tender was declined."""
    order = work.order()
    message = f"Order {order.order_id} was not changed: {reply['message']}"
    return unchanged("declined", order, Rule.DIFFERENCE, message, reply["suggestions"])


def sold_out(work: Work, shortages: Sequence[Json]) -> Json:
    """The answer when the new variants went away since the quote."""
    order = work.order()
    gone = list_words(f"{each['sku']} ({each['available']} left)" for each in shortages)
    message = f"What you want instead was sold meanwhile: {gone}"
    return unchanged("quote_changed", order, Rule.AVAILABLE, message, ASK_AGAIN)


def gone(work: Work, rule: Rule) -> Json:
    """The answer when the goods have left meanwhile."""
    order = work.order()
    message = f"Order {order.order_id} has left our warehouse meanwhile"
    ways_out = WAYS_OUT[Status.SHIPPED]
    return unchanged("refused", order, rule, message, ways_out)


def not_packed_yet(work: Work, rule: Rule) -> Json:
    """The answer when fulfillment has no parcel yet that could be changed."""
    order = work.order()
    message = f"The parcel of order {order.order_id} is just being made up; ask again in a minute"
    return unchanged("quote_changed", order, rule, message, ASK_AGAIN)


def refused(work: Work, why: str) -> Json:
    """The answer when another agent would not do its part."""
    order = work.order()
    message = f"Order {order.order_id} was not changed: {why}"
    return unchanged("refused", order, Rule.ONE_AT_A_TIME, message, ASK_AGAIN)


def blocked(order: Order, _: Quote) -> Json:
    """The answer when another change of the order is being made."""
    message, ways_out = being_changed(order)
    return unchanged("refused", order, Rule.ONE_AT_A_TIME, message, ways_out)


def expired(order: Order) -> Json:
    """The answer to a quote that holds no longer."""
    message = f"That quote for order {order.order_id} has expired"
    return unchanged("quote_expired", order, Rule.EXPIRY, message, ASK_AGAIN)


def moved_on(order: Order, rule: Rule) -> Json:
    """The answer when the order is another than the one that was shown."""
    message = (
        f"Order {order.order_id} has changed since you saw the quote: it is {state_words(order)} "
        "now, or its goods or payment are others"
    )
    return unchanged("quote_changed", order, rule, message, ASK_AGAIN)


def being_changed(order: Order) -> tuple[str, tuple[str, ...]]:
    """That another change comes first, and what to do."""
    change = unfinished_change(order)
    doing = "canceled" if change is not None and change.kind == "cancellation" else "changed"
    message = f"Order {order.order_id} is being {doing} already; one change comes after the other"
    return message, ("Ask for its status in a minute",)


def too_late(order: Order, what: str, states: Sequence[Status]) -> tuple[str, tuple[str, ...]]:
    """Why a state allows no such change, and what can be done instead."""
    if unfinished_change(order) is not None:
        return being_changed(order)
    allowed = list_words((state.replace("_", " ") for state in states), "or")
    message = f"Order {order.order_id} is {state_words(order)}; {what} only while it is {allowed}"
    return message, WAYS_OUT.get(Status(order.status), ("Talk to a person",))
