"""The linear model that is fitted to features of sentences, and how it is written."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from training.understanding.minimum import Lowest, Vector, length, minimum

_STEPS = 127
FLAT = 1e-4
"""Of the slope at the start, what is left where the search ends."""
_MOST_STEPS = 1000
_SPREAD = 0.005
"""About how much the share of an intent varies with its score."""

Traits = Sequence[Sequence[str]]
"""The features of each sentence."""


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

    def rows_of(self, seen: Traits) -> csr_matrix:
        """Sentences, by their features, as rows over the lesson's."""
        return _matrix(seen, self.places)

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


def lesson_from(
    wanted: Sequence[str], seen: Traits, counts: Sequence[float], strength: float, fewest: int
) -> Lesson:
    """What is learned from sentences: the intent of each, its features, how often it came.

    Args:
        wanted: The intent of each sentence.
        seen: Its features.
        counts: What it counts.
        strength: What the sentences count against the size of the weights.
        fewest: Times that a feature must be seen.
    """
    intents = tuple(sorted(set(wanted)))
    places = _places(seen, counts, fewest)
    rows = np.array([intents.index(intent) for intent in wanted])
    weighed = np.array(counts, dtype=float)
    return Lesson(intents, places, _matrix(seen, places), rows, weighed, strength)


def fitted(lesson: Lesson, flat: float = FLAT) -> Lowest:
    """Where the lesson's loss is lowest.

    Args:
        lesson: What is learned from.
        flat: Of the slope at the start, what is left where the search ends.

    Raises:
        ValueError: the search did not come to an end.
    """
    start = np.zeros(lesson.shape[0] * lesson.shape[1])
    slope = flat * length(lesson.loss(start)[1])
    found = minimum(lesson.loss, lesson.curvature(), start, slope=slope, most_steps=_MOST_STEPS)
    if found.slope > slope:
        raise ValueError(f"no minimum within {found.steps} steps: the slope is {found.slope:.3g}")
    return found


def digest(rows: Sequence[tuple[str, str]]) -> str:
    """What tells samples from others, to be kept with what was learned from them."""
    text = "\n".join(f"{intent}\t{sentence}" for intent, sentence in rows)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def written(lesson: Lesson, weights: Vector, least: int = 1) -> dict[str, Any]:
    """Weights in whole steps, as the product reads them; those of fewer steps are left out."""
    table = weights.reshape(lesson.shape)
    scale = round(float(np.abs(table[:-1]).max()) / _STEPS, 6)
    steps = np.rint(table[:-1] / scale).astype(int)
    steps[np.abs(steps) < least] = 0
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


def _places(seen: Traits, counts: Sequence[float], fewest: int) -> Mapping[str, int]:
    times: dict[str, float] = defaultdict(float)
    for row, count in zip(seen, counts, strict=True):
        for name in row:
            times[name] += count
    kept = sorted(name for name, count in times.items() if count >= fewest)
    return {name: place for place, name in enumerate(kept)}


def _matrix(seen: Traits, places: Mapping[str, int]) -> csr_matrix:
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
