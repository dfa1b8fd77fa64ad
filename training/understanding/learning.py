"""The linear model that is fitted to a grammar's samples."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from sales_agent.models.offline.understanding.clause import spoken
from sales_agent.models.offline.understanding.features import features, fold
from sales_agent.models.offline.understanding.text import clean
from sales_agent.models.offline.understanding.vocabulary import none_yet
from training.understanding.sampling import digest

_FEWEST = 2
"""Times that a feature must be seen."""
_STRENGTH = 12.0
_STEPS = 127


def fit(rows: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Fit a linear model to samples, as the row that the built-in model reads."""
    intents = sorted({intent for intent, _ in rows})
    seen = [sorted(features(fold(read(text), none_yet()))) for _, text in rows]
    places = _places(seen)
    matrix = _matrix(seen, places)
    wanted = np.array([intents.index(intent) for intent, _ in rows])
    model = LogisticRegression(C=_STRENGTH, max_iter=400, tol=1e-3)
    model.fit(matrix, wanted)
    scale = float(np.abs(model.coef_).max()) / _STEPS
    steps = np.rint(model.coef_ / scale).astype(int)
    weights = {name: _kept(steps[:, place]) for name, place in places.items()}
    return {
        "samples": digest(rows),
        "intents": intents,
        "bias": [round(float(value), 4) for value in model.intercept_],
        "scale": round(scale, 6),
        "weights": {name: row for name, row in weights.items() if row},
    }


def read(text: str) -> str:
    """A sentence as understanding would read it."""
    return spoken(clean(text), none_yet())


def _places(seen: Sequence[Sequence[str]]) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for row in seen:
        for feature in row:
            counts[feature] = counts.get(feature, 0) + 1
    kept = sorted(name for name, count in counts.items() if count >= _FEWEST)
    return {name: place for place, name in enumerate(kept)}


def _matrix(seen: Sequence[Sequence[str]], places: Mapping[str, int]) -> csr_matrix:
    """A row of equal values for each sentence; all rows have the length one."""
    values: list[float] = []
    columns: list[int] = []
    starts = [0]
    for row in seen:
        known = [places[feature] for feature in row if feature in places]
        columns += known
        values += [1 / max(len(row), 1) ** 0.5] * len(known)
        starts.append(len(columns))
    return csr_matrix((values, columns, starts), shape=(len(seen), len(places)))


def _kept(steps: Any) -> list[int]:
    """The weights that tell something, each after its intent's place."""
    return [int(value) for place in np.nonzero(steps)[0] for value in (place, steps[place])]
