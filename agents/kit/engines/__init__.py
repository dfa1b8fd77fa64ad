"""How a database is opened, so that its transactions keep what a store promises."""

import sqlite3
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

LOCK_TIMEOUT_S = 10
"""How long a write waits for another before it is a fault."""
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
    # Within, as these modules need this one, and SQLite's shops no driver of PostgreSQL.
    if parsed.get_backend_name() == "sqlite":
        from agents.kit.engines import sqlite  # noqa: PLC0415

        return sqlite.open_engines(parsed)
    from agents.kit.engines import postgresql  # noqa: PLC0415

    return postgresql.open_engines(parsed, schema)


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


def is_write(connection: Connection) -> bool:
    """Whether a connection was asked for to write."""
    return bool(connection.get_execution_options().get("is_write", False))
