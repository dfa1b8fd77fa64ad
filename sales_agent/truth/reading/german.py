"""German sentences, read by the words that the checks of figures and rules know in English."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sales_agent.truth.reading.lexicon import BEFORE, BEHIND, form_of, lines_of
from sales_agent.truth.reading.mentions import Mention
from sales_agent.truth.reading.statement import Statement

_FOLDER = Path(__file__).parent
_DAY = re.compile(r"\b(\d{1,2})\. (?=[A-Z][a-z]+)")
"""A day of a month, as "4. December"."""
_SHORT_DAY = re.compile(r"\b([0-3]?\d)\.([01]?\d)\.(?!\d)")
"""A day as "28.11.", in a text without a year."""
_OCLOCK = re.compile(r"\b(\d{1,2}) o'clock\b")
_MONTHS = "January February March April May June July August September October November December"


@dataclass(frozen=True)
class Table:
    """German words and the English for them."""

    pattern: re.Pattern[str]
    words: Mapping[str, str]

    def applied(self, text: str, known: Collection[str] = ()) -> str:
        """A text with its German words in English, but for those that the shop's results use."""

        def translated(found: re.Match[str]) -> str:
            is_known = found.group().lower() in known
            return found.group() if is_known else self.words[found.lastgroup or ""]

        return self.pattern.sub(translated, text)


def in_english(statement: Statement) -> Statement:
    """A sentence with its German words of figures and rules in English; names of goods stay."""
    return _rewritten(statement, lambda text: _dated(_table("german").applied(text)))


def in_english_colours(statement: Statement, known: Collection[str]) -> Statement:
    """A sentence with its German colours in English, where the shop's results say them so."""
    return _rewritten(statement, lambda text: _table("colours_de").applied(text, known))


def _rewritten(statement: Statement, rewrite: Callable[[str], str]) -> Statement:
    text, mentions, end = "", [], 0
    for mention in statement.mentions:
        text += rewrite(statement.text[end : mention.start])
        start = len(text)
        text += statement.text[mention.start : mention.end]
        mentions.append(Mention(mention.goods, start, len(text)))
        end = mention.end
    text += rewrite(statement.text[end:])
    return Statement(text, mentions, statement.carried)


def _dated(text: str) -> str:
    """Days and times of day as they are written in English."""
    text = _SHORT_DAY.sub(_written_out, _DAY.sub(r"\1 ", text))
    return _OCLOCK.sub(lambda found: f"{int(found[1]):02}:00", text)


def _written_out(found: re.Match[str]) -> str:
    names, month = _MONTHS.split(), int(found[2])
    return f"{found[1]} {names[month - 1]}" if 1 <= month <= len(names) else found.group()


@cache
def _table(name: str) -> Table:
    rows = [line.split("\t") for line in lines_of(_FOLDER / f"{name}.tsv")]
    rows.sort(key=lambda row: len(row[0]), reverse=True)
    groups = [rf"(?P<g{place}>{form_of(german)})" for place, (german, _) in enumerate(rows)]
    pattern = re.compile(rf"{BEFORE}(?:{'|'.join(groups)}){BEHIND}", re.I)
    return Table(pattern, {f"g{place}": english for place, (_, english) in enumerate(rows)})
