"""The tables that make a language: words, phrases, patterns; the spoken one unless it is named."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from sales_agent.models.offline.understanding.language import BASE, FOLDER, spoken

_REGEX_MARKS = re.compile(r"\\+[bdswBDSW]")
"""Marks of patterns that would make a word of "bsend"."""
_NAMED = re.compile(r"\(\?P<\w+>|<\w+(?::\w)?>")
"""What patterns name groups and other tables by."""
STRONG, MEDIUM, WEAK = 0.8, 0.62, 0.45
_GROUPS = (("strong", STRONG), ("medium", MEDIUM), ("weak", WEAK))


@dataclass(frozen=True)
class Phrase:
    """A pattern that speaks for an intent with a weight; `form` is how the table writes it."""

    form: str
    weight: float

    @property
    def is_free(self) -> bool:
        """Whether it is found at the beginning of any word."""
        return not self.form.startswith(("^", r"\b", "(?<"))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled form."""
        return re.compile(rf"\b(?:{self.form})" if self.is_free else self.form)


@dataclass(frozen=True)
class IntentPhrases:
    """The phrases of an intent."""

    intent: str
    phrases: tuple[Phrase, ...]

    @cached_property
    def first_look(self) -> re.Pattern[str]:
        """All of them in one: few intents of many are left where this finds nothing."""
        free = "|".join(phrase.form for phrase in self.phrases if phrase.is_free)
        others = [phrase.form for phrase in self.phrases if not phrase.is_free]
        return re.compile("|".join([*([rf"\b(?:{free})"] if free else []), *others]))


@dataclass(frozen=True, eq=False)
class Tables:
    """One language's tables; what a language leaves out is as in the base language.

    `own_words` are those of its own tables but for services that no rule performs, `spoken_words`
    those of them that shoppers say and `known_words` all.
    """

    language: str
    words: dict[str, Any]
    patterns: dict[str, str]
    cues: tuple[tuple[str, frozenset[str]], ...]
    phrases: tuple[IntentPhrases, ...]
    known_words: frozenset[str]
    own_words: frozenset[str]
    spoken_words: frozenset[str]
    stop: frozenset[str]
    sets: dict[str, frozenset[str]]
    goods: dict[str, list[str]]


def load_tables(language: str | None = None) -> Tables:
    """A language's tables, the spoken one's when none is named; read and compiled once."""
    return _load(language or spoken())


@lru_cache
def _load(language: str) -> Tables:
    names = ("words", "patterns", "intents", "cues", "goods")
    words, patterns, intents, cues, goods = (_read(language, name) for name in names)
    own = _known_words(words, patterns, _served(intents), cues)
    meant = {**words, **{name: _keys(words, name) for name in _MEANINGS}}
    said = _known_words(*map(_values, (meant, patterns, intents["intents"], cues)))
    own = own if language == BASE else said
    known = own | _known_words(intents, goods)
    said -= frozenset(words["common"]).difference(words["stop"])
    if language == BASE:  # goods have English names in any talk
        said -= _known_words(goods).difference(words["stop"])
    if language != BASE:
        words, patterns, goods = (
            {**_read(BASE, name), **own_rows}
            for name, own_rows in (("words", words), ("patterns", patterns), ("goods", goods))
        )
        words["meanings"] = {**words["goods"], **words["meanings"]}
        known |= _known_words(goods)
    return Tables(
        language,
        words,
        patterns,
        tuple((name, frozenset(cue.split())) for name, row in cues.items() for cue in row),
        tuple(_phrases(intents)),
        known,
        own,
        said,
        frozenset(words["stop"]),
        {name: frozenset(found) for name, found in words["sets"].items()},
        goods,
    )


def _served(intents: dict[str, Any]) -> dict[str, Any]:
    """Without the services that no rule performs: their words point at a tool that does."""
    rows = {name: row for name, row in intents["intents"].items() if name != "extra_service"}
    return {**intents, "intents": rows}


def _values(table: Any) -> dict[str, Any]:
    """A table without its keys, nor the names of other tables and groups that patterns hold."""
    return {name: _texts(row) for name, row in table.items() if name != "extra_service"}


def _texts(row: Any) -> list[str]:
    if isinstance(row, str):
        return [_NAMED.sub(" ", row)]
    rows = row.values() if isinstance(row, dict) else row if isinstance(row, list) else ()
    return [text for part in rows for text in _texts(part)]


_MEANINGS = ("goods", "meanings", "comparatives", "expansions", "cancel_reasons")
"""Tables of words by what they mean: only the words are said."""
_NO_WORDS = ("signs", "endings", "letters", "services", "short_weekdays", "day_parts")
"""Tables of no words of ours: endings, letters, services that only tools of others perform, and
short forms that mean something only where a time is asked for."""


def _keys(words: dict[str, Any], name: str) -> list[str]:
    return list(words.get(name, ()))


@lru_cache(maxsize=1)
def other_languages() -> dict[str, frozenset[str]]:
    """The marks of languages that are not spoken here, by language."""
    table = json.loads((FOLDER / "languages.json").read_text(encoding="utf-8"))
    return {name: frozenset(found) for name, found in table.items()}


@lru_cache(maxsize=1)
def asking() -> dict[str, Any]:
    """The names of the languages that are spoken here, and what asks for one around its name."""
    table: dict[str, Any] = json.loads((FOLDER / "asking.json").read_text(encoding="utf-8"))
    return table


def pattern(name: str, language: str | None = None) -> re.Pattern[str]:
    """A pattern by its name; `<word>` in it stands for a table or another pattern."""
    return _compiled(name, language or spoken())


@lru_cache(maxsize=1024)
def _compiled(name: str, language: str) -> re.Pattern[str]:
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
        return alternatives(tables.words[name])

    return re.sub(r"(?<!\(\?P)(?<!\(\?)<([a-z_]+(?::[a-z])?)>", meaning, text)


def alternatives(words: Iterable[str]) -> str:
    """Words as the alternatives of a pattern, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def _read(language: str, name: str) -> dict[str, Any]:
    text = (FOLDER / language / f"{name}.json").read_text(encoding="utf-8")
    table: dict[str, Any] = json.loads(text)
    return table


def _phrases(table: dict[str, Any]) -> Iterator[IntentPhrases]:
    for intent, groups in table["intents"].items():
        phrases = [
            Phrase(_with_lists(form, table["lists"]), weight)
            for group, weight in _GROUPS
            for form in groups.get(group, ())
        ]
        if phrases:
            yield IntentPhrases(intent, tuple(phrases))


def _with_lists(form: str, lists: dict[str, str]) -> str:
    for name, words in lists.items():
        form = form.replace(f"<{name}>", f"(?:{words})")
    return form


def _known_words(*tables: dict[str, Any]) -> frozenset[str]:
    """Every word the tables know, so that a typo can be told from a word."""
    rows = [row for table in tables for name, row in table.items() if name not in _NO_WORDS]
    texts = [_REGEX_MARKS.sub(" ", json.dumps(row, ensure_ascii=False)) for row in rows]
    return frozenset(word for text in texts for word in re.findall(r"[^\W\d_A-Z]{2,}", text))
