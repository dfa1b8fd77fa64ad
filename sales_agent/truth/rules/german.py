"""Rules and days in German, read by the words that the rules know in English."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sales_agent.truth.evidence import Evidence
from sales_agent.truth.figures.calendar import check_days
from sales_agent.truth.reading.lexicon import BEFORE, BEHIND, form_of, lines_of
from sales_agent.truth.reading.statement import Finding, Mention, Statement
from sales_agent.truth.reading.words import is_german
from sales_agent.truth.rules.policies import check_policies

_TABLE = Path(__file__).with_name("german.tsv")
_DAY = re.compile(r"\b(\d{1,2})\. (?=[A-Z][a-z]+)")
"""A day of a month, as "4. December"."""
_OCLOCK = re.compile(r"\b(\d{1,2}) o'clock\b")


@dataclass(frozen=True)
class _Table:
    pattern: re.Pattern[str]
    words: Mapping[str, str]


def check_german(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """Days and rules that a German sentence names, held against what results say in English."""
    if is_german(statement.lower):
        said = _in_english(statement)
        yield from check_days(said, evidence)
        yield from check_policies(said, evidence)


def _in_english(statement: Statement) -> Statement:
    """The sentence with its German words of rules in English; names of goods stay."""
    text, mentions, end = "", [], 0
    for mention in statement.mentions:
        text += _translated(statement.text[end : mention.start])
        start = len(text)
        text += statement.text[mention.start : mention.end]
        mentions.append(Mention(mention.goods, start, len(text)))
        end = mention.end
    return Statement(text + _translated(statement.text[end:]), mentions, statement.carried)


def _translated(text: str) -> str:
    table = _table()
    english = table.pattern.sub(lambda found: table.words[found.lastgroup or ""], text)
    english = _DAY.sub(r"\1 ", english)
    return _OCLOCK.sub(lambda found: f"{int(found[1]):02}:00", english)


@cache
def _table() -> _Table:
    rows = [line.split("\t") for line in lines_of(_TABLE)]
    rows.sort(key=lambda row: len(row[0]), reverse=True)
    groups = [rf"(?P<g{place}>{form_of(german)})" for place, (german, _) in enumerate(rows)]
    pattern = re.compile(rf"{BEFORE}(?:{'|'.join(groups)}){BEHIND}", re.I)
    return _Table(pattern, {f"g{place}": english for place, (_, english) in enumerate(rows)})
