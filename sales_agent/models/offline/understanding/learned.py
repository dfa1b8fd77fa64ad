"""What was learned from the grammar of shoppers' sentences: how likely each intent is.

`python -m training.understanding` writes the file that is read here. It is used where the tables'
phrases leave a message open.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sales_agent.models.offline.understanding.features import features, fold
from sales_agent.models.offline.understanding.language import BASE, FOLDER, spoken
from sales_agent.models.offline.understanding.vocabulary import Vocabulary

_NAME = "learned.json"


@dataclass(frozen=True, eq=False)
class Learned:
    """A linear model: for each feature, the intents it speaks for or against.

    `weights` holds, after each intent's place in `intents`, its weight in steps of `scale`.
    """

    intents: tuple[str, ...]
    bias: tuple[float, ...]
    scale: float
    weights: Mapping[str, list[int]]


def file_of(language: str) -> Path:
    """Where it stands what was learned of a language."""
    return FOLDER / language / _NAME


@lru_cache(maxsize=4)
def learned(language: str = BASE) -> Learned | None:
    """Read what was learned of a language, once; None for one that has its phrases only."""
    file = file_of(language)
    if not file.exists():
        return None
    row = json.loads(file.read_text(encoding="utf-8"))
    return Learned(tuple(row["intents"]), tuple(row["bias"]), row["scale"], row["weights"])


def likelihoods(text: str, vocabulary: Vocabulary) -> dict[str, float]:
    """How likely each intent is, of a spelled-out text; together one, or none where unlearned."""
    model = learned(spoken())
    if model is None:
        return {}
    found = features(fold(text, vocabulary))
    step = model.scale / math.sqrt(max(len(found), 1))
    sums = [0] * len(model.intents)
    for feature in found:
        row = model.weights.get(feature)
        if row:
            for place in range(0, len(row), 2):
                sums[row[place]] += row[place + 1]
    scores = [bias + step * total for bias, total in zip(model.bias, sums, strict=True)]
    top = max(scores)
    shares = [math.exp(score - top) for score in scores]
    whole = sum(shares)
    return {name: share / whole for name, share in zip(model.intents, shares, strict=True)}
