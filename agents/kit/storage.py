"""An agent's own tables: an engine, read and write transactions, replies kept by key."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Connection,
    DateTime,
    Integer,
    MetaData,
    String,
    delete,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.types import TypeDecorator

from agents.kit.engines import altering, open_engines
from agents.kit.errors import Conflict
from agents.kit.migrations import Plan, StoreUnusable, bring_up

WHOLE_NUMBER = BigInteger().with_variant(Integer, "sqlite")
"""64 bits in both databases; SQLite counts a key up only where it is called INTEGER."""
NAMES = {
    "ix": "%(table_name)s_%(column_0_N_name)s_index",
    "uq": "%(table_name)s_%(column_0_N_name)s_unique",
    "ck": "%(table_name)s_%(constraint_name)s_check",
    "fk": "%(table_name)s_%(column_0_N_name)s_reference",
    "pk": "%(table_name)s_key",
}
"""Every constraint has a name, so that a migration can change it."""
Seed = Callable[[Session, datetime], None]


class UtcTime(TypeDecorator[datetime]):
    """An aware UTC time, stored without its zone, as SQLite keeps none, and read back as UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: object) -> datetime | None:
        """Store UTC, without its zone."""
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: object) -> datetime | None:
        """Read UTC."""
        return value and value.replace(tzinfo=UTC)


class Tables:
    """What an agent's `Base` adds to `DeclarativeBase`: whole numbers of 64 bits, and names."""

    def __init_subclass__(cls, **more: Any) -> None:
        if DeclarativeBase in cls.__bases__:
            cls.metadata = MetaData(naming_convention=NAMES)  # type: ignore[attr-defined]
            cls.type_annotation_map = {int: WHOLE_NUMBER}  # type: ignore[attr-defined]
        super().__init_subclass__(**more)


class KitBase(Tables, DeclarativeBase):
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


@dataclass(frozen=True)
class Derived:
    """Tables that are made from others and differ by database: no model tells of them.

    `make` makes those that are not there; each is called, or begins with, one of `names`.
    """

    names: tuple[str, ...]
    make: Callable[[Connection], None]


class Owner(KitBase):
    """The shop whose store this is, where several could come upon it."""

    __tablename__ = "kit_owner"
    shop: Mapped[str] = mapped_column(String(40), primary_key=True)


class Store:
    """One agent's database: a SQLite file, or a schema in PostgreSQL that bears its name."""

    def __init__(
        self,
        url: str,
        tables: MetaData | None,
        *,
        schema: str = "agent",
        derived: Derived | None = None,
    ) -> None:
        self._schema = schema
        self._engines = open_engines(url, schema)
        with self._opening(), altering(self._engines, schema) as connection:
            bring_up(connection, plan_of(schema, tables, derived))
            if derived is not None:
                derived.make(connection)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that sees one moment and changes nothing."""
        with Session(self._engines.reader, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction alone at writing: committed at its end, rolled back by an exception."""
        with Session(self._engines.writer, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def start(self) -> Iterator[Session]:
        """A write of a process that starts, which waits longer for others that start as well.

        Raises:
            StoreUnusable: the database does not answer, or is held for too long.
        """
        starter = Session(self._engines.starter, expire_on_commit=False)
        with self._opening(), starter as session, session.begin():
            yield session

    def seed(self, load: Seed, now: datetime) -> None:
        """Load the sample rows once; again changes nothing."""
        with self.start() as session:
            if session.get(Seeded, "sample") is None:
                load(session, now)
                session.add(Seeded(name="sample", at=now))

    def claim(self, shop: str, *, is_taken_over: bool = False) -> None:
        """Note whose store this is; to take it over is for a shop that has a new secret.

        Raises:
            StoreUnusable: it is another's.
        """
        with self.start() as session:
            if is_taken_over:
                session.execute(delete(Owner))
            owner = session.scalar(select(Owner.shop))
            if owner is None:
                session.add(Owner(shop=shop))
        if owner not in (None, shop):
            self.close()
            raise StoreUnusable(
                "the database of DATABASE_URL belongs to another shop; give this one a database "
                "of its own, or that shop's SALES_SECRET (after a change of the secret: "
                "python -m agents migrate --claim)"
            )

    def check(self) -> str:
        """Whether the database answers: `ok`, or what is wrong."""
        try:
            with self._engines.reader.connect() as connection:
                connection.exec_driver_sql("SELECT 1")
        except SQLAlchemyError as error:
            return type(error).__name__
        return "ok"

    def close(self) -> None:
        """Close every connection."""
        self._engines.dispose()

    @contextmanager
    def _opening(self) -> Iterator[None]:
        """Tell in a sentence why a store cannot be opened."""
        try:
            yield
        except OperationalError as error:
            reason = str(error.orig).strip().splitlines()[0]
            raise StoreUnusable(f"the {self._schema} store cannot be opened: {reason}") from error


def plan_of(schema: str, tables: MetaData | None, derived: Derived | None) -> Plan:
    """What a store's tables should be: the kit's and the agent's."""
    modeled = (KitBase.metadata, tables) if tables is not None else (KitBase.metadata,)
    return Plan.of(schema, modeled, derived.names if derived else ())


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
    session.add(KeptReply(key=key, body_hash=_hash(body), reply=reply, at=at))
    session.flush()


def insert_new(session: Session, table: type[DeclarativeBase], row: Mapping[str, Any]) -> None:
    """Insert a row unless one of its key, or of another unique value of its, is there."""
    is_postgres = session.get_bind().dialect.name == "postgresql"
    insert = postgresql.insert if is_postgres else sqlite.insert
    session.execute(insert(table).values(dict(row)).on_conflict_do_nothing())


def _hash(body: object) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
