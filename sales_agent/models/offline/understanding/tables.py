"""The tables that make understanding English: words, phrases, other languages' marks."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

_REGEX_MARKS = re.compile(r"\\+[bdswBDSW]")
"""Marks of patterns that would make a word of "bsend"."""
_FOLDER = Path(__file__).parent / "tables"
STRONG, MEDIUM, WEAK = 0.8, 0.62, 0.45
_GROUPS = (("strong", STRONG), ("medium", MEDIUM), ("weak", WEAK))


@dataclass(frozen=True)
class Phrase:
    """A compiled pattern that speaks for an intent with a weight."""

    intent: str
    pattern: re.Pattern[str]
    weight: float


@dataclass(frozen=True, eq=False)
class Tables:
    """One language's tables."""

    words: dict[str, Any]
    patterns: dict[str, str]
    cues: tuple[tuple[str, frozenset[str]], ...]
    phrases: tuple[Phrase, ...]
    known_words: frozenset[str]
    own_words: frozenset[str]
    stop: frozenset[str]
    goods: dict[str, list[str]]
    other_languages: dict[str, frozenset[str]]


@lru_cache
def load_tables(language: str = "en") -> Tables:
    """Read and compile a language's tables once."""
    names = ("words", "patterns", "intents", "cues", "languages", "goods")
    words, patterns, intents, cues, languages, goods = (_read(language, name) for name in names)
    phrases = tuple(_phrases(intents))
    own = _known_words(words, patterns, intents, cues)
    known = own | _known_words(goods)
    sets = tuple((name, frozenset(cue.split())) for name, row in cues.items() for cue in row)
    marks = {name: frozenset(found) for name, found in languages.items()}
    stop = frozenset(words["stop"])
    return Tables(words, patterns, sets, phrases, known, own, stop, goods, marks)


@lru_cache(maxsize=256)
def pattern(name: str, language: str = "en") -> re.Pattern[str]:
    """A language's pattern by its name; `<word>` in it stands for a table or another pattern."""
    return re.compile(_written_out(load_tables(language).patterns[name], language), re.IGNORECASE)


def _written_out(text: str, language: str) -> str:
    tables = load_tables(language)

    def meaning(found: re.Match[str]) -> str:
        name, _, group = found[1].partition(":")
        if name in tables.patterns:
            inner = _written_out(tables.patterns[name], language)
            return inner.format(group) if group else inner
        if name == "number_words":
            return alternatives([*tables.words["numbers"], *tables.words["scales"]])
        if name == "big_number_words":
            numbers: dict[str, int] = tables.words["numbers"]
            return alternatives(
                [w for w in numbers if numbers[w] >= 20] + [*tables.words["scales"]]
            )
        if name == "goods_nouns":
            nouns = tables.goods["nouns"]
            return alternatives([*nouns, *(f"{noun}s" for noun in nouns)])
        return alternatives(tables.words[name])

    return re.sub(r"(?<!\(\?P)(?<!\(\?)<([a-z_]+(?::[a-z])?)>", meaning, text)


def alternatives(words: Iterable[str]) -> str:
    """Words as the alternatives of a pattern, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def _read(language: str, name: str) -> dict[str, Any]:
    text = (_FOLDER / language / f"{name}.json").read_text(encoding="utf-8")
    table: dict[str, Any] = json.loads(text)
    return table


def _phrases(table: dict[str, Any]) -> list[Phrase]:
    phrases = []
    for intent, groups in table["intents"].items():
        for group, weight in _GROUPS:
            for pattern in groups.get(group, ()):
                whole = _with_lists(pattern, table["lists"])
                phrases.append(Phrase(intent, re.compile(whole), weight))
    return phrases


def _with_lists(pattern: str, lists: dict[str, str]) -> str:
    for name, words in lists.items():
        pattern = pattern.replace(f"<{name}>", f"(?:{words})")
    return pattern if pattern.startswith(("^", r"\b", "(?<")) else rf"\b(?:{pattern})"


def _known_words(*tables: dict[str, Any]) -> frozenset[str]:
    """Every word the tables know, so that a typo can be told from a word."""
    texts = [_REGEX_MARKS.sub(" ", json.dumps(table)) for table in tables]
    return frozenset(word for text in texts for word in re.findall(r"[a-z]{2,}", text))
