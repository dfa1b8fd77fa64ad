"""A bar on a terminal that shows how far an import is; nothing elsewhere."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

SHOWN_EVERY_BYTES = 256 * 1024
SHOWN_EVERY_PRODUCTS = 100


@dataclass
class Watch:
    """Told what was read and loaded; draws where there is a bar."""

    bar: Progress | None = None
    task: TaskID | None = None
    _unshown: int = 0

    def on_bytes(self, number: int) -> None:
        """Count bytes that were read."""
        self._unshown += number
        is_due = self._unshown >= SHOWN_EVERY_BYTES or not number
        if self.bar and self.task is not None and is_due:
            self.bar.update(self.task, advance=self._unshown)
            self._unshown = 0

    def on_products(self, number: int) -> None:
        """Show how many products there are so far."""
        if self.bar and self.task is not None and number % SHOWN_EVERY_PRODUCTS == 0:
            self.bar.update(self.task, products=f"{number:,}")


@contextmanager
def watching(paths: Sequence[Path], stream: TextIO) -> Iterator[Watch]:
    """Show a bar on a terminal while files are loaded."""
    if not stream.isatty():
        yield Watch()
        return
    total = sum(path.stat().st_size for path in paths)
    columns = (
        TextColumn("reading"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TextColumn("{task.fields[products]} products"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(file=stream), transient=True) as bar:
        yield Watch(bar, bar.add_task("reading", total=total, products="0"))
