"""Databases of one PostgreSQL that tests use again: making one costs more than most tests do."""

import secrets
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg
from psycopg import sql

from tests.databases import Postgres

Make = Callable[[str], None]
OURS = "n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'"
SHAPE = f"""
SELECT concat_ws(' ', n.nspname, c.relname, c.relkind, a.attname, a.atttypid, a.attnotnull)
FROM pg_namespace n LEFT JOIN pg_class c ON c.relnamespace = n.oid
LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 WHERE {OURS}
UNION ALL
SELECT conname FROM pg_constraint JOIN pg_namespace n ON n.oid = connamespace WHERE {OURS}
UNION ALL
SELECT tgname FROM pg_trigger WHERE NOT tgisinternal
ORDER BY 1
"""
TABLES = f"""
SELECT n.nspname, c.relname, pg_relation_size(c.oid) > 0
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND {OURS}
"""
COUNTERS = (
    "SELECT schemaname, sequencename, start_value, last_value FROM pg_sequences ORDER BY 1, 2"
)
SCHEMAS = f"SELECT n.nspname FROM pg_namespace n WHERE n.nspname <> 'public' AND {OURS}"
TURN_OUT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
BARE = [("public",)]
"""The shape of an empty database."""


@dataclass(frozen=True)
class Contents:
    """All rows of a database, by schema and table, and where its counters stand."""

    shape: list[tuple[str, ...]]
    rows: dict[tuple[str, str], bytes]
    counters: list[tuple[str, str, int, int | None]]

    @classmethod
    def of(cls, connection: psycopg.Connection) -> "Contents":
        """What a database holds."""
        tables = connection.execute(TABLES).fetchall()
        rows = {
            (schema, name): _rows(connection, schema, name) if has_rows else b""
            for schema, name, has_rows in tables
        }
        shape = connection.execute(SHAPE).fetchall()
        return cls(shape, rows, connection.execute(COUNTERS).fetchall())

    def restore(self, connection: psycopg.Connection) -> bool:
        """Put a database back to this; whether that can be done by its rows alone."""
        now = Contents.of(connection)
        if now.shape != self.shape:
            return False
        connection.execute("SET session_replication_role = replica")  # order of tables is no matter
        for place, rows in self.rows.items():
            if now.rows[place] != rows:
                table = sql.Identifier(*place)
                connection.execute(sql.SQL("DELETE FROM {}").format(table))
                copying = sql.SQL("COPY {} FROM STDIN").format(table)
                with connection.cursor() as cursor, cursor.copy(copying) as copy:
                    copy.write(rows)
        for counter, was in zip(self.counters, now.counters, strict=True):
            if counter != was:
                _set(connection, *counter)
        return True


@dataclass
class DatabasesAtRest:
    """Empty databases, and stocked ones of several kinds; each is put back after its use."""

    server: Postgres
    _empty: list[str] = field(default_factory=list)
    _stocked: dict[Hashable, list[str]] = field(default_factory=dict)
    _contents: dict[Hashable, Contents] = field(default_factory=dict)
    _lent: dict[str, Hashable] = field(default_factory=dict)

    @contextmanager
    def empty(self) -> Iterator[str]:
        """An empty database for one test; yields its address."""
        name = self._empty.pop() if self._empty else self._create()
        try:
            yield self.server.url(name)
        finally:
            self._take_back(name)

    def stock(self, name: str, kind: Hashable, make: Make) -> None:
        """Let a database that is empty hold what `make(address)` puts into one of a kind."""
        with psycopg.connect(self.server.url(name)) as connection:
            if connection.execute(SHAPE).fetchall() != BARE:
                return
        at_rest = self._stocked.setdefault(kind, [])
        stocked = at_rest.pop() if at_rest else self._make(kind, make)
        spare = self._name()
        self.server.execute(_rename(name, spare), _rename(stocked, name))
        self._empty.append(spare)
        self._lent[name] = kind

    def _make(self, kind: Hashable, make: Make) -> str:
        name = self._create()
        make(self.server.url(name))
        if kind not in self._contents:
            with psycopg.connect(self.server.url(name)) as connection:
                self._contents[kind] = Contents.of(connection)
        return name

    def _take_back(self, name: str) -> None:
        """Put a database back to what it was; where that fails it is dropped."""
        kind = self._lent.pop(name, None)
        with psycopg.connect(self.server.url(name)) as connection:
            connection.execute(TURN_OUT)
            is_back = (
                _emptied(connection) if kind is None else self._contents[kind].restore(connection)
            )
        if not is_back:
            self.server.execute(f"DROP DATABASE {name} WITH (FORCE)")
        elif kind is None:
            self._empty.append(name)
        else:
            self._stocked[kind].append(name)

    def _create(self) -> str:
        name = self._name()
        self.server.create(name)
        return name

    def _name(self) -> str:
        return f"rest_{secrets.token_hex(6)}"


def _emptied(connection: psycopg.Connection) -> bool:
    """Drop every schema; whether nothing is left."""
    for (schema,) in connection.execute(SCHEMAS).fetchall():
        connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(schema)))
    return connection.execute(SHAPE).fetchall() == BARE


def _rows(connection: psycopg.Connection, *place: str) -> bytes:
    copying = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(*place))
    with connection.cursor() as cursor, cursor.copy(copying) as copy:
        return b"".join(map(bytes, copy))


def _set(
    connection: psycopg.Connection, schema: str, name: str, start: int, last: int | None
) -> None:
    """Let a counter go on after `last`, or begin where nothing was counted."""
    counter = sql.Identifier(schema, name).as_string(connection)
    values = (counter, start, False) if last is None else (counter, last, True)
    connection.execute("SELECT setval(%s, %s, %s)", values)


def _rename(name: str, to: str) -> str:
    return f"ALTER DATABASE {name} RENAME TO {to}"
