"""Sentences of the agents in the spoken language, by templates; what no template fits stays."""

import json
import re
from functools import lru_cache
from pathlib import Path

from sales_agent.shop.spoken import phrase, spoken

_FOLDER = Path(__file__).with_name("texts")
_LIST = re.compile(r", | or ")
_HOLE = r"(.+?)"
_RULE = re.compile(r"\s*\([a-z_]+(?:\.[a-z_]+)+\)")
"""Such as "(returns.window)": for those who run the shop."""
_DEEPEST = 4
"""Templates that stand in one another's holes."""


def without_rules(text: str) -> str:
    """A sentence of an agent without the names of the rules behind it."""
    return _RULE.sub("", text).strip()


def told(text: str, depth: int = _DEEPEST) -> str:
    """What an agent says, in the spoken language; what stands in its holes is told as well.

    A list of things that are all known ("takes too long or ordered by mistake") is told thing by
    thing.
    """
    templates = _templates(spoken())
    if not templates or not text or not depth:
        return text
    for form, words in templates:
        if found := form.fullmatch(text):
            return words.format(*(told(part, depth - 1) for part in found.groups()))
    parts = _LIST.split(text)
    if len(parts) == 1:
        return text
    named = [told(part, depth - 1) for part in parts]
    if any(name == part for name, part in zip(named, parts, strict=True)):
        return text
    return f"{', '.join(named[:-1])} {phrase('or')} {named[-1]}"


@lru_cache
def _templates(language: str) -> list[tuple[re.Pattern[str], str]]:
    """The templates of a language, the most particular first."""
    path = _FOLDER / f"told.{language}.json"
    if not path.exists():
        return []
    table: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    rows = sorted(table.items(), key=lambda row: -len(row[0]))
    return [(_form(english), words) for english, words in rows]


def _form(english: str) -> re.Pattern[str]:
    parts = [re.escape(part) for part in english.split("{}")]
    return re.compile(_HOLE.join(parts), re.IGNORECASE)
