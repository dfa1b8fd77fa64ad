"""Which order and which of its lines are meant: found, or asked for; never assumed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sales_agent.models.offline.context.facts import (
    cart_items,
    cart_of,
    latest_order_id,
)
from sales_agent.models.offline.context.items import Item, item_of_line
from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.reply import Reply
from sales_agent.models.offline.understanding.amounts import read_places
from sales_agent.models.offline.understanding.references import match_names
from sales_agent.models.offline.understanding.tables import pattern
from sales_agent.models.offline.understanding.wish import Wish
from sales_agent.models.offline.wording.faults import sentence
from sales_agent.models.offline.wording.money import DASH, day, listing, money
from sales_agent.models.offline.wording.products import line_words, order_words

Json = Mapping[str, Any]
MOST_LISTED = 5
_GONE = ("canceled", "abandoned")


def orders_for(wish: Wish, desk: Desk) -> list[Json] | Reply:
    """The shopper's orders, or only the one that is named; a reply when there is none."""
    orders: list[Json] = list(desk.call("list_orders")["orders"])
    if not orders:
        return no_orders(wish, desk)
    named = wish.slots.order_id
    if named is None:
        return orders
    found = [order for order in orders if order["orderId"] == named]
    return found or [desk.call("get_order_status", order_id=named)["order"]]


def one_order(wish: Wish, desk: Desk, can: Callable[[Json], bool]) -> Json | Reply:
    """The order that is meant, among those of which something can be done.

    The one named; else the one talked about; else the only one that it can be done with; where it
    can be done with none, the latest, so that its agent says why.
    """
    orders = orders_for(wish, desk)
    if isinstance(orders, Reply):
        return orders
    if wish.slots.order_id:
        return orders[0]
    fit = [order for order in orders if can(order)]
    latest = latest_order_id(desk.talk)
    talked_of = [order for order in fit if order["orderId"] == latest]
    choice = talked_of or fit
    if len(choice) > 1:
        return which_order(choice, wish, desk)
    alive = [order for order in orders if order["status"] not in _GONE]
    return (choice or alive or orders)[0]


def which_order(orders: Sequence[Json], wish: Wish, desk: Desk) -> Reply:
    """Ask for the order, with those it can be."""
    ids = tuple(order["orderId"] for order in orders[:MOST_LISTED])
    ask = desk.say("which_order", lines=order_lines(orders[:MOST_LISTED], desk))
    return Reply.of("", ids[:4], kind="order", ask=ask, wish=wish, choices=ids)


def lines_of(orders: Sequence[Json]) -> list[Item]:
    """The lines of orders of which something is left to return or exchange."""
    return [
        item_of_line({**line, "quantity": units_left(line)}, order["orderId"])
        for order in orders
        for line in order["lines"]
        if units_left(line) > 0
    ]


def units_left(line: Json) -> int:
    """Units of a line that were neither returned nor exchanged."""
    return int(line["quantity"] - line["returnedQuantity"] - line.get("exchangedQuantity", 0))


def named_lines(words: str, lines: Sequence[Item], desk: Desk) -> list[Item]:
    """The lines that words name: by place, "the shirt and the socks", or "all"; may be none."""
    words_of_goods = desk.talk.vocabulary.words
    parts = [part for part in pattern("goods_links").split(words) if part]
    found = [match_names(part, lines, words_of_goods) for part in parts]
    hits = [row[0] for row in found if len(row) == 1]
    if len(hits) > 1 and all(len(row) in (0, 1) for row in found):
        return [line for line in lines if line in hits]
    named = match_names(words, lines, words_of_goods)
    if len(named) == 1:
        return named
    if places := [place for place in read_places(words) if abs(place) <= len(lines)]:
        return [lines[place - 1 if place > 0 else place] for place in places]
    return list(lines) if pattern("everything").search(words) else named


def which_line(ask: str, lines: Sequence[Item], wish: Wish) -> Reply:
    """Ask for the line, with those it can be; several may be named."""
    asked = replace(wish, words="", slots=wish.slots.without("category", "query", "colour", "size"))
    skus = tuple(line.sku or "" for line in lines)
    labels = tuple(item_words(line) for line in lines)
    return Reply.of("", labels[:3], kind="line", ask=ask, wish=asked, choices=skus, labels=labels)


def units_of(line: Item, wish: Wish, desk: Desk) -> int | Reply | None:
    """How many units of a line are meant; None for its only one, a question when it is unsaid."""
    there, said = line.quantity or 1, wish.slots.quantity
    if there == 1:
        return None
    if said and said <= there:
        return said
    if pattern("whole_quantity").search(wish.words):
        return there
    ask = desk.say("ask_units", count=there, name=item_words(line))
    choices = tuple(str(number) for number in range(1, there + 1))
    return Reply.of("", [f"All {there}", "1"], kind="units", ask=ask, wish=wish, choices=choices)


def asked(result: Json, wish: Wish, desk: Desk) -> Reply:
    """A quote that waits for a yes; a reason or a way to pay to be asked for; or a refusal."""
    message, suggestions = sentence(result["message"]), result["suggestions"]
    match result["status"]:
        case "confirmation_required":
            return Reply.of(message, ["Yes", "No"], kind="confirm", ask=desk.say("ask_sure"))
        case "needs_reason":
            return Reply.of("", suggestions, kind="reason", ask=message, wish=wish)
        case "needs_tender":
            ways = suggestions or ways_to_pay(desk)
            return Reply.of("", ways, kind="card", ask=message, wish=wish)
    return Reply.of(message, suggestions)


def ways_to_pay(desk: Desk) -> list[str]:
    """The shopper's ways to pay, as what she can say next."""
    found = desk.attempt("list_payment_methods") or {"tenders": []}
    return [f"Pay with {row['label']}" for row in found["tenders"][:3]]


def with_gift_card(wish: Wish, desk: Desk) -> Wish | Reply:
    """The wish paid with the gift card whose code was said; a reply when the code is none."""
    if not wish.slots.gift_code:
        return wish
    result = desk.call("add_gift_card", code=wish.slots.gift_code)
    if not result.get("tender"):
        again = replace(wish, slots=wish.slots.without("gift_code"))
        ask = desk.say("ask_gift_code_again")
        text = sentence(result["message"])
        return Reply.of(text, result["suggestions"], kind="card", ask=ask, wish=again)
    slots = wish.slots.without("gift_code").filled(pay_with=(result["tender"]["tenderId"],))
    return replace(wish, slots=slots)


def held_words(desk: Desk) -> list[str]:
    """What the shopper holds to pay with, a line each; empty when it cannot be told."""
    found = desk.attempt("list_payment_methods") or {"tenders": []}
    return [_tender_words(row, desk) for row in found["tenders"]]


def no_orders(wish: Wish, desk: Desk) -> Reply:
    """She has no orders, as far as it is known who she is; what is in the cart is none yet."""
    if cart_items(cart_of(desk.talk)):
        return none_open(desk.say("cart_not_ordered"), wish, desk)
    number = wish.slots.order_id
    return Reply.of(
        desk.say("order_unproven", order=number) if number else desk.say("no_orders"),
        ["Sign in with my e-mail"],
        kind="email",
        ask=desk.say("ask_email"),
        wish=wish,
    )


def none_open(told: str, wish: Wish, desk: Desk) -> Reply:
    """Nothing can be done with the orders seen; who is not known may have others."""
    member = desk.attempt("get_points") or {"account": True}
    if member.get("account") is not None:
        return Reply.of(told, ["Show my orders", "Talk to a person"])
    return Reply.of(
        told,
        ["Sign in with my e-mail", "Show my orders"],
        kind="email",
        ask=desk.say("ask_email_of_older"),
        wish=wish,
    )


def order_lines(orders: Sequence[Json], desk: Desk) -> str:
    """Orders, numbered: what, how much, where they stand."""
    rows = []
    for number, order in enumerate(orders, 1):
        state = desk.say(f"state.{order['status']}")
        when = f"{state}, {day(order['placedAt'])}"
        parts = [f"{number}. {order['orderId']}", order_words(order), money(order["total"]), when]
        rows.append(DASH.join(parts))
    return "\n".join(rows)


def numbered(lines: Sequence[Item]) -> str:
    """Lines to choose from, each with its order."""
    return "\n".join(
        f"{n}. {item_words(line)}{DASH}{line.order_id}" for n, line in enumerate(lines, 1)
    )


def item_words(line: Item) -> str:
    """A line by its name, colour and size."""
    size = line.sizes[0] if line.sizes else None
    colour = line.colours[0] if line.colours else None
    return line_words({"name": line.name, "size": size, "colour": colour})


def goods_words(lines: Sequence[Item]) -> str:
    """Several lines by name."""
    return listing([line.name for line in lines])


def _tender_words(row: Json, desk: Desk) -> str:
    if row.get("balance"):
        return desk.say("way_with", label=row["label"], amount=money(row["balance"]))
    return f"- {row['label']}"
