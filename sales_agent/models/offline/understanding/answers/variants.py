"""Answers that name a size, a colour, or what is wanted instead."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sales_agent.models.offline.context.facts import focus_of
from sales_agent.models.offline.context.talk import Talk
from sales_agent.models.offline.understanding.amounts import bare_number
from sales_agent.models.offline.understanding.answers.completion import (
    SHORT,
    insists,
    mentions,
    merged,
)
from sales_agent.models.offline.understanding.choices import (
    named_choice,
)
from sales_agent.models.offline.understanding.clause import Clause
from sales_agent.models.offline.understanding.goods import as_size
from sales_agent.models.offline.understanding.tables import pattern
from sales_agent.models.offline.understanding.wish import Wish

Json = Mapping[str, Any]


def answer_size(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    """A size; anything else of the same wish is kept, and the size asked for again."""
    choices: Sequence[str] = asked.get("choices") or ()
    size = clause.slots.size or named_choice(clause.text, choices)
    number = bare_number(clause.text)
    if size is None and number is not None:
        size = as_size(str(number), talk.vocabulary)
    if size is None:
        return _partly(pending, clause)
    return None if clause.slots.category else merged(pending, clause, size=size)


def answer_colour(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    """A colour; "either" takes the first."""
    choices: Sequence[str] = asked.get("choices") or ()
    colour = clause.slots.colour or named_choice(clause.text, choices)
    asks = pattern("question").match(clause.text)
    if colour is None and choices and not asks and mentions(clause.text, "either"):
        colour = choices[0]
    if colour is None:
        return _partly(pending, clause)
    return None if clause.slots.category else merged(pending, clause, colour=colour)


def answer_option(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    """One of the choices that were named."""
    choices: Sequence[str] = asked.get("choices") or ()
    if not choices and pending.intent == "update_cart":
        return _changed(pending, clause, talk)
    option = named_choice(clause.text, choices)
    return merged(pending, clause, size=option) if option else None


def _changed(pending: Wish, clause: Clause, talk: Talk) -> Wish | None:
    """What a line of the cart is to become: so many of it, another size or colour."""
    number, focus = bare_number(clause.text), focus_of(talk)
    if number and not (focus and str(number) in focus.item.sizes):
        return merged(pending, clause, quantity=number)
    if number:
        return merged(pending, clause, size=str(number))
    is_short = len(clause.raw.split()) <= SHORT
    names = clause.slots.size or clause.slots.colour or clause.slots.quantity
    return merged(pending, clause) if names and is_short else None


def _partly(pending: Wish, clause: Clause) -> Wish | None:
    """Not the answer, but something else of the same wish: it is kept, and asked for again."""
    if clause.is_bare and clause.lead == "agree":
        return pending
    number = bare_number(clause.text)
    if number and (pending.slots.quantity or str(number) not in clause.vocabulary.sizes):
        return merged(pending, clause, quantity=number)
    if number and pending.slots.size is None:
        return merged(pending, clause, size=str(number))
    says = clause.slots.colour or clause.slots.size or clause.slots.quantity
    elsewhere = clause.slots.category or clause.pointed.picks not in ("", "pronoun", "attribute")
    if not says or elsewhere or insists(clause, but=("update_cart", "add_to_cart")):
        return None
    return merged(pending, clause)


def answer_wanted(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    """What is to be had instead."""
    if clause.has_goods and insists(clause):
        return None
    names_it = named_choice(clause.text, asked.get("choices") or ())
    if not (names_it or clause.slots.size or clause.slots.colour or clause.steps_size):
        return None if insists(clause) or clause.is_bare else _said_shortly(pending, clause)
    return replace(pending, slots=replace(pending.slots, wanted=clause.raw))


def _said_shortly(pending: Wish, clause: Clause) -> Wish | None:
    if len(clause.raw.split()) > SHORT:
        return None
    return replace(pending, slots=replace(pending.slots, wanted=clause.raw))
