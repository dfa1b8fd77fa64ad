"""What was learned from the grammar of shoppers' sentences: how likely each intent is.

`python -m training.understanding` writes the file that is read here. It is used where the tables'
phrases leave a message open.
"""

import json
import math
import sys
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from sales_agent.models.offline.understanding.features import features, fold
from sales_agent.models.offline.understanding.language import BASE, FOLDER, spoken
from sales_agent.models.offline.understanding.vocabulary import Vocabulary

_NAME = "learned.json"
_BITS = 32
_ZERO = 1 << (_BITS - 1)
"""What stands for nothing in a field, so that what speaks against an intent fits too."""


@dataclass(frozen=True, eq=False)
class Learned:
    """A linear model: for each feature, the intents it speaks for or against.

    `weights` holds, after each intent's place in `intents`, its weight in steps of `scale`;
    `packed` keeps those that were asked for, as numbers.
    """

    intents: tuple[str, ...]
    bias: tuple[float, ...]
    scale: float
    weights: Mapping[str, list[int]]
    packed: dict[str, int] = field(default_factory=dict)

    def sums(self, found: Iterable[str]) -> list[int]:
        """What features say together for each intent, in steps of `scale`."""
        packed = self.packed
        known = self.weights.keys() & found
        packed.update((name, self._packed(name)) for name in known if name not in packed)
        whole = sum([packed[feature] for feature in known], self._zeros)
        fields = array("I")
        fields.frombytes(whole.to_bytes(fields.itemsize * len(self.intents), sys.byteorder))
        return [value - _ZERO for value in fields]

    @cached_property
    def _zeros(self) -> int:
        return sum(_ZERO << _BITS * place for place in range(len(self.intents)))

    def _packed(self, feature: str) -> int:
        """A feature's weights as one number with a field for each intent, so that they add fast."""
        row = self.weights[feature]
        places = zip(row[::2], row[1::2], strict=True)
        return sum(weight << _BITS * place for place, weight in places)


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
    sums = model.sums(found)
    scores = [bias + step * total for bias, total in zip(model.bias, sums, strict=True)]
    top = max(scores)
    shares = [math.exp(score - top) for score in scores]
    whole = sum(shares)
    return {name: share / whole for name, share in zip(model.intents, shares, strict=True)}
