"""Exchanging delivered goods for other variants of the same products: once, all together.

The new units are taken for the shopper when the exchange is opened, and a difference to pay is
reserved. Money moves and the new goods leave when the old ones have come back.
"""

from collections.abc import Sequence
from functools import partial

from sqlalchemy.orm import Session

from agents.kit.operations import Call
from agents.kit.wire import money
from agents.post_purchase import swaps
from agents.post_purchase.changes.swapping import Swap, price_swap, recheck
from agents.post_purchase.changes.variants import refuse_units
from agents.post_purchase.commits.charges import charge, take_back
from agents.post_purchase.commits.claims import Work
from agents.post_purchase.commits.holding import give_back, hold_new, take_held
from agents.post_purchase.commits.saga import Plan, Step, commit_quote
from agents.post_purchase.ids import new_id
from agents.post_purchase.orders import move, own_order
from agents.post_purchase.policy import Fault, Policy, Rule
from agents.post_purchase.quotes import has_expired, keep_quote, not_quoted, own_quote, quoted
from agents.post_purchase.refusals import Refusal
from agents.post_purchase.returns.opening import give_reason
from agents.post_purchase.returns.rules import refuse_goods
from agents.post_purchase.standing import has_exchange, unfinished_change
from agents.post_purchase.statuses import Status
from agents.post_purchase.tables import Commit, Exchange, Json, Order, Quote
from agents.post_purchase.views import exchange_wire
from agents.post_purchase.wording import list_words, state_words

KIND = "exchange"
RULE = Rule.EXCHANGE_AFTER_DELIVERY
ASK_AGAIN = ("Ask again for the exchange", "Keep what I have")


def quote_exchange(call: Call, policy: Policy) -> Json:
    """Tell what swapping delivered goods costs or gives back, or why it cannot be."""
    with call.store.read() as session:
        order = own_order(session, call.body["orderId"], call.shopper)
    given = give_reason(call.body.get("reason", ""), policy)
    at_fault: Fault = given.at_fault if given else "shopper"
    refusal = _refuse_order(order, policy) or _refuse_goods(call, order, at_fault, policy)
    if refusal is not None:
        return not_quoted("refused", refusal.rule, refusal.message, refusal.suggestions)
    swap = price_swap(call, order, policy, allows_same=at_fault == "shop")
    if isinstance(swap, dict):
        return swap
    shown = _shown(order, swap, policy)
    shown = keep_quote(call, order, policy, shown=shown, terms=swap.kept)
    message = f"This can be exchanged: {swap.clause(order)}, when the goods have reached us."
    return quoted(shown, RULE, message, ["Yes, exchange it", "No, keep it"])


def commit_exchange(call: Call, policy: Policy) -> Json:
    """Open the exchange exactly as quoted; a repeat answers the same."""
    with call.store.read() as session:
        quote_id = call.body["quoteId"]
        quote = own_quote(session, quote_id, kinds=(KIND,), shopper=call.shopper)
        is_new = session.get(Commit, quote_id) is None
        order = own_order(session, quote.order_id, call.shopper)
    if is_new and order.revision == quote.revision:
        moved = recheck(call, quote)
        if moved is not None:
            return _not_opened("quote_changed", order, Rule.AVAILABLE, moved)
    return commit_quote(
        PLAN,
        call,
        policy,
        check=lambda _, order, quote: _check(order, quote, call, policy),
        blocked=_blocked,
    )


def _refuse_order(order: Order, policy: Policy) -> Refusal | None:
    if unfinished_change(order) is not None:
        message = f"Order {order.order_id} is being changed already"
        return Refusal(Rule.ONE_AT_A_TIME, message, ("Ask again in a minute",))
    if policy.exchanges.once and has_exchange(order):
        message = f"An exchange of order {order.order_id} was opened already, and one is all"
        return Refusal(Rule.EXCHANGE_ONCE, message, ("Return it instead", "Talk to a person"))
    if order.status in policy.exchanges.after_delivery:
        return None
    status = Status(order.status)
    allowed = list_words((each.replace("_", " ") for each in policy.exchanges.after_delivery), "or")
    message = (
        f"Order {order.order_id} is {state_words(order)}; goods can be exchanged only while it is "
        f"{allowed}"
    )
    if status in policy.changes.items_before_packing:
        return Refusal(RULE, message, ("Change its goods instead", "Talk to a person"))
    if status in (Status.PACKED, Status.SHIPPED):
        return Refusal(RULE, message, ("Exchange it once it has arrived", "Talk to a person"))
    return Refusal(RULE, message, ("Talk to a person",))


def _refuse_goods(call: Call, order: Order, at_fault: Fault, policy: Policy) -> Refusal | None:
    wishes = call.body["swaps"]
    wanted = {wish["sku"]: 1 for wish in wishes}
    today = call.now.date()
    return refuse_units(order, wishes) or refuse_goods(order, wanted, at_fault, policy, today=today)


def _shown(order: Order, swap: Swap, policy: Policy) -> Json:
    days = policy.exchanges.replacement.days
    notes = [
        f"The new goods leave when the old ones have reached us, and come within {days} days.",
        *swap.notes(order, policy),
    ]
    policies = [RULE, Rule.SAME_PRODUCT, Rule.AVAILABLE, *swap.rules(order)]
    if policy.exchanges.once:
        notes.insert(
            0,
            "An order can be exchanged from once, so name all that you want exchanged now "
            f"({Rule.EXCHANGE_ONCE}).",
        )
        policies.insert(1, Rule.EXCHANGE_ONCE)
    if swap.settlement.tender:
        label = swap.settlement.tender["label"]
        notes.append(
            f"The difference is reserved on {label} now, and taken when the goods reach us."
        )
    return {
        "kind": KIND,
        "swaps": swaps.swaps_wire(order, swap.terms),
        "difference": money(swap.difference, order.currency),
        "tender": swap.settlement.tender,
        "refundTo": swap.settlement.refund_to,
        "notes": notes,
        "policies": policies,
    }


def _check(order: Order, quote: Quote, call: Call, policy: Policy) -> Json | None:
    """Why a yes does not hold; None when it does."""
    refusal = _refuse_order(order, policy)
    if refusal is not None:
        return _not_opened("refused", order, refusal.rule, refusal.message, refusal.suggestions)
    if has_expired(quote, call.now):
        message = f"That quote for an exchange of order {order.order_id} has expired"
        return _not_opened("quote_expired", order, Rule.EXPIRY, message)
    if order.revision != quote.revision:
        message = f"Order {order.order_id} has changed since you saw the quote"
        return _not_opened("quote_changed", order, RULE, message)
    return None


def _blocked(order: Order, _: Quote) -> Json:
    message = f"Order {order.order_id} is being changed already"
    again = ("Ask again in a minute",)
    return _not_opened("refused", order, Rule.ONE_AT_A_TIME, message, again)


def _settle(session: Session, work: Work) -> Json:
    order = session.get_one(Order, work.row.order_id)
    quote = session.get_one(Quote, work.commit_id)
    opened = _open(order, quote, work)
    move(order, Status.EXCHANGE_REQUESTED, work.desk.now)
    days = work.desk.policy.exchanges.replacement.days
    return {
        "status": "exchange_opened",
        "orderId": order.order_id,
        "exchange": exchange_wire(opened, order.currency),
        "policy": RULE,
        "message": f"Your exchange {opened.rma_id} is open. The new goods are kept for you; they "
        f"leave when the old ones have reached us, and come within {days} days.",
        "suggestions": ["Ask when the courier comes"],
    }


def _open(order: Order, quote: Quote, work: Work) -> Exchange:
    lines = {line.position: line for line in order.lines}
    terms = quote.terms
    for term in terms["swaps"]:
        lines[term["position"]].exchanged_quantity += term["quantity"]
    rma_id = new_id("RMA", 6)
    opened = Exchange(
        rma_id=rma_id,
        quote_id=quote.quote_id,
        status="requested",
        swaps=quote.shown["swaps"],
        difference=swaps.difference_of(terms["swaps"]),
        tender=terms["tender"] and work.facts.get("tender", terms["tender"]),
        charge_id=work.facts.get("charge_id"),
        legs=terms["legs"],
        allocations=work.facts["allocations"],
        opened_at=work.desk.now,
        instructions=f"Pack the old goods with their tags on, write {rma_id} on the parcel and "
        "hand it to the courier who calls within two days.",
    )
    order.exchanges.append(opened)
    return opened


def _declined(work: Work, reply: Json) -> Json:
    message = f"The exchange was not opened: {reply['message']}"
    return _not_opened("declined", work.order(), Rule.DIFFERENCE, message, reply["suggestions"])


def _sold_out(work: Work, shortages: Sequence[Json]) -> Json:
    gone = list_words(f"{each['sku']} ({each['available']} left)" for each in shortages)
    message = f"What you want instead was sold meanwhile: {gone}"
    return _not_opened("quote_changed", work.order(), Rule.AVAILABLE, message)


def _refused(work: Work, why: str) -> Json:
    message = f"The exchange was not opened: {why}"
    return _not_opened("refused", work.order(), Rule.ONE_AT_A_TIME, message)


def _not_opened(
    status: str,
    order: Order,
    policy: Rule,
    message: str,
    suggestions: list[str] | tuple[str, ...] = ASK_AGAIN,
) -> Json:
    return {
        "status": status,
        "orderId": order.order_id,
        "exchange": None,
        "policy": policy,
        "message": f"{message.rstrip('.')} ({policy}). Nothing has changed.",
        "suggestions": list(suggestions),
    }


PLAN = Plan(
    kind=KIND,
    outcome="exchanged",
    before=(
        Step("hold", partial(hold_new, sold_out=_sold_out), give_back),
        Step(
            "reserve",
            partial(charge, capture=False, declined=_declined),
            partial(take_back, capture=False),
        ),
        Step("take_goods", partial(take_held, sold_out=_sold_out)),
    ),
    settle=_settle,
    after=(),
    refused=_refused,
)
