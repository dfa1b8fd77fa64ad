"""Stores made once and copied, as a test's own agent would have made them at its first start."""

import os
import shutil
from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import make_url

from agents.kit.app import create_app
from agents.kit.operations import Operations
from agents.kit.settings import AgentSettings
from tests.doubles import ScriptedPeers
from tests.surroundings import blank_settings


@dataclass
class StockedStores:
    """Fresh stores of agents: tables migrated and the sample loaded once for each kind of store."""

    folder: Path
    _made: dict[Hashable, Path] = field(default_factory=dict)

    def fill(self, operations: Operations, settings: AgentSettings, now: datetime) -> None:
        """Give the agent the SQLite store that its first start would make, unless it has one."""
        store = _file(settings, operations.agent)
        if not settings.database_url and not store.exists():
            store.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self._made_once(operations, settings, now), store)

    def _made_once(self, operations: Operations, settings: AgentSettings, now: datetime) -> Path:
        kind = _kind(operations, settings, now)
        if kind not in self._made:
            chosen = replace(settings, data_dir=self.folder / str(len(self._made)))
            app = create_app(operations, chosen, clock=lambda: now, peers=ScriptedPeers())
            app.extensions["store"].close()
            self._made[kind] = _file(chosen, operations.agent)
        return self._made[kind]


def _kind(operations: Operations, settings: AgentSettings, now: datetime) -> Hashable:
    """All that the rows of a fresh store come from."""
    seed = (operations.seed, operations.refresh, now) if settings.has_sample else None
    surroundings = tuple(os.environ.get(name) for name in sorted(blank_settings()))
    return operations.agent, operations.tables, operations.derived, seed, surroundings


def _file(settings: AgentSettings, agent: str) -> Path:
    return Path(make_url(settings.store_url(agent)).database or "")
