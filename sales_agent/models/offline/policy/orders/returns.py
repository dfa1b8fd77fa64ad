"""Returning lines of a delivered order: which, how many of them, why, and where the money goes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sales_agent.models.offline.context.facts import (
    cart_items,
    cart_of,
    focus_of,
    latest_order_id,
)
from sales_agent.models.offline.context.items import Item
from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.orders.order_choice import (
    asked,
    goods_words,
    lines_of,
    named_lines,
    none_open,
    numbered,
    orders_for,
    units_of,
    which_line,
)
from sales_agent.models.offline.policy.reply import Reply
from sales_agent.models.offline.policy.shop import shop_pages
from sales_agent.models.offline.understanding.payments import without_cards
from sales_agent.models.offline.understanding.tables import pattern
from sales_agent.models.offline.understanding.wish import Wish
from sales_agent.models.offline.wording.money import day

Json = Mapping[str, Any]
_REASONS = ("It is too small", "It is damaged", "I changed my mind")


def return_items(wish: Wish, desk: Desk) -> Reply:
    """Return lines of a delivered order, found by the shopper's words."""
    orders = orders_for(wish, desk)
    if isinstance(orders, Reply):
        return _before_buying(wish, desk) or orders
    lines = lines_of([order for order in orders if _is_open(order, desk.today)])
    if told := _closed(wish, lines, orders, desk):
        return told
    lines = lines or _refused_lines(wish, orders, desk)
    if not lines:
        return none_open(desk.say("none_returnable"), wish, desk)
    chosen = _chosen(wish, lines, desk)
    if isinstance(chosen, Reply):
        return chosen
    skus = tuple(line.sku or "" for line in chosen)
    wish = replace(wish, slots=replace(wish.slots, order_id=chosen[0].order_id, skus=skus))
    units = units_of(chosen[0], wish, desk) if len(chosen) == 1 else None
    if isinstance(units, Reply):
        return units
    if wish.slots.reason is None:
        ask = desk.say("ask_reason", name=goods_words(chosen))
        return Reply.of("", _REASONS, kind="reason", ask=ask, wish=wish)
    rows = [{"sku": sku, **({"quantity": units} if units else {})} for sku in skus]
    back = without_cards(wish.slots.pay_with)
    result = desk.call(
        "return_items",
        order_id=chosen[0].order_id,
        lines=rows,
        reason=wish.slots.reason,
        refund_to=back[0] if back else None,
    )
    return asked(result, wish, desk)


def _before_buying(wish: Wish, desk: Desk) -> Reply | None:
    """What the pages say of returns, where she asks it of goods that she looks at or has chosen."""
    is_chosen = focus_of(desk.talk) or cart_items(cart_of(desk.talk))
    if not is_chosen or not pattern("question").match(wish.words.lower()):
        return None
    return shop_pages.found(replace(wish, intent="return_policy"), desk)


def _is_open(order: Json, today: date) -> bool:
    return (order.get("returnableUntil") or "") >= today.isoformat()


def _closed(wish: Wish, lines: Sequence[Item], orders: Sequence[Json], desk: Desk) -> Reply | None:
    """Why what is meant cannot go back, where it is of an order of which nothing can.

    Where nothing can go back at all and goods are named, the shop itself says why not.
    """
    if wish.slots.order_id or wish.slots.skus or named_lines(wish.words, lines, desk):
        return None
    named = named_lines(wish.words, lines_of(orders), desk)
    if not lines:
        names = named or wish.slots.category or wish.slots.query
        named = [] if names else _talked_of(orders, desk)
    if not named or len(_orders(named)) > 1:
        return None
    order = next(row for row in orders if row["orderId"] == named[0].order_id)
    return _told_closed(order, named, desk)


def _talked_of(orders: Sequence[Json], desk: Desk) -> list[Item]:
    """The lines of the order that was talked about last."""
    latest = latest_order_id(desk.talk)
    return lines_of([order for order in orders if order["orderId"] == latest])


def _told_closed(order: Json, lines: Sequence[Item], desk: Desk) -> Reply:
    state = desk.say(f"state.{order['status']}")
    if not (until := order.get("returnableUntil")):
        text = desk.say("return_not_yet", order=order["orderId"], state=state)
        return Reply.of(text, ["Where is it?", "Talk to a person"])
    values = {"goods": goods_words(lines), "day": day(until, desk.today)}
    text = desk.say("return_over", order=order["orderId"], **values)
    person = Wish("speak_to_human", words=text)
    return Reply.of(text, kind="yes_no", ask=desk.say("ask_person"), wish=person)


def _refused_lines(wish: Wish, orders: Sequence[Json], desk: Desk) -> list[Item]:
    """Lines that cannot go back but were named, so that the shop itself says why not."""
    lines = lines_of(orders)
    return lines if wish.slots.order_id else named_lines(wish.words, lines, desk)


def _chosen(wish: Wish, lines: Sequence[Item], desk: Desk) -> list[Item] | Reply:
    """The lines that are meant: by SKU, by words, or the only one; all of one order."""
    by_sku = [line for line in lines if line.sku in wish.slots.skus]
    if by_sku:
        return [line for line in by_sku if line.order_id == by_sku[0].order_id]
    found = named_lines(wish.words, lines, desk)
    named = wish.slots.category or wish.slots.query
    if not found and named and not pattern("money_back").search(wish.words.lower()):
        ask = desk.say("not_among", words=named, lines=numbered(lines))
        return which_line(ask, lines, wish)
    count = wish.slots.quantity
    if len(found) == 1 or (len(found) == count and len(_orders(found)) == 1):
        return found
    if found and _all_said(wish, found, lines):
        return found
    found = found or list(lines)
    if len(found) == 1:
        return found
    return which_line(desk.say("which_return", lines=numbered(found)), found, wish)


def _all_said(wish: Wish, found: Sequence[Item], lines: Sequence[Item]) -> bool:
    """Whether several lines are meant, and not one of several that fit alike."""
    is_several = any(word in wish.words.lower() for word in (" and ", ",", "all", "everything"))
    places = any(word in wish.words.lower() for word in ("first two", "first three", "both"))
    return (is_several or places) and len(_orders(found)) == 1 and len(found) <= len(lines)


def _orders(lines: Sequence[Item]) -> set[str | None]:
    return {line.order_id for line in lines}
