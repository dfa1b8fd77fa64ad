"""What is said of a part of a placed order: "cancel just the cap", "can I add socks to it?"."""

from collections.abc import Mapping
from typing import Any

from sales_agent.models.offline.context.facts import cart_items, cart_of
from sales_agent.models.offline.context.items import Item, item_of_line
from sales_agent.models.offline.context.talk import Talk
from sales_agent.models.offline.understanding.references import match_names
from sales_agent.models.offline.understanding.tables import load_tables, pattern
from sales_agent.models.offline.understanding.text import spell_out
from sales_agent.models.offline.understanding.wish import Slots, Wish

Json = Mapping[str, Any]
_TWO = 2


def of_order_part(text: str, talk: Talk) -> list[Wish]:
    """The wish to cancel some goods of the order that was talked about last; else none."""
    said = spell_out(text, load_tables()).lower().strip(" .!?")
    found = pattern("cancels_line").fullmatch(said)
    if found is None or match_names(found["line"], cart_items(cart_of(talk))):
        return []
    order_id, lines = _last_order(talk)
    named = match_names(found["line"], lines)
    if not named or len(lines) < _TWO or len(named) == len(lines):
        return []
    slots = Slots(order_id=order_id, skus=tuple(line.sku or "" for line in named))
    return [Wish("cancel_part", slots, words=text)]


def added_to_order(text: str, talk: Talk) -> str | None:
    """The goods that are to be added to an order that is placed: "can I add socks to it?"."""
    said = spell_out(text, load_tables()).lower().strip(" .!?")
    found = pattern("adds_to_order").fullmatch(said)
    if found is None or cart_items(cart_of(talk)) or _last_order(talk)[0] is None:
        return None
    return str(found["more"])


def _last_order(talk: Talk) -> tuple[str | None, list[Item]]:
    """The order that was placed or looked at last, with its lines."""
    placed = None
    for call in talk.latest_calls("commit_checkout", "initiate_checkout", "get_order_status"):
        result = call.result or {}
        if call.name == "commit_checkout" and result.get("status") == "placed":
            placed = str(result["orderId"])
        elif call.name == "initiate_checkout" and placed and result.get("quote"):
            return placed, _items(result["quote"])
        elif call.name == "get_order_status" and result.get("order"):
            return str(result["order"]["orderId"]), _items(result["order"])
    return None, []


def _items(order: Json) -> list[Item]:
    return [item_of_line(line) for line in order.get("lines", ())]
