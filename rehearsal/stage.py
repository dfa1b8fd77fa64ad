"""A copy of a shop to play in: what is bought there is not bought."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

_ITS_OWN = ("run", "redis", "logs", "secret", "history")
"""What makes a copy a shop of its own: its agents, its memory and its key are made anew."""
_BESIDE_STORES = ("*.sqlite-wal", "*.sqlite-shm")
"""What SQLite keeps beside a store while it is open; it goes with the last agent that leaves."""


@contextmanager
def copy_of(shop: Path) -> Iterator[Path]:
    """A copy of a shop's directory, of its goods and customers; removed in the end."""
    with tempfile.TemporaryDirectory(prefix="rehearsal-", ignore_cleanup_errors=True) as folder:
        directory = Path(folder) / "shop"
        if shop.exists():
            copy_shop(shop, directory)
        yield directory


def copy_shop(shop: Path, directory: Path) -> None:
    """Copy a shop's goods and customers into a new directory, even while its agents still leave."""
    left_out = shutil.ignore_patterns(*_ITS_OWN, *_BESIDE_STORES)
    shutil.copytree(shop, directory, ignore=left_out, copy_function=_copy)


def _copy(source: str, target: str) -> None:
    """Copy a file; a store as it is at one moment, whoever still writes to it."""
    if not source.endswith(".sqlite"):
        shutil.copy2(source, target)
        return
    with closing(sqlite3.connect(source)) as store, closing(sqlite3.connect(target)) as copy:
        store.backup(copy)
