"""The sentences, by key and in variants, from a table."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "texts"


@dataclass(frozen=True, eq=False)
class Texts:
    """One language's sentences."""

    variants: Mapping[str, tuple[str, ...]]

    def say(self, key: str, *, seed: int = 0, **values: Any) -> str:
        """The sentence of a key; which of its variants, the seed says."""
        found = self.variants[key]
        return found[seed % len(found)].format(**values)

    def has(self, key: str) -> bool:
        """Whether there is a sentence of that key."""
        return key in self.variants


@lru_cache
def load_texts(language: str = "en") -> Texts:
    """Read a language's sentences once."""
    table = json.loads((_FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    return Texts(
        {key: (row,) if isinstance(row, str) else tuple(row) for key, row in table.items()}
    )
