"""The linear model that is fitted to a grammar's samples."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sales_agent.models.offline.understanding.clause import spoken
from sales_agent.models.offline.understanding.features import features, fold
from sales_agent.models.offline.understanding.text import clean
from sales_agent.models.offline.understanding.vocabulary import none_yet
from training.lesson import Lesson, digest, fitted, lesson_from, written

FEWEST = 3
"""Times that a feature must be seen."""
STRENGTH = 24.0
"""What the samples count against the size of the weights: more follows them closer.

Source: the least doubt about lines held back, by `training.understanding.choosing`; the figures
stand in docs/languages.md.
"""

Read = tuple[str, tuple[str, ...]]
"""An intent and the words of a sentence, as the built-in model folds them."""


def fit(rows: Sequence[tuple[str, str]], strength: float = STRENGTH) -> dict[str, Any]:
    """Fit a linear model to samples, as the row that the built-in model reads."""
    read = [(intent, words_of(text)) for intent, text in rows]
    lesson = lesson_of(read, strength)
    return {"samples": digest(rows), **written(lesson, fitted(lesson).point)}


def words_of(text: str) -> tuple[str, ...]:
    """A sentence as understanding would read it, folded."""
    return tuple(fold(spoken(clean(text), none_yet()), none_yet()))


def lesson_of(read: Sequence[Read], strength: float = STRENGTH) -> Lesson:
    """What is learned from read sentences; those that are read alike are one that counts more."""
    times = sorted(Counter(read).items())
    wanted = [intent for (intent, _), _ in times]
    seen = [features_of(words) for (_, words), _ in times]
    return lesson_from(wanted, seen, [count for _, count in times], strength, FEWEST)


def features_of(words: Sequence[str]) -> list[str]:
    """The features of a folded sentence, in order."""
    return sorted(features(list(words)))
