"""How a database is opened, so that its transactions keep what a store promises."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, make_url, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

LOCK_TIMEOUT_S = 10
"""How long a write waits for another before it is a fault."""
START_PATIENCE_S = 60
"""How long a process that starts waits for others that make the tables or load the sample."""
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
    """The ways into one database, on one pool of connections; a starter is a patient writer."""

    reader: Engine
    writer: Engine
    starter: Engine

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
    # Within, as these modules need this one, and SQLite's shops no driver of PostgreSQL.
    if parsed.get_backend_name() == "sqlite":
        from agents.kit.engines import sqlite  # noqa: PLC0415

        return sqlite.open_engines(parsed)
    from agents.kit.engines import postgresql  # noqa: PLC0415

    return postgresql.open_engines(parsed, schema)


@contextmanager
def altering(engines: Engines, schema: str) -> Iterator[Connection]:
    """A write in which tables may be made anew, in a schema that is made if it is not there.

    SQLite alters a table by copying it: what refers to it is checked at the end.
    """
    with engines.starter.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        raw: Any = connection.connection.dbapi_connection
        if is_sqlite:
            raw.execute("PRAGMA foreign_keys=OFF")  # ignored within a transaction
        try:
            with connection.begin():
                if not is_sqlite:
                    _create_schema(connection, schema)
                yield connection
                if is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise RuntimeError(f"a migration of {schema} left a row that refers to none")
        finally:
            if is_sqlite:
                raw.execute("PRAGMA foreign_keys=ON")


def _create_schema(connection: Connection, schema: str) -> None:
    """Make the schema, unless it is there: then no right to make one is needed."""
    asked = text("SELECT to_regnamespace(:name)")
    if connection.scalar(asked, {"name": f'"{schema}"'}) is None:
        connection.exec_driver_sql(f'CREATE SCHEMA "{schema}"')


def is_gone(error: Exception) -> bool:
    """Whether a database does not answer now, so that the same may succeed later."""
    if isinstance(error, NoConnectionLeft):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if isinstance(error.orig, sqlite3.Error):
        return (error.orig.sqlite_errorcode or 0) & 0xFF in SQLITE_GONE
    state = getattr(error.orig, "sqlstate", None)
    if state is None:  # the server said nothing: no connection came about, or it broke
        return error.connection_invalidated or isinstance(error, OperationalError)
    return bool(state.startswith(POSTGRES_GONE))


def is_write(connection: Connection) -> bool:
    """Whether a connection was asked for to write."""
    return bool(connection.get_execution_options().get("is_write", False))


def is_start(connection: Connection) -> bool:
    """Whether a connection was asked for to write at a process's start."""
    return bool(connection.get_execution_options().get("is_start", False))
