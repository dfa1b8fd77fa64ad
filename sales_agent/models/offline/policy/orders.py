"""After the order: status, list, cancellation, return, and what only a person can do."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sales_agent.models.offline.context.facts import latest_order_id
from sales_agent.models.offline.context.items import Item, item_of_line
from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.reply import Reply
from sales_agent.models.offline.understanding.references import match_names
from sales_agent.models.offline.understanding.wish import Wish
from sales_agent.models.offline.wording.faults import sentence
from sales_agent.models.offline.wording.money import DASH, day, listing, money
from sales_agent.models.offline.wording.products import line_words, order_words

Json = Mapping[str, Any]
_MOST_LISTED = 5


def status(wish: Wish, desk: Desk) -> Reply:
    """Where an order is: the one named, else the one talked about, else the latest."""
    order_id = wish.slots.order_id or latest_order_id(desk.talk)
    result = desk.call("get_order_status", order_id=order_id)
    if result["status"] != "ok":
        return _no_orders(wish, desk)
    order = result["order"]
    text = " ".join([_state(order, desk), *_tracking(result, desk)])
    suggestions = ["Cancel this order"] if order["canCancel"] else []
    if order.get("returnableUntil"):
        suggestions.append("Return something from it")
    return Reply.of(text, [*suggestions, "Show my orders"])


def list_orders(wish: Wish, desk: Desk) -> Reply:
    """The shopper's orders, newest first."""
    orders = desk.call("list_orders")["orders"]
    if not orders:
        return _no_orders(wish, desk)
    return Reply.of(
        "\n".join([desk.say("orders"), _order_lines(orders[:_MOST_LISTED], desk)]),
        ["Where is my latest order?"],
    )


def cancel(wish: Wish, desk: Desk) -> Reply:
    """Cancel an order: the one named, the one talked about, or the only one that can be."""
    order_id = wish.slots.order_id
    if order_id is None:
        orders = desk.call("list_orders")["orders"]
        if not orders:
            return _no_orders(wish, desk)
        open_orders = [order for order in orders if order["canCancel"]]
        latest = latest_order_id(desk.talk)
        talked_of = [order for order in open_orders if order["orderId"] == latest]
        choice = talked_of or open_orders
        if not choice:
            return Reply.of(desk.say("none_to_cancel"), ["Return something", "Talk to a person"])
        if len(choice) > 1:
            return _which_order(choice, wish, desk)
        order_id = choice[0]["orderId"]
    result = desk.call("cancel_order", order_id=order_id, reason=wish.slots.reason)
    return _asked(result, desk)


def return_items(wish: Wish, desk: Desk) -> Reply:
    """Return lines of a delivered order, found by the shopper's words."""
    orders = desk.call("list_orders")["orders"]
    if not orders:
        return _no_orders(wish, desk)
    lines = _returnable(orders, wish.slots.order_id, desk.today)
    if not lines:
        return Reply.of(_why_not(orders, wish, desk), ["Show my orders", "Talk to a person"])
    chosen = _chosen(wish, lines, desk)
    if isinstance(chosen, Reply):
        return chosen
    skus = tuple(line.sku or "" for line in chosen)
    wish = replace(wish, slots=replace(wish.slots, order_id=chosen[0].order_id, skus=skus))
    if wish.slots.reason is None:
        suggestions = ["It is too small", "It is damaged", "I changed my mind"]
        ask = desk.say("ask_reason", name=listing([line.name for line in chosen]))
        return Reply.of("", suggestions, kind="reason", ask=ask, wish=wish)
    call = {"order_id": chosen[0].order_id, "skus": list(skus), "reason": wish.slots.reason}
    return _asked(desk.call("return_items", **call), desk)


def refund_status(wish: Wish, desk: Desk) -> Reply:
    """Returns and refunds as the orders tell them."""
    orders = desk.call("list_orders")["orders"]
    if not orders:
        return _no_orders(wish, desk)
    rows = []
    for order in orders:
        for row in order["returns"]:
            goods = listing([line["name"] for line in row["lines"]])
            rows.append(
                desk.say(
                    f"rma.{row['status']}",
                    rma=row["rmaId"],
                    goods=goods,
                    amount=money(row["refund"]),
                )
            )
        if order["refunded"]["amount"] and not order["returns"]:
            rows.append(
                desk.say("refunded", order=order["orderId"], amount=money(order["refunded"]))
            )
    return Reply.of("\n".join(rows[:_MOST_LISTED]) or desk.say("no_refunds"), ["Show my orders"])


def exchange(wish: Wish, desk: Desk) -> Reply:
    """A swap is a return and a new order here."""
    ask = replace(wish, intent="return_item")
    return Reply.of(
        desk.say("exchange"),
        ["Yes, return it", "Talk to a person"],
        kind="yes_no",
        ask=desk.say("ask_return"),
        wish=ask,
    )


def change_order(wish: Wish, desk: Desk) -> Reply:
    """A placed order is changed by a person, or canceled and placed anew."""
    return _by_person("change_order", wish, desk)


def invoice(wish: Wish, desk: Desk) -> Reply:
    """Invoices come from a person."""
    return _by_person("invoice", wish, desk)


def cancel_reservation(wish: Wish, desk: Desk) -> Reply:
    """A reservation lapses by itself, or a person ends it."""
    return _by_person("cancel_reservation", wish, desk)


def _by_person(key: str, wish: Wish, desk: Desk) -> Reply:
    ask = Wish("speak_to_human", words=wish.words)
    return Reply.of(
        desk.say(key),
        ["Yes, please", "Show my orders"],
        kind="yes_no",
        ask=desk.say("ask_person"),
        wish=ask,
    )


def _asked(result: Json, desk: Desk) -> Reply:
    """A quote that waits for a yes, or a refusal with its policy."""
    if result["status"] == "confirmation_required":
        return Reply.of(
            sentence(result["message"]), ["Yes", "No"], kind="confirm", ask=desk.say("ask_sure")
        )
    text = sentence(result["message"])
    policy = result.get("policy")
    if policy and policy not in text:
        text += " " + sentence(policy)
    return Reply.of(text, result["suggestions"])


def _state(order: Json, desk: Desk) -> str:
    goods = order_words(order)
    return desk.say(
        f"status.{order['status']}",
        order=order["orderId"],
        goods=goods,
        total=money(order["total"]),
    )


def _tracking(result: Json, desk: Desk) -> list[str]:
    """Where its parcels are and when they come."""
    order, parts = result["order"], []
    for parcel in result.get("shipments", ()):
        if parcel.get("trackingNumber") and parcel.get("carrier"):
            parts.append(
                desk.say("tracking", carrier=parcel["carrier"], number=parcel["trackingNumber"])
            )
        events = [event for event in parcel["events"] if event.get("place")]
        if events and parcel["status"] in ("shipped", "in_transit", "out_for_delivery"):
            parts.append(
                desk.say("last_seen", place=events[-1]["place"], day=day(events[-1]["at"]))
            )
    if order.get("promisedBy") and order["status"] in ("pending", "confirmed", "packed", "shipped"):
        parts.append(desk.say("promised", day=day(order["promisedBy"])))
    if result.get("note") and not result.get("shipments"):
        parts.append(desk.say("no_tracking"))
    return parts


def _order_lines(orders: Sequence[Json], desk: Desk) -> str:
    rows = []
    for number, order in enumerate(orders, 1):
        state = desk.say(f"state.{order['status']}")
        when = f"{state}, {day(order['placedAt'])}"
        parts = [f"{number}. {order['orderId']}", order_words(order), money(order["total"]), when]
        rows.append(DASH.join(parts))
    return "\n".join(rows)


def _which_order(orders: Sequence[Json], wish: Wish, desk: Desk) -> Reply:
    ids = tuple(order["orderId"] for order in orders[:_MOST_LISTED])
    lines = _order_lines(orders[:_MOST_LISTED], desk)
    return Reply.of(
        "", ids[:4], kind="order", ask=desk.say("which_order", lines=lines), wish=wish, choices=ids
    )


def _returnable(orders: Sequence[Json], order_id: str | None, today: date) -> list[Item]:
    return [
        item_of_line(line, order["orderId"])
        for order in orders
        if (order.get("returnableUntil") or "") >= today.isoformat()
        and order_id in (None, order["orderId"])
        for line in order["lines"]
        if line["quantity"] > line["returnedQuantity"]
    ]


def _why_not(orders: Sequence[Json], wish: Wish, desk: Desk) -> str:
    named = next((o for o in orders if o["orderId"] == wish.slots.order_id), None)
    return (
        desk.say("not_returnable", order=named["orderId"]) if named else desk.say("none_returnable")
    )


def _chosen(wish: Wish, lines: Sequence[Item], desk: Desk) -> list[Item] | Reply:
    """The lines that are meant: by SKU, by words, or the only one."""
    by_sku = [line for line in lines if line.sku in wish.slots.skus]
    found = by_sku or match_names(wish.words, lines, desk.talk.vocabulary.words)
    named = wish.slots.category or wish.slots.query
    if not found and named and not by_sku:
        ask = desk.say("not_among", words=named, lines=_numbered(lines))
        return _which_line("", ask, lines, wish)
    found = found or list(lines)
    if len(found) == 1 or by_sku:
        return found
    ask = desk.say("which_return", lines=_numbered(found))
    return _which_line("", ask, found, wish)


def _which_line(text: str, ask: str, lines: Sequence[Item], wish: Wish) -> Reply:
    asked = replace(wish, words="", slots=wish.slots.without("category", "query", "colour", "size"))
    skus = tuple(line.sku or "" for line in lines)
    labels = tuple(_words(line) for line in lines)
    names = [line.name for line in lines[:3]]
    return Reply.of(text, names, kind="line", ask=ask, wish=asked, choices=skus, labels=labels)


def _numbered(lines: Sequence[Item]) -> str:
    return "\n".join(f"{n}. {_words(line)}{DASH}{line.order_id}" for n, line in enumerate(lines, 1))


def _words(line: Item) -> str:
    size = line.sizes[0] if line.sizes else None
    colour = line.colours[0] if line.colours else None
    return line_words({"name": line.name, "size": size, "colour": colour})


def _no_orders(wish: Wish, desk: Desk) -> Reply:
    return Reply.of(
        desk.say("no_orders"),
        ["Sign in with my e-mail"],
        kind="email",
        ask=desk.say("ask_email"),
        wish=wish,
    )
