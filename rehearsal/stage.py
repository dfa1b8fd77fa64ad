"""A copy of a shop to play in: what is bought there is not bought."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_ITS_OWN = ("run", "redis", "logs", "secret", "history")
"""What makes a copy a shop of its own: its agents, its memory and its key are made anew."""


@contextmanager
def copy_of(shop: Path) -> Iterator[Path]:
    """A copy of a shop's directory, of its goods and customers; removed in the end."""
    with tempfile.TemporaryDirectory(prefix="rehearsal-", ignore_cleanup_errors=True) as folder:
        directory = Path(folder) / "shop"
        if shop.exists():
            shutil.copytree(shop, directory, ignore=shutil.ignore_patterns(*_ITS_OWN))
        yield directory
