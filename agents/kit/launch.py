"""Have a shop's agents running: start what is missing, share what is there, stop with the last."""

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from contracts.client import AgentClient, CallFailed
from contracts.contract import Contract, ContractError, load_contracts
from contracts.settings import agent_url, given_url, shop_id, signing_key

START_TIMEOUT_S = 20.0
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
        fcntl.flock(self._lease, fcntl.LOCK_SH)

    @property
    def path(self) -> Path:
        """The file whose shared lock is the lease."""
        return self._run / "agents.lease"

    def start_missing(self) -> None:
        """Start the agents that do not answer; returns before they do."""
        with _locked(self._run / "agents.lock"):
            if not (missing := self._missing()):
                return
            logs = self._data_dir / "logs"
            logs.mkdir(exist_ok=True)
            with (logs / "agents.log").open("ab") as log:
                self._started = subprocess.Popen(
                    [sys.executable, "-m", "agents", "--lease", str(self.path), *missing],
                    cwd=Path(__file__).parents[2],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            self._await(missing)

    def close(self) -> None:
        """Give the lease back."""
        os.close(self._lease)

    def _await(self, agents: list[str]) -> None:
        deadline = time.monotonic() + START_TIMEOUT_S
        while missing := [name for name in agents if name in self._missing()]:
            has_ended = self._started is not None and self._started.poll() is not None
            if has_ended or time.monotonic() > deadline:
                raise AgentsNotStarted(
                    f"the agents {', '.join(missing)} did not start; "
                    f"{self._data_dir / 'logs' / 'agents.log'} says why"
                )
            time.sleep(POLL_S)

    def _missing(self) -> list[str]:
        """Agents of this machine that do not answer for this shop."""
        shop = shop_id(signing_key(self._data_dir))
        return [
            name
            for name, contract in load_contracts().items()
            if given_url(name) is None and answering_shop(contract, self._data_dir) != shop
        ]


def answering_shop(contract: Contract, data_dir: Path) -> str | None:
    """The shop whose agent answers at the contract's address of a data directory, if one does."""
    url = agent_url(contract, data_dir)
    client = AgentClient(contract, lambda _: url, timeout_s=HEALTH_TIMEOUT_S)
    try:
        return str(client.health()["shop"])
    except (CallFailed, ContractError, KeyError):
        return None


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    descriptor = _open(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
