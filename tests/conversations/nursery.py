"""Processes of the product forked from one that has imported it: they start in a moment."""

import atexit
import io
import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from multiprocessing.reduction import DupFd
from pathlib import Path
from typing import Any

from agents.kit.launch import AgentLease, answering_shop
from contracts.contract import load_contracts
from contracts.settings import shop_id, signing_key

ROOT = Path(__file__).parents[2]
START_TIMEOUT_S = 180

_nursery = multiprocessing.get_context("forkserver")
_nursery.set_forkserver_preload(["tests.conversations.imported"])


class Forked:
    """`python main.py ...` from the nursery, with as much of `subprocess.Popen` as tests use."""

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
        theirs_in, ours_in = os.pipe()
        ours_out, theirs_out = os.pipe()
        ours_err, theirs_err = os.pipe()
        self.stdin = os.fdopen(ours_in, "w", encoding="utf-8")
        self.stdout = os.fdopen(ours_out, encoding="utf-8")
        self.stderr = os.fdopen(ours_err, encoding="utf-8")
        ends = _Ends(theirs_in, theirs_out, theirs_err)
        self._process = _nursery.Process(
            target=_run, args=(list(arguments), dict(environment), ends), daemon=True
        )
        self._process.start()
        ends.close()

    def wait(self, timeout_s: float | None = None) -> int:
        """How it ended.

        Raises:
            subprocess.TimeoutExpired: it has not.
        """
        self._process.join(timeout_s)
        code = self._process.exitcode
        if code is None:
            raise subprocess.TimeoutExpired("main.py", timeout_s or 0)
        return code

    def kill(self) -> None:
        """`kill -9`."""
        self._process.kill()


class _Ends:
    """Ends of pipes, which become a process's standard streams."""

    def __init__(self, *numbers: int) -> None:
        self.numbers = numbers

    def __reduce__(self) -> tuple[Any, ...]:
        return _received, tuple(map(DupFd, self.numbers))

    def close(self) -> None:
        for number in self.numbers:
            os.close(number)


def _received(*ends: Any) -> _Ends:
    return _Ends(*(end.detach() for end in ends))


def _run(arguments: Sequence[str], environment: Mapping[str, str], ends: _Ends) -> None:
    for standard, number in enumerate(ends.numbers):
        os.dup2(number, standard)
    ends.close()
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - as long as the process
    sys.stdout, sys.stderr = (
        io.TextIOWrapper(open(number, "wb", 0, closefd=False), "utf-8", write_through=True)  # noqa: SIM115
        for number in (1, 2)
    )
    _surround(environment)
    from main import main

    status = main(arguments)
    atexit._run_exitfuncs()
    sys.exit(status)


@contextmanager
def agents_of(shop: Path, environment: Mapping[str, str]) -> Iterator[None]:
    """The agents of a shop, there before its first chat and until its last one is done."""
    with closing(AgentLease(shop)) as lease:
        arguments = ("--lease", str(lease.path))
        log = shop / "logs" / "agents.log"
        agents = _nursery.Process(target=_serve, args=(arguments, dict(environment), log))
        agents.start()
        try:
            _await_agents(shop, agents.is_alive)
            yield
        finally:
            agents.terminate()
            agents.join()


def _serve(arguments: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
    log.parent.mkdir(exist_ok=True)
    with log.open("ab") as file:
        os.dup2(file.fileno(), sys.stderr.fileno())
    _surround(environment)
    from agents.__main__ import main

    sys.exit(main(list(arguments)))


def _surround(environment: Mapping[str, str]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)


def _await_agents(shop: Path, is_alive: Callable[[], bool]) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    key = shop_id(signing_key(shop))
    while any(answering_shop(contract, shop) != key for contract in load_contracts().values()):
        assert is_alive(), "the agents do not start"
        assert time.monotonic() < deadline, "the agents do not answer"
        time.sleep(0.02)
