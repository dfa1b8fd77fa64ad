"""Writes a second into one agent's store, by one process and by several.

`python -m benchmarks.stores [DATABASE_URL]`; without an address it measures SQLite, and a
PostgreSQL that it starts with its usual settings, which waits for the disk at each commit.
"""

import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from agents.kit.storage import Store, Tables
from tests.databases import Postgres

WRITES = 400
PROCESSES = (1, 2, 4, 8)
DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}


class Base(Tables, DeclarativeBase):
    """A counter that every write reads and raises."""


class Counter(Base):
    """How often it was raised."""

    __tablename__ = "counters"
    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    value: Mapped[int]


def raise_counter(url: str, writes: int) -> float:
    """Read and raise the counter; returns the longest that one write took, in seconds."""
    store, longest = Store(url, Base.metadata, schema="bench"), 0.0
    for _ in range(writes):
        began = time.perf_counter()
        with store.write() as session:
            session.get_one(Counter, "c").value += 1
        longest = max(longest, time.perf_counter() - began)
    store.close()
    return longest


def measure(label: str, url: str) -> None:
    """Print the rates of one database; a lost count would end it."""
    store = Store(url, Base.metadata, schema="bench")
    with store.write() as session:
        session.merge(Counter(name="c", value=0))
    total = 0
    for processes in PROCESSES:
        with ProcessPoolExecutor(processes) as pool:
            list(pool.map(partial(raise_counter, url), [1] * processes))  # connected and warm
            total += processes
            began = time.perf_counter()
            longest = max(pool.map(partial(raise_counter, url), [WRITES // processes] * processes))
            took = time.perf_counter() - began
        total += WRITES // processes * processes
        print(f"{label:28} {processes} processes {WRITES / took:7.0f} writes/s"
              f"   longest {longest * 1000:6.0f} ms")  # fmt: skip
    with store.read() as session:
        counted = session.get_one(Counter, "c").value
    store.close()
    if counted != total:
        sys.exit(f"{label} lost {total - counted} of {total} writes")


def main() -> None:
    """Measure each database."""
    print(f"{datetime.now(UTC):%Y-%m-%d}")
    if len(sys.argv) > 1:
        measure("DATABASE_URL", sys.argv[1])
        return
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        measure("SQLite", f"sqlite:///{folder / 'bench.sqlite'}")
        server = Postgres.started(**DURABLE)
        stack.callback(server.remove)
        with server.database() as url:
            measure("PostgreSQL", url)


if __name__ == "__main__":
    main()
