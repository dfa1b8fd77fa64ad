"""Services that are offered in words that the shop's own pages never use."""

import re
from collections.abc import Iterator

from sales_agent.truth.evidence import Evidence
from sales_agent.truth.reading.anycase import AnyCase
from sales_agent.truth.reading.statement import Finding, Kind, Statement
from sales_agent.truth.reading.text import stem, words_of
from sales_agent.truth.reading.words import plain_words
from sales_agent.truth.rules.subjects import subjects_in

_STEM = 5
"""Letters by which two forms of a word are taken for the same."""
_WORDS = r"(?:[\w'-]+ ){0,3}[\w'-]+"
_OFFERED = AnyCase(
    r"\b(?:offer|include[sd]?|including|provide[sd]?|comes? with|you(?:'ll)? get|we give|"
    r"there(?:'s| is| are)|free|complimentary|throw in|accept|we (?:also )?take|we (?:also )?do|"
    rf"pay (?:with|by|in|via)|ship to|deliver to) (?P<what>{_WORDS})"
)
_GIVEN = AnyCase(
    rf"(?P<what>{_WORDS}) (?:is|are|comes?)(?: also| always| all| even)? (?:free|included|"
    rf"available|"
    r"accepted|possible|welcome|complimentary|on offer|standard|on us|on the house|offered|"
    r"provided)\b"
)
_FOR_FREE = AnyCase(
    r"^(?P<what>(?:[\w',-]+ ){1,8})(?:for free|for nothing|free of charge|without charge|gratis|"
    r"at no (?:\w+ )?(?:cost|charge)|on the house)\b"
)
_CASE = re.compile(r"\b(?:if|when|once|because|until|unless|whenever|that|which|who)\b")
_WORD = re.compile(r"[a-z]{4,}")
_COMMON = words_of(
    "across land sending saves sold extension wrapping explain rules times courier couriers post "
    "postage fourteen fifteen thirty forty sixty ninety twice thrice twenty smaller larger "
    "bigger "
    "postal parcelled everything everyone shopper shoppers simplest easily quickly doorstep "
    "fully "
    "period window deadline limit timeframe span while stretch exception exceptions "
    "later earlier bought buying purchase purchases refunding sends gladly free-of-charge unworn"
)


def check_perks(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """What is offered by a word that stands in no result, when the shop's pages were asked."""
    if not evidence.has_pages:
        return
    known = _stems(evidence.text_words | evidence.said.words | _COMMON)
    known |= _stems(plain_words(statement.lower))
    for part in statement.parts:
        if part.is_negated or part.is_wish:
            continue
        for pattern in (_OFFERED, _GIVEN, _FOR_FREE):
            for found in pattern.finditer(part.unnamed):
                if pattern is _FOR_FREE and subjects_in(found["what"].lower()):
                    continue  # what the pages speak of is held to their pieces
                said = _WORD.findall(_CASE.split(found["what"].lower(), maxsplit=1)[0])
                if unknown := [w for w in said if not {w[:_STEM], stem(w)[:_STEM]} & known]:
                    yield Finding(Kind.POLICY, unknown[0])


def _stems(words: "set[str] | frozenset[str]") -> set[str]:
    return {word[:_STEM] for word in words}
