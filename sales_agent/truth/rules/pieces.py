"""The shop's pages cut into pieces, each with what it says: spans of time, fees, denials."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sales_agent.truth.figures.amounts import find_amounts
from sales_agent.truth.reading.clauses import denials_in
from sales_agent.truth.reading.text import plain, with_digits
from sales_agent.truth.rules.subjects import subjects_in
from sales_agent.truth.rules.terms import FREE, terms_in, topics_in

Json = Mapping[str, Any]
Term = tuple[int, str]
_SENTENCE = re.compile(r"(?<=[.;!?])\s+|\n")
_PART = re.compile(r",\s+|;\s+|\s+and\s+(?=\w+ \d)|:\s+|\s+or\s+(?=\w+\b\s*$)")
_VERB = re.compile(r"\b(?:is|are|can|may|will|have|has|takes?|costs?|do|does|ha[ds])\b")
"""A part without one goes on with what the part before it denies."""
_IF = re.compile(r"\b(?:if|when|for orders of|as long as)\b[^,]*", re.I)
_CASES = frozenset({"faulty"})
"""Subjects of a heading under which all is said of that case alone."""
_OWN, _AROUND, _MISSED = 3, 2, 1
"""What a subject counts that a piece has itself, or beside it, and one that only the piece has."""


@dataclass(frozen=True)
class Piece:
    """A part of a sentence of the shop's.

    Attributes:
        text: Its words, plain, in lower case.
        terms: The spans of time that it names.
        fees: The amounts that it names.
        is_free: Whether it says that something costs nothing.
        is_denied: Whether it denies.
        own: Its subjects.
        around: Those of its sentence and its heading.
        words: Its telling words.
        case: The subjects of the case in which it holds; amounts are one.
    """

    text: str
    terms: frozenset[Term]
    fees: frozenset[Decimal]
    is_free: bool
    is_denied: bool
    own: frozenset[str]
    around: frozenset[str]
    words: frozenset[str]
    case: frozenset[str]

    def fit(self, subjects: frozenset[str], words: frozenset[str]) -> int:
        """How well it fits what a sentence is about."""
        return (
            _OWN * len(self.own & subjects)
            + _AROUND * len((self.around - self.own) & subjects)
            + len(self.words & words)
            - _MISSED * bool(self.own - subjects)
        )


def pieces_of(passages: Sequence[Json]) -> list[Piece]:
    """The pieces of a shop's pages."""
    return [piece for row in passages for piece in _pieces(row)]


def _pieces(row: Json) -> Iterator[Piece]:
    heading = subjects_in(plain(str(row.get("heading") or row.get("title") or "")))
    text = with_digits(plain(str(row.get("text") or ""))).lower()
    for sentence in _SENTENCE.split(text):
        around = heading | subjects_in(sentence)
        case = _case_of(sentence) | (heading & _CASES)
        parts = [sentence] if "|" in sentence else _PART.split(sentence)
        is_denied = False
        for part in parts:
            is_denied = bool(denials_in(part)) or (is_denied and not _VERB.search(part))
            yield _piece(part, around, case, is_denied=is_denied)


def _piece(part: str, around: frozenset[str], case: frozenset[str], *, is_denied: bool) -> Piece:
    fees = frozenset(value for amount in find_amounts(part) for value in amount.values)
    return Piece(
        part,
        frozenset(terms_in(part)),
        fees,
        bool(FREE.search(part)),
        is_denied and not FREE.search(part),
        subjects_in(part),
        around,
        topics_in(part),
        case,
    )


def _case_of(sentence: str) -> frozenset[str]:
    """The subjects of the case in which a sentence holds, and "amount" where it is one."""
    found = _IF.search(sentence)
    if found is None:
        return frozenset()
    amount = {"amount"} if find_amounts(found.group()) else set()
    return subjects_in(found.group()) | amount
