"""What only PostgreSQL does: schemas, its locks and time-outs, restarts, lost connections."""

import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Event, Timer

import psycopg
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from agents.kit.app import create_app
from agents.kit.engines import is_gone, postgresql
from agents.kit.migrations import StoreUnusable
from agents.kit.settings import AgentSettings
from agents.kit.storage import Store
from contracts.contract import Contract
from contracts.settings import SettingError
from tests.agents.conftest import KEY
from tests.agents.kit.conftest import DOCUMENT, Base, Note, Notes, notes_operations
from tests.databases import Postgres

pytestmark = pytest.mark.postgres
OpenOn = Callable[..., Store]


@pytest.fixture
def url(postgres: Postgres) -> Iterator[str]:
    with postgres.database() as made:
        yield made


@pytest.fixture
def open_on() -> Iterator[OpenOn]:
    stores: list[Store] = []

    def start(url: str, schema: str = "notes") -> Store:
        stores.append(Store(url, Base.metadata, schema=schema))
        return stores[-1]

    yield start
    for store in stores:
        store.close()


def note(text: str) -> Note:
    return Note(owner="C-1", text=text, stars=1)


def add(store: Store, text: str) -> None:
    with store.write() as session:
        session.add(note(text))


def test_each_agent_has_a_schema_of_its_own(url: str, open_on: OpenOn) -> None:
    one, other = open_on(url, "one"), open_on(url, "other_one")
    add(one, "mine")
    with other.read() as session:
        assert session.scalars(select(Note)).all() == []
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT schemaname FROM pg_tables WHERE tablename = 'notes'")
        assert sorted(found) == [("one",), ("other_one",)]


def test_writers_of_one_agent_take_turns_and_of_two_do_not(url: str, open_on: OpenOn) -> None:
    one, same, other = open_on(url, "one"), open_on(url, "one"), open_on(url, "other")
    ended = Event()

    def write() -> bool:
        with same.write() as session:
            session.add(note("second"))
            session.flush()
            return ended.is_set()

    with ThreadPoolExecutor(1) as pool, one.write() as session:
        session.add(note("first"))
        session.flush()
        waiting = pool.submit(write)
        add(other, "at once")
        time.sleep(0.2)
        assert not waiting.done()
        ended.set()
        session.commit()
        assert waiting.result(timeout=10)


def test_a_write_that_waits_too_long_is_a_fault(
    url: str, open_on: OpenOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "LOCK_TIMEOUT_S", 1)
    one, other = open_on(url), open_on(url)
    with one.write() as session:
        session.add(note("first"))
        session.flush()
        with pytest.raises(OperationalError) as caught:
            add(other, "second")
    assert is_gone(caught.value)


def test_a_start_outwaits_another_that_makes_the_tables(
    url: str, open_on: OpenOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LOCK_TIMEOUT_S", "STATEMENT_TIMEOUT_S"):
        monkeypatch.setattr(postgresql, name, 1)
    with open_on(url).write() as session:
        session.add(note("first"))
        session.flush()
        ends = Timer(1.5, session.commit)
        ends.start()
        store = open_on(url)
        ends.join()
    add(store, "second")


def test_a_statement_that_takes_too_long_is_a_fault(
    url: str, open_on: OpenOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "STATEMENT_TIMEOUT_S", 1)
    store = open_on(url)
    with pytest.raises(OperationalError) as caught, store.read() as session:
        session.execute(text("SELECT pg_sleep(5)"))
    assert is_gone(caught.value)


def test_a_reader_cannot_write(url: str, open_on: OpenOn) -> None:
    with open_on(url).read() as session:
        session.add(note("never"))
        with pytest.raises(DBAPIError, match="read-only"):
            session.flush()


def test_a_restart_and_a_crash_of_the_server_are_survived(open_on: OpenOn) -> None:
    server = Postgres.started(synchronous_commit="on")
    try:
        server.create("shop")
        settings = AgentSettings(Path("unused"), KEY, database_url=server.url("shop"))
        app = create_app(notes_operations(), settings, contract=Contract(DOCUMENT))
        notes = Notes(app)
        for number, how in enumerate([signal.SIGINT, signal.SIGQUIT], start=1):
            assert notes.add(f"note {number}", key=f"k{number}").get_json()["count"] == number
            server.stop(how)
            began = time.monotonic()
            told = notes.send("GET", "/notes", shopper="C-1")
            assert (told.status_code, told.get_json()["code"]) == (503, "store_unavailable")
            assert time.monotonic() - began < postgresql.CONNECT_TIMEOUT_S
            assert notes.send("GET", "/health").get_json()["checks"]["store"] != "ok"
            server.start()
            assert notes.count() == number
        app.extensions["store"].close()
    finally:
        server.remove()


def test_a_connection_lost_within_a_transaction_is_a_fault(url: str, open_on: OpenOn) -> None:
    store = open_on(url)
    with store.read() as session:
        own = session.scalar(text("SELECT pg_backend_pid()"))
        with psycopg.connect(url, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s)", (own,))
        with pytest.raises(OperationalError) as caught:
            session.execute(text("SELECT 1"))
    assert is_gone(caught.value)
    add(store, "after")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("/test_", "/nothing_"), "does not exist"),
        (("?host=/", "?host=/nowhere/"), "No such file"),
    ],
)
def test_a_database_that_is_not_there_is_one_clear_sentence(
    url: str, change: tuple[str, str], reason: str
) -> None:
    with pytest.raises(StoreUnusable, match=f"the notes store cannot be opened: .*{reason}"):
        Store(url.replace(*change), Base.metadata, schema="notes")


def test_a_database_belongs_to_one_shop(url: str, open_on: OpenOn) -> None:
    store = open_on(url)
    store.claim("shop-a")
    store.claim("shop-a")
    with pytest.raises(StoreUnusable, match="belongs to another shop"):
        store.claim("shop-b")
    store.claim("shop-b", is_taken_over=True)
    with pytest.raises(StoreUnusable, match="belongs to another shop"):
        store.claim("shop-a")


def test_two_shops_do_not_share_a_database(url: str, tmp_path: Path) -> None:
    for key in (KEY, b"another shop's key of enough length"):
        settings = AgentSettings(tmp_path, key, database_url=url)
        if key == KEY:
            create_app(notes_operations(), settings, contract=Contract(DOCUMENT)).extensions[
                "store"
            ].close()
        else:
            with pytest.raises(StoreUnusable, match="a database of its own"):
                create_app(notes_operations(), settings, contract=Contract(DOCUMENT))


@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
def test_the_address_is_read_as_people_write_it(
    url: str, scheme: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", url.replace("postgresql", scheme))
    monkeypatch.setenv("SALES_DATA_DIR", str(tmp_path))
    settings = AgentSettings.from_env()
    assert settings.store_url("notes") == url
    assert replace(settings, database_url=None).store_url("notes").startswith("sqlite:///")


def test_another_database_is_refused_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://root:hunter2@localhost/shop")
    with pytest.raises(SettingError, match="DATABASE_URL names no PostgreSQL") as caught:
        AgentSettings.from_env()
    assert "hunter2" not in str(caught.value)
