"""Canceling an order: what it would give back, and the commit that gives it back."""

from http import HTTPStatus

from sqlalchemy.orm import Session

from agents.kit.errors import Conflict
from agents.kit.operations import Call
from agents.kit.wire import money
from agents.kit.wording import spell_money
from agents.post_purchase.commits.claims import Work
from agents.post_purchase.commits.goods import restock, restock_lines, reverse_points
from agents.post_purchase.commits.money import send_back, total_of
from agents.post_purchase.commits.saga import GivenUp, Plan, Step, commit_quote, is_answered
from agents.post_purchase.orders import move, own_order
from agents.post_purchase.policy import Policy, Reason, Rule
from agents.post_purchase.quotes import has_expired, keep_quote, not_quoted, quoted
from agents.post_purchase.reasons import find_reason
from agents.post_purchase.standing import can_cancel, unfinished_change
from agents.post_purchase.statuses import Status
from agents.post_purchase.tables import Json, Order, Quote
from agents.post_purchase.tenders import legs_wire, refundable, spell_legs, spread
from agents.post_purchase.wording import spell_wait, state_words
from contracts.client import AgentError

KIND = "cancellation"
AT_THE_DOOR = ("Refuse the parcel when it comes", "Return it once it has arrived")
WAYS_OUT = {
    Status.PACKED: AT_THE_DOOR,
    Status.SHIPPED: AT_THE_DOOR,
    Status.DELIVERED: ("Return what you do not want to keep",),
    Status.CANCELED: ("Ask when the money is back",),
}
"""What the shopper can do when it is too late to cancel."""


def quote_cancellation(call: Call, policy: Policy) -> Json:
    """Tell what canceling would give back, or why the order cannot be canceled."""
    with call.store.read() as session:
        order = own_order(session, call.body["orderId"], call.shopper)
    if not can_cancel(order, policy):
        return not_quoted("refused", Rule.BEFORE_PACKING, *_refusal(order))
    reason = find_reason(call.body.get("reason", ""), policy.cancel.reasons)
    if reason is None:
        return _ask_reason(order, call.body.get("reason", ""), policy)
    captured = _captured(call, order)
    if captured and order.status == Status.PENDING:
        message = f"Order {order.order_id} is just being placed; it can be canceled in a minute"
        return not_quoted("refused", Rule.BEFORE_PACKING, message, ["Ask again in a minute"])
    legs = spread(captured, refundable(order, policy.refund.order), policy.refund.order)
    shown = _shown(order, legs, reason, policy)
    shown = keep_quote(call, order, policy, shown=shown, terms={"legs": legs})
    if captured:
        outcome = f"{spell_money(captured, order.currency)} goes back to {shown['refundTo']}"
    else:
        outcome = "nothing has been charged for it"
    message = f"Order {order.order_id} is {order.status} and can be canceled: {outcome}."
    return quoted(shown, Rule.BEFORE_PACKING, message, ["Yes, cancel it", "No, keep it"])


def commit_cancellation(call: Call, policy: Policy) -> Json:
    """Cancel an order as quoted; a repeat finishes what is unfinished and answers the same."""
    return commit_quote(
        PLAN,
        call,
        policy,
        check=lambda _, order, quote: _check(order, quote, call, policy),
        blocked=_blocked,
    )


def _ask_reason(order: Order, words: str, policy: Policy) -> Json:
    titles = [reason.title for reason in policy.cancel.reasons]
    known = ", ".join(titles[:-1]) + f" or {titles[-1]}"
    asked = f"Why should order {order.order_id} be canceled: {known}?"
    if words.strip():
        asked = f"That is none of the reasons for which an order is canceled. {asked}"
    return {
        "status": "needs_reason",
        "quote": None,
        "policy": Rule.CANCEL_REASONS,
        "message": asked,
        "suggestions": [title.capitalize() for title in titles],
    }


def _check(order: Order, quote: Quote, call: Call, policy: Policy) -> Json | None:
    """Why a yes does not hold; None when it does."""
    if not can_cancel(order, policy):
        message, suggestions = _refusal(order)
        message = f"{message} ({Rule.BEFORE_PACKING})."
        return _not_canceled("refused", order, Rule.BEFORE_PACKING, message, suggestions)
    again = ["Ask again to cancel it"]
    if has_expired(quote, call.now):
        message = f"That quote for canceling order {order.order_id} has expired ({Rule.EXPIRY})."
        return _not_canceled("quote_expired", order, Rule.EXPIRY, message, again)
    if order.revision != quote.revision:
        message = (
            f"Order {order.order_id} has changed since you saw the quote: it is "
            f"{state_words(order)} now. Nothing is canceled yet."
        )
        return _not_canceled("quote_changed", order, Rule.BEFORE_PACKING, message, again)
    return None


def _blocked(order: Order, _: Quote) -> Json:
    message, suggestions = _refusal(order)
    return _not_canceled("refused", order, Rule.ONE_AT_A_TIME, f"{message}.", suggestions)


def _shown(order: Order, legs: list[Json], reason: Reason, policy: Policy) -> Json:
    notes = ["A canceled order cannot be taken up again; you can order the goods anew."]
    if legs:
        wait = spell_wait(legs, policy)
        notes.insert(0, f"The money goes back {wait} when it is canceled ({Rule.REFUND_TIMING}).")
    else:
        notes.insert(0, "Nothing has been charged for it; what your card keeps back is released.")
    return {
        "kind": KIND,
        "lines": [
            {"sku": line.sku, "name": line.name, "quantity": line.quantity} for line in order.lines
        ],
        "refund": money(total_of(legs), order.currency),
        "refundTo": spell_legs(legs or refundable(order, policy.refund.order)[:1], order.currency),
        "refunds": legs_wire(legs, order.currency),
        "reason": reason.title,
        "notes": notes,
        "policies": [Rule.BEFORE_PACKING, Rule.CANCEL_REASONS, Rule.REFUND_TIMING],
    }


def _captured(call: Call, order: Order) -> int:
    """What was taken for the order and not given back."""
    try:
        reply = call.peers.call("payment", "getPayments", path={"orderId": order.order_id})
    except AgentError as error:
        if error.status == HTTPStatus.NOT_FOUND and order.status == Status.PENDING:
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
        return f"{here} is already canceled", list(WAYS_OUT[status])
    change = unfinished_change(order)
    if change is not None:
        doing = "canceled" if change.kind == KIND else "changed"
        return f"{here} is being {doing} already", ["Ask for its status in a minute"]
    message = f"{here} is {state_words(order)}; an order can be canceled only until it is packed"
    return message, list(WAYS_OUT.get(status, ("Talk to a person",)))


def _stop_parcels(work: Work) -> None:
    reply = work.desk.peers.call(
        "fulfillment", "cancelShipments", path={"orderId": work.row.order_id}
    )
    if reply["status"] == "already_shipped":
        message = (
            f"Order {work.row.order_id} has left our warehouse meanwhile, so it cannot be canceled "
            f"any more ({Rule.BEFORE_PACKING}). Nothing has changed."
        )
        order = work.order()
        raise GivenUp(
            _not_canceled("refused", order, Rule.BEFORE_PACKING, message, list(AT_THE_DOOR))
        )


def _refund(work: Work) -> None:
    order = work.order()
    legs = work.quote().terms["legs"]
    if order.status == Status.PENDING:
        sent = _release_reservation(work, order)
    else:
        sent = send_back(work, reference=work.commit_id, reason=KIND, legs=legs)
    work.learn(sent=sent, is_paid=order.status != Status.PENDING or bool(sent))


def _release_reservation(work: Work, order: Order) -> list[Json]:
    """Void what the checkout reserved; money that it has taken meanwhile is sent back."""
    kinds = work.desk.policy.refund.order
    whole = spread(order.total, refundable(order, kinds), kinds)
    anything = [{"tenderId": None, "kind": "card", "label": "", "amount": order.total}]
    try:
        sent = send_back(
            work, reference=work.commit_id, reason=KIND, legs=anything if order.total else []
        )
    except AgentError as error:
        if not is_answered(error):
            raise
        if error.status == HTTPStatus.NOT_FOUND:
            return []
        # The checkout is taking the money this moment: let it end.
        raise GivenUp(_refused(work, str(error)), fault=error) from error
    return [{**leg, "label": leg["label"] or spell_legs(whole, order.currency)} for leg in sent]


def _settle(session: Session, work: Work) -> Json:
    """Make the order canceled.

    A checkout that failed meanwhile has abandoned the order: it is gone already.
    """
    order = session.get_one(Order, work.row.order_id)
    shown = session.get_one(Quote, work.commit_id).shown
    sent = work.facts.get("sent", [])
    if order.status != Status.ABANDONED:
        try:
            move(order, Status.CANCELED, work.desk.now)
        except Conflict as error:
            raise GivenUp(_refused(work, error.detail)) from error
        order.cancel_reason = shown["reason"]
    order.refunded += total_of(sent)
    message = f"Order {order.order_id} is canceled."
    if sent:
        amount = spell_money(total_of(sent), order.currency)
        to, wait = spell_legs(sent, order.currency), spell_wait(sent, work.desk.policy)
        message += f" {amount} goes back to {to} {wait}."
    else:
        message += " Nothing had been charged for it."
    return {
        "status": "canceled",
        "orderId": order.order_id,
        "refund": money(total_of(sent), order.currency),
        "refundTo": spell_legs(sent, order.currency) if sent else shown["refundTo"],
        "refunds": legs_wire(sent, order.currency),
        "policy": Rule.BEFORE_PACKING,
        "message": message,
        "suggestions": ["Find something else"],
    }


def _restock(work: Work) -> None:
    if work.facts["is_paid"]:
        order = work.order()
        units = [(line.sku, line.quantity) for line in order.lines]
        restock(work, restock_lines(order, units), f"cancel-{order.order_id}")


def _release_offers(work: Work) -> None:
    work.desk.peers.call("loyalty", "releaseOffers", {"orderId": work.row.order_id})


def _reverse_points(work: Work) -> None:
    if work.facts["is_paid"]:
        reverse_points(work, work.order().total, work.commit_id)


def _refused(work: Work, why: str) -> Json:
    message = f"Order {work.row.order_id} was not canceled: {why}. Nothing has changed."
    again = ["Ask again to cancel it", "Talk to a person"]
    return _not_canceled("refused", work.order(), Rule.BEFORE_PACKING, message, again)


def _not_canceled(
    status: str, order: Order, policy: Rule, message: str, suggestions: list[str]
) -> Json:
    return {
        "status": status,
        "orderId": order.order_id,
        "refund": None,
        "refundTo": None,
        "refunds": [],
        "policy": policy,
        "message": message,
        "suggestions": suggestions,
    }


PLAN = Plan(
    kind=KIND,
    outcome="canceled",
    before=(Step("stop_parcels", _stop_parcels), Step("refund", _refund, is_kept=True)),
    settle=_settle,
    after=(
        Step("restock", _restock),
        Step("release_offers", _release_offers),
        Step("reverse_points", _reverse_points),
    ),
    refused=_refused,
)
