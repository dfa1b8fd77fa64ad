"""Another single tender for an order that is not packed: it pays all, the former are refunded."""

from functools import partial

from sqlalchemy.orm import Session

from agents.kit.operations import Call
from agents.kit.wire import money
from agents.kit.wording import spell_money
from agents.post_purchase.changes import answers
from agents.post_purchase.changes.differences import find_tender, refuse_tender
from agents.post_purchase.commits.charges import charge, take_back
from agents.post_purchase.commits.claims import Work
from agents.post_purchase.commits.money import send_back
from agents.post_purchase.commits.saga import Plan, Step
from agents.post_purchase.orders import own_order
from agents.post_purchase.policy import Policy, Rule
from agents.post_purchase.quotes import keep_quote, not_quoted, quoted
from agents.post_purchase.refusals import Refusal
from agents.post_purchase.standing import can_change_payment
from agents.post_purchase.tables import Json, Order, Quote
from agents.post_purchase.tenders import (
    legs_wire,
    paid_with,
    refundable,
    spell_legs,
    tender_amount,
)
from agents.post_purchase.wording import spell_wait

KIND = "payment_change"
RULE = Rule.PAYMENT_BEFORE_PACKING


def quote_payment_change(call: Call, policy: Policy) -> Json:
    """Tell whether another tender can pay an order, and what goes back to the former."""
    with call.store.read() as session:
        order = own_order(session, call.body["orderId"], call.shopper)
    refusal = _refuse(order, call.body["tenderId"], policy)
    if refusal is not None:
        return not_quoted("refused", refusal.rule, refusal.message, refusal.suggestions)
    tenders = call.peers.call("payment", "listTenders")["tenders"]
    tender_id, kinds = call.body["tenderId"], policy.changes.single_tender.kinds
    why = refuse_tender(tenders, tender_id, order.total, order.currency, kinds)
    if why is not None:
        return not_quoted("refused", Rule.SINGLE_TENDER, *why)
    tender = tender_amount(find_tender(tenders, tender_id) or {}, order.total, order.currency)
    legs = [leg for leg in refundable(order, policy.refund.order) if leg["amount"]]
    shown = {
        "kind": KIND,
        "amount": money(order.total, order.currency),
        "tender": tender,
        "refunds": legs_wire(legs, order.currency),
        "notes": [
            f"What was paid goes back {spell_wait(legs, policy)} ({Rule.REFUND_TIMING}).",
            "Should the new payment be declined, nothing changes.",
        ],
        "policies": [RULE, Rule.SINGLE_TENDER, Rule.REFUND_TIMING],
    }
    shown = keep_quote(call, order, policy, shown=shown, terms={"tender": tender, "legs": legs})
    amount = spell_money(order.total, order.currency)
    message = (
        f"{tender['label']} can pay the {amount} of order {order.order_id}; what was paid goes "
        f"back to {spell_legs(legs, order.currency)}."
    )
    return quoted(shown, RULE, message, ["Yes, change it", "No, leave it"])


def check(_: Session, order: Order, quote: Quote, policy: Policy) -> Json | None:
    """Why a yes does not hold; None when it does."""
    refusal = _refuse(order, quote.terms["tender"]["tenderId"], policy)
    if refusal is not None:
        return answers.unchanged(
            "refused", order, refusal.rule, refusal.message, refusal.suggestions
        )
    return answers.moved_on(order, RULE) if order.revision != quote.revision else None


def _refuse(order: Order, tender_id: str, policy: Policy) -> Refusal | None:
    if not can_change_payment(order, policy):
        states = policy.changes.payment_before_packing
        return Refusal(RULE, *answers.too_late(order, "its payment can be changed", states))
    known = paid_with(order, tender_id)
    if known is not None:
        message = f"{known['label']} paid for order {order.order_id} already"
        ways_out = ("Name another way to pay", "Leave the order as it is")
        return Refusal(Rule.SINGLE_TENDER, message, ways_out)
    return None


def _settle(session: Session, work: Work) -> Json:
    order = session.get_one(Order, work.row.order_id)
    terms = session.get_one(Quote, work.commit_id).terms
    order.tenders = [work.facts.get("tender") or terms["tender"]]
    order.revision += 1
    amount, legs = spell_money(order.total, order.currency), terms["legs"]
    message = f"{terms['tender']['label']} has paid the {amount} of order {order.order_id}."
    if legs:
        wait = spell_wait(legs, work.desk.policy)
        message += f" What was paid before goes back to {spell_legs(legs, order.currency)} {wait}."
    return answers.changed(work, order, RULE, message)


def _refund(work: Work) -> None:
    legs = work.quote().terms["legs"]
    send_back(work, reference=work.commit_id, reason=KIND, legs=legs)


PLAN = Plan(
    kind=KIND,
    outcome="changed",
    before=(
        Step(
            "charge",
            partial(charge, capture=True, declined=answers.declined),
            partial(take_back, capture=True),
        ),
    ),
    settle=_settle,
    after=(Step("refund", _refund),),
    refused=answers.refused,
)
