"""A yes, a no, or the thing that was asked for."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sales_agent.models.offline.context.facts import is_paying, known_items
from sales_agent.models.offline.context.talk import Talk
from sales_agent.models.offline.understanding.addresses import read_part
from sales_agent.models.offline.understanding.answers.completion import (
    SHORT,
    insists,
    mentions,
    merged,
)
from sales_agent.models.offline.understanding.choices import (
    labeled_choice,
    placed_choice,
)
from sales_agent.models.offline.understanding.clause import Clause
from sales_agent.models.offline.understanding.tables import pattern
from sales_agent.models.offline.understanding.wish import Wish

Json = Mapping[str, Any]
_CERTAIN = 0.8
"""Share from which a message is about nothing of a shop."""


def answer_product(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    """One of the products that were shown."""
    if clause.is_bare and clause.lead == "agree":
        return pending
    products = clause.pointed.products
    if len(products) != 1:
        product = placed_choice(clause.text, asked.get("choices") or ()) or labeled_choice(
            clause.text, asked
        )
        products = (product,) if product else ()
    strong = insists(clause, but=(pending.intent, "pick_product", "add_to_cart", "search_products"))
    return merged(pending, clause, products=products) if products and not strong else None


def answer_yes(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    """A mere yes, where nothing was asked and only one thing can be meant."""
    return pending if clause.is_bare and clause.lead == "agree" else None


def answer_yes_no(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    """A yes, or details that make one."""
    if clause.lead == "agree" and (clause.is_bare or not insists(clause, but=(pending.intent,))):
        is_same = clause.pointed.products == pending.slots.products
        points_elsewhere = clause.pointed.products and clause.pointed.picks != "pronoun"
        points_elsewhere = points_elsewhere and not is_same
        return None if points_elsewhere else merged(pending, clause)
    if pending.intent == "checkout" and clause.lead != "refuse" and (part := read_part(clause.raw)):
        return Wish("give_address", part.over(pending.slots), words=clause.raw)
    is_refused = clause.lead == "refuse" and {*clause.scores} == {pending.intent}
    if clause.lead == "refuse" and (clause.is_bare or (is_refused and not clause.has_filter)):
        return Wish("refuse", words=clause.raw)
    if pending.intent == "add_to_cart" and pattern("just_add").fullmatch(clause.text):
        return pending  # what was offered, and not once more what is there
    takes_details = pending.intent != "speak_to_human"
    only_details = (
        takes_details
        and clause.has_filter
        and not (clause.scores or clause.has_goods or clause.slots.query)
    )
    asks = "?" in talk.now.text or pattern("asks_on").match(clause.text)
    is_change = pattern("changing").search(clause.text)
    if only_details and not _can_be(pending, clause, talk):
        return None
    is_new = clause.lead == "refuse" or clause.steps_size or asks or is_change
    return merged(pending, clause) if only_details and not is_new else None


def _can_be(pending: Wish, clause: Clause, talk: Talk) -> bool:
    """Whether what was offered is made in the size and colour that are named, as far as is known.

    "In M", right after jeans in 30 to 36 were offered with a jacket, is said of the jacket.
    """
    ids, slots = pending.slots.products, clause.slots
    for item in known_items(talk):
        if item.product_id in ids:
            fits_size = not (slots.size and item.sizes) or slots.size in item.sizes
            fits_colour = not (slots.colour and item.colours) or slots.colour in item.colours
            return fits_size and fits_colour
    return True


def answer_confirm(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    """A no to a quote, or to the card that it would be paid with."""
    if is_paying(talk) and pattern("other_card").search(clause.text) and not clause.slots.pay_with:
        return Wish("provide_payment")
    stops = clause.lead == "refuse" or mentions(clause.text, "refuse")
    return (
        Wish("refuse_quote", words=clause.raw)
        if stops and (clause.is_bare or not clause.scores or set(clause.scores) == {"cancel_order"})
        else None
    )


def answer_open(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    """What kind of thing, after a vague opener: its occasion is kept as words to search by."""
    is_one = len(clause.categories) == 1 or (clause.has_filter and not clause.categories)
    is_elsewhere = clause.likely.get("out_of_scope", 0.0) >= _CERTAIN
    is_own = insists(clause, but=("search_products", "recommend"))
    if not is_own and pattern("for_whom").fullmatch(clause.text) and not clause.has_goods:
        return Wish("search_products", pending.slots.without("query"), words=clause.raw)
    if not is_one or clause.pointed.products or is_elsewhere or is_own:
        return None
    slots = clause.slots.over(pending.slots.without("query"))
    words = " ".join(filter(None, (pending.slots.query, clause.slots.query)))
    return Wish("search_products", replace(slots, query=words or None), words=clause.raw)


def answer_parameter(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    """A value for a tool's parameter."""
    if insists(clause) and len(clause.raw.split()) > SHORT:
        return None
    if asked["parameter"] == "postcode" and not any(mark.isdigit() for mark in clause.raw):
        return None
    gathered = {**pending.parameters, asked["parameter"]: clause.raw}
    return replace(pending, parameters=gathered)
