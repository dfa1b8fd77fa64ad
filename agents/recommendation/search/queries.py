"""Read a shopper's words: what goods they name, what else they ask of them, what is unknown."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from agents.recommendation.language.lexicon import lexicon
from agents.recommendation.language.spelling import KnownWords, readings
from agents.recommendation.language.words import (
    is_phrase,
    known_nouns,
    longest_phrase,
    raw_words,
    shade_forms,
    singular,
    word_forms,
)
from agents.recommendation.search.index import SearchIndex, Term

MAX_WORDS = 12
"""Words of a query that are read; a longer one is a story, and its first words name the goods."""


@dataclass(frozen=True)
class Reading:
    """A query as the catalogue can answer it.

    `terms` are what must match, the goods first. `unmet` are words that no product has together
    with them; `corrected` pairs of a word as typed and as read. An unknown reading names goods
    that the catalogue does not have.
    """

    terms: tuple[Term, ...] = ()
    unmet: tuple[str, ...] = ()
    corrected: tuple[tuple[str, str], ...] = ()
    is_unknown: bool = False


@dataclass(frozen=True)
class Unit:
    """A word of the query, or a phrase that has synonyms, as typed and in index form."""

    typed: str
    form: str
    starts_part: bool


def read_query(query: str, index: SearchIndex, words: KnownWords) -> Reading:
    """Read a query against the words that the catalogue has."""
    units = list(_units(query, index))
    head = _head(units)
    corrected: list[tuple[str, str]] = []
    if head is not None:
        term = _named_term(head, index, words, corrected)
        if term is None:
            return Reading(unmet=(head.typed,), is_unknown=True)
        chosen = [term]
    else:
        chosen = []
    unmet: list[Unit] = []
    for unit in _others(units, head):
        term = _term(unit, index, words, corrected)
        if term is not None and index.has([*chosen, term]):
            chosen.append(term)
        else:
            unmet.append(unit)
    is_unknown = bool(units) and not chosen
    untold = tuple(unit.typed for unit in units if any(unit is one for one in unmet))
    told = tuple(pair for pair in reversed(corrected) if pair[0] not in untold)
    return Reading(tuple(chosen), untold, told, is_unknown)


def _units(query: str, index: SearchIndex) -> Iterator[Unit]:
    known = lexicon()
    typed = raw_words(query)[: MAX_WORDS * 2]
    place, starts_part = 0, True
    while place < len(typed):
        length = _phrase_length(typed, place, index)
        words = typed[place : place + length]
        place += length
        if length == 1 and words[0] in known.links:
            starts_part = True
        elif length > 1 or words[0] not in known.ignored:
            yield Unit(" ".join(words), " ".join(map(singular, words)), starts_part)
            starts_part = False


def _phrase_length(words: list[str], place: int, index: SearchIndex) -> int:
    """How many words from a place are one phrase that the catalogue knows; else one."""
    for length in range(longest_phrase(), 1, -1):
        phrase = tuple(map(singular, words[place : place + length]))
        if len(phrase) == length and is_phrase(phrase):
            forms = word_forms(" ".join(phrase))
            if index.has([Term(forms, is_named=True)]):
                return length
    return 1


def _head(units: list[Unit]) -> Unit | None:
    """The unit that names the goods: the last noun of the first part that has one."""
    known = lexicon()
    head: Unit | None = None
    for unit in units:
        if unit.starts_part and head is not None:
            break
        if not _is_quality(unit.typed) and unit.form not in known.containers:
            head = unit
    return head


def _others(units: list[Unit], head: Unit | None) -> Iterator[Unit]:
    """The other units in the order in which they count, last first.

    What stands before the goods says what they are: a "side table with storage" is a side table.
    """
    place = next((at for at, unit in enumerate(units) if unit is head), len(units))
    yield from reversed(units[:place])
    yield from reversed(units[place + 1 :])


def _is_quality(word: str) -> bool:
    endings = ("able", "proof", "less", "weight", "ish")
    is_told = word.endswith(endings) and singular(word) not in known_nouns()  # "table" is a noun
    return word in lexicon().qualities or word.isdigit() or is_told


def _named_term(
    unit: Unit, index: SearchIndex, words: KnownWords, corrected: list[tuple[str, str]]
) -> Term | None:
    term = replace(Term(word_forms(unit.form), shade_forms(unit.form)), is_named=True)
    if index.has([term]):
        return term
    return _reread(unit, words, corrected, is_named=True)


def _term(
    unit: Unit, index: SearchIndex, words: KnownWords, corrected: list[tuple[str, str]]
) -> Term | None:
    term = Term(word_forms(unit.form), shade_forms(unit.form))
    if index.has([term]):
        return term
    return _reread(unit, words, corrected, is_named=False)


def _reread(
    unit: Unit, words: KnownWords, corrected: list[tuple[str, str]], *, is_named: bool
) -> Term | None:
    """The term for a misspelt or unfinished word."""
    found = readings(unit.typed, words)
    if not found:
        return None
    corrected.append((unit.typed, found[0]))
    forms = dict.fromkeys(form for word in found for form in word_forms(word))
    return Term(tuple(forms), is_named=is_named)
