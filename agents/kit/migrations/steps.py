"""Alembic, run over a connection that a store has opened to write."""

from argparse import Namespace
from functools import partial
from pathlib import Path
from typing import Any, Literal

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.types import TypeDecorator

from agents.kit.migrations import VERSION_TABLE, Plan

HERE = Path(__file__).parent
Rendered = str | Literal[False]


def move(connection: Connection, plan: Plan, revision: str) -> None:
    """Run the migrations up or down to a revision, or `base`, which is before the first."""
    config = _config(connection, plan)
    order = [None, *plan.revisions]
    target = None if revision == "base" else revision
    current = MigrationContext.configure(
        connection, opts={"version_table": VERSION_TABLE}
    ).get_current_revision()
    if order.index(target) >= order.index(current):
        command.upgrade(config, revision)
    else:
        command.downgrade(config, revision)


def stamp(connection: Connection, plan: Plan, revision: str) -> None:
    """Note a revision without running anything."""
    command.stamp(_config(connection, plan), revision)


def write(connection: Connection, plan: Plan, revision: str, message: str) -> Path:
    """Write the migration that leads from a store's tables to the models."""
    plan.folder.mkdir(parents=True, exist_ok=True)
    config = _config(connection, plan)
    script = command.revision(config, message, autogenerate=True, rev_id=revision)
    if script is None or isinstance(script, list):
        raise AssertionError("Alembic writes one script for one revision")
    return Path(script.path)


def differences(connection: Connection, plan: Plan) -> list[str]:
    """In what a store's tables differ from the models, one short line for each."""
    context = MigrationContext.configure(connection, opts=_options(connection, plan))
    found: list[Any] = compare_metadata(context, list(plan.tables))  # type: ignore[arg-type]
    flat = [one for each in found for one in (each if isinstance(each, list) else [each])]
    return [" ".join(str(part) for part in one if part is not None)[:200] for one in flat]


def _config(connection: Connection, plan: Plan) -> Config:
    config = Config(cmd_opts=Namespace(quiet=True))
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("version_locations", str(plan.folder))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("file_template", "v%%(slug)s")
    config.set_main_option("truncate_slug_length", "60")
    config.attributes["options"] = {"connection": connection, **_options(connection, plan)}
    return config


def _options(connection: Connection, plan: Plan) -> dict[str, Any]:
    return {
        "target_metadata": list(plan.tables),
        "version_table": VERSION_TABLE,
        "compare_type": True,
        "render_as_batch": True,  # SQLite alters a table by copying it
        "render_item": _render,
        "include_name": partial(_is_modeled, plan),
    }


def _is_modeled(plan: Plan, name: str | None, kind: str, parents: Any) -> bool:
    is_derived = any(name == one or str(name).startswith(f"{one}_") for one in plan.derived)
    return kind != "table" or not is_derived


def _render(kind: str, item: Any, context: Any) -> Rendered:
    """Spell a type of ours as what it is in a database, so that a migration needs no code."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False
