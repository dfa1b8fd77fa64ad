"""Several worker processes of one agent: they start at once, on one new store."""

import multiprocessing
import sqlite3
import threading
from datetime import UTC, datetime
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from agents.kit.storage import Store

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
WORKERS = 4
STORES = 3


class Base(DeclarativeBase):
    """A table to seed."""


class Row(Base):
    __tablename__ = "rows"
    number: Mapped[int] = mapped_column(primary_key=True)


def load(session: Session, now: datetime) -> None:
    session.add_all(Row(number=number) for number in range(5))


def test_workers_that_start_at_once_seed_one_store(tmp_path: Path) -> None:
    processes = multiprocessing.get_context("spawn")
    start, found = processes.Barrier(WORKERS), processes.Queue()
    workers = [
        processes.Process(target=open_stores, args=(tmp_path, start, found)) for _ in range(WORKERS)
    ]
    for worker in workers:
        worker.start()
    assert [found.get(timeout=60) for _ in workers] == [[5] * STORES] * WORKERS
    for worker in workers:
        worker.join()


def test_a_store_waits_for_another_that_is_being_made(tmp_path: Path) -> None:
    file = tmp_path / "new.sqlite"
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")  # refuses a change to WAL at once, however long one waits
    ends = threading.Timer(0.2, other.rollback)
    ends.start()
    assert open_store(f"sqlite:///{file}") == 5
    ends.join()
    other.close()


def open_stores(folder: Path, start: Barrier, found: "Queue[list[int | str]]") -> None:
    """What each worker of an agent does first, on new stores."""
    counts: list[int | str] = []
    for number in range(STORES):
        start.wait()
        try:
            counts.append(open_store(f"sqlite:///{folder / str(number)}.sqlite"))
        except SQLAlchemyError as error:
            counts.append(str(error))
    found.put(counts)


def open_store(url: str) -> int:
    store = Store(url, Base.metadata)
    store.seed(load, NOW)
    with store.read() as session:
        count = session.scalar(select(func.count()).select_from(Row)) or 0
    store.close()
    return count
