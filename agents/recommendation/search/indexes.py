"""Which text index serves: that of the database where the catalogue lies."""

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from agents.kit.storage import Derived
from agents.recommendation.search.index import SearchIndex
from agents.recommendation.search.postgres_index import PostgresIndex
from agents.recommendation.search.sqlite_index import SqliteIndex

INDEXES: dict[str, type[PostgresIndex] | type[SqliteIndex]] = {
    "postgresql": PostgresIndex,
    "sqlite": SqliteIndex,
}


def index_of(session: Session) -> SearchIndex:
    """The text index of a session's database."""
    return INDEXES[session.get_bind().dialect.name](session)


def _make(connection: Connection) -> None:
    INDEXES[connection.dialect.name].make(connection)


text_index = Derived(("product_texts", "product_words", "product_vocabulary"), _make)
