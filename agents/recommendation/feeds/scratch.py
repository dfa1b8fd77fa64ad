"""What a reader must remember of a feed of any size: kept in a file of its own, not in memory."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Protocol

CACHE_KB = 8_000
"""Memory that the file's pages may take."""


class NameSet(Protocol):
    """Names that were there; a set is one."""

    def __contains__(self, name: object, /) -> bool: ...

    def add(self, name: str, /) -> None:
        """Remember a name."""


class Scratch:
    """A file for the time of an import; `scratch()` opens one and removes it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.product_ids: NameSet = _Names(connection, "product_ids")
        self.skus: NameSet = _Names(connection, "skus")
        self._connection = connection
        self._numbers = count(1)

    def shelf(self) -> "Shelf":
        """An empty shelf for values that are read in another order than they come."""
        return Shelf(self._connection, f"shelf_{next(self._numbers)}")


class Shelf:
    """Values by key, in the order they came; fill it first, then read."""

    def __init__(self, connection: sqlite3.Connection, name: str) -> None:
        self._connection = connection
        self._name = name
        self._is_indexed = False
        connection.execute(f"CREATE TABLE {name} (at INTEGER PRIMARY KEY, key TEXT, value TEXT)")

    def put(self, key: str, value: str) -> None:
        """Lay a value down."""
        self._connection.execute(
            f"INSERT INTO {self._name} (key, value) VALUES (?, ?)", (key, value)
        )

    def counts(self) -> Iterator[tuple[str, int]]:
        """Every key once, by its first value, with how many values it has."""
        self._index()
        yield from self._connection.execute(
            f"SELECT key, COUNT(*) FROM {self._name} GROUP BY key ORDER BY MIN(at)"
        )

    def values(self, key: str) -> Iterator[str]:
        """A key's values."""
        self._index()
        query = f"SELECT value FROM {self._name} WHERE key = ? ORDER BY at"
        yield from (value for (value,) in self._connection.execute(query, (key,)))

    def _index(self) -> None:
        if not self._is_indexed:
            self._connection.execute(f"CREATE INDEX {self._name}_keys ON {self._name} (key, at)")
            self._is_indexed = True


@contextmanager
def scratch() -> Iterator[Scratch]:
    """Open a scratch file, and remove it at the end."""
    with tempfile.TemporaryDirectory(prefix="feed-") as directory:
        path = Path(directory) / "scratch.sqlite"
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("PRAGMA temp_store = FILE")
            connection.execute(f"PRAGMA cache_size = -{CACHE_KB}")
            connection.execute("BEGIN")
            yield Scratch(connection)


class _Names:
    """A set of names in a table."""

    def __init__(self, connection: sqlite3.Connection, table: str) -> None:
        self._connection = connection
        self._add = f"INSERT OR IGNORE INTO {table} VALUES (?)"
        self._find = f"SELECT 1 FROM {table} WHERE name = ?"
        connection.execute(f"CREATE TABLE {table} (name TEXT PRIMARY KEY) WITHOUT ROWID")

    def __contains__(self, name: object, /) -> bool:
        return self._connection.execute(self._find, (name,)).fetchone() is not None

    def add(self, name: str, /) -> None:
        self._connection.execute(self._add, (name,))
