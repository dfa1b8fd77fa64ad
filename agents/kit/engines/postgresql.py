"""A store in a schema of PostgreSQL: a write takes the schema's lock before it reads."""

import hashlib
from decimal import Decimal
from typing import Any

from psycopg.abc import Buffer
from psycopg.adapt import Loader
from sqlalchemy import URL, Connection, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from agents.kit.engines import LOCK_TIMEOUT_S, START_PATIENCE_S, Engines, is_start, is_write

CONNECT_TIMEOUT_S = 5
STATEMENT_TIMEOUT_S = 30
POOL_SIZE = 2
POOL_OVERFLOW = 4
"""Six agents in two processes each hold at most 72 of PostgreSQL's usual 100 connections."""
RECYCLE_S = 1800


class WholeNumbers(Loader):
    """Reads a sum of whole numbers, a `numeric` in PostgreSQL, as the whole number it is."""

    def load(self, data: Buffer) -> int | Decimal:
        """Read a number's text."""
        number = bytes(data).decode()
        return int(number) if number.lstrip("-").isdigit() else Decimal(number)


def open_engines(url: URL, schema: str) -> Engines:
    """Open the schema; it is connected to at the first use."""
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=POOL_SIZE,
        max_overflow=POOL_OVERFLOW,
        pool_timeout=LOCK_TIMEOUT_S,
        pool_recycle=RECYCLE_S,
        pool_pre_ping=True,
        hide_parameters=True,
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
        connection.adapters.register_loader("numeric", WholeNumbers)
        connection.autocommit = True
        connection.execute(settings)
        connection.autocommit = False

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        if is_start(connection):
            connection.exec_driver_sql(_patience())
        if is_write(connection):
            # At READ COMMITTED, so that what is read after the lock was got is of after it.
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (lock,))

    reader = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    writer = engine.execution_options(is_write=True)
    return Engines(reader, writer, writer.execution_options(is_start=True))


def _patience() -> str:
    """Longer waits in one transaction; a wait for a lock counts as a statement's time too."""
    return (
        f"SET LOCAL lock_timeout = '{START_PATIENCE_S}s'; "
        f"SET LOCAL statement_timeout = '{START_PATIENCE_S + STATEMENT_TIMEOUT_S}s'"
    )


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
