"""Offers that are denied though the turn's results list some."""

import re
from collections.abc import Iterator

from sales_agent.truth.evidence import Evidence
from sales_agent.truth.figures.dates import Days, find_days
from sales_agent.truth.figures.prices import subject_of
from sales_agent.truth.reading.statement import Finding, Kind, Statement

_NONE = re.compile(
    r"(?:\b(?:no|not (?:have |see )?any|without any|kein\w*)|n't (?:\w+ ){0,2}any)\s"
    r"(?:(?!other|further|more|better|extra|additional|special|weiter\w*)\w+ ){0,2}"
    r"(?:discounts?|offers?|deals?|promotions?|sales|rabatte?|rabattaktionen|angebote?|aktionen)\b"
    r"(?P<rest>[^.;!?]*)",
    re.I,
)
_OF_SOME = re.compile(
    r"^\s*(?:that|which|code|\w+ (?:that|which))\b|"
    r"\b(?:on|for|with|to|off|from|beyond|besides|apart|than|auf|für|mit|der|die|das)\s(?!now\b|"
    r"offer\b|the moment\b|us\b|you\b|at all\b|(?:this|your|the) cart\b)",
    re.I,
)
"""With these it is said of some goods, or of a kind of offer."""
_OFFER = re.compile(
    r"\b(?:offers?|discounts?|codes?|coupons?|vouchers?|deals?|promotions?|sale|angebote?|rabatte?|"
    r"gutscheine?|aktion(?:en)?)\b|\d ?(?:%|percent\b|prozent\b)",
    re.I,
)
"""Without these a sentence speaks of no offer, whatever day it names."""
_ENDS = re.compile(r"\b(?:until|till|ends?|expires?|valid|runs?|lasts?|through)\b", re.I)
_TWO = 2
_CART = re.compile(r"\b(?:cart|total|basket|warenkorb|diese[mnr] einkauf)\b", re.I)


def check_codes(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """A code, or a last day, of one offer that is said of another."""
    offers = [row for row in evidence.rows if row.get("title") and row.get("validUntil")]
    if len(offers) < _TWO or statement.is_question or statement.is_negated:
        return
    codes = [str(row["code"]) for row in offers if row.get("code")]
    said = [code for code in codes if code in statement.text]
    if not (said or _OFFER.search(statement.text)):
        return
    words = subject_of(statement.text)
    meant = [row for row in offers if words & subject_of(str(row["title"]))]
    for code in said:
        if meant and all(row.get("code") != code for row in meant):
            yield Finding(Kind.IDENTIFIER, code)
    for day in find_days(statement.text) if _ENDS.search(statement.text) else ():
        ends = Days.of(
            [one for row in meant for one in find_days(str(row["validUntil"]))],
            (),
            (),
            evidence.today,
            with_today=False,
        )
        if meant and not ends.has(day):
            yield Finding(Kind.DATE, statement.text[day.start : day.end])


def check_offers(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """That there are no offers, where the turn lists them; or none on a cart that has some."""
    found = _NONE.search(statement.text)
    if (
        not found
        or statement.clause_at(found.start()).is_question
        or _OF_SOME.search(found["rest"])
    ):
        return
    if _CART.search(found["rest"]):
        has_some = any(cart.get("discounts") for cart in evidence.carts[-1:])
    else:
        has_some = any(deed.result.get("offers") for deed in evidence.now)
    if has_some:
        yield Finding(Kind.DENIAL, found.group().strip())
