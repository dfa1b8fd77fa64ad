"""Payments that are said to have been made, held against orders that tell who paid."""

import re
from collections.abc import Iterator

from sales_agent.truth.deeds.standing import is_paid
from sales_agent.truth.evidence import Evidence
from sales_agent.truth.reading.statement import Finding, Kind, Statement

_PAID = re.compile(
    r"(?<!card )(?<!what )(?<!way )(?<!how )(?<!as )(?<!account )(?<!tender )(?<!method )"
    r"\byou(?:'ve| have)? (?:already )?paid\b|"
    r"\bwe(?:'ve| have)? (?:\w+ )?received your payment\b|"
    r"\b(?:your|the) payment (?:of [^.;]{1,20}? )?(?:has |have |is |was )?(?:safely |now )?"
    r"(?:arrived|come in|been received|received|reached us|cleared|in\b)|"
    r"\b(?:zahlung|geld)\b[^.;]{0,30}\b(?:eingegangen|angekommen|erhalten)\b",
    re.I,
)


def check_paid(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """A payment of which neither an order nor a call of this turn tells."""
    found = _PAID.search(statement.text)
    if not found or statement.is_question or statement.is_negated:
        return
    if statement.is_conditional_before(found.end() - 1):
        return
    is_placed = any(deed.status in ("placed", "refunded", "canceled") for deed in evidence.deeds)
    if not (evidence.has_pages or is_placed or is_paid(statement, evidence)):
        yield Finding(Kind.DEED, found.group())
