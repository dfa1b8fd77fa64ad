"""Sending an order elsewhere, while it has not left."""

from sqlalchemy.orm import Session

from agents.kit.operations import Call
from agents.post_purchase.changes import answers
from agents.post_purchase.commits.claims import Work
from agents.post_purchase.commits.saga import GivenUp, Plan, Step
from agents.post_purchase.orders import own_order
from agents.post_purchase.policy import Policy, Rule
from agents.post_purchase.quotes import keep_quote, not_quoted, quoted
from agents.post_purchase.refusals import Refusal
from agents.post_purchase.standing import can_change_address
from agents.post_purchase.statuses import Status
from agents.post_purchase.tables import Json, Order, Quote

KIND = "address_change"
RULE = Rule.ADDRESS_BEFORE_SHIPPING
HOME = "IN"
"""The country of an address that names none, when the order had none either."""


def quote_address_change(call: Call, policy: Policy) -> Json:
    """Tell whether an order can go to another address."""
    with call.store.read() as session:
        order = own_order(session, call.body["orderId"], call.shopper)
    address = complete_address(call.body["address"], order.address)
    refusal = refuse(order, address, policy)
    if refusal is not None:
        return not_quoted("refused", refusal.rule, refusal.message, refusal.suggestions)
    shown = {
        "kind": KIND,
        "address": address,
        "formerAddress": order.address,
        "notes": [
            "Your default address stays as it is.",
            "Goods that were packed already are relabelled; the promised day stays.",
        ],
        "policies": [RULE],
    }
    shown = keep_quote(call, order, policy, shown=shown)
    message = f"Order {order.order_id} can go to {spell_address(address)}."
    return quoted(shown, RULE, message, ["Yes, send it there", "No, leave it"])


def complete_address(wanted: Json, former: Json | None) -> Json:
    """An address with every field; name and country of the former one where none is given."""
    known = former or {"name": "", "country": HOME}
    return {
        "name": wanted.get("name") or known["name"],
        "line1": wanted["line1"],
        "line2": wanted.get("line2"),
        "city": wanted["city"],
        "state": wanted.get("state"),
        "postcode": wanted["postcode"],
        "country": wanted.get("country") or known["country"],
    }


def spell_address(address: Json) -> str:
    """An address on one line."""
    parts = (address["line1"], address["line2"], address["city"], address["state"])
    return f"{', '.join(part for part in parts if part)} {address['postcode']}"


def refuse(order: Order, address: Json, policy: Policy) -> Refusal | None:
    """Why an order cannot go there; None when it can."""
    if order.store_name is not None:
        message = f"Order {order.order_id} waits to be collected at {order.store_name}"
        return Refusal(RULE, message, ("Cancel it and order with delivery", "Talk to a person"))
    if not can_change_address(order, policy):
        states = policy.changes.address_before_shipping
        message, ways_out = answers.too_late(order, "its address can be changed", states)
        if order.status in (Status.SHIPPED, Status.PACKED):
            ways_out = ("Refuse the parcel when it comes", "Talk to a person")
        return Refusal(RULE, message, ways_out)
    if address == order.address:
        message = f"Order {order.order_id} goes to {spell_address(address)} already"
        return Refusal(RULE, message, ("Show my order",))
    return None


def check(_: Session, order: Order, quote: Quote, policy: Policy) -> Json | None:
    """Why a yes does not hold; None when it does."""
    refusal = refuse(order, quote.shown["address"], policy)
    if refusal is not None:
        return answers.unchanged(
            "refused", order, refusal.rule, refusal.message, refusal.suggestions
        )
    has_moved = order.address != quote.shown["formerAddress"]
    return answers.moved_on(order, RULE) if has_moved else None


def _reroute(work: Work) -> None:
    reply = work.desk.peers.call(
        "fulfillment",
        "changeShipments",
        {"address": work.quote().shown["address"], "reference": work.commit_id},
        path={"orderId": work.row.order_id},
    )
    if reply["status"] == "already_shipped":
        raise GivenUp(answers.gone(work, RULE))
    if reply["status"] == "none":
        raise GivenUp(answers.not_packed_yet(work, RULE))
    if reply["status"] == "not_served":
        order, there = work.order(), work.quote().shown["address"]["postcode"]
        message = f"We do not deliver to {there}"
        ways_out = ("Choose another address", "Leave the order as it is")
        raise GivenUp(answers.unchanged("refused", order, RULE, message, ways_out))


def _settle(session: Session, work: Work) -> Json:
    order = session.get_one(Order, work.row.order_id)
    address = session.get_one(Quote, work.commit_id).shown["address"]
    order.address = address
    order.revision += 1
    message = f"Order {order.order_id} goes to {spell_address(address)}."
    return answers.changed(work, order, RULE, message)


PLAN = Plan(
    kind=KIND,
    outcome="changed",
    before=(Step("reroute", _reroute),),
    settle=_settle,
    after=(),
    refused=answers.refused,
)
