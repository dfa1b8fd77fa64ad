"""Reservations in stores: what is held for the shopper, and letting go of it."""

from collections.abc import Mapping
from typing import Any

from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.reply import Reply
from sales_agent.models.offline.understanding.wish import Wish
from sales_agent.models.offline.wording.money import day

Json = Mapping[str, Any]


def reservations(wish: Wish, desk: Desk) -> Reply:
    """What is reserved for the shopper, with codes and days."""
    active = _active(desk)
    rows = [_words(row, desk) for row in active]
    suggestions = ["Cancel the reservation"] if active else []
    return Reply.of("\n".join(rows) or desk.say("no_reservations"), [*suggestions, "Show my cart"])


def cancel_reservation(wish: Wish, desk: Desk) -> Reply:
    """End a reservation: the only one, or the one that is named."""
    active = _active(desk)
    if not active:
        return Reply.of(desk.say("no_reservations"), ["Show my cart"])
    named = wish.slots.skus or (wish.words.upper(),)
    found = [row for row in active if any(row["reservationId"] in name for name in named)]
    chosen = found or active
    if len(chosen) > 1:
        ids = tuple(row["reservationId"] for row in chosen)
        lines = "\n".join(f"{n}. {_words(row, desk)}" for n, row in enumerate(chosen, 1))
        ask = desk.say("which_reservation", lines=lines)
        labels = tuple(f"{row['storeName']} {row['sku']}" for row in chosen)
        return Reply.of("", ids[:4], kind="line", ask=ask, wish=wish, choices=ids, labels=labels)
    result = desk.call("cancel_reservation", reservation_id=chosen[0]["reservationId"])
    key = "reservation_canceled" if result["status"] == "canceled" else "reservation_over"
    row = result["reservation"]
    text = desk.say(key, name=_name(row, desk), store=row["storeName"])
    return Reply.of(text, ["Show my cart"])


def _active(desk: Desk) -> list[Json]:
    found = desk.call("list_reservations")["reservations"]
    return [row for row in found if row["status"] == "active"]


def _name(row: Json, desk: Desk) -> str:
    """What is held, by its name where it can be told."""
    found = desk.attempt("get_product_details", product_id=row["sku"])
    return str(found["product"]["name"]) if found else str(row["sku"])


def _words(row: Json, desk: Desk) -> str:
    return desk.say(
        "reservation",
        units=row["quantity"],
        name=_name(row, desk),
        store=row["storeName"],
        code=row["pickupCode"],
        day=day(row["expiresAt"]),
    )
