"""Sending goods back: what may come back and for how much, and opening the return (RMA)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from agents.kit.operations import Call
from agents.kit.wire import money, timestamp
from agents.kit.wording import spell_day, spell_money
from agents.post_purchase.changes import refund_target
from agents.post_purchase.handoffs import mask_numbers
from agents.post_purchase.ids import new_id
from agents.post_purchase.orders import line_returnable_until, move, own_order, return_wire
from agents.post_purchase.policy import Policy, Reason, Rule
from agents.post_purchase.quotes import expiry, keep_quote, own_quote
from agents.post_purchase.refunds import line_refund
from agents.post_purchase.statuses import Status
from agents.post_purchase.tables import Json, Order, OrderLine, Return

KIND = "return"
ASK_AGAIN = ["Ask again to return it"]


@dataclass(frozen=True)
class Refusal:
    """Why something cannot come back, by which rule, and what the shopper can do."""

    rule: Rule
    message: str
    suggestions: tuple[str, ...]


def quote_return(call: Call, policy: Policy) -> Json:
    """Tell what sending these lines back would give, or why they cannot come back."""
    order = own_order(call.session, call.body["orderId"], call.shopper)
    wanted = wanted_units(order, call.body["lines"])
    reason = find_reason(call.body["reason"], policy)
    refusal = find_refusal(order, wanted, reason, policy, today=call.now.date())
    if refusal:
        return {
            "status": "refused",
            "quote": None,
            "policy": refusal.rule,
            "message": f"{refusal.message} ({refusal.rule}).",
            "suggestions": list(refusal.suggestions),
        }
    title = reason.title if reason else mask_numbers(call.body["reason"].strip())
    shown = _shown(call, order, wanted, title, policy)
    keep_quote(call.session, order, shown, expiry(call.now, policy.quote.expiry.minutes))
    amount = spell_money(shown["refund"]["amount"], order.currency)
    return {
        "status": "quoted",
        "quote": shown,
        "policy": Rule.WINDOW,
        "message": f"You can return this; {amount} goes back to {shown['refundTo']} "
        f"{_after_receipt(policy)}.",
        "suggestions": ["Yes, return it", "No, keep it"],
    }


def commit_return(call: Call, policy: Policy) -> Json:
    """Open the return as quoted; a repeat answers the same."""
    quote = own_quote(call.session, call.body["quoteId"], kind=KIND, shopper=call.shopper)
    if quote.answer is not None:
        return quote.answer
    order = own_order(call.session, quote.order_id, call.shopper)
    shown = quote.shown
    if call.now >= quote.expires_at:
        message = f"That quote for a return of order {order.order_id} has expired."
        return _not_opened("quote_expired", order, message, ASK_AGAIN)
    wanted = {line["sku"]: line["quantity"] for line in shown["lines"]}
    refusal = _state_refusal(order, policy) or _units_refusal(order, wanted)
    if refusal:
        message = f"{refusal.message} ({refusal.rule})."
        return _not_opened("refused", order, message, list(refusal.suggestions))
    refunds = {sku: sku_refund(order, sku, count) for sku, count in wanted.items()}
    if refunds != {line["sku"]: line["refund"]["amount"] for line in shown["lines"]}:
        message = f"Order {order.order_id} has changed since you saw the quote."
        return _not_opened("quote_expired", order, message, ASK_AGAIN)
    opened = _open(call, order, shown)
    amount = spell_money(opened.refund, order.currency)
    quote.answer = {
        "status": "return_opened",
        "orderId": order.order_id,
        "rma": return_wire(opened, order.currency),
        "message": f"Your return {opened.rma_id} is open. {amount} goes back to "
        f"{shown['refundTo']} {_after_receipt(policy)}.",
        "suggestions": ["Ask when the courier comes"],
    }
    return quote.answer


def find_reason(words: str, policy: Policy) -> Reason | None:
    """The reason that a shopper's words give: the longest phrase of the policy found in them."""
    text = words.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    found = [
        (len(phrase), reason)
        for reason in policy.returns.reasons
        for phrase in reason.words
        if re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text)
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def wanted_units(order: Order, lines: list[Json]) -> dict[str, int]:
    """Units by SKU; a line without a quantity means all that can still come back."""
    wanted: dict[str, int] = {}
    for line in lines:
        sku = line["sku"]
        whole = max(1, returnable_units(order, sku))
        wanted[sku] = wanted.get(sku, 0) + line.get("quantity", whole)
    return wanted


def returnable_units(order: Order, sku: str) -> int:
    """Units of a SKU that have not come back and were not announced."""
    return sum(line.quantity - line.returned_quantity for line in _lines_of(order, sku))


def sku_refund(order: Order, sku: str, count: int) -> int:
    """What comes back for units of a SKU, in minor units."""
    return sum(line_refund(order, line, n) for line, n in _taken(order, sku, count))


def find_refusal(
    order: Order,
    wanted: Mapping[str, int],
    reason: Reason | None,
    policy: Policy,
    *,
    today: date,
) -> Refusal | None:
    """Why these units cannot come back; None when they can."""
    return (
        _state_refusal(order, policy)
        or _units_refusal(order, wanted)
        or _category_refusal(order, wanted, reason, policy)
        or _window_refusal(order, wanted, policy, today)
    )


def _state_refusal(order: Order, policy: Policy) -> Refusal | None:
    if order.status in policy.returns.after_delivery:
        return None
    status = Status(order.status)
    if status in (Status.CANCELED, Status.RETURNED):
        way_out = "Ask when the money is back"
    elif status in policy.cancel.before_packing:
        way_out = f"Cancel order {order.order_id} instead"
    else:
        way_out = "Return it once it has arrived"
    message = f"Order {order.order_id} is {status}; goods can be returned once they have arrived"
    if status in (Status.CANCELED, Status.RETURNED):
        message = f"Order {order.order_id} is {status}; nothing of it is left to return"
    return Refusal(Rule.AFTER_DELIVERY, message, (way_out, "Talk to a person"))


def _units_refusal(order: Order, wanted: Mapping[str, int]) -> Refusal | None:
    for sku, count in wanted.items():
        lines = _lines_of(order, sku)
        if not lines:
            there = ", ".join(f"{line.name} ({line.sku})" for line in order.lines)
            message = f"{sku} is not in order {order.order_id}; it has {there}"
            return Refusal(Rule.LINES, message, ("Name a product of this order",))
        left = returnable_units(order, sku)
        if count > left:
            bought = sum(line.quantity for line in lines)
            message = (
                f"{lines[0].name}: of {bought} in order {order.order_id}, {left} can still be "
                f"returned, not {count}"
            )
            return Refusal(Rule.LINES, message, _units_ways_out(left))
    return None


def _units_ways_out(left: int) -> tuple[str, ...]:
    return (f"Return {left} instead",) if left else ("Ask how far its return is",)


def _category_refusal(
    order: Order, wanted: Mapping[str, int], reason: Reason | None, policy: Policy
) -> Refusal | None:
    if reason is not None and reason.at_fault == "shop":
        return None
    kept = [line for line in _wanted_lines(order, wanted) if _is_final(line, policy)]
    if not kept:
        return None
    message = f"{_names(kept)} can be returned only when faulty or not what was ordered"
    others = [line for line in _wanted_lines(order, wanted) if not _is_final(line, policy)]
    return Refusal(Rule.NON_RETURNABLE, message, _ways_out_without(others))


def _window_refusal(
    order: Order, wanted: Mapping[str, int], policy: Policy, today: date
) -> Refusal | None:
    until = {
        line.sku: line_returnable_until(order, line, policy)
        for line in _wanted_lines(order, wanted)
    }
    closed = {sku: day for sku, day in until.items() if day is None or day < today}
    if not closed:
        return None
    late = [line for line in _wanted_lines(order, wanted) if line.sku in closed]
    day = max((day for day in closed.values() if day), default=None)
    when = f"until {spell_day(day)}" if day else "only after delivery"
    others = [line for line in _wanted_lines(order, wanted) if line.sku not in closed]
    message = f"{_names(late)} could be returned {when}"
    return Refusal(Rule.WINDOW, message, _ways_out_without(others))


def _ways_out_without(others: list[OrderLine]) -> tuple[str, ...]:
    first = (f"Return only {_names(others)}",) if others else ()
    return (*first, "Talk to a person")


def _is_final(line: OrderLine, policy: Policy) -> bool:
    return line.category in policy.returns.non_returnable


def _wanted_lines(order: Order, wanted: Mapping[str, int]) -> list[OrderLine]:
    return [line for line in order.lines if line.sku in wanted]


def _names(lines: list[OrderLine]) -> str:
    return " and ".join(dict.fromkeys(line.name for line in lines))


def _lines_of(order: Order, sku: str) -> list[OrderLine]:
    return [line for line in order.lines if line.sku == sku]


def _taken(order: Order, sku: str, count: int) -> list[tuple[OrderLine, int]]:
    """Which lines so many units of a SKU come from, earlier lines first."""
    taken = []
    for line in _lines_of(order, sku):
        n = min(count, line.quantity - line.returned_quantity)
        if n:
            taken.append((line, n))
        count -= n
    return taken


def _shown(
    call: Call, order: Order, wanted: Mapping[str, int], reason: str, policy: Policy
) -> Json:
    names = {line.sku: line.name for line in order.lines}
    refunds = {sku: sku_refund(order, sku, count) for sku, count in wanted.items()}
    notes = [f"The money goes back {_after_receipt(policy)} ({Rule.AFTER_RECEIPT})."]
    if order.delivery:
        notes.append("The delivery fee stays with the shop.")
    return {
        "quoteId": new_id("RQ", 10),
        "kind": KIND,
        "orderId": order.order_id,
        "lines": [
            {
                "sku": sku,
                "name": names[sku],
                "quantity": count,
                "reason": reason,
                "refund": money(refunds[sku], order.currency),
            }
            for sku, count in wanted.items()
        ],
        "refund": money(sum(refunds.values()), order.currency),
        "refundTo": refund_target(order),
        "notes": notes,
        "expiresAt": timestamp(expiry(call.now, policy.quote.expiry.minutes)),
    }


def _open(call: Call, order: Order, shown: Json) -> Return:
    rma_id = new_id("RMA", 6)
    for line in shown["lines"]:
        for order_line, count in _taken(order, line["sku"], line["quantity"]):
            order_line.returned_quantity += count
    if order.status == Status.DELIVERED:
        move(order, Status.RETURN_REQUESTED, call.now)
    opened = Return(
        rma_id=rma_id,
        status="requested",
        lines=[
            {name: line[name] for name in ("sku", "name", "quantity", "reason")}
            for line in shown["lines"]
        ],
        refund=shown["refund"]["amount"],
        opened_at=call.now,
        instructions=f"Pack the goods with their tags on, write {rma_id} on the parcel and hand it "
        "to the courier who calls within two days.",
    )
    order.returns.append(opened)
    return opened


def _after_receipt(policy: Policy) -> str:
    return f"within {policy.refund.after_receipt.days} days of the goods reaching us"


def _not_opened(status: str, order: Order, message: str, suggestions: list[str]) -> Json:
    return {
        "status": status,
        "orderId": order.order_id,
        "rma": None,
        "message": message,
        "suggestions": suggestions,
    }
