import psycopg
import pytest

from tests.databases import Postgres
from tests.databases_at_rest import DatabasesAtRest

pytestmark = pytest.mark.postgres

SHELF = """
CREATE SCHEMA shop;
CREATE TABLE shop.shelf (id SERIAL PRIMARY KEY, goods TEXT);
INSERT INTO shop.shelf (goods) VALUES ('rug'), ('lamp');
"""


@pytest.fixture
def at_rest(postgres: Postgres) -> DatabasesAtRest:
    return DatabasesAtRest(postgres)


def run(url: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        done = connection.execute(statement)
        return done.fetchall() if done.description else []


def shelf(at_rest: DatabasesAtRest, *statements: str) -> list[list[tuple[object, ...]]]:
    """What statements answer in a database that holds the shelf."""
    with at_rest.empty() as url:
        name = url.partition("@/")[2].partition("?")[0]
        at_rest.stock(name, "shelf", lambda fresh: run(fresh, SHELF))
        return [run(url, statement) for statement in statements]


GOODS = "SELECT id, goods FROM shop.shelf ORDER BY id"
ADDED = "INSERT INTO shop.shelf (goods) VALUES ('mug') RETURNING id"


def test_a_database_is_empty_again_for_the_next_test(at_rest):
    with at_rest.empty() as first:
        run(first, SHELF)
    with at_rest.empty() as second:
        assert second == first
        assert run(second, "SELECT to_regclass('shop.shelf')") == [(None,)]


def test_what_is_left_outside_a_schema_is_no_next_tests_business(at_rest):
    with at_rest.empty() as first:
        run(first, "CREATE TABLE left_over (id INT)")
    with at_rest.empty() as second:
        assert run(second, "SELECT to_regclass('left_over')") == [(None,)]


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM shop.shelf",
        "UPDATE shop.shelf SET goods = 'nothing'",
        "INSERT INTO shop.shelf (goods) VALUES ('mug')",
        "ALTER TABLE shop.shelf DROP COLUMN goods",
        "ALTER TABLE shop.shelf ADD CHECK (id < 100)",
        "CREATE INDEX ON shop.shelf (goods)",
        "DROP TABLE shop.shelf",
        "CREATE TABLE shop.more (id INT)",
        "CREATE SCHEMA another",
    ],
)
def test_a_stocked_database_is_put_back_to_its_stock(at_rest, damage):
    shelf(at_rest, damage)
    intact = [(1, "rug"), (2, "lamp")]
    assert shelf(at_rest, GOODS, ADDED) == [intact, [(3,)]]
    assert shelf(at_rest, GOODS, ADDED) == [intact, [(3,)]]


def test_a_database_that_holds_something_is_not_stocked(at_rest):
    with at_rest.empty() as url:
        run(url, "CREATE SCHEMA mine")
        name = url.partition("@/")[2].partition("?")[0]
        at_rest.stock(name, "shelf", lambda fresh: run(fresh, SHELF))
        assert run(url, "SELECT to_regclass('shop.shelf')") == [(None,)]
        assert run(url, "SELECT to_regnamespace('mine')::text") == [("mine",)]


def test_a_connection_that_was_left_open_does_not_reach_the_next_test(at_rest):
    with at_rest.empty() as url:
        forgotten = psycopg.connect(url)
        forgotten.execute("CREATE SCHEMA mine")
    with at_rest.empty() as url, pytest.raises(psycopg.OperationalError):
        forgotten.execute("SELECT 1")
    forgotten.close()
