"""Finds the words of a sentence that compare prices, and not weights or fits."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sales_agent.truth.figures.degree_words import OTHER_MEASURE
from sales_agent.truth.figures.price_words import (
    BESIDE,
    COST,
    CUES,
    GOES_ON,
    LOW,
    NONE,
    OF_COST,
    OTHER_SENSE,
    OTHERS,
    PLACED,
    UNCOMPARED,
)
from sales_agent.truth.reading.clauses import Clause
from sales_agent.truth.reading.statement import Statement

_THAN_GOODS = re.compile(r"\s+than (?:the |our )?Xx", re.I)
_GOODS = re.compile(r"\s+(?:that of |what )?(?:the |our )?Xx", re.I)
_YES = re.compile(r"\W*(?:yes|yep|yeah|indeed|absolutely|certainly|sure|it is|ja)\b", re.I)
_NO_MORE = re.compile(r"\b(?:nothing|no)\s+(?:more|less|extra|fewer)$", re.I)
_COMES = re.compile(
    r"\b(?:comes?|came|ranks?|works?|ends?|turns?)(?: (?:out|in|up))? (?:the "
    r")?$",
    re.I,
)
"""Before "lowest": of products that were listed it is said of their prices."""
_THAN = re.compile(r"(?:\s+\w+)?\s+(?:than|als|here|on)\b|\s+\w+ly\b", re.I)


@dataclass(frozen=True)
class Cue:
    """Words of a comparison: where, whether they say little, and how."""

    start: int
    end: int
    group: str
    words: str

    @property
    def sign(self) -> int:
        """1 where they say little, -1 where they say much."""
        return 1 if self.group in LOW else -1


def cues_in(short: Statement) -> Iterator[Cue]:
    """The words of a sentence that say of a price that it is low or high, beside others.

    Args:
        short: A sentence in which names of goods are the word Xx.
    """
    for found in CUES.finditer(short.text):
        cue = Cue(found.start(), found.end(), str(found.lastgroup), found.group())
        if found["low_noun"] or found["high_noun"]:
            group = "small" if found["small"] else "large"
            cue = Cue(cue.start, cue.end, group, cue.words)
            has_noun = True
        else:
            has_noun = False
        if _is_of_price(cue, has_noun, short) and _is_said(cue, short):
            yield cue


def _is_of_price(cue: Cue, has_noun: bool, short: Statement) -> bool:
    """Whether a comparison is one of prices: by itself, or by the words beside it."""
    if OTHER_SENSE.match(short.text, cue.end) or UNCOMPARED.match(short.text, cue.end):
        return False
    if cue.group not in OF_COST or has_noun:
        return True
    if not GOES_ON.match(short.text, cue.end):
        return False
    before = short.text[: cue.start]
    if _NO_MORE.search(before + cue.words) and not _THAN.match(short.text, cue.end):
        return False  # "₹999, nothing more"
    if cue.words.lower() in BESIDE and not (PLACED.search(before) or NONE.search(before)):
        return False
    words = cue.words.lower()
    if _THAN_GOODS.match(short.text, cue.end) and words in ("lower", "higher"):
        return True
    if words in ("lowest", "highest") and _COMES.search(before) and not COST.search(short.text):
        return True
    if words.startswith(("match", "rival")) and not NONE.search(before):
        return False
    if words in BESIDE and NONE.search(before) and _GOODS.match(short.text, cue.end):
        return True
    clause = short.clause_at(cue.start)
    place = short.clauses.index(clause) if clause in short.clauses else 0
    before = short.clauses[place - 1].text if place else ""
    is_of_cost = COST.search(clause.text) or ("Xx" not in before and COST.search(before))
    return bool(is_of_cost) or _is_of_all_goods(cue, clause, short)


def _is_of_all_goods(cue: Cue, clause: Clause, short: Statement) -> bool:
    """Whether all others are lower or higher than one, by no other measure than price."""
    if cue.group not in ("less", "more") or OTHER_MEASURE.search(short.text):
        return False
    others = OTHERS.search(short.text, clause.start, cue.start)
    none = NONE.search(short.text, clause.start, cue.start)
    return len(short.mentions) == 1 and bool((others or none) and _GOODS.match(short.text, cue.end))


def _is_said(cue: Cue, short: Statement) -> bool:
    """Whether it is no question, or one that is answered: "The cheapest? The linen shirt"."""
    clause = short.clause_at(cue.start)
    return not clause.is_question or bool(
        clause is not short.clauses[-1]
        and (
            _YES.match(short.text, clause.end) or any(m.start > clause.end for m in short.mentions)
        )
    )
