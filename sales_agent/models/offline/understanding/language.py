"""Which language a shopper writes, and which one the clerk reads and speaks now."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "tables"
BASE = "en"
"""The language whose tables a language's own are laid over."""
_SPOKEN: ContextVar[str] = ContextVar("spoken", default=BASE)


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """The languages that have tables, the base first."""
    found = sorted(folder.name for folder in FOLDER.iterdir() if (folder / "words.json").exists())
    return (BASE, *(name for name in found if name != BASE))


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
