"""`python -m agents migrate` and `python -m agents migration`."""

import argparse
import hashlib
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection

from agents.kit.engines import altering, open_engines
from agents.kit.migrations import Plan, StoreUnusable, bring_up, steps, version_of
from agents.kit.operations import Operations
from agents.kit.settings import AgentSettings
from agents.kit.storage import Store, plan_of
from contracts.settings import shop_id

INITIAL, NO_REVISION = "initial", "NO_REVISION"
Load = Callable[[str], Operations]


def migrate(arguments: list[str], known: list[str], load: Load) -> int:
    """Bring the stores of the named agents, or of all, to this version or to a revision."""
    parser = argparse.ArgumentParser(prog="python -m agents migrate", description=migrate.__doc__)
    parser.add_argument("names", nargs="*", metavar="name")
    parser.add_argument("--to", metavar="REVISION", help="of one agent, up or down; or base")
    parser.add_argument("--claim", action="store_true", help="after a change of SALES_SECRET")
    options = parser.parse_args(arguments)
    if unknown := [name for name in options.names if name not in known]:
        parser.error(f"unknown agent '{unknown[0]}'; there are {', '.join(known)}")
    if options.to and len(options.names) != 1:
        parser.error("--to is a revision of one agent; name it")
    settings = AgentSettings.from_env()
    for name in options.names or known:
        plan = _plan(name, load(name))
        if options.to and options.to not in (revisions := [*plan.revisions, "base"]):
            parser.error(f"unknown revision '{options.to}'; {name} has {', '.join(revisions)}")
        try:
            with _open(settings.store_url(name), plan.agent) as connection:
                revision = _bring(connection, plan, options.to)
        except StoreUnusable as error:
            return _say(str(error), status=1)
        if options.claim:
            _claim(settings, name, load(name))
        _say(f"{name}: {revision or 'made by its models; it has no migrations'}")
    return 0


def write_migration(arguments: list[str], known: list[str], load: Load) -> int:
    """Write the migration that leads to an agent's models; or its initial one, anew."""
    parser = argparse.ArgumentParser(
        prog="python -m agents migration", description=write_migration.__doc__
    )
    parser.add_argument("name", nargs="?", choices=known, metavar="name")
    parser.add_argument("message", nargs="?", help='what it does: "Note who packed a parcel"')
    parser.add_argument(
        "--initial", action="store_true", help="in place of all others; before a first release"
    )
    options = parser.parse_args(arguments)
    if options.initial:
        for name in [options.name] if options.name else known:
            operations = load(name)
            if operations.tables is not None:
                _say(_write_initial(_plan(name, operations)))
        return 0
    if not (options.name and options.message):
        parser.error("name the agent and say what the migration does")
    return _say(_write_next(_plan(options.name, load(options.name)), options.message))


def _write_initial(plan: Plan) -> str:
    """Write the one migration that makes all tables; the same tables give the same file."""
    with tempfile.TemporaryDirectory() as folder, _scratch(folder) as connection:
        draft = replace(plan, folder=Path(folder) / "versions")
        path = steps.write(connection, draft, NO_REVISION, f"0001 {INITIAL}")
        written = path.read_text(encoding="utf-8")
    digest = hashlib.sha256(written.encode()).hexdigest()[:8]
    plan.folder.mkdir(parents=True, exist_ok=True)
    for old in plan.folder.glob("v*.py"):
        old.unlink()
    target = plan.folder / path.name
    target.write_text(written.replace(NO_REVISION, f"0001_{digest}"), encoding="utf-8")
    return str(target)


def _write_next(plan: Plan, message: str) -> str:
    number = f"{len(plan.revisions) + 1:04}"
    digest = hashlib.sha256(f"{plan.revisions} {message}".encode()).hexdigest()[:8]
    with tempfile.TemporaryDirectory() as folder, _scratch(folder) as connection:
        bring_up(connection, plan)
        path = steps.write(connection, plan, f"{number}_{digest}", f"{number} {message}")
    return f"{path}\nRead it, and put right what Alembic cannot tell, such as a renamed column."


def _bring(connection: Connection, plan: Plan, revision: str | None) -> str | None:
    if revision is None:
        bring_up(connection, plan)
    else:
        steps.move(connection, plan, revision)
    return version_of(connection)


def _claim(settings: AgentSettings, name: str, operations: Operations) -> None:
    schema = settings.schema(name)
    store = Store(settings.store_url(name), operations.tables, schema=schema)
    store.claim(shop_id(settings.signing_key), is_taken_over=True)
    store.close()


def _plan(name: str, operations: Operations) -> Plan:
    return plan_of(name.replace("-", "_"), operations.tables, operations.derived)


@contextmanager
def _open(url: str, schema: str) -> Iterator[Connection]:
    engines = open_engines(url, schema)
    try:
        with altering(engines, schema) as connection:
            yield connection
    finally:
        engines.dispose()


def _scratch(folder: str) -> AbstractContextManager[Connection]:
    """An empty store, to compare the models with."""
    return _open(f"sqlite:///{folder}/scratch.sqlite", "scratch")


def _say(line: str, status: int = 0) -> int:
    sys.stdout.write(f"{line}\n")
    return status


COMMANDS = {"migrate": migrate, "migration": write_migration}
