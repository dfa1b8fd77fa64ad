"""What was offered for the cart, when she goes to the checkout without a yes to it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sales_agent.models.offline.context.facts import cart_items, cart_of
from sales_agent.models.offline.context.talk import Talk
from sales_agent.models.offline.understanding.wish import Wish

Json = Mapping[str, Any]
_TO_PAY = ("checkout", "provide_payment")
_CHOICES = ("yes_no", "size", "colour", "option")
_OF_IT = ("check_availability", "pick_product", "update_cart", "refine_search")
"""What is said of the goods that were offered: "make it a 10 and send it"."""


def with_offered(wishes: Sequence[Wish], asked: Json | None, talk: Talk) -> list[Wish]:
    """The wishes, with the goods that were offered put into an empty cart before it is paid.

    Where the last question was whether they shall go into the cart, or in which size, "just
    deliver it" buys them.
    """
    place = next((at for at, wish in enumerate(wishes) if wish.intent in _TO_PAY), None)
    pending = (asked or {}).get("wish") or {}
    is_offered = pending.get("intent") == "add_to_cart" and (asked or {}).get("kind") in _CHOICES
    if place is None or not is_offered or cart_items(cart_of(talk)):
        return list(wishes)
    offered = Wish.from_json(pending)
    if not offered.slots.products or any(wish.intent == "add_to_cart" for wish in wishes):
        return list(wishes)
    of_it = [wish for wish in wishes if wish.intent in _OF_IT and _is_of(offered, wish)]
    for wish in of_it:
        slots = wish.slots.without("query", "products", "sort").over(offered.slots)
        offered = replace(offered, slots=slots, words=wish.words)
    others = [wish for wish in wishes if wish not in of_it]
    return [offered, *others]


def _is_of(offered: Wish, wish: Wish) -> bool:
    products = wish.slots.products
    return products in ((), offered.slots.products) and not wish.slots.category
