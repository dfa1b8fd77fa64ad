"""A store in a SQLite file: a write locks the file before it reads."""

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from agents.kit.engines import LOCK_TIMEOUT_S, START_PATIENCE_S, Engines, is_start, is_write

POLL_S = 0.01


def open_engines(url: URL) -> Engines:
    """Open the file, made with its folder at the first use."""
    Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)
    waiting = {} if "timeout" in url.query else {"timeout": LOCK_TIMEOUT_S}
    engine = create_engine(url, connect_args=waiting, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def on_connect(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # BEGIN is ours, so that a write locks before it reads
        cursor = connection.cursor()
        _patiently(lambda: cursor.execute("PRAGMA journal_mode=WAL"))
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        if is_start(connection):
            _patiently(lambda: connection.exec_driver_sql("BEGIN IMMEDIATE"))
        else:
            connection.exec_driver_sql("BEGIN IMMEDIATE" if is_write(connection) else "BEGIN")

    writer = engine.execution_options(is_write=True)
    return Engines(engine, writer, writer.execution_options(is_start=True))


def _patiently(execute: Callable[[], object]) -> None:
    """Execute a statement, again while others hold the file.

    SQLite waits itself for most locks, though not to switch a new file to WAL.
    """
    deadline = time.monotonic() + START_PATIENCE_S
    while True:
        try:
            execute()
        except (sqlite3.OperationalError, OperationalError) as error:
            if not _is_busy(error) or time.monotonic() >= deadline:
                raise
            time.sleep(POLL_S)
        else:
            return


def _is_busy(error: sqlite3.OperationalError | OperationalError) -> bool:
    cause = error.orig if isinstance(error, OperationalError) else error
    return (getattr(cause, "sqlite_errorcode", 0) or 0) & 0xFF == sqlite3.SQLITE_BUSY
