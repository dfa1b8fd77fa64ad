"""How many of what is in the cart: "only one pack then", "oh you put two now!"."""

from sales_agent.models.offline.context.facts import cart_items, cart_of, focus_of
from sales_agent.models.offline.context.talk import Talk
from sales_agent.models.offline.understanding.clause import Clause
from sales_agent.models.offline.understanding.references import match_names
from sales_agent.models.offline.understanding.tables import pattern
from sales_agent.models.offline.understanding.wish import Slots, Wish

_COUNTED = ("added", "updated")
_TOLD = 0.45
"""A complaint of what was done says less than what is to be done instead."""


def tell_of_us(clause: Clause, talk: Talk) -> Wish | None:
    """A clause that tells what we did to the cart, which is to be put right and not done again."""
    is_told = pattern("tells_of_us").match(clause.text)
    if not is_told or not cart_items(cart_of(talk)):
        return None
    return Wish("update_cart", Slots(), _TOLD, clause.raw, "pronoun")


def weigh_counts(scores: dict[str, float], clause: Clause, talk: Talk) -> None:
    """A count of goods that are in the cart already sets how many there are."""
    items = cart_items(cart_of(talk))
    if not items or not clause.slots.quantity or pattern("question").match(clause.text):
        return
    if not pattern("so_many_only").search(clause.text):
        return
    focus = focus_of(talk)
    is_focus = focus and any(item.product_id == focus.item.product_id for item in items)
    is_named = match_names(clause.text, items, talk.vocabulary.words)
    if is_named or (is_focus and not clause.has_goods):
        scores["update_cart"] = 1.3


def weigh_bare_value(scores: dict[str, float], clause: Clause, talk: Talk) -> None:
    """A bare size or colour, right after goods went into the cart, is what they are to be."""
    focus, slots = focus_of(talk), clause.slots
    last = talk.past[-1].calls if talk.past else ()
    has_added = any((call.result or {}).get("status") in _COUNTED for call in last)
    is_asked = "?" in talk.now.text or pattern("asks_on").match(clause.text)
    if focus is None or not has_added or is_asked or pattern("one_more").match(clause.text):
        return
    is_bare = not (clause.scores or clause.has_goods or slots.query or slots.quantity)
    is_made = slots.size in focus.item.sizes or slots.colour in focus.item.colours
    if is_bare and is_made and max(scores.values(), default=0.0) < 1:
        scores["update_cart"] = 1.1


def weigh_buying(scores: dict[str, float], clause: Clause) -> None:
    """Goods by their own name, in a size, that she says she buys, are for the cart."""
    slots = clause.slots
    is_named = slots.query and (slots.size or (slots.colour and clause.pointed.products))
    if is_named and pattern("buying_it").match(clause.text):
        scores["add_to_cart"] = max(scores.get("add_to_cart", 0.0), 1.1)
