"""The text index in PostgreSQL, by its full-text search; no extension is needed."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    Connection,
    Float,
    Select,
    bindparam,
    column,
    select,
    text,
)

from agents.recommendation.search.database_index import DatabaseIndex
from agents.recommendation.search.index import Document, Term
from agents.recommendation.tables import TEXT_COLUMNS

LABELS = dict(zip(TEXT_COLUMNS, "ABBBBCD", strict=True))
"""Where a word stands, in the four labels that PostgreSQL has: name, what else says what it is,
colours, description."""
NAMED, COLOURS = "ABC", "C"
WEIGHTS = "{0.125, 0.25, 0.55, 1.0}"
"""How much a match counts under the labels D, C, B and A: as in SQLite, B by the mean."""
RANK_SCALE = 8
"""Makes a good match outweigh popularity about as much as bm25 does in SQLite."""
TOKENS = (
    "asciiword, word, numword, int, uint, float, sfloat, version, host, email, url, url_path, "
    "file, hword, asciihword, numhword, hword_part, hword_asciipart, hword_numpart"
)
CONFIGURATION = (
    "CREATE TEXT SEARCH DICTIONARY product_stem (TEMPLATE = snowball, LANGUAGE = porter)",
    "CREATE TEXT SEARCH CONFIGURATION product_words (PARSER = default)",
    f"ALTER TEXT SEARCH CONFIGURATION product_words ADD MAPPING FOR {TOKENS} WITH product_stem",
)
"""Porter's stemmer, as in SQLite, and no stop words: 'the' and 'with' are part of names."""
TABLE = (
    "CREATE TABLE product_texts "
    "(number bigint PRIMARY KEY, texts tsvector NOT NULL, words tsvector NOT NULL)",
    "CREATE INDEX product_texts_index ON product_texts USING gin (texts)",
)
APART = r"'*\:1'::tsvector"
"""No word: it keeps a phrase from reaching from one column into the next."""
TEXTS = f" || {APART} || ".join(
    f"setweight(to_tsvector('product_words', :{name}), '{label}')" for name, label in LABELS.items()
)


class PostgresIndex(DatabaseIndex):
    """The index in the agent's own schema."""

    @staticmethod
    def make(connection: Connection) -> None:
        """Make the index's table and its configuration, unless they are there."""
        if connection.scalar(text("SELECT to_regclass('product_texts')")) is None:
            for statement in (*CONFIGURATION, *TABLE):
                connection.exec_driver_sql(statement)

    def put(self, documents: Iterable[Document]) -> None:
        """Index documents, in place of those with the same numbers."""
        entries = list(documents)
        self.remove([entry.number for entry in entries])
        self.run(
            "INSERT INTO product_texts (number, texts, words) "
            f"VALUES (:number, {TEXTS}, to_tsvector('simple', :words))",
            list(map(_row, entries)),
        )

    def remove(self, numbers: Collection[int]) -> None:
        """Forget documents."""
        if numbers:
            query = text("DELETE FROM product_texts WHERE number = ANY(:numbers)")
            self._session.execute(query, {"numbers": list(numbers)})

    def words(self) -> dict[str, int]:
        """The words by which products may be asked for, with the number of products."""
        query = text("SELECT word, ndoc FROM ts_stat('SELECT words FROM product_texts')")
        return dict(self._session.execute(query).all())

    def numbers(self, terms: Sequence[Term]) -> Select[int]:
        """The products that match all terms."""
        query = text(
            "SELECT number FROM product_texts WHERE texts @@ to_tsquery('product_words', :match)"
        ).bindparams(bindparam("match", expression(terms), unique=True))
        return select(query.columns(column("number", BigInteger)).subquery().c.number)

    def listed(self, numbers: Collection[int]) -> Select[int]:
        """Numbers in hand, as a query."""
        query = text("SELECT unnest(CAST(:numbers AS bigint[])) AS number")
        query = query.bindparams(bindparam("numbers", list(numbers), unique=True))
        return select(query.columns(column("number", BigInteger)).subquery().c.number)

    def scored(self, terms: Sequence[Term], numbers: Collection[int]) -> CTE:
        """Those of the products that match all terms, ranked term by term."""
        names = [f"term_{place}" for place in range(len(terms))]
        ranks = " + ".join(
            f"ts_rank('{WEIGHTS}', texts, to_tsquery('product_words', :{name}))" for name in names
        )
        query = text(
            f"SELECT number, -{RANK_SCALE} * ({ranks}) AS score FROM product_texts "
            "WHERE number = ANY(:scored) AND texts @@ to_tsquery('product_words', :match)"
        ).bindparams(
            match=expression(terms),
            scored=list(numbers),
            **{name: expression([term]) for name, term in zip(names, terms, strict=True)},
        )
        selected = query.columns(column("number", BigInteger), column("score", Float))
        return selected.cte("scored").prefix_with("MATERIALIZED")


def expression(terms: Sequence[Term]) -> str:
    """Terms in the language of `to_tsquery`; forms are words of letters and digits only."""
    return " & ".join(f"({_term_expression(term)})" for term in terms)


def _term_expression(term: Term) -> str:
    forms = [_phrase(form, NAMED if term.is_named else "") for form in term.forms]
    shades = [_phrase(shade, COLOURS) for shade in term.shades]
    return " | ".join([*forms, *shades])


def _phrase(form: str, labels: str) -> str:
    label = f":{labels}" if labels else ""
    return "(" + " <-> ".join(f"'{word}'{label}" for word in form.split()) + ")"


def _row(document: Document) -> dict[str, Any]:
    texts = dict(zip(TEXT_COLUMNS, document.texts, strict=True))
    return {"number": document.number, "words": document.words, **texts}
