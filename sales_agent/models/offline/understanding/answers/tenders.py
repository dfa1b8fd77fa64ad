"""Answers that name a way to pay."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sales_agent.models.offline.context.talk import Talk
from sales_agent.models.offline.understanding.clause import Clause
from sales_agent.models.offline.understanding.payments import read_ways_to_pay, without_cards
from sales_agent.models.offline.understanding.wish import Wish

Json = Mapping[str, Any]
_PAID_ELSEWHERE = ("exchange_item", "change_payment")
"""Wishes that a way to pay completes, and no checkout."""


def answer_card(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    """A way to pay, or what comes beside those that were named before."""
    if clause.slots.gift_code:
        slots = replace(pending.slots, gift_code=clause.slots.gift_code)
        if pending.intent in _PAID_ELSEWHERE:
            return replace(pending, slots=slots)
        return Wish("add_gift_card", slots, words=f"pay {clause.raw}")
    if "payment_methods" in clause.scores:
        return None
    ways = clause.slots.pay_with or read_ways_to_pay(clause.raw)
    if not ways:
        return pending if clause.is_bare and clause.lead == "agree" else None
    kept = tuple(way for way in without_cards(pending.slots.pay_with) if way not in ways)
    slots = replace(pending.slots, pay_with=(*kept, *ways))
    if pending.intent in _PAID_ELSEWHERE:
        return replace(pending, slots=slots)
    return Wish("provide_payment", slots, words=clause.raw)


def answer_gift_code(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    """A gift card's code."""
    code = clause.slots.gift_code or (clause.raw if re.fullmatch(r"\S*\d\S*", clause.raw) else None)
    return replace(pending, slots=replace(pending.slots, gift_code=code)) if code else None
