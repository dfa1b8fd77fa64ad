"""Time interleaved runs of commands, and lay the medians out as a table."""

import os
import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
PYTHON = sys.executable

Measure = Callable[[], float]


def environment(data_dir: Path) -> dict[str, str]:
    """This environment less the product's settings, on a data directory of its own."""
    ours = ("SALES_", "REDIS_URL", "GOOGLE_API_KEY")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(ours) and "_URL" not in k}
    return {**kept, "SALES_DATA_DIR": str(data_dir)}


def medians(measures: Mapping[str, Measure], runs: int) -> dict[str, float]:
    """Take each measure in turn, `runs` times round, so that a busy moment hits them alike.

    Args:
        measures: by name; each returns seconds.
        runs: how often, after one round that does not count.
    """
    taken: dict[str, list[float]] = {name: [] for name in measures}
    for number in range(runs + 1):
        for name, measure in measures.items():
            print(f"\r{number}/{runs} {name:<40}", end="", file=sys.stderr, flush=True)
            seconds = measure()
            if number:
                taken[name].append(seconds)
    print(f"\r{'':<60}\r", end="", file=sys.stderr, flush=True)
    return {name: statistics.median(times) for name, times in taken.items()}


def print_table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table; the first column is words, the others are figures."""
    widths = [max(len(row[i]) for row in [heads, *rows]) for i in range(len(heads))]
    print(f"\n{title}")
    for row in [heads, *rows]:
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        print("  ".join(cells).rstrip())
