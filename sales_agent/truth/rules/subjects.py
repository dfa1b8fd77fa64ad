"""What a sentence of rules is about: its subjects by name, whatever words mean them."""

import re
from functools import cache, lru_cache
from pathlib import Path

from sales_agent.truth.reading.lexicon import form_of, lines_of

_TABLE = Path(__file__).with_name("subjects.txt")
_KEPT = 512
"""Texts of which the subjects are kept."""


@lru_cache(_KEPT)
def subjects_in(text: str) -> frozenset[str]:
    """The names of the subjects that a text speaks of; "gift card" is no card."""
    found: set[str] = set()
    for match in _pattern().finditer(text):
        found.add((match.lastgroup or "").rpartition("_")[0])
        if len(inner := match.group().split()[1:-1]):  # "take gift cards back"
            found |= subjects_in(" ".join(inner))
    return frozenset(found)


@cache
def _pattern() -> re.Pattern[str]:
    """The words of all subjects, those of several words before the shorter ones."""
    words = [(name, one) for name, row in _rows() for one in row]
    words.sort(key=lambda pair: -len(pair[1]))
    forms = [rf"(?P<{name}_{i}>{form_of(one)})" for i, (name, one) in enumerate(words)]
    return re.compile("|".join(forms), re.I)


def _rows() -> list[tuple[str, list[str]]]:
    pairs = (line.partition(":") for line in lines_of(_TABLE))
    return [(name.strip(), [one.strip() for one in row.split(",")]) for name, _, row in pairs]
