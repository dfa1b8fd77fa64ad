"""The built-in model's wishes in the words of a label guide for shoppers' messages.

Nothing is understood here: an intent is renamed, and a slot is given in the words that said it.
"""

from collections.abc import Sequence
from typing import Any

from sales_agent.models.offline.understanding.wish import Wish

UNKNOWN = "out_of_scope"
LABELS = {
    "bot_question": "small_talk",
    "recall": "small_talk",
    "my_reservations": "reserve_in_store",
    "cancel_reservation": "reserve_in_store",
    "return_policy": "return_item",
    "change_address": "change_order",
    "change_payment": "change_order",
    "default_address": "account_help",
    "identify": "account_help",
    "logout": "account_help",
    "list_orders": "order_status",
    "add_gift_card": "provide_payment",
    "payment_methods": "checkout",
    "ways_to_pay": "checkout",
    "give_address": "checkout",
    "apply_coupon": "get_offers",
    "too_expensive": "refine_search",
    "alternatives": "refine_search",
    "more": "refine_search",
    "complements": "recommend",
    "size_advice": "product_details",
    "pick_product": "add_to_cart",
    "extra_service": "update_cart",
    "agree": "add_to_cart",
    "refuse": "goodbye",
    "refuse_quote": "cancel_order",
    "empty": UNKNOWN,
    "other_language": UNKNOWN,
    "unknown": UNKNOWN,
    "use_tool": UNKNOWN,
}
"""The intents whose names are not the guide's own."""
_SLOTS = ("min_price", "max_price", "quantity", "order_id")
_SAID = {
    "category": "category",
    "product": "product_ref",
    "material": "material",
    "size": "size",
    "colour": "colour",
    "brand": "brand",
    "reason": "reason",
}
"""Slots that the guide wants in the shopper's own words."""


def labelled(wishes: Sequence[Wish]) -> dict[str, Any]:
    """What was understood, as a row of labels: intent, intents, slots."""
    intents = list(dict.fromkeys(LABELS.get(wish.intent, wish.intent) for wish in wishes))
    slots: dict[str, list[Any]] = {}
    for wish in wishes:
        for name, value in _slots_of(wish).items():
            values = slots.setdefault(name, [])
            values += [one for one in value if one not in values]
    return {"intent": intents[0], "intents": intents, "slots": slots}


def _slots_of(wish: Wish) -> dict[str, list[Any]]:
    given = wish.slots.given()
    named = {name: [given[name]] for name in _SLOTS if name in given}
    named.update(
        {label: list(wish.said[name]) for name, label in _SAID.items() if name in wish.said}
    )
    if store := wish.slots.store or next(iter(wish.said.get("store", ())), None):
        named["store"] = [store]
    if wish.slots.card_last_four:
        named["payment_last4"] = [wish.slots.card_last_four]
    return named
