"""What all answers share: the pending wish, and whether a clause answers it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sales_agent.models.offline.understanding.clause import Clause
from sales_agent.models.offline.understanding.tables import load_tables
from sales_agent.models.offline.understanding.wish import Wish

INSISTS = 0.8
SHORT = 3
"""So many words are the value that was asked for, whatever else they could mean."""


def merged(pending: Wish, clause: Clause, **answer: Any) -> Wish:
    """The pending wish with the answer and whatever else the clause names of it."""
    said = clause.slots.without("query", "category", "reason", "card_last_four")
    return replace(pending, slots=replace(said.over(pending.slots), **answer))


def insists(clause: Clause, but: Sequence[str] = ()) -> bool:
    """The clause says something of its own, strongly."""
    return any(score >= INSISTS for name, score in clause.scores.items() if name not in but)


def mentions(text: str, table: str) -> bool:
    """Whether a text holds a word of a table."""
    words = "|".join(map(re.escape, load_tables().words[table]))
    return bool(re.search(rf"\b(?:{words})\b", text))
