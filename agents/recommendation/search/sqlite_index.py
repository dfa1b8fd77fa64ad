"""The text index in SQLite, by its FTS5."""

import json
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import CTE, Connection, Float, Integer, Select, bindparam, column, select, text

from agents.recommendation.search.database_index import DatabaseIndex
from agents.recommendation.search.index import Document, Term
from agents.recommendation.tables import TEXT_COLUMNS

WEIGHTS = (8.0, 6.0, 5.0, 3.0, 3.0, 2.0, 1.0)
"""How much a match counts in each of `TEXT_COLUMNS`, for bm25."""
NAMED = "{" + " ".join(column for column in TEXT_COLUMNS if column != "description") + "}"
TABLES = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS product_texts USING fts5("
    f"{', '.join(TEXT_COLUMNS)}, tokenize = 'porter unicode61 remove_diacritics 2')",
    "CREATE VIRTUAL TABLE IF NOT EXISTS product_words USING fts5(words, detail = 'none')",
    "CREATE VIRTUAL TABLE IF NOT EXISTS product_vocabulary USING fts5vocab(product_words, row)",
)


class SqliteIndex(DatabaseIndex):
    """The index in the agent's own SQLite file."""

    @staticmethod
    def make(connection: Connection) -> None:
        """Make the index's tables, unless they are there."""
        for statement in TABLES:
            connection.exec_driver_sql(statement)

    def put(self, documents: Iterable[Document]) -> None:
        """Index documents, in place of those with the same numbers."""
        entries = list(documents)
        self.remove([entry.number for entry in entries])
        columns = ", ".join(TEXT_COLUMNS)
        values = ", ".join(f":{name}" for name in TEXT_COLUMNS)
        self.run(
            f"INSERT INTO product_texts (rowid, {columns}) VALUES (:number, {values})",
            [
                {"number": e.number, **dict(zip(TEXT_COLUMNS, e.texts, strict=True))}
                for e in entries
            ],
        )
        self.run(
            "INSERT INTO product_words (rowid, words) VALUES (:number, :words)",
            [{"number": e.number, "words": e.words} for e in entries],
        )

    def remove(self, numbers: Collection[int]) -> None:
        """Forget documents."""
        rows = [{"number": number} for number in numbers]
        self.run("DELETE FROM product_texts WHERE rowid = :number", rows)
        self.run("DELETE FROM product_words WHERE rowid = :number", rows)

    def words(self) -> dict[str, int]:
        """The words by which products may be asked for, with the number of products."""
        rows = self._session.execute(text("SELECT term, doc FROM product_vocabulary"))
        return dict(rows.all())

    def numbers(self, terms: Sequence[Term]) -> Select[int]:
        """The products that match all terms."""
        query = text(
            "SELECT rowid + 0 AS number FROM product_texts WHERE product_texts MATCH :match"
        ).bindparams(bindparam("match", expression(terms), unique=True))
        return select(query.columns(column("number", Integer)).subquery().c.number)

    def listed(self, numbers: Collection[int]) -> Select[int]:
        """Numbers in hand, as a query."""
        query = text("SELECT value AS number FROM json_each(:numbers)")
        query = query.bindparams(bindparam("numbers", json.dumps(list(numbers)), unique=True))
        return select(query.columns(column("number", Integer)).subquery().c.number)

    def scored(self, terms: Sequence[Term], numbers: Collection[int]) -> CTE:
        """Those of the products that match all terms, with their bm25."""
        weights = ", ".join(map(str, WEIGHTS))
        # The sum keeps SQLite from asking the index anew for each of the numbers.
        query = text(
            f"SELECT rowid AS number, bm25(product_texts, {weights}) AS score "
            "FROM product_texts WHERE product_texts MATCH :match "
            "AND rowid + 0 IN (SELECT value FROM json_each(:scored))"
        ).bindparams(match=expression(terms), scored=json.dumps(list(numbers)))
        selected = query.columns(column("number", Integer), column("score", Float))
        return selected.cte("scored").prefix_with("MATERIALIZED")


def expression(terms: Sequence[Term]) -> str:
    """Terms in the query language of FTS5; forms are words of letters and digits only."""
    return " AND ".join(map(_term_expression, terms))


def _term_expression(term: Term) -> str:
    forms = " OR ".join(f'"{form}"' for form in term.forms)
    spoken = f"{NAMED} : ({forms})" if term.is_named else f"({forms})"
    if not term.shades:
        return spoken
    shades = " OR ".join(f'"{shade}"' for shade in term.shades)
    return f"({spoken} OR colours : ({shades}))"
