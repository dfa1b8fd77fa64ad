"""Another product in place of a cart's line: "swap the shirt for the linen one"."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sales_agent.models.offline.context.facts import known_items
from sales_agent.models.offline.context.items import Item
from sales_agent.models.offline.policy.cart.additions import INSTEAD_OF, add
from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.reply import Reply
from sales_agent.models.offline.policy.search.results import list_products
from sales_agent.models.offline.understanding.clause import read_clause
from sales_agent.models.offline.understanding.swaps import SwapWords, read_swap
from sales_agent.models.offline.understanding.wish import Slots, Wish

Json = Mapping[str, Any]
_NAMING = ("category", "brand", "material", "query")
"""What names another product, and not only another size or colour of the same."""


def swap_words(wish: Wish) -> SwapWords | None:
    """The words for the line and for what is wanted instead, where a message says both."""
    said = read_swap(wish.words)
    return said if said.wanted and said.replaced else None


def swapped(wish: Wish, line: Item, desk: Desk) -> Reply | None:
    """Put another product into the cart and take the line out; None when it is the same product."""
    said = swap_words(wish)
    if said is None:
        return None
    slots = read_clause(said.wanted, desk.talk).slots
    if not any(slots.given().get(name) for name in _NAMING):
        return None
    rows = _found(slots, line, desk)
    found = [row for row in rows if row["productId"] != line.product_id]
    if rows and not found:
        return None
    if not found:
        return Reply.of(desk.say("nothing_to_swap"), ["Show my cart"])
    wanted = Wish("add_to_cart", Slots(quantity=line.quantity), parameters={INSTEAD_OF: line.sku})
    if len(found) == 1:
        return add(replace(wanted, slots=_variant(found[0], slots, line)), desk)
    listed = list_products(desk.say("swap_for_which"), found, desk)
    ids = tuple(str(row["productId"]) for row in found)
    ask = desk.say("which_then")
    return Reply.of(
        listed.text, listed.suggestions, kind="product", ask=ask, wish=wanted, choices=ids
    )


def _found(slots: Slots, line: Item, desk: Desk) -> list[Json]:
    """The products that are wanted: of the line's kind where none is named."""
    kinds = (item.category for item in known_items(desk.talk) if item.product_id == line.product_id)
    kind = slots.category or line.category or next((kind for kind in kinds if kind), None)
    names = {name: value for name in _NAMING if (value := slots.given().get(name))}
    result = desk.call("search_products", **{**names, "category": kind, "colour": slots.colour})
    return list(result.get("products", ()))


def _variant(row: Json, slots: Slots, line: Item) -> Slots:
    """The product in the size and colour that are named, else in those of the line it replaces."""
    size, colour = slots.size, slots.colour
    if size is None and line.sizes and line.sizes[0] in row["sizes"]:
        size = line.sizes[0]
    if colour is None and line.colours and line.colours[0] in row["colours"]:
        colour = line.colours[0]
    units = line.quantity
    return Slots(products=(str(row["productId"]),), size=size, colour=colour, quantity=units)
