"""What every reader of feeds is given beside its file."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

from agents.recommendation.feeds.goods import FeedError
from agents.recommendation.feeds.mapping import FeedMapping
from agents.recommendation.feeds.scratch import Scratch

MAX_OPTION_NAMES = 200
"""Option names counted apart; a broken feed may have one for every row."""


def _unwatched(bytes_read: int) -> None:
    """Nobody watches."""


@dataclass
class Reading:
    """One import's reading of its files.

    `currency` is the shop's, for feeds that tell none; `option_names` counts the products in which
    an option's name was read as a meaning; `on_bytes` is told how many bytes were read.
    """

    currency: str
    mapping: FeedMapping
    scratch: Scratch
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    on_bytes: Callable[[int], None] = _unwatched
    option_names: Counter[tuple[str, str]] = field(default_factory=Counter)

    def note_option(self, name: str) -> None:
        """Count a product's option by what its name was read as."""
        entry = (name, self.mapping.meaning_of(name))
        if entry in self.option_names or len(self.option_names) < MAX_OPTION_NAMES:
            self.option_names[entry] += 1

    def open(self, path: Path) -> BinaryIO:
        """Open a file that tells how far it was read.

        Raises:
            FeedError: it cannot be opened.
        """
        try:
            file = path.open("rb")
        except OSError as error:
            raise FeedError(f"{path} cannot be read: {error.strerror}") from error
        return cast("BinaryIO", _WatchedFile(file, self.on_bytes))


class _WatchedFile:
    """A binary file that reports what is read of it."""

    def __init__(self, file: BinaryIO, on_bytes: Callable[[int], None]) -> None:
        self._file = file
        self._on_bytes = on_bytes

    def read(self, size: int = -1) -> bytes:
        return self._told(self._file.read(size))

    def readline(self, size: int = -1) -> bytes:
        return self._told(self._file.readline(size))

    def __enter__(self) -> "_WatchedFile":
        return self

    def __exit__(self, *_: Any) -> None:
        self._file.close()

    def _told(self, data: bytes) -> bytes:
        self._on_bytes(len(data))
        return data
