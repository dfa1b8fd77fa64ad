"""What became of an order: its status, its refunds, its invoice, what she thinks of it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sales_agent.models.offline.context.facts import latest_order_id
from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.orders.order_choice import (
    MOST_LISTED,
    lines_of,
    no_orders,
    one_order,
    order_lines,
)
from sales_agent.models.offline.policy.orders.returns import return_items
from sales_agent.models.offline.policy.reply import Reply
from sales_agent.models.offline.policy.shop import shop_pages
from sales_agent.models.offline.understanding.references import match_names
from sales_agent.models.offline.understanding.tables import load_tables, pattern
from sales_agent.models.offline.understanding.text import spell_out
from sales_agent.models.offline.understanding.wish import Wish
from sales_agent.models.offline.wording.faults import sentence
from sales_agent.models.offline.wording.money import day, listing, money
from sales_agent.models.offline.wording.products import order_words
from sales_agent.shop.told import told

Json = Mapping[str, Any]
_PAID = ("confirmed", "packed", "shipped", "delivered", "returned", "exchanged")


def status(wish: Wish, desk: Desk) -> Reply:
    """Where an order is: the one named, else the one talked about, else the latest."""
    order_id = wish.slots.order_id or _order_with(wish, desk) or _order_before(wish, desk)
    order_id = order_id or latest_order_id(desk.talk)
    is_known = desk.attempt("get_order_status", order_id=order_id) is not None
    if not is_known and not desk.call("list_orders")["orders"]:
        return no_orders(wish, desk)
    result = desk.call("get_order_status", order_id=order_id)
    if result["status"] != "ok":
        return no_orders(wish, desk)
    order = result["order"]
    if wish.slots.reason and wish.is_learned and not pattern("question").match(wish.words.lower()):
        return return_items(replace(wish, intent="return_item"), desk)
    text = " ".join([_state(order, desk), *_tracking(result, desk)])
    if order["status"] == "delivered" and pattern("not_received").search(_spelled(wish.words)):
        person = Wish("speak_to_human", words=wish.words)
        return Reply.of(text, kind="yes_no", ask=desk.say("ask_person_missing"), wish=person)
    return Reply.of(text, [*_next_steps(order), "Show my orders"])


def _spelled(words: str) -> str:
    return spell_out(words, load_tables()).lower()


def _order_with(wish: Wish, desk: Desk) -> str | None:
    """The newest order that holds the goods she names ("where are my mugs?")."""
    if not (wish.slots.category or wish.slots.query):
        return None
    lines = lines_of(desk.call("list_orders")["orders"])
    named = match_names(wish.words, lines, ())
    return named[0].order_id if named and len(named) < len(lines) else None


def _order_before(wish: Wish, desk: Desk) -> str | None:
    """The order before the one talked about ("and the older one?"), if there is one."""
    latest = latest_order_id(desk.talk)
    if latest is None or not pattern("older_order").search(wish.words.lower()):
        return None
    ids = [str(order["orderId"]) for order in desk.call("list_orders")["orders"]]
    return ids[ids.index(latest) + 1] if latest in ids[:-1] else None


def list_orders(wish: Wish, desk: Desk) -> Reply:
    """The shopper's orders, newest first."""
    orders = desk.call("list_orders")["orders"]
    if not orders:
        return no_orders(wish, desk)
    listed = orders[:MOST_LISTED]
    return Reply.of(
        "\n".join([desk.say("orders"), order_lines(listed, desk)]),
        ["Where is my latest order?"],
        kind="order",
        ask="",
        wish=Wish("order_status"),
        choices=tuple(str(row["orderId"]) for row in listed),
    )


def refund_status(wish: Wish, desk: Desk) -> Reply:
    """Where refunded money is: each refund with its way, its state and its day."""
    result = desk.call("get_refund_status", order_id=wish.slots.order_id)
    if not result["orders"]:
        asks = pattern("how_long").search(wish.words.lower())
        told = shop_pages.of_refunds(desk) if asks else None
        text = desk.say("no_refunds")
        return Reply.of(f"{text} {told.text}" if told else text, ["Show my orders"])
    refunds = [row for order in result["orders"] for row in order["refunds"]]
    rows = [sentence(row["message"]) for row in refunds or result["orders"]]
    return Reply.of("\n".join(rows[:MOST_LISTED]), [*result["suggestions"], "Show my orders"])


def invoice(wish: Wish, desk: Desk) -> Reply:
    """The invoice of an order: what, how much, the tax in it, how it was paid, credit notes."""
    order = one_order(wish, desk, lambda row: row["status"] in _PAID)
    if isinstance(order, Reply):
        return order
    result = desk.call("get_invoice", order_id=order["orderId"])
    found = result.get("invoice")
    if result["status"] != "ok" or not found:
        return Reply.of(sentence(result["message"]), result["suggestions"])
    paid = listing([f"{told(row['label'])} ({money(row['amount'])})" for row in found["tenders"]])
    parts = [
        desk.say(
            "invoice",
            number=found["invoiceNumber"],
            order=found["orderId"],
            day=day(found["issuedAt"], desk.today),
            goods=order_words({"lines": [_plain(line) for line in found["lines"]]}),
            total=money(found["total"]),
            tax=money(found["taxIncluded"]),
        )
    ]
    parts += [desk.say("invoice_paid", tenders=paid)] if paid else []
    parts += [
        desk.say("credit_note", number=row["invoiceNumber"], amount=money(row["amount"]))
        for row in found["creditNotes"]
    ]
    return Reply.of(" ".join(parts), ["Where is my order?"])


def feedback(wish: Wish, desk: Desk) -> Reply:
    """Keep the stars and the words that she gives an order."""
    order = one_order(wish, desk, lambda row: row["status"] == "delivered" and not row["feedback"])
    if isinstance(order, Reply):
        return order
    wish = Wish(wish.intent, wish.slots.filled(order_id=order["orderId"]), words=wish.words)
    if wish.slots.rating is None:
        ask = desk.say("ask_rating", order=order["orderId"], goods=order_words(order))
        stars = ["5 stars", "4 stars", "3 stars"]
        return Reply.of("", stars, kind="rating", ask=ask, wish=wish)
    result = desk.call(
        "leave_feedback",
        order_id=order["orderId"],
        rating=wish.slots.rating,
        comment=_comment(wish.words),
    )
    return Reply.of(sentence(result["message"]), result["suggestions"])


def _comment(words: str) -> str | None:
    """What is said after the stars: "5 stars, the shirt is lovely"."""
    stars = pattern("stars").search(words)
    after = pattern("comment").search(words, stars.end() if stars else 0)
    said = after["said"].strip() if after else ""
    return said[:500] or None


def _plain(line: Json) -> Json:
    options = line.get("options") or {}
    return {**line, "colour": options.get("colour"), "size": options.get("size")}


def _next_steps(order: Json) -> list[str]:
    """What can still be done with an order, as what she can say."""
    steps = [
        ("canCancel", "Cancel this order"),
        ("canChangeItems", "Change an item in it"),
        ("returnableUntil", "Return something from it"),
        ("canExchange", "Exchange something from it"),
    ]
    return [said for name, said in steps if order.get(name)][:3]


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
