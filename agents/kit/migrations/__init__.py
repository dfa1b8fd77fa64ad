"""Bring a store's tables to what the models say: by an agent's migrations, where it has any."""

import re
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, MetaData, inspect, text

AGENTS_DIR = Path(__file__).parents[2]
VERSION_TABLE = "kit_version"
LINE = re.compile(r'^(revision|down_revision) = (?:"(.+)"|None)$', re.MULTILINE)


class StoreUnusable(Exception):
    """A store that an agent cannot start with; the text says the way out."""


class StoreDiffers(StoreUnusable):
    """A store that this version cannot bring to its own tables."""


@dataclass(frozen=True)
class Plan:
    """What a store's tables should be, and the folder of the steps that lead there.

    `derived` are names, or beginnings of names, of tables that no model tells of.
    """

    agent: str
    tables: tuple[MetaData, ...]
    folder: Path
    derived: tuple[str, ...] = ()

    @classmethod
    def of(cls, schema: str, tables: tuple[MetaData, ...], derived: tuple[str, ...] = ()) -> "Plan":
        """The plan of the agent whose package is named like its schema."""
        return cls(schema, tables, AGENTS_DIR / schema / "migrations" / "versions", derived)

    @property
    def revisions(self) -> list[str]:
        """The revisions of the folder, the first one first; none where there is no folder."""
        files = sorted(self.folder.glob("v*.py"))
        parents = dict(map(_revision, files))
        ordered: list[str] = []
        while len(ordered) < len(parents):
            last = ordered[-1] if ordered else None
            ordered += [own for own, parent in parents.items() if parent == last]
        return ordered


def bring_up(connection: Connection, plan: Plan) -> bool:
    """Make or change the tables, in the connection's transaction; whether anything was changed.

    Raises:
        StoreDiffers: the tables are not those of any revision.
    """
    revisions = plan.revisions
    if not revisions:
        for metadata in plan.tables:
            metadata.create_all(connection)
        return False
    current = version_of(connection)
    if current == revisions[-1]:
        return False
    if current is not None and current not in revisions:
        raise StoreDiffers(
            f"the {plan.agent} store has revision {current}, which this version does not know; "
            "run the version that made it, or restore a backup"
        )
    # Within, so that a store that is up to date needs no Alembic at its start.
    from agents.kit.migrations import steps  # noqa: PLC0415

    is_adopted = current is None and _has_tables(connection)
    if is_adopted:
        steps.stamp(connection, plan, revisions[0])
    steps.move(connection, plan, revisions[-1])
    if is_adopted and (differences := steps.differences(connection, plan)):
        raise StoreDiffers(
            f"the {plan.agent} store was made before migrations and differs from them "
            f"({differences[0]}); restore a backup or remove it"
        )
    return True


def version_of(connection: Connection) -> str | None:
    """The revision that a store has, if it has one."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    revision: str | None = connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}"))
    return revision


def _has_tables(connection: Connection) -> bool:
    return inspect(connection).has_table("kit_replies")


def _revision(path: Path) -> tuple[str, str | None]:
    found = dict(LINE.findall(path.read_text(encoding="utf-8")))
    return found["revision"], found["down_revision"] or None
