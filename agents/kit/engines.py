"""How each database is opened, so that its transactions keep what a store promises."""

import hashlib
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft
from sqlalchemy.pool import ConnectionPoolEntry

CONNECT_TIMEOUT_S = 5
LOCK_TIMEOUT_S = 10
"""How long a write waits for another before it is a fault."""
STATEMENT_TIMEOUT_S = 30
POLL_S = 0.01
POOL_SIZE = 2
POOL_OVERFLOW = 4
"""Six agents in two processes each hold at most 72 of PostgreSQL's usual 100 connections."""
RECYCLE_S = 1800
SQLITE_GONE = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
    }
)
POSTGRES_GONE = ("08", "53", "57", "55P03", "40", "25P03")
"""SQLSTATEs of a lost connection, no resources, a shutdown or time-out, a lock, a rollback."""


@dataclass(frozen=True)
class Engines:
    """The two ways into one database; both draw on one pool of connections."""

    reader: Engine
    writer: Engine

    def dispose(self) -> None:
        """Close every connection."""
        self.reader.dispose()


def open_engines(url: str, schema: str) -> Engines:
    """Open a database; nothing is connected before it is used.

    Args:
        url: `sqlite:///FILE` or `postgresql://...`.
        schema: where the tables lie in PostgreSQL; SQLite has one file for each agent.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _open_sqlite(parsed)
    return _open_postgres(parsed, schema)


def is_gone(error: Exception) -> bool:
    """Whether a database does not answer now, so that the same may succeed later."""
    if isinstance(error, NoConnectionLeft):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if isinstance(error.orig, sqlite3.Error):
        return (error.orig.sqlite_errorcode or 0) & 0xFF in SQLITE_GONE
    state = getattr(error.orig, "sqlstate", None)
    return state.startswith(POSTGRES_GONE) if state else error.connection_invalidated


def _open_sqlite(url: URL) -> Engines:
    Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": LOCK_TIMEOUT_S})

    @event.listens_for(engine, "connect")
    def on_connect(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # BEGIN is ours, so that a write locks before it reads
        cursor = connection.cursor()
        _use_wal(cursor)
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _is_write(connection) else "BEGIN")

    return Engines(engine, engine.execution_options(is_write=True))


def _use_wal(cursor: DBAPICursor) -> None:
    """Switch a new file to WAL, which is refused at once while another process switches it."""
    deadline = time.monotonic() + LOCK_TIMEOUT_S
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() >= deadline:
                raise
            time.sleep(POLL_S)
        else:
            return


def _open_postgres(url: URL, schema: str) -> Engines:
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=POOL_SIZE,
        max_overflow=POOL_OVERFLOW,
        pool_timeout=LOCK_TIMEOUT_S,
        pool_recycle=RECYCLE_S,
        pool_pre_ping=True,
        connect_args=_connecting(url, schema),
    )
    settings = (
        f'SET search_path = "{schema}"; '
        f"SET lock_timeout = '{LOCK_TIMEOUT_S}s'; "
        f"SET statement_timeout = '{STATEMENT_TIMEOUT_S}s'; "
        f"SET idle_in_transaction_session_timeout = '{2 * STATEMENT_TIMEOUT_S}s'; "
        "SET timezone = 'UTC'"
    )
    lock = _lock_number(schema)

    @event.listens_for(engine, "connect", insert=True)
    def on_connect(connection: Any, _: ConnectionPoolEntry) -> None:
        connection.autocommit = True
        connection.execute(settings)
        connection.autocommit = False

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        if _is_write(connection):
            # At READ COMMITTED, so that what is read after the lock was got is of after it.
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (lock,))

    reader = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return Engines(reader, engine.execution_options(is_write=True))


def _connecting(url: URL, schema: str) -> dict[str, Any]:
    """What a connection is opened with, unless the URL says it otherwise."""
    ours = {
        "connect_timeout": CONNECT_TIMEOUT_S,
        "application_name": f"sales-assistant {schema}",
        "keepalives_idle": CONNECT_TIMEOUT_S,
        "keepalives_interval": CONNECT_TIMEOUT_S,
        "keepalives_count": 3,
        "tcp_user_timeout": STATEMENT_TIMEOUT_S * 1000,
    }
    return {name: value for name, value in ours.items() if name not in url.query}


def _lock_number(schema: str) -> int:
    """The advisory lock of an agent's writers; PostgreSQL counts them for each database."""
    digest = hashlib.sha256(f"sales-assistant {schema}".encode()).digest()
    return int.from_bytes(digest[:8], signed=True)


def _is_write(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("is_write", False))
