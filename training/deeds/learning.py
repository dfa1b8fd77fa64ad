"""The linear model that is fitted to what clerks say of deeds."""

from collections.abc import Sequence
from typing import Any

from sales_agent.truth.hearing.traits import traits_of, words_of
from training.deeds.sampling import Row
from training.lesson import Lesson, digest, fitted, lesson_from, written

FEWEST = 6
"""Times that a feature must be seen."""
STRENGTH = 12.0
"""What the sentences count against the size of the weights; half and twice as much do alike."""
LEAST = 2
"""Steps of a weight that is written; smaller ones make the file larger and change nothing."""
FLAT = 2e-3
"""Of the slope at the start, what is left where the fit ends; going on foretells no better."""


def fit(rows: Sequence[Row]) -> dict[str, Any]:
    """Fit a linear model to sentences, as the row that the truth check reads."""
    lesson = lesson_of(rows)
    told = digest([(kind, text) for kind, text, _ in rows])
    return {"samples": told, **written(lesson, fitted(lesson, FLAT).point, LEAST)}


def lesson_of(rows: Sequence[Row]) -> Lesson:
    """What is learned from sentences."""
    seen = [sorted(traits_of(words_of(text))) for _, text, _ in rows]
    counts = [count for _, _, count in rows]
    return lesson_from([kind for kind, _, _ in rows], seen, counts, STRENGTH, FEWEST)
