"""Migrations lead to the models, on both databases, and keep the rows that are there."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, inspect, text

from agents.__main__ import find_agents, load_operations
from agents.kit.engines import altering, open_engines
from agents.kit.migrations import Plan, StoreDiffers, bring_up, commands, steps, version_of
from agents.kit.settings import AgentSettings
from agents.kit.storage import Store, plan_of

FIRST = """
import sqlalchemy as sa
from alembic import op
revision = "0001_a"
down_revision = None
def upgrade():
    op.create_table("shelves", sa.Column("name", sa.String(80), primary_key=True))
    op.create_table(
        "boxes",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("shelf", sa.String(80), sa.ForeignKey("shelves.name"), nullable=False),
        sa.Column("size", sa.String(10)),
    )
    op.create_table("kit_replies", sa.Column("key", sa.String(80), primary_key=True))
def downgrade():
    op.drop_table("boxes")
    op.drop_table("shelves")
    op.drop_table("kit_replies")
"""
SECOND = """
import sqlalchemy as sa
from alembic import op
revision = "0002_b"
down_revision = "0001_a"
def upgrade():
    with op.batch_alter_table("shelves") as batch:
        batch.alter_column("name", existing_type=sa.String(80), type_=sa.String(200))
        batch.add_column(sa.Column("note", sa.String(20)))
    with op.batch_alter_table("boxes") as batch:
        batch.alter_column("size", existing_type=sa.String(10), nullable=False, server_default="M")
def downgrade():
    with op.batch_alter_table("boxes") as batch:
        batch.alter_column("size", existing_type=sa.String(10), nullable=True, server_default=None)
    with op.batch_alter_table("shelves") as batch:
        batch.drop_column("note")
        batch.alter_column("name", existing_type=sa.String(200), type_=sa.String(80))
"""
Open = Callable[[], AbstractContextManager[Connection]]
AGENTS = [name for name in find_agents() if load_operations(name).tables is not None]


@pytest.fixture
def open_raw(settings: AgentSettings) -> Iterator[Open]:
    """A connection that may alter tables, of one store."""
    engines = open_engines(settings.store_url("raw"), "raw")

    @contextmanager
    def start() -> Iterator[Connection]:
        with altering(engines, "raw") as connection:
            yield connection

    yield start
    engines.dispose()


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    folder = tmp_path / "versions"
    folder.mkdir()
    (folder / "v0001_first.py").write_text(FIRST, encoding="utf-8")
    return Plan("boxes", (MetaData(),), folder)


def plan_for(name: str) -> Plan:
    operations = load_operations(name)
    return plan_of(name.replace("-", "_"), operations.tables, operations.derived)


def fill(connection: Connection) -> None:
    connection.execute(text("INSERT INTO shelves (name) VALUES ('top')"))
    connection.execute(text("INSERT INTO boxes (number, shelf, size) VALUES (1, 'top', 'L')"))


def rows(connection: Connection) -> list[Any]:
    return list(connection.execute(text("SELECT name, number, size FROM shelves JOIN boxes "
                                        "ON shelf = name")).all())  # fmt: skip


@pytest.mark.parametrize("name", AGENTS)
def test_migrations_lead_to_the_models(open_raw: Open, name: str) -> None:
    plan = plan_for(name)
    way_out = f"run: python -m agents migration --initial {name}"
    assert plan.revisions, f"{name} has no migrations; {way_out}"
    with open_raw() as connection:
        bring_up(connection, plan)
        found = steps.differences(connection, plan)
    assert found == [], f"models and migrations of {name} differ; before a release {way_out}"


@pytest.mark.parametrize("name", AGENTS)
def test_every_migration_goes_down_and_up_again(open_raw: Open, name: str) -> None:
    plan = plan_for(name)
    for down, up in zip(["base", *plan.revisions], plan.revisions, strict=False):
        with open_raw() as connection:
            steps.move(connection, plan, up)
        with open_raw() as connection:
            steps.move(connection, plan, down)
            steps.move(connection, plan, up)
            assert version_of(connection) == up


@pytest.mark.parametrize("name", AGENTS)
def test_a_store_from_before_migrations_is_adopted(open_raw: Open, name: str) -> None:
    plan = plan_for(name)
    with open_raw() as connection:
        bring_up(connection, replace(plan, folder=Path("none")))
        connection.execute(text("INSERT INTO kit_seeds VALUES ('sample', '2026-01-01')"))
        assert version_of(connection) is None
    with open_raw() as connection:
        assert bring_up(connection, plan)
        assert version_of(connection) == plan.revisions[-1]
        assert connection.scalar(text("SELECT name FROM kit_seeds")) == "sample"


def test_a_later_migration_keeps_the_rows_up_and_down(open_raw: Open, plan: Plan) -> None:
    with open_raw() as connection:
        assert bring_up(connection, plan)
        fill(connection)
        before = rows(connection)
    (plan.folder / "v0002_second.py").write_text(SECOND, encoding="utf-8")
    with open_raw() as connection:
        assert bring_up(connection, plan)
        assert not bring_up(connection, plan)
        assert rows(connection) == before
        assert "note" in {column["name"] for column in inspect(connection).get_columns("shelves")}
    with open_raw() as connection:
        steps.move(connection, plan, "0001_a")
        assert rows(connection) == before
        steps.move(connection, plan, "0002_b")
        assert rows(connection) == before


def test_a_migration_that_fails_leaves_everything_as_it_was(open_raw: Open, plan: Plan) -> None:
    with open_raw() as connection:
        bring_up(connection, plan)
        fill(connection)
    broken = SECOND.replace("def downgrade", "    raise ZeroDivisionError\ndef downgrade")
    (plan.folder / "v0002_second.py").write_text(broken, encoding="utf-8")
    with pytest.raises(ZeroDivisionError), open_raw() as connection:
        bring_up(connection, plan)
    with open_raw() as connection:
        assert version_of(connection) == "0001_a"
        assert "note" not in {c["name"] for c in inspect(connection).get_columns("shelves")}
        assert len(rows(connection)) == 1


def test_a_store_of_another_version_is_refused(open_raw: Open, plan: Plan) -> None:
    with open_raw() as connection:
        bring_up(connection, plan)
    first = plan.folder / "v0001_first.py"
    first.write_text(FIRST.replace("0001_a", "0001_z"), encoding="utf-8")
    unknown = "revision 0001_a, which this version does not know"
    with pytest.raises(StoreDiffers, match=unknown), open_raw() as connection:
        bring_up(connection, plan)


def test_a_store_from_before_migrations_that_differs_is_refused(open_raw: Open) -> None:
    plan = plan_for("loyalty")
    with open_raw() as connection:
        bring_up(connection, replace(plan, folder=Path("none")))
        connection.execute(text("ALTER TABLE customers DROP COLUMN phone"))
    missing = "add_column customers customers.phone"
    with pytest.raises(StoreDiffers, match=missing), open_raw() as connection:
        bring_up(connection, plan)


def test_an_agent_without_migrations_is_made_by_its_models(
    open_store: Callable[..., Store],
) -> None:
    assert open_store(load_operations("loyalty").tables, "without-any").check() == "ok"


def test_the_initial_migration_is_written_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("agents.kit.migrations.AGENTS_DIR", tmp_path)
    written = []
    for _ in range(2):
        assert commands.write_migration(["loyalty", "--initial"], AGENTS, load_operations) == 0
        written.append(plan_for("loyalty").folder.joinpath("v0001_initial.py").read_bytes())
    assert written[0] == written[1]
    words = ["loyalty", "Say nothing new"]
    assert commands.write_migration(words, AGENTS, load_operations) == 0
    assert "v0002_say_nothing_new.py" in capsys.readouterr().out
    assert len(plan_for("loyalty").revisions) == 2
