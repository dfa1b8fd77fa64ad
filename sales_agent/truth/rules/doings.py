"""What the shop is said to do by a verb that its own pages never use."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from sales_agent.truth.evidence import Evidence
from sales_agent.truth.reading.anycase import AnyCase
from sales_agent.truth.reading.lexicon import lines_of
from sales_agent.truth.reading.statement import Finding, Kind, Statement

_TABLE = Path(__file__).with_name("common_verbs.txt")
_MAY = (
    r"(?:'ll| will| can| could| may| might| also| always| even| gladly| happily| usually| often| "
    r"normally| generally| simply| just| only| still| now| currently)*"
)
_COMPOUND = r"(?!(?:returns|refunds|exchanges|sales|gifts|points|orders)\b)"
"""Begins no name of people: "our returns window" is one thing."""
_DOES = AnyCase(
    rf"\b(?:we|our (?:\w+ )??(?:{_COMPOUND}\w+s|staff|team|people)|couriers|drivers|staff){_MAY} "
    r"(?P<verb>[a-z]{3,})\b"
)
"""The shop and its people, with what they do."""
_MAY_DO = AnyCase(
    r"\byou(?: can| could| may|'re (?:welcome|free|able|allowed) to| are (?:welcome|free|able|"
    rf"allowed) to){_MAY} (?P<verb>[a-z]{{3,}})\b"
)
_IS_DONE = AnyCase(
    r"\b(?:can|may|could)(?: also| even| always)* be (?P<verb>[a-z]{3,}(?:ed|en|wn|lt|nt))\b"
)
_BEGINNING = 4
"""Letters by which two forms of a common verb are taken for the same."""
_ENDING = re.compile(r"(?<=\w{3})(?:ing|ied|ies|ed|es|e|s|y)$")
_DOUBLED = re.compile(r"(?:pp|tt|nn|bb|dd|gg|mm)$")


def check_doings(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """What the shop does by a verb that stands in no result, when its pages were asked."""
    if not evidence.has_pages or statement.mentions:
        return
    for part in statement.parts:
        if part.is_negated or part.is_wish or part.is_question:
            continue
        for pattern in (_DOES, _MAY_DO, _IS_DONE):
            for found in pattern.finditer(part.text):
                if not _is_known(found["verb"].lower(), evidence):
                    yield Finding(Kind.POLICY, found.group())


def _is_known(verb: str, evidence: Evidence) -> bool:
    beginning = verb[:_BEGINNING]
    if verb.endswith("ly") or beginning in _common():
        return True
    root = _ENDING.sub("", verb)
    root = root[:-1] if _DOUBLED.search(root) else root
    told = evidence.text_words | evidence.said.words
    return any(word.startswith(root) for word in told)


@cache
def _common() -> frozenset[str]:
    return frozenset(word[:_BEGINNING] for line in lines_of(_TABLE) for word in line.split())
