"""Hears whether a clause says that goods are there or gone, in words that stand in no table."""

import re
from pathlib import Path

from sales_agent.truth.evidence import Evidence
from sales_agent.truth.hearing.folding import with_variants
from sales_agent.truth.hearing.reader import Reader, Shares
from sales_agent.truth.hearing.traits import traits_in, words_of
from sales_agent.truth.reading.statement import Statement
from sales_agent.truth.reading.words import is_german
from sales_agent.truth.wares.gone import GONE, denies_stock

READER = Reader(Path(__file__).with_name("presence.json"), traits_in)
_OF_CART = re.compile(r"\b(?:cart|basket)\b", re.I)
"""What is put into the cart in place of something else is not gone."""
_FEWEST = 2
"""Words beside goods and variants; "Done, the shirt (white, L" says nothing of the kind."""
SURE_GONE, SURE_THERE = 0.6, 0.8
"""From these shares on a clause is taken to say it; the second where tables find a denial.

Source: of authors none of whose sentences were learned; the figures stand in docs/truth.md.
"""


def is_denied(part: Statement, evidence: Evidence) -> bool:
    """Whether a clause says that what it names is not there, by its words or by all of them."""
    if denies_stock(part):
        return not says_there(part, evidence)
    return not GONE.search(part.text) and says_gone(part, evidence)


def says_gone(part: Statement, evidence: Evidence) -> bool:
    """Whether a clause is heard to say that something is not there."""
    return _shares(part, evidence).get("gone", 0.0) > SURE_GONE


def says_there(part: Statement, evidence: Evidence) -> bool:
    """Whether a clause is heard to say that something is there, by no word for what is gone."""
    return not GONE.search(part.text) and _shares(part, evidence).get("there", 0.0) > SURE_THERE


def _shares(part: Statement, evidence: Evidence) -> Shares:
    if is_german(part.lower) or _OF_CART.search(part.text):
        return {}
    text = with_variants(part, evidence)
    said = [word for word in words_of(text) if word.isalpha()]
    return READER.shares(text) if len(said) >= _FEWEST and READER.knows(said) else {}
