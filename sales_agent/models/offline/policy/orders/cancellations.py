"""Canceling an order: which, why, and what the shop says to it.

A reason is asked for once. One that the shop's list does not have, or none, counts as the first of
the list, which names nobody's fault; it stands in the quote that she says yes to.
"""

from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.orders.order_choice import (
    asked,
    goods_words,
    lines_of,
    one_order,
)
from sales_agent.models.offline.policy.reply import Reply
from sales_agent.models.offline.policy.shop.reservations import cancel_reservation
from sales_agent.models.offline.understanding.tables import load_tables, pattern
from sales_agent.models.offline.understanding.wish import Slots, Wish


def cancel(wish: Wish, desk: Desk) -> Reply:
    """Cancel an order: the one named, the one talked about, or the only one that can be."""
    order_id = wish.slots.order_id
    if order_id is None and _means_a_reservation(wish, desk):
        return cancel_reservation(wish, desk)
    if order_id is None:
        order = one_order(wish, desk, lambda row: bool(row["canCancel"]))
        if isinstance(order, Reply):
            return order
        if not order["canCancel"]:
            return Reply.of(desk.say("none_to_cancel"), ["Return something", "Talk to a person"])
        order_id = order["orderId"]
    wish = Wish(wish.intent, wish.slots.filled(order_id=order_id), words=wish.words)
    reason = wish.slots.reason or _told_why(wish)
    result = desk.call("cancel_order", order_id=order_id, reason=_plainly(reason))
    if result["status"] == "needs_reason" and reason and result["suggestions"]:
        mildest = result["suggestions"][0]
        result = desk.call("cancel_order", order_id=order_id, reason=mildest)
    return asked(result, wish, desk)


def cancel_part(wish: Wish, desk: Desk) -> Reply:
    """Only some goods of an order: it is canceled as a whole or not, so both ways are told."""
    order = one_order(wish, desk, lambda row: bool(row["canCancel"]))
    if isinstance(order, Reply):
        return order
    if not order["canCancel"]:
        return Reply.of(desk.say("none_to_cancel"), ["Return something", "Talk to a person"])
    lines = [line for line in lines_of([order]) if line.sku in wish.slots.skus]
    told = desk.say("whole_order_only", order=order["orderId"], goods=goods_words(lines))
    whole = Wish("cancel_order", Slots(order_id=order["orderId"]))
    ask = desk.say("ask_cancel_whole")
    return Reply.of(told, ["Yes", "No"], kind="yes_no", ask=ask, wish=whole)


def _means_a_reservation(wish: Wish, desk: Desk) -> bool:
    """Whether a reservation is named, or "it" is what was reserved or listed in the turn before."""
    words = wish.words.lower()
    if pattern("names_reservation").search(words):
        return not pattern("order_words").search(words)
    calls = desk.talk.past[-1].calls if desk.talk.past else ()
    is_of_one = any(
        call.name == "list_reservations" or (call.result or {}).get("status") == "reserved"
        for call in calls
    )
    return is_of_one and not pattern("order_words").search(words)


def _told_why(wish: Wish) -> str | None:
    """What is said beside the wish itself: "because ...", or that there is no reason."""
    words = wish.words.lower()
    says = pattern("because").search(words) or pattern("reasonless").search(words)
    return wish.words[:200] if says else None


def _plainly(reason: str | None) -> str | None:
    """A reason in the words that the orders' agent knows, said in whatever language."""
    known: dict[str, str] = load_tables().words["cancel_reasons"]
    return next((known[said] for said in known if said in (reason or "").lower()), reason)
