"""A learned reader: a linear model, what it sees of a text, and the texts that it has read."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path

from sales_agent.linear import LinearModel, read_model

_KEPT = 512
"""Texts that are kept as heard."""

Shares = Mapping[str, float]


class Reader:
    """Tells how likely a text says each kind of thing; its model is read when it is first asked.

    Attributes:
        file: What its training wrote.
        traits_in: What it sees of a text.
    """

    def __init__(self, file: Path, traits_in: Callable[[str], set[str]]) -> None:
        self.file = file
        self.traits_in = traits_in
        self.shares = lru_cache(_KEPT)(self._shares)

    def knows(self, words: Iterable[str]) -> bool:
        """Whether it has learned anything of one of these words."""
        return any(f"1 {word}" in self._model.weights for word in words)

    @cached_property
    def _model(self) -> LinearModel:
        return read_model(self.file)

    def _shares(self, text: str) -> Shares:
        return self._model.shares(self.traits_in(text))
