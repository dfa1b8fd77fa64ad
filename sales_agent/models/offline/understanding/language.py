"""Which languages a shopper can write in, and which one the clerk reads and speaks now."""

from functools import lru_cache
from pathlib import Path

from sales_agent.shop.spoken import BASE, speaking, spoken

__all__ = ["BASE", "FOLDER", "languages", "speaking", "spoken"]

FOLDER = Path(__file__).parent / "tables"


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """The languages that have tables, the base first."""
    found = sorted(folder.name for folder in FOLDER.iterdir() if (folder / "words.json").exists())
    return (BASE, *(name for name in found if name != BASE))
