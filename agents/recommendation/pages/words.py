"""Words of pages and of questions in the one form in which they are looked up."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from agents.recommendation.language.words import fold, raw_words

WORDS_FILE = Path(__file__).parents[1] / "data" / "question_words.json"
KEPT_STEMS = 16_384
MONEY = re.compile(r"[$£€₹¥]\s?(?=\d)|\b(?:rs|inr|usd|eur|gbp)\.? ?(?=\d)", re.IGNORECASE)


@dataclass(frozen=True)
class QuestionWords:
    """What the data file says, in stems.

    `asking` are words that ask and name nothing, `weak` such as name little. `means` maps a stem
    to the stems that pages may say instead, `phrases` a whole phrase to the word that stands for
    it, `hints` a way of asking ("how much") to what an answer to it has.
    """

    asking: frozenset[str]
    weak: frozenset[str]
    means: Mapping[str, tuple[str, ...]]
    phrases: Mapping[str, str]
    hints: Mapping[str, tuple[str, ...]]


def words_of(text: str) -> list[str]:
    """The folded words of a text, phrases that have a word of their own as that word."""
    spaced = f" {' '.join(raw_words(MONEY.sub(' money ', text)))} "
    for phrase, word in question_words().phrases.items():
        if f" {phrase} " in spaced:
            spaced = spaced.replace(f" {phrase} ", f" {word} ")
    return spaced.split()


def stems_of(text: str) -> list[str]:
    """The stems of a text's words, in their order."""
    return [stem(word) for word in words_of(text)]


@lru_cache(KEPT_STEMS)
def stem(word: str) -> str:
    """The stem of an English word: "shipping" and "shipped" are ship."""
    stemmed: str = _stemmer().stemWord(word)
    return stemmed


@cache
def _stemmer() -> Any:
    import snowballstemmer  # noqa: PLC0415 it brings forty languages, which a start need not wait for

    return snowballstemmer.stemmer("english")


@cache
def question_words(path: Path = WORDS_FILE) -> QuestionWords:
    """Read the words."""
    data = json.loads(path.read_text(encoding="utf-8"))
    means: dict[str, dict[str, None]] = {}
    for group in data["same"]:
        stems = [stem(word) for word in group]
        for one in stems:
            means.setdefault(one, {}).update(dict.fromkeys(stems))
    for kind, members in data["members"].items():
        for member in members:
            means.setdefault(stem(fold(member)), {}).update(dict.fromkeys(means[stem(kind)]))
    phrases = {phrase: word for word, phrases in data["phrases"].items() for phrase in phrases}
    return QuestionWords(
        frozenset(data["asking"]),
        frozenset(data["weak"]),
        {one: tuple(other for other in others if other != one) for one, others in means.items()},
        dict(sorted(phrases.items(), key=lambda pair: -len(pair[0]))),
        {hint: tuple(map(stem, words)) for hint, words in data["hints"].items()},
    )
