"""Opening a return (RMA): what sending goods back gives, and the shopper's yes to it."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from agents.kit.operations import Call
from agents.kit.wire import money
from agents.kit.wording import spell_money
from agents.post_purchase.changes.differences import find_tender
from agents.post_purchase.commits.claims import Work
from agents.post_purchase.commits.money import total_of
from agents.post_purchase.commits.saga import Plan, commit_quote
from agents.post_purchase.handoffs import mask_numbers
from agents.post_purchase.ids import new_id
from agents.post_purchase.orders import move, own_order
from agents.post_purchase.policy import Fault, Policy, Rule
from agents.post_purchase.quotes import has_expired, keep_quote, not_quoted, quoted
from agents.post_purchase.reasons import find_reason
from agents.post_purchase.refunds import line_refund
from agents.post_purchase.returns import rules
from agents.post_purchase.statuses import Status
from agents.post_purchase.tables import Json, Order, Quote, Return
from agents.post_purchase.tenders import leg_of, legs_wire, refundable, spell_legs, spread
from agents.post_purchase.views import return_wire
from agents.post_purchase.wording import list_words, spell_receipt

KIND = "return"
ASK_AGAIN = ["Ask again to return it"]


@dataclass(frozen=True)
class Given:
    """A reason as it is shown, and whose fault it is."""

    title: str
    at_fault: Fault


def quote_return(call: Call, policy: Policy) -> Json:
    """Tell what sending these lines back would give, or why they cannot come back."""
    with call.store.read() as session:
        order = own_order(session, call.body["orderId"], call.shopper)
    wanted = rules.wanted_units(order, call.body["lines"])
    given = give_reason(call.body["reason"], policy)
    if given is None:
        return _ask_reason(policy)
    refusal = rules.refuse_return(order, wanted, given.at_fault, policy, today=call.now.date())
    if refusal is not None:
        return not_quoted("refused", refusal.rule, refusal.message, refusal.suggestions)
    terms = _terms(order, wanted, given, policy)
    legs = _legs(call, order, terms["refund"], policy)
    if isinstance(legs, dict):
        return legs
    shown = _shown(order, terms, legs, policy)
    terms = {**terms, "legs": legs, "tenderId": call.body.get("tenderId")}
    shown = keep_quote(call, order, policy, shown=shown, terms=terms)
    amount = spell_money(terms["refund"], order.currency)
    when = spell_receipt(legs, policy)
    message = f"You can return this; {amount} goes back to {shown['refundTo']}, {when}."
    return quoted(shown, Rule.WINDOW, message, ["Yes, return it", "No, keep it"])


def commit_return(call: Call, policy: Policy) -> Json:
    """Open the return as quoted; a repeat answers the same."""
    return commit_quote(
        PLAN,
        call,
        policy,
        check=lambda _, order, quote: _check(order, quote, call, policy),
        blocked=_blocked,
    )


def give_reason(words: str, policy: Policy) -> Given | None:
    """The reason that a shopper gives, in the policy's words or else her own; None when empty.

    What the policy does not know is nobody's fault but hers.
    """
    reason = find_reason(words, policy.returns.reasons)
    if reason is not None:
        return Given(reason.title, reason.at_fault)
    own = mask_numbers(words.strip())
    return Given(own, "shopper") if own else None


def _ask_reason(policy: Policy) -> Json:
    titles: list[str] = [reason.title for reason in policy.returns.reasons]
    message = f"Why does it come back: {list_words(titles, 'or')}?"
    return {
        "status": "needs_reason",
        "quote": None,
        "policy": Rule.RETURN_REASONS,
        "message": message,
        "suggestions": [f"It is {title}" for title in titles[:3]],
    }


def _terms(order: Order, wanted: Mapping[str, int], given: Given, policy: Policy) -> Json:
    """What comes back and what for, line by line; the sending back is taken off once."""
    taken = [pair for sku, count in wanted.items() for pair in rules.taken_units(order, sku, count)]
    units = [
        {
            "position": line.position,
            "sku": line.sku,
            "name": line.name,
            "quantity": n,
            "amount": line_refund(line, n),
        }
        for line, n in taken
    ]
    goods = sum(line_refund(line, n) for line, n in taken)
    shipping = min(goods, policy.returns.shipping.charged(given.at_fault, order.currency))
    return {
        "units": units,
        "reason": given.title,
        "atFault": given.at_fault,
        "shipping": shipping,
        "refund": goods - shipping,
    }


def _legs(call: Call, order: Order, amount: int, policy: Policy) -> list[Json] | Json:
    """Where the money goes; or the reply that says why it cannot go there."""
    tender_id, paid = call.body.get("tenderId"), refundable(order, policy.refund.order)
    if tender_id is None or any(leg["tenderId"] == tender_id for leg in paid):
        return _original_legs(amount, paid, tender_id, policy)
    tenders = call.peers.call("payment", "listTenders")["tenders"]
    tender = find_tender(tenders, tender_id)
    if tender is not None and tender["kind"] == "gift_card":
        return [leg_of(tender, amount)] if amount else []
    labels = [leg["label"] for leg in paid]
    cards = [each["label"] for each in tenders if each["kind"] == "gift_card"]
    message = (
        f"The money of a return goes back to what paid for it, {list_words(labels)}, or to one of "
        f"your gift cards, not to {tender['label'] if tender else tender_id}"
    )
    ways_out = [f"Send it back to {label}" for label in (*labels[:1], *cards[:2])]
    return not_quoted("refused", Rule.REFUND_TO, message, ways_out or ["Talk to a person"])


def _original_legs(
    amount: int, paid: list[Json], tender_id: str | None, policy: Policy
) -> list[Json]:
    """Legs to what paid; the tender that was named first, as far as it paid."""
    first = [leg for leg in paid if leg["tenderId"] == tender_id]
    own = min(amount, total_of(first))
    others = [leg for leg in paid if leg["tenderId"] != tender_id]
    legs = spread(own, first, policy.refund.order) if own else []
    return [*legs, *spread(amount - own, others, policy.refund.order)] if amount > own else legs


def _shown(order: Order, terms: Json, legs: list[Json], policy: Policy) -> Json:
    notes = [f"The money goes back {spell_receipt(legs, policy)} ({Rule.AFTER_RECEIPT})."]
    if terms["shipping"]:
        amount = spell_money(terms["shipping"], order.currency)
        notes.append(f"{amount} for sending it back is taken off ({Rule.RETURN_SHIPPING}).")
    elif policy.returns.shipping.amounts.get(order.currency):
        notes.append(f"Sending it back costs you nothing ({Rule.RETURN_SHIPPING}).")
    if order.delivery:
        notes.append("The delivery fee stays with the shop.")
    by_sku: dict[str, Json] = {}
    for unit in terms["units"]:
        known = by_sku.setdefault(unit["sku"], {**unit, "quantity": 0, "amount": 0})
        known["quantity"] += unit["quantity"]
        known["amount"] += unit["amount"]
    return {
        "kind": KIND,
        "lines": [
            {
                "sku": each["sku"],
                "name": each["name"],
                "quantity": each["quantity"],
                "reason": terms["reason"],
                "refund": money(each["amount"], order.currency),
            }
            for each in by_sku.values()
        ],
        "refund": money(terms["refund"], order.currency),
        "refundTo": spell_legs(legs, order.currency),
        "refunds": legs_wire(legs, order.currency),
        "returnShipping": money(terms["shipping"], order.currency),
        "notes": notes,
        "policies": [Rule.WINDOW, Rule.RETURN_SHIPPING, Rule.REFUND_TO, Rule.AFTER_RECEIPT],
    }


def _check(order: Order, quote: Quote, call: Call, policy: Policy) -> Json | None:
    """Why a yes does not hold; None when it does."""
    wanted = {line["sku"]: line["quantity"] for line in quote.shown["lines"]}
    refusal = rules.refuse_state(order, policy) or rules.refuse_units(order, wanted)
    if refusal is not None:
        return _not_opened("refused", order, refusal.rule, refusal.sentence, refusal.suggestions)
    if has_expired(quote, call.now):
        message = f"That quote for a return of order {order.order_id} has expired ({Rule.EXPIRY})."
        return _not_opened("quote_expired", order, Rule.EXPIRY, message, ASK_AGAIN)
    given = Given(quote.terms["reason"], quote.terms["atFault"])
    terms, known = _terms(order, wanted, given, policy), quote.terms
    legs = known["legs"]
    if {leg["tenderId"] for leg in legs} <= {each["tenderId"] for each in order.tenders}:
        legs = _original_legs(
            terms["refund"], refundable(order, policy.refund.order), known["tenderId"], policy
        )
    if (terms["units"], legs) != (known["units"], known["legs"]):
        message = f"Order {order.order_id} has changed since you saw the quote."
        return _not_opened("quote_changed", order, Rule.LINES, message, ASK_AGAIN)
    return None


def _blocked(order: Order, _: Quote) -> Json:
    message = f"Order {order.order_id} is being changed already ({Rule.ONE_AT_A_TIME})."
    again = ["Ask again in a minute"]
    return _not_opened("refused", order, Rule.ONE_AT_A_TIME, message, again)


def _settle(session: Session, work: Work) -> Json:
    order = session.get_one(Order, work.row.order_id)
    quote = session.get_one(Quote, work.commit_id)
    opened = _open(order, quote, work)
    amount = spell_money(opened.refund, order.currency)
    return {
        "status": "return_opened",
        "orderId": order.order_id,
        "rma": return_wire(opened, order.currency),
        "policy": Rule.WINDOW,
        "message": f"Your return {opened.rma_id} is open. {amount} goes back to "
        f"{opened.refund_to}, {spell_receipt(opened.legs, work.desk.policy)}.",
        "suggestions": ["Ask when the courier comes"],
    }


def _open(order: Order, quote: Quote, work: Work) -> Return:
    lines = {line.position: line for line in order.lines}
    for unit in quote.terms["units"]:
        line = lines[unit["position"]]
        line.returned_quantity += unit["quantity"]
        line.settled += unit["amount"]
    if order.status != Status.RETURN_REQUESTED:
        move(order, Status.RETURN_REQUESTED, work.desk.now)
    rma_id = new_id("RMA", 6)
    opened = Return(
        rma_id=rma_id,
        status="requested",
        lines=[
            {name: line[name] for name in ("sku", "name", "quantity", "reason")}
            for line in quote.shown["lines"]
        ],
        units=quote.terms["units"],
        refund=quote.terms["refund"],
        return_shipping=quote.terms["shipping"],
        refund_to=quote.shown["refundTo"],
        legs=quote.terms["legs"],
        opened_at=work.desk.now,
        instructions=f"Pack the goods with their tags on, write {rma_id} on the parcel and hand it "
        "to the courier who calls within two days.",
    )
    order.returns.append(opened)
    return opened


def _refused(work: Work, why: str) -> Json:
    message = f"The return was not opened: {why}."
    return _not_opened("refused", work.order(), Rule.ONE_AT_A_TIME, message, ASK_AGAIN)


def _not_opened(
    status: str,
    order: Order,
    policy: Rule,
    message: str,
    suggestions: list[str] | tuple[str, ...],
) -> Json:
    return {
        "status": status,
        "orderId": order.order_id,
        "rma": None,
        "policy": policy,
        "message": message,
        "suggestions": list(suggestions),
    }


PLAN = Plan(kind=KIND, outcome="open", before=(), settle=_settle, after=(), refused=_refused)
