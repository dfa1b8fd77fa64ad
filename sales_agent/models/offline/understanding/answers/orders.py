"""Answers about an order: which one, which lines, how many, why."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sales_agent.models.offline.context.talk import Talk
from sales_agent.models.offline.understanding.amounts import bare_number
from sales_agent.models.offline.understanding.answers.completion import INSISTS, insists
from sales_agent.models.offline.understanding.choices import (
    placed_choice,
    several_choices,
)
from sales_agent.models.offline.understanding.clause import Clause
from sales_agent.models.offline.understanding.tables import pattern
from sales_agent.models.offline.understanding.wish import Slots, Wish

Json = Mapping[str, Any]
_NO_REASON = "no reason given"
_COMPLAINTS = frozenset({"complaint", "cancel_order", "refuse", "too_expensive", "alternatives"})
"""What a reason to cancel can sound like."""
_DEEDS = ("cancel_order", "return_item", "exchange_item", "invoice")
"""What orders are listed for, said with the one that is chosen: "cancel the second one"."""
_ELSEWHERE = frozenset({"return_item", "exchange_item", "cancel_order"})
"""What she may rather do than give the reason she was asked for."""


def answer_order(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    """One of the orders: its number, its last digits, its place."""
    choices: Sequence[str] = asked.get("choices") or ()
    if pending.intent == "order_status" and (deed := _deed(clause)):
        pending = replace(pending, intent=deed, words=clause.raw)
    elif pending.intent == "order_status" and insists(clause, but=("order_status", "list_orders")):
        return None
    latest = choices[0] if choices and pattern("latest_one").search(clause.text) else None
    order_id = clause.slots.order_id or latest or placed_choice(clause.text, choices)
    if order_id is None and (found := re.search(r"\b\d{4,}\b", clause.raw)):
        order_id = next((c for c in choices if c.endswith(found[0])), None)
    if order_id is None:
        return None
    return replace(pending, slots=replace(pending.slots, order_id=order_id))


def _deed(clause: Clause) -> str | None:
    """What is to be done with the order that is chosen, where it is not only looked at."""
    said = [name for name in _DEEDS if name in clause.scores]
    return max(said, key=lambda name: clause.scores[name], default=None)


def answer_line(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    """The lines of an order or a cart."""
    if _is_anew(pending, clause):
        return None
    skus = several_choices(clause.text, asked)
    if not skus and clause.slots.reason and not insists(clause, but=(pending.intent, "complaint")):
        return replace(pending, slots=replace(pending.slots, reason=clause.slots.reason))
    if not skus:
        return pending if clause.is_bare and clause.lead == "agree" else None
    said = Slots(skus=tuple(skus), reason=clause.slots.reason)
    return replace(pending, slots=said.over(pending.slots))


def _is_anew(pending: Wish, clause: Clause) -> bool:
    """Whether she says the whole wish once more, with the goods it is about."""
    is_same = clause.has_goods and clause.scores.get(pending.intent, 0) >= INSISTS
    return is_same and bool(pattern("giving_back").match(clause.text))


def answer_reason(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    """Any words are a reason, unless they call it off or clearly want something else."""
    if pending.intent == "cancel_order":
        return _to_cancel(pending, clause, talk)
    is_no = clause.lead == "refuse" and clause.is_bare
    if is_no and not pattern("plain_no").fullmatch(clause.text):
        return Wish("refuse", words=clause.raw)
    if _is_anew(pending, clause):
        return None
    asks = pattern("asks_to").search(clause.text) and not clause.slots.reason
    if asks and any(
        clause.scores.get(name, 0) >= INSISTS for name in _ELSEWHERE - {pending.intent}
    ):
        return None
    if insists(
        clause,
        but=(
            "complaint",
            "return_item",
            "exchange_item",
            "too_expensive",
            "payment_problem",
            "alternatives",
            "cancel_order",
            "refuse",
        ),
    ):
        return None
    return _because(pending, clause.raw if not clause.is_bare else _NO_REASON)


def _to_cancel(pending: Wish, clause: Clause, talk: Talk) -> Wish | None:
    """Why an order is canceled: whatever is said, but a no, a question or another wish."""
    if pattern("no_reason").search(clause.text) or pattern("no_reason").search(clause.raw.lower()):
        return _because(pending, _NO_REASON)
    if clause.slots.reason:
        return _because(pending, clause.raw)
    is_kept = pattern("keeps_order").search(clause.raw.lower())
    if is_kept or (clause.lead == "refuse" and clause.is_bare):
        return Wish("refuse", words=clause.raw)
    asks = "?" in talk.now.text or pattern("question").match(clause.text)
    if asks or insists(clause, but=tuple(_COMPLAINTS)) or clause.pointed.products:
        return None
    return _because(pending, clause.raw if not clause.is_bare else _NO_REASON)


def _because(pending: Wish, reason: str) -> Wish:
    return replace(pending, slots=replace(pending.slots, reason=reason[:200]))


def answer_units(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    """How many units."""
    choices: Sequence[str] = asked.get("choices") or ()
    if any(pattern(name).search(clause.text) for name in ("everything", "whole_quantity")):
        return replace(pending, slots=replace(pending.slots, quantity=int(choices[-1])))
    said = bare_number(clause.text) or clause.slots.quantity
    if said is None or str(said) not in choices:
        return None
    return replace(pending, slots=replace(pending.slots, quantity=said))


def answer_rating(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    """Stars, one to five."""
    rating = clause.slots.rating or bare_number(clause.text)
    if rating is None or not 1 <= rating <= 5:
        return None
    slots = replace(pending.slots, rating=rating)
    return replace(pending, slots=slots, words=clause.raw)
