"""A linear model as it was learned: for each feature, the kinds that it speaks for or against."""

import json
import math
import sys
from array import array
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

_BITS = 32
_ZERO = 1 << (_BITS - 1)
"""What stands for nothing in a field, so that what speaks against a kind fits too."""


class Packed(dict[str, int]):
    """Each feature's weights as one number with a field for each kind, so that they add fast.

    A feature's number is made when it is asked for.
    """

    def __init__(self, weights: Mapping[str, list[int]]) -> None:
        self._weights = weights

    def __missing__(self, feature: str) -> int:
        row = self._weights[feature]
        places = zip(row[::2], row[1::2], strict=True)
        number = self[feature] = sum(weight << _BITS * place for place, weight in places)
        return number


@dataclass(frozen=True, eq=False)
class LinearModel:
    """For each feature, its weights.

    `weights` holds, after each kind's place in `kinds`, its weight in steps of `scale`.
    """

    kinds: tuple[str, ...]
    bias: tuple[float, ...]
    scale: float
    weights: Mapping[str, list[int]]

    @cached_property
    def packed(self) -> Packed:
        """The weights that were asked for so far."""
        return Packed(self.weights)

    def shares(self, found: Set[str]) -> dict[str, float]:
        """How likely each kind is, by the features that were found; together one."""
        step = self.scale / math.sqrt(max(len(found), 1))
        sums = self.sums(found)
        scores = [bias + step * total for bias, total in zip(self.bias, sums, strict=True)]
        top = max(scores)
        shares = [math.exp(score - top) for score in scores]
        whole = sum(shares)
        return {name: share / whole for name, share in zip(self.kinds, shares, strict=True)}

    def sums(self, found: Set[str]) -> list[int]:
        """What features say together for each kind, in steps of `scale`."""
        whole = sum(map(self.packed.__getitem__, self.weights.keys() & found), self._zero)
        fields = array("I")
        fields.frombytes(whole.to_bytes(fields.itemsize * len(self.kinds), sys.byteorder))
        return [value - _ZERO for value in fields]

    @cached_property
    def _zero(self) -> int:
        return sum(_ZERO << _BITS * place for place in range(len(self.kinds)))


def read_model(file: Path) -> LinearModel:
    """Read a model from the file that its training wrote."""
    row = json.loads(file.read_text(encoding="utf-8"))
    return LinearModel(tuple(row["intents"]), tuple(row["bias"]), row["scale"], row["weights"])
