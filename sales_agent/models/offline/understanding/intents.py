"""How strongly a text speaks for each intent, by the tables' phrases and cues alone."""

from collections.abc import Collection, Iterator
from functools import lru_cache

from sales_agent.models.offline.understanding.tables import IntentPhrases, Tables, load_tables
from sales_agent.models.offline.understanding.text import stem

_LENGTH_COUNTS = 300
"""A longer match tells more: so many letters weigh as much as a whole phrase."""
_CUE, _CUE_WORD = 0.45, 0.05
"""What a cue weighs, and each of its words: less than any phrase."""


def score_intents(text: str) -> dict[str, float]:
    """Score the intents that a spelled-out text has phrases of; 0.45 weak, from 0.8 strong."""
    scores: dict[str, float] = {}
    for row in load_tables().phrases:
        if row.first_look.search(text):
            scores[row.intent] = max(_scores(row, text))
    return scores


def _scores(row: IntentPhrases, text: str) -> Iterator[float]:
    for phrase in row.phrases:
        if found := phrase.pattern.search(text):
            yield phrase.weight + min(len(found[0]), 55) / _LENGTH_COUNTS


def is_said_whole(text: str, intents: Collection[str]) -> bool:
    """Whether a phrase of one of some intents is all that a text says."""
    return any(
        row.intent in intents and phrase.pattern.fullmatch(text)
        for row in load_tables().phrases
        for phrase in row.phrases
    )


def score_cues(text: str) -> dict[str, float]:
    """Score the intent whose cue words a text holds most of, in any order; at most one."""
    said = {stem(word) for word in text.split()}
    best: tuple[float, str] | None = None
    for intent, cue in _cues(load_tables()):
        if cue <= said and (best is None or len(cue) > best[0]):
            best = (len(cue), intent)
    return {best[1]: _CUE + _CUE_WORD * best[0]} if best else {}


@lru_cache(maxsize=4)
def _cues(tables: Tables) -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((intent, frozenset(stem(word) for word in cue)) for intent, cue in tables.cues)
