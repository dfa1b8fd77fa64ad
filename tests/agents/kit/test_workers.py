"""Several worker processes of one agent: they start at once, on one new store."""

import multiprocessing
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from agents.kit.engines import sqlite
from agents.kit.migrations import StoreUnusable
from agents.kit.storage import Store

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
WORKERS = 4
STORES = 3
HELD_S = 0.5
SQLITE_WAITS_S = 0.1
"""How long SQLite itself waits for a lock: far shorter than the tests hold one."""
PATIENCE_S = 120


class Base(DeclarativeBase):
    """A table to seed."""


class Row(Base):
    __tablename__ = "rows"
    number: Mapped[int] = mapped_column(primary_key=True)


def load(session: Session, now: datetime) -> None:
    session.add_all(Row(number=number) for number in range(5))


@pytest.mark.parametrize("held_in", [None, "wal", "delete"])
def test_workers_that_start_at_once_seed_one_store(tmp_path: Path, held_in: str | None) -> None:
    processes = multiprocessing.get_context("spawn")
    start, found = processes.Barrier(WORKERS + 1), processes.Queue()
    workers = [
        processes.Process(target=open_stores, args=(tmp_path, start, found)) for _ in range(WORKERS)
    ]
    for worker in workers:
        worker.start()
    for number in range(STORES):
        other = hold(tmp_path / str(number), held_in) if held_in else None
        start.wait(PATIENCE_S)
        if other:
            let_go_later(other)
    assert [found.get(timeout=PATIENCE_S) for _ in workers] == [[5] * STORES] * WORKERS
    for worker in workers:
        worker.join()


@pytest.mark.parametrize("journal", ["wal", "delete"])
def test_a_store_waits_for_another_that_is_being_made(tmp_path: Path, journal: str) -> None:
    ends = let_go_later(hold(tmp_path / "new", journal))
    assert open_store(tmp_path / "new") == 5
    ends.join()


def test_a_sample_waits_for_another_that_is_being_loaded(tmp_path: Path) -> None:
    store = new_store(tmp_path / "new")
    ends = let_go_later(hold(tmp_path / "new", "wal"))
    store.seed(load, NOW)
    assert count_rows(store) == 5
    store.close()
    ends.join()


def test_a_request_waits_no_longer_than_the_file_says(tmp_path: Path) -> None:
    store = new_store(tmp_path / "new")
    with (
        closing(hold(tmp_path / "new", "wal")),
        pytest.raises(OperationalError, match="locked"),
        store.write() as session,
    ):
        load(session, NOW)
    store.close()


def test_a_store_that_is_held_for_ever_is_one_clear_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "START_PATIENCE_S", 0.2)
    reason = "the agent store cannot be opened: database is locked"
    with closing(hold(tmp_path / "new", "wal")), pytest.raises(StoreUnusable, match=reason):
        new_store(tmp_path / "new")


def hold(file: Path, journal: str) -> sqlite3.Connection:
    """Begin to write as another process; without WAL, a change to it is refused at once."""
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute(f"PRAGMA journal_mode={journal}")
    other.execute("BEGIN IMMEDIATE")
    return other


def let_go_later(other: sqlite3.Connection) -> threading.Timer:
    """Give the file free after longer than SQLite itself waits for it."""
    ends = threading.Timer(HELD_S, other.close)
    ends.start()
    return ends


def open_stores(folder: Path, start: Barrier, found: "Queue[list[int | str]]") -> None:
    """What each worker of an agent does first, on new stores."""
    counts: list[int | str] = []
    for number in range(STORES):
        start.wait(PATIENCE_S)
        try:
            counts.append(open_store(folder / str(number)))
        except (SQLAlchemyError, StoreUnusable) as error:
            counts.append(str(error))
    found.put(counts)


def open_store(file: Path) -> int:
    store = new_store(file)
    store.seed(load, NOW)
    count = count_rows(store)
    store.close()
    return count


def new_store(file: Path) -> Store:
    return Store(f"sqlite:///{file}?timeout={SQLITE_WAITS_S}", Base.metadata)


def count_rows(store: Store) -> int:
    with store.read() as session:
        return session.scalar(select(func.count()).select_from(Row)) or 0
