"""Other variants of the goods of an order that is not packed: once, all together."""

from functools import partial

from sqlalchemy.orm import Session

from agents.kit.operations import Call
from agents.kit.wire import money
from agents.kit.wording import spell_money
from agents.post_purchase import swaps
from agents.post_purchase.changes import answers
from agents.post_purchase.changes.swapping import Swap, price_swap
from agents.post_purchase.commits.charges import charge, take_back
from agents.post_purchase.commits.claims import Work
from agents.post_purchase.commits.goods import left_allocations, restock, restock_lines
from agents.post_purchase.commits.holding import give_back, hold_new, take_held
from agents.post_purchase.commits.money import send_back, total_of
from agents.post_purchase.commits.saga import GivenUp, Plan, Step
from agents.post_purchase.orders import own_order
from agents.post_purchase.policy import Policy, Rule
from agents.post_purchase.quotes import keep_quote, not_quoted, quoted
from agents.post_purchase.refusals import Refusal
from agents.post_purchase.standing import can_change_items
from agents.post_purchase.tables import Commit, Json, Order, Quote
from agents.post_purchase.tenders import add_tender, spell_legs, take_off
from agents.post_purchase.wording import spell_wait

KIND = "item_change"
RULE = Rule.ITEMS_BEFORE_PACKING


def quote_item_change(call: Call, policy: Policy) -> Json:
    """Tell what other variants cost or give back, or why they cannot be had."""
    with call.store.read() as session:
        order = own_order(session, call.body["orderId"], call.shopper)
    refusal = _refuse_order(order, policy)
    if refusal is not None:
        return not_quoted("refused", refusal.rule, refusal.message, refusal.suggestions)
    swap = price_swap(call, order, policy)
    if isinstance(swap, dict):
        return swap
    shown = _shown(order, swap, policy)
    shown = keep_quote(call, order, policy, shown=shown, terms=swap.kept)
    message = f"Order {order.order_id} can be changed: {swap.clause(order)}."
    return quoted(shown, RULE, message, ["Yes, change it", "No, leave it"])


def check(_: Session, order: Order, quote: Quote, policy: Policy) -> Json | None:
    """Why a yes does not hold; None when it does."""
    refusal = _refuse_order(order, policy)
    if refusal is not None:
        return answers.unchanged(
            "refused", order, refusal.rule, refusal.message, refusal.suggestions
        )
    return answers.moved_on(order, RULE) if order.revision != quote.revision else None


def _refuse_order(order: Order, policy: Policy) -> Refusal | None:
    if can_change_items(order, policy):
        return None
    if policy.changes.items_once and order.are_items_changed:
        message = f"The goods of order {order.order_id} were changed once already"
        ways_out = ("Exchange it once it has arrived", "Talk to a person")
        return Refusal(Rule.ITEMS_ONCE, message, ways_out)
    states = policy.changes.items_before_packing
    return Refusal(RULE, *answers.too_late(order, "its goods can be changed", states))


def _shown(order: Order, swap: Swap, policy: Policy) -> Json:
    once = (
        "The goods of an order can be changed once, so name all that you want otherwise now "
        f"({Rule.ITEMS_ONCE})."
    )
    notes = [once] if policy.changes.items_once else []
    policies = [RULE, Rule.SAME_PRODUCT, Rule.AVAILABLE, Rule.ITEMS_ONCE]
    return {
        "kind": KIND,
        "swaps": swaps.swaps_wire(order, swap.terms),
        "difference": money(swap.difference, order.currency),
        "tender": swap.settlement.tender,
        "refundTo": swap.settlement.refund_to,
        "newTotal": money(order.total + swap.difference, order.currency),
        "notes": [*notes, *swap.notes(order, policy)],
        "policies": [*policies, *swap.rules(order)],
    }


def _reparcel(work: Work) -> None:
    terms, order = work.quote().terms["swaps"], work.order()
    old = [{"sku": sku, "quantity": n} for sku, n in swaps.units_of(terms, "sku")]
    body = {"remove": old, "add": work.facts["allocations"], "reference": work.commit_id}
    reply = work.desk.peers.call(
        "fulfillment", "changeShipments", body, path={"orderId": order.order_id}
    )
    if reply["status"] == "already_shipped":
        raise GivenUp(answers.gone(work, RULE))
    if reply["status"] == "none":
        raise GivenUp(answers.not_packed_yet(work, RULE))
    if reply["status"] == "not_served":
        raise GivenUp(answers.refused(work, "what you want instead cannot be sent there"))


def _settle(session: Session, work: Work) -> Json:
    order = session.get_one(Order, work.row.order_id)
    terms = session.get_one(Quote, work.commit_id).terms
    before = restock_lines(order, swaps.units_of(terms["swaps"], "sku"))
    swaps.apply_swaps(order, terms["swaps"])
    order.allocations = left_allocations(order.allocations, before) + work.facts["allocations"]
    if terms["tender"]:
        add_tender(order, work.facts.get("tender") or terms["tender"])
    if terms["legs"]:
        take_off(order, total_of(terms["legs"]), work.desk.policy.refund.order)
    order.are_items_changed = True
    order.revision += 1
    session.get_one(Commit, work.commit_id).facts = {**work.facts, "old": before}
    return answers.changed(work, order, RULE, _done(order, terms, work.desk.policy))


def _done(order: Order, terms: Json, policy: Policy) -> str:
    total = spell_money(order.total, order.currency)
    message = f"Order {order.order_id} is changed; it costs {total} now."
    if terms["tender"]:
        amount = spell_money(terms["tender"]["amount"]["amount"], order.currency)
        return f"{message} {amount} was taken from {terms['tender']['label']}."
    if terms["legs"]:
        amount = spell_money(total_of(terms["legs"]), order.currency)
        to, wait = spell_legs(terms["legs"], order.currency), spell_wait(terms["legs"], policy)
        return f"{message} {amount} goes back to {to} {wait}."
    return message


def _restock_old(work: Work) -> None:
    restock(work, work.facts["old"], f"{work.commit_id}-old")


def _refund(work: Work) -> None:
    legs = work.quote().terms["legs"]
    send_back(work, reference=work.commit_id, reason=KIND, legs=legs)


PLAN = Plan(
    kind=KIND,
    outcome="changed",
    before=(
        Step("hold", partial(hold_new, sold_out=answers.sold_out), give_back),
        Step(
            "charge",
            partial(charge, capture=True, declined=answers.declined),
            partial(take_back, capture=True),
        ),
        Step("take_goods", partial(take_held, sold_out=answers.sold_out)),
        Step("reparcel", _reparcel),
    ),
    settle=_settle,
    after=(Step("refund", _refund), Step("restock", _restock_old)),
    refused=answers.refused,
)
