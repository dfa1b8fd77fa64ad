"""The language in which code speaks to a shopper now: its words for quotes, days and tenders."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Any

BASE = "en"
"""The language that the others are laid over, and the one spoken where nobody says which."""
_FOLDER = Path(__file__).with_name("texts")
_SPOKEN: ContextVar[str] = ContextVar("spoken", default=BASE)


def spoken() -> str:
    """The language of the message that is being read and answered."""
    return _SPOKEN.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Read and answer in a language within the block."""
    token = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def phrase(key: str, **values: Any) -> str:
    """A phrase of the spoken language; one that it leaves out is said in the base language."""
    return _phrases(spoken())[key].format(**values)


def own_phrase(key: str) -> str | None:
    """A phrase that the spoken language has or has not."""
    return _phrases(spoken()).get(key)


@lru_cache
def _phrases(language: str) -> dict[str, str]:
    own = _FOLDER / f"{language}.json"
    named = (_FOLDER / f"{BASE}.json", *((own,) if own.exists() else ()))
    tables: list[dict[str, str]] = [json.loads(path.read_text(encoding="utf-8")) for path in named]
    return {key: text for table in tables for key, text in table.items()}
