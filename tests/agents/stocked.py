"""Stores made once and copied, as a test's own agent would have made them at its first start."""

import os
import shutil
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import make_url

from agents.kit.app import create_app
from agents.kit.operations import Operations
from agents.kit.settings import AgentSettings
from tests.databases_at_rest import DatabasesAtRest
from tests.doubles import ScriptedPeers
from tests.surroundings import blank_settings


@dataclass
class StockedStores:
    """Fresh stores of agents: tables migrated and the sample loaded once for each kind of store.

    `folder` keeps the SQLite ones, `databases` gives those in PostgreSQL.
    """

    folder: Path
    databases: Callable[[], DatabasesAtRest]
    _made: dict[Hashable, Path] = field(default_factory=dict)

    def fill(self, operations: Operations, settings: AgentSettings, now: datetime) -> None:
        """Give the agent the store that its first start would make, unless it has one."""
        kind = _kind(operations, settings, now)
        if settings.database_url:
            name = str(make_url(settings.database_url).database)
            self.databases().stock(
                name,
                kind,
                lambda url: _start_once(operations, replace(settings, database_url=url), now),
            )
            return
        store = _file(settings, operations.agent)
        if not store.exists():
            store.parent.mkdir(parents=True, exist_ok=True)
            if kind not in self._made:
                chosen = replace(settings, data_dir=self.folder / str(len(self._made)))
                _start_once(operations, chosen, now)
                self._made[kind] = _file(chosen, operations.agent)
            shutil.copyfile(self._made[kind], store)


def _start_once(operations: Operations, settings: AgentSettings, now: datetime) -> None:
    app = create_app(operations, settings, clock=lambda: now, peers=ScriptedPeers())
    app.extensions["store"].close()


def _kind(operations: Operations, settings: AgentSettings, now: datetime) -> Hashable:
    """All that the rows of a fresh store come from."""
    seed = (operations.seed, operations.refresh, now) if settings.has_sample else None
    surroundings = tuple(os.environ.get(name) for name in sorted(blank_settings()))
    tables = (operations.tables, operations.derived)
    return operations.agent, tables, seed, settings.signing_key, surroundings


def _file(settings: AgentSettings, agent: str) -> Path:
    return Path(make_url(settings.store_url(agent)).database or "")
