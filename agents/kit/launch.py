"""Have a shop's agents running: start what is missing, share what is there, stop with the last."""

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from contracts.client import AgentClient, CallFailed
from contracts.contract import Contract, ContractError, load_contracts
from contracts.settings import address_file, agent_url, given_url, shop_id, signing_key

START_TIMEOUT_S = 60.0
"""A machine under load takes ten times as long as an idle one; a launcher that died ends it."""
PATIENCE_S = 10.0
"""How long the others are waited for once one is there."""
POLL_S = 0.02
HEALTH_TIMEOUT_S = 1.0


class AgentsNotStarted(Exception):
    """Agents of the shop do not come up."""


class AgentLease:
    """Holds a shop's agents for this process; they stop when the last process has left."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._run = data_dir / "run"
        self._run.mkdir(parents=True, exist_ok=True)
        self._lease = _open(self.path)
        self._started: subprocess.Popen[bytes] | None = None
        self._awaited: list[str] = []
        fcntl.flock(self._lease, fcntl.LOCK_SH)

    @property
    def path(self) -> Path:
        """The file whose shared lock is the lease."""
        return self._run / "agents.lease"

    def start_missing(self) -> None:
        """Start the agents that do not answer, without waiting for them.

        Until `await_started`, no other process starts any.
        """
        self._starting = _open(self._run / "agents.lock")
        fcntl.flock(self._starting, fcntl.LOCK_EX)
        self._awaited = self._missing()
        if self._awaited:
            self._started = self._spawn(self._awaited)

    def await_started(self) -> list[str]:
        """Wait for the agents that were started; returns those that did not come up.

        Raises:
            AgentsNotStarted: none came up; the message names the log that says why.
        """
        try:
            silent = self._await(self._awaited)
        finally:
            os.close(self._starting)
        if silent and set(silent) == set(self._awaited):
            raise AgentsNotStarted(
                f"the agents {', '.join(silent)} did not start; "
                f"{self._data_dir / 'logs' / 'agents.log'} says why"
            )
        return silent

    def close(self) -> None:
        """Give the lease back."""
        os.close(self._lease)

    def _spawn(self, names: list[str]) -> "subprocess.Popen[bytes]":
        logs = self._data_dir / "logs"
        logs.mkdir(exist_ok=True)
        with (logs / "agents.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "agents", "--lease", str(self.path), *names],
                cwd=Path(__file__).parents[2],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _await(self, agents: list[str]) -> list[str]:
        """Wait until all say where they listen and answer; the rest gets a little longer."""
        silent, deadline = agents, time.monotonic() + START_TIMEOUT_S
        while silent:
            here = [name for name in silent if address_file(self._data_dir, name).exists()]
            missing = set(self._missing(here)) if here else set()
            if come := [name for name in here if name not in missing]:
                silent = [name for name in silent if name not in come]
                deadline = min(deadline, time.monotonic() + PATIENCE_S)
            has_ended = self._started is not None and self._started.poll() is not None
            if has_ended or time.monotonic() > deadline:
                break
            time.sleep(POLL_S if silent else 0)
        return silent

    def _missing(self, names: Sequence[str] | None = None) -> list[str]:
        """Agents of this machine, all or those named, that do not answer for this shop."""
        shop = shop_id(signing_key(self._data_dir))
        contracts = load_contracts()
        return [
            name
            for name in names or contracts
            if given_url(name) is None and answering_shop(contracts[name], self._data_dir) != shop
        ]


def answering_shop(contract: Contract, data_dir: Path) -> str | None:
    """The shop whose agent answers at the contract's address of a data directory, if one does."""
    url = agent_url(contract, data_dir)
    client = AgentClient(contract, lambda _: url, timeout_s=HEALTH_TIMEOUT_S)
    try:
        return str(client.health()["shop"])
    except (CallFailed, ContractError, KeyError):
        return None


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
