"""The linear model that is fitted to a grammar's samples."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from sales_agent.models.offline.understanding.clause import spoken
from sales_agent.models.offline.understanding.features import features, fold
from sales_agent.models.offline.understanding.text import clean
from sales_agent.models.offline.understanding.vocabulary import none_yet
from training.understanding.minimum import Lowest, Vector, length, minimum

FEWEST = 3
"""Times that a feature must be seen."""
STRENGTH = 24.0
"""What the samples count against the size of the weights: more follows them closer.

Source: the least doubt about lines held back, by `training.understanding.choosing`; the figures
stand in docs/languages.md.
"""
_STEPS = 127
_FLAT = 1e-4
"""Of the slope at the start, what is left where the search ends."""
_MOST_STEPS = 1000
_SPREAD = 0.005
"""About how much the share of an intent varies with its score."""

Read = tuple[str, tuple[str, ...]]
"""An intent and the words of a sentence, as the built-in model folds them."""


@dataclass(frozen=True, eq=False)
class Lesson:
    """What is learned from: sentences' features as a matrix, the intent of each, how often it came.

    `places` are the columns of the features.
    """

    intents: tuple[str, ...]
    places: Mapping[str, int]
    matrix: Any
    wanted: NDArray[np.intp]
    counts: Vector
    strength: float

    @cached_property
    def turned(self) -> Any:
        """The matrix by its columns."""
        return self.matrix.T.tocsr()

    @property
    def shape(self) -> tuple[int, int]:
        """Of the weights: a row for each feature and one that every sentence has."""
        return len(self.places) + 1, len(self.intents)

    def loss(self, weights: Vector) -> tuple[float, Vector]:
        """How badly weights tell the intents apart, and the gradient of that."""
        table = weights.reshape(self.shape)
        shares, doubt = self._shares(table)
        shares[np.arange(len(self.wanted)), self.wanted] -= 1
        shares *= self._worth
        gradient = np.vstack([self.turned @ shares + table[:-1], shares.sum(axis=0)])
        return doubt + 0.5 * float(np.square(table[:-1]).sum()), gradient.ravel()

    def rows_of(self, sentences: Sequence[Sequence[str]]) -> csr_matrix:
        """Folded sentences as rows over the lesson's features."""
        return _matrix([sorted(features(list(words))) for words in sentences], self.places)

    def curvature(self) -> Vector:
        """About how fast the slope changes along each weight: fast for what is said often."""
        often = self.turned.multiply(self.turned) @ (_SPREAD * self._worth[:, 0])
        each = np.append(often + 1, _SPREAD * self._worth.sum() + 1)
        return np.repeat(each, self.shape[1])

    @cached_property
    def _worth(self) -> Vector:
        return (self.strength * self.counts)[:, None]

    def _shares(self, table: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
        """How likely each intent is for each sentence, and the doubt about the right ones."""
        scores = self.matrix @ table[:-1] + table[-1]
        scores -= scores.max(axis=1, keepdims=True)
        right = scores[np.arange(len(self.wanted)), self.wanted]
        np.exp(scores, out=scores)
        whole = scores.sum(axis=1)
        scores /= whole[:, None]
        return scores, float((self._worth[:, 0] * (np.log(whole) - right)).sum())


def fit(rows: Sequence[tuple[str, str]], strength: float = STRENGTH) -> dict[str, Any]:
    """Fit a linear model to samples, as the row that the built-in model reads."""
    read = [(intent, words_of(text)) for intent, text in rows]
    lesson = lesson_of(read, strength)
    return {"samples": digest(rows), **written(lesson, fitted(lesson).point)}


def fitted(lesson: Lesson) -> Lowest:
    """Where the lesson's loss is lowest.

    Raises:
        ValueError: the search did not come to an end.
    """
    start = np.zeros(lesson.shape[0] * lesson.shape[1])
    slope = _FLAT * length(lesson.loss(start)[1])
    found = minimum(lesson.loss, lesson.curvature(), start, slope=slope, most_steps=_MOST_STEPS)
    if found.slope > slope:
        raise ValueError(f"no minimum within {found.steps} steps: the slope is {found.slope:.3g}")
    return found


def words_of(text: str) -> tuple[str, ...]:
    """A sentence as understanding would read it, folded."""
    return tuple(fold(spoken(clean(text), none_yet()), none_yet()))


def digest(rows: Sequence[tuple[str, str]]) -> str:
    """What tells samples from others, to be kept with what was learned from them."""
    text = "\n".join(f"{intent}\t{sentence}" for intent, sentence in rows)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def lesson_of(read: Sequence[Read], strength: float = STRENGTH) -> Lesson:
    """What is learned from read sentences; those that are read alike are one that counts more."""
    times = sorted(Counter(read).items())
    intents = tuple(sorted({intent for (intent, _), _ in times}))
    seen = [sorted(features(list(words))) for (_, words), _ in times]
    counts = [count for _, count in times]
    places = _places(seen, counts)
    wanted = np.array([intents.index(intent) for (intent, _), _ in times])
    weighed = np.array(counts, dtype=float)
    return Lesson(intents, places, _matrix(seen, places), wanted, weighed, strength)


def written(lesson: Lesson, weights: Vector) -> dict[str, Any]:
    """Weights in whole steps, as the built-in model reads them."""
    table = weights.reshape(lesson.shape)
    scale = round(float(np.abs(table[:-1]).max()) / _STEPS, 6)
    steps = np.rint(table[:-1] / scale).astype(int)
    kept = {name: _kept(steps[place]) for name, place in lesson.places.items()}
    return {
        "intents": list(lesson.intents),
        "bias": [round(float(value), 4) for value in table[-1]],
        "scale": scale,
        "weights": {name: row for name, row in kept.items() if row},
    }


def read_back(row: Mapping[str, Any], lesson: Lesson) -> Vector:
    """The weights that a written row holds, in a lesson's places; what those lack is left out."""
    table = np.zeros(lesson.shape)
    table[-1] = row["bias"]
    for name, told in row["weights"].items():
        if name in lesson.places:
            table[lesson.places[name], told[::2]] = [row["scale"] * step for step in told[1::2]]
    return table.ravel()


def _places(seen: Sequence[Sequence[str]], counts: Sequence[int]) -> Mapping[str, int]:
    times: Counter[str] = Counter()
    for row, count in zip(seen, counts, strict=True):
        times.update(dict.fromkeys(row, count))
    kept = sorted(name for name, count in times.items() if count >= FEWEST)
    return {name: place for place, name in enumerate(kept)}


def _matrix(seen: Sequence[Sequence[str]], places: Mapping[str, int]) -> csr_matrix:
    """A row of equal values for each sentence; where all is known, of the length one."""
    values: list[float] = []
    columns: list[int] = []
    starts = [0]
    for row in seen:
        known = [places[feature] for feature in row if feature in places]
        columns += known
        values += [1 / max(len(row), 1) ** 0.5] * len(known)
        starts.append(len(columns))
    return csr_matrix((values, columns, starts), shape=(len(seen), len(places)))


def _kept(steps: NDArray[np.int_]) -> list[int]:
    """The weights that tell something, each after its intent's place."""
    return [int(value) for place in np.nonzero(steps)[0] for value in (place, steps[place])]
