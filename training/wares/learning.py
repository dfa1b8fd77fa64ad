"""The linear models that are fitted to what clerks say of stock and of prices side by side."""

from collections.abc import Callable, Sequence
from typing import Any

from training.deeds.learning import FEWEST, FLAT, LEAST, STRENGTH
from training.lesson import digest, fitted, lesson_from, written
from training.wares.sampling import Row

SeenOf = Callable[[str], set[str]]
"""What a reader sees of a sentence."""


def fit(rows: Sequence[Row], seen_of: SeenOf) -> dict[str, Any]:
    """Fit a linear model to sentences, as the row that a reader reads."""
    seen = [sorted(seen_of(text)) for _, text, _ in rows]
    counts = [count for _, _, count in rows]
    kinds = [kind for kind, _, _ in rows]
    lesson = lesson_from(kinds, seen, counts, STRENGTH, FEWEST)
    told = digest([(kind, text) for kind, text, _ in rows])
    return {"samples": told, **written(lesson, fitted(lesson, FLAT).point, LEAST)}
