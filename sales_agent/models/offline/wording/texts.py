"""The sentences, by key and in variants, from a table."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from sales_agent.models.offline.understanding.language import BASE, spoken

_QUICK = "quick."
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

    def quick(self, reply: str) -> str:
        """A quick reply in this language; its English is its key, "{}" in it any words."""
        if self.has(f"{_QUICK}{reply}"):
            return self.say(f"{_QUICK}{reply}")
        for start, words in self._openings.items():
            if reply.startswith(start):
                return words.format(reply.removeprefix(start))
        return reply

    @cached_property
    def _openings(self) -> Mapping[str, str]:
        """The quick replies that end in any words, by their beginnings, the longest first."""
        found = {
            key.removeprefix(_QUICK).removesuffix("{}"): self.variants[key][0]
            for key in self.variants
            if key.startswith(_QUICK) and key.endswith("{}")
        }
        return dict(sorted(found.items(), key=lambda row: -len(row[0])))


def words(key: str, *, seed: int = 0, **values: Any) -> str:
    """A few words of the spoken language, such as "and"."""
    return load_texts().say(f"words.{key}", seed=seed, **values)


def load_texts(language: str | None = None) -> Texts:
    """A language's sentences, the spoken one's when none is named; read once.

    What a language leaves out is said in the base language.
    """
    return _load(language or spoken())


@lru_cache
def _load(language: str) -> Texts:
    table = {**_read(BASE), **_read(language)}
    return Texts(
        {key: (row,) if isinstance(row, str) else tuple(row) for key, row in table.items()}
    )


def _read(language: str) -> dict[str, str | list[str]]:
    text = (_FOLDER / f"{language}.json").read_text(encoding="utf-8")
    table: dict[str, str | list[str]] = json.loads(text)
    return table
