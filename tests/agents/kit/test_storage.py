"""An agent's store: times, transactions, sample rows, kept replies."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from agents.kit.errors import Conflict
from agents.kit.storage import Store, Tables, UtcTime, insert_new, keep_reply, kept_reply

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)


class Base(Tables, DeclarativeBase):
    """A table to try."""


class Counter(Base):
    __tablename__ = "counters"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]
    at: Mapped[datetime | None] = mapped_column(UtcTime)


@pytest.fixture
def store(open_store: Callable[..., Store]) -> Store:
    return open_store(Base.metadata)


def load(session: Session, now: datetime) -> None:
    session.add(Counter(name="c", value=0, at=now))


def value(store: Store) -> int | None:
    with store.read() as session:
        return session.scalar(select(Counter.value))


def test_times_come_back_aware_and_in_utc(store: Store) -> None:
    kolkata = timezone(timedelta(hours=5, minutes=30))
    with store.write() as session:
        session.add(Counter(name="c", value=0, at=NOW.astimezone(kolkata)))
        session.add(Counter(name="d", value=0, at=None))
    with store.read() as session:
        times = session.scalars(select(Counter.at).order_by(Counter.name)).all()
    assert times == [NOW, None]
    assert times[0] is not None
    assert times[0].tzinfo is UTC


def test_sample_rows_load_once(store: Store) -> None:
    store.seed(load, NOW)
    with store.write() as session:
        session.get_one(Counter, "c").value = 7
    store.seed(load, NOW)
    assert value(store) == 7


def test_an_exception_rolls_a_write_back(store: Store) -> None:
    def fail() -> None:
        with store.write() as session:
            load(session, NOW)
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert value(store) is None


def test_writers_do_not_lose_each_others_counts(store: Store) -> None:
    store.seed(load, NOW)

    def count(_: int) -> None:
        with store.write() as session:
            session.get_one(Counter, "c").value += 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count, range(80)))
    assert value(store) == 80


def test_a_reader_sees_one_moment(store: Store) -> None:
    store.seed(load, NOW)
    with store.read() as session:
        before = session.scalar(select(func.sum(Counter.value)))
        with store.write() as writer:
            writer.get_one(Counter, "c").value = 5
        assert session.scalar(select(func.sum(Counter.value))) == before == 0
    assert value(store) == 5


def test_a_kept_reply_answers_its_body_only(store: Store) -> None:
    with store.write() as session:
        assert kept_reply(session, "k", {"a": 1}) is None
        keep_reply(session, "k", body={"a": 1, "b": 2}, reply={"done": True}, at=NOW)
    with store.read() as session:
        assert kept_reply(session, "k", {"b": 2, "a": 1}) == {"done": True}
        with pytest.raises(Conflict, match="used with another body"):
            kept_reply(session, "k", {"a": 2})


def test_a_row_is_inserted_unless_its_key_is_there(store: Store) -> None:
    for number in (1, 2):
        with store.write() as session:
            insert_new(session, Counter, {"name": "c", "value": number, "at": NOW})
    assert value(store) == 1


def test_a_sum_is_a_whole_number(store: Store) -> None:
    with store.write() as session:
        session.add_all(Counter(name=name, value=2**62, at=None) for name in "cd")
    with store.read() as session:
        found = session.scalar(select(func.sum(Counter.value - 1)))
    assert (type(found), found) == (int, 2**63 - 2)


def test_an_error_tells_nothing_of_the_row(store: Store) -> None:
    row = {"name": "4111 1111 1111 1111", "value": 1, "at": NOW}
    with store.write() as session:
        insert_new(session, Counter, row)
    with pytest.raises(DBAPIError) as caught, store.write() as session:
        session.add(Counter(**row))
    assert "[SQL parameters hidden" in str(caught.value)


def test_a_reader_changes_nothing(store: Store) -> None:
    with store.read() as session:
        load(session, NOW)
        with suppress(DBAPIError):
            session.flush()
    assert value(store) is None


def test_a_file_says_whether_it_answers(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "down" / "x.sqlite"
    store = Store(f"sqlite:///{file}", Base.metadata)
    assert store.check() == "ok"
    store.close()
    for path in file.parent.iterdir():
        path.unlink()
    file.mkdir()
    assert store.check() == "OperationalError"
