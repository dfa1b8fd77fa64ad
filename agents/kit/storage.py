"""An agent's own tables: an engine, read and write transactions, replies kept by key."""

import hashlib
import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Connection, DateTime, MetaData, String, create_engine, event
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Engine
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from agents.kit.errors import Conflict

BUSY_TIMEOUT_S = 10
POLL_S = 0.01
Seed = Callable[[Session, datetime], None]


class UtcTime(TypeDecorator[datetime]):
    """An aware UTC time; SQLite keeps none, so it is stored without zone and read back as UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: object) -> datetime | None:
        """Store UTC, without its zone."""
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: object) -> datetime | None:
        """Read UTC."""
        return value and value.replace(tzinfo=UTC)


class KitBase(DeclarativeBase):
    """Tables that every agent's store has."""


class KeptReply(KitBase):
    """A reply kept under its idempotency key."""

    __tablename__ = "kit_replies"
    key: Mapped[str] = mapped_column(String(400), primary_key=True)
    body_hash: Mapped[str] = mapped_column(String(64))
    reply: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcTime)


class Seeded(KitBase):
    """That the sample rows were loaded."""

    __tablename__ = "kit_seeds"
    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcTime)


class Store:
    """One agent's database."""

    def __init__(self, url: str, tables: MetaData | None) -> None:
        if url.startswith("sqlite:///"):
            Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
        self._engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_S})
        _tune_sqlite(self._engine)
        self._writer = self._engine.execution_options(is_write=True)
        self._create(tables)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that sees one moment and changes nothing."""
        with Session(self._engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction alone at writing: committed at its end, rolled back by an exception."""
        with Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    def seed(self, load: Seed, now: datetime) -> None:
        """Load the sample rows once; again changes nothing."""
        with self.write() as session:
            if session.get(Seeded, "sample") is None:
                load(session, now)
                session.add(Seeded(name="sample", at=now))

    def check(self) -> str:
        """Whether the database answers: `ok`, or what is wrong."""
        try:
            with self._engine.connect() as connection:
                connection.exec_driver_sql("SELECT 1")
        except SQLAlchemyError as error:
            return type(error).__name__
        return "ok"

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def _create(self, tables: MetaData | None) -> None:
        with self._writer.begin() as connection:
            KitBase.metadata.create_all(connection)
            if tables is not None:
                tables.create_all(connection)


def kept_reply(session: Session, key: str, body: object) -> dict[str, Any] | None:
    """The reply kept under a key.

    Raises:
        Conflict: the key was used with another body.
    """
    kept = session.get(KeptReply, key)
    if kept is None:
        return None
    if kept.body_hash != _hash(body):
        raise Conflict(
            "this idempotency key was used with another body; use a new key", code="key_reused"
        )
    return kept.reply


def keep_reply(
    session: Session, key: str, *, body: object, reply: dict[str, Any], at: datetime
) -> None:
    """Keep a reply under its key, in the transaction that made it."""
    session.execute(insert(KeptReply).values(key=key, body_hash=_hash(body), reply=reply, at=at))


def _hash(body: object) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _tune_sqlite(engine: Engine) -> None:
    """Take over BEGIN from the driver, so that a write locks before it reads."""

    @event.listens_for(engine, "connect")
    def on_connect(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        _use_wal(cursor)
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        is_write = connection.get_execution_options().get("is_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_write else "BEGIN")


def _use_wal(cursor: DBAPICursor) -> None:
    """Switch a new file to WAL, which is refused at once while another process switches it."""
    deadline = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() >= deadline:
                raise
            time.sleep(POLL_S)
        else:
            return
