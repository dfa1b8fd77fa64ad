"""The shopper's yes to a change of address, goods or payment."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from agents.kit.operations import Call
from agents.post_purchase.changes import address, answers, items, payment, swapping
from agents.post_purchase.commits.saga import Plan, commit_quote
from agents.post_purchase.orders import own_order
from agents.post_purchase.policy import Policy, Rule
from agents.post_purchase.quotes import has_expired, own_quote
from agents.post_purchase.tables import Commit, Json, Order, Quote

Check = Callable[[Session, Order, Quote, Policy], Json | None]
KINDS: dict[str, tuple[Plan, Check]] = {
    address.KIND: (address.PLAN, address.check),
    items.KIND: (items.PLAN, items.check),
    payment.KIND: (payment.PLAN, payment.check),
}


def commit_order_change(call: Call, policy: Policy) -> Json:
    """Change an order as quoted; a repeat finishes what is unfinished and answers the same."""
    with call.store.read() as session:
        quote_id = call.body["quoteId"]
        quote = own_quote(session, quote_id, kinds=tuple(KINDS), shopper=call.shopper)
        is_new = session.get(Commit, quote_id) is None
        order = own_order(session, quote.order_id, call.shopper)
    plan, check = KINDS[quote.kind]
    if is_new and order.revision == quote.revision and quote.kind == items.KIND:
        moved = swapping.recheck(call, quote)
        if moved is not None:
            return answers.unchanged(
                "quote_changed", order, Rule.AVAILABLE, moved, answers.ASK_AGAIN
            )

    def holds(session: Session, order: Order, quote: Quote) -> Json | None:
        refusal = check(session, order, quote, policy)
        is_refused = refusal is not None and refusal["status"] == "refused"
        if not is_refused and has_expired(quote, call.now):
            return answers.expired(order)
        return refusal

    return commit_quote(plan, call, policy, check=holds, blocked=answers.blocked)
