"""What asks for the order of what is in the cart: "place it", "yes, order it", "get it ordered"."""

from collections.abc import Collection

from sales_agent.models.offline.context.facts import (
    cart_items,
    cart_of,
    focus_of,
    offered_product,
)
from sales_agent.models.offline.context.talk import Talk
from sales_agent.models.offline.understanding.clause import Clause
from sales_agent.models.offline.understanding.tables import pattern


def places_cart(clause: Clause, talk: Talk) -> bool:
    """Whether a clause asks that what is in the cart be ordered, and names no goods of its own.

    "Order it" is said of goods that are looked at as well, so it is the checkout only when those
    are in the cart already; "place it" is said of an order and of nothing else.
    """
    slots = clause.slots
    names = slots.store or slots.size or slots.colour or slots.order_id or slots.skus
    if names or clause.categories:
        return False
    in_cart = {item.product_id for item in cart_items(cart_of(talk))}
    if not in_cart:
        return False
    if pattern("places_order").fullmatch(clause.text):
        return True
    return bool(pattern("orders_it").fullmatch(clause.text)) and not _looks_at_other(in_cart, talk)


def _looks_at_other(in_cart: Collection[str], talk: Talk) -> bool:
    """Whether goods are looked at that are not in the cart, nor only offered beside what is."""
    focus = focus_of(talk)
    if focus is None or focus.item.product_id in in_cart:
        return False
    added = any((call.result or {}).get("status") == "added" for call in talk.past[-1].calls)
    return not (added and focus.item.product_id == offered_product(talk))
