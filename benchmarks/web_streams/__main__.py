"""Measure and print: each worker class in turn, round by round, so that load hits all alike."""

import argparse
import importlib.util
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measuring import PYTHON, ROOT, environment, print_table
from benchmarks.web_streams.clients import Heard, speak
from benchmarks.web_streams.server import CLASSES, TURN_S
from sales_agent.memory.embedded import EmbeddedRedis

START_S = 60
SAMPLE_S = 0.2
KIB = 1024
PAGE = os.sysconf("SC_PAGE_SIZE")
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Run:
    """One class, once: what was heard, and what its process took for it."""

    heard: list[Heard]
    grown_bytes: int
    cpu_s: float
    threads: int

    @property
    def dropped(self) -> int:
        """Streams that did not come to their end."""
        return sum(one.done_s is None for one in self.heard)


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.web_streams")
    parser.add_argument("--streams", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--classes", nargs="+", choices=CLASSES, default=_installed())
    given = parser.parse_args(arguments)
    runs: dict[str, list[Run]] = {name: [] for name in given.classes}
    for _ in range(given.rounds):
        for name in given.classes:
            runs[name].append(_run(name, given.streams))
    load = os.getloadavg()[0]
    print_table(
        f"{given.streams} streams at once on one process, a model that takes {TURN_S:g} s a turn, "
        f"{given.rounds} round(s), load {load:.1f} on {os.cpu_count()} cores",
        ["", "dropped", "KiB each", "first p50", "first p95", "done p95", "CPU ms each", "threads"],
        [_row(name, rows) for name, rows in runs.items()],
    )


def _installed() -> list[str]:
    has_gevent = importlib.util.find_spec("gevent") is not None
    return [name for name in CLASSES if name != "gevent" or has_gevent]


def _row(name: str, runs: list[Run]) -> list[str]:
    heard = [one for run in runs for one in run.heard if one.done_s is not None]
    first = [one.first_byte_s or 0.0 for one in heard]
    done = [one.done_s or 0.0 for one in heard]
    streams = len(runs[0].heard)
    return [
        name,
        f"{sum(run.dropped for run in runs)}",
        f"{statistics.median(run.grown_bytes for run in runs) / KIB / streams:.0f}",
        f"{statistics.median(first):.2f} s" if first else "-",
        f"{_p95(first):.2f} s" if first else "-",
        f"{_p95(done):.2f} s" if done else "-",
        f"{statistics.median(run.cpu_s for run in runs) * 1000 / streams:.0f}",
        f"{max(run.threads for run in runs)}",
    ]


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1] if len(values) > 1 else values[0]


def _run(name: str, streams: int) -> Run:
    print(f"{name}: {streams} streams", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory() as folder, _served(name, Path(folder)) as (url, pid):
        speak(url, 1)  # what is made once is made
        watch = _Watch(pid)
        heard = speak(url, streams)
        return Run(heard, *watch.end())


class _Watch:
    """Watches a process: its greatest memory and threads, and the time it takes."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._before, self._cpu = _memory(pid), _cpu_s(pid)
        self._most, self._threads = self._before, 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def end(self) -> tuple[int, float, int]:
        """Bytes grown at most, seconds of CPU, threads at most."""
        self._over.set()
        self._thread.join()
        return self._most - self._before, _cpu_s(self._pid) - self._cpu, self._threads

    def _look(self) -> None:
        while not self._over.wait(SAMPLE_S):
            self._most = max(self._most, _memory(self._pid))
            count = len(list(Path(f"/proc/{self._pid}/task").iterdir()))
            self._threads = max(self._threads, count)


def _memory(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * PAGE


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


@contextmanager
def _served(name: str, folder: Path) -> Iterator[tuple[str, int]]:
    """A server of a class: its address, and the process id of its worker."""
    redis = EmbeddedRedis(folder)
    url = redis.start()
    address = folder / "address"
    command = [PYTHON, "-m", "benchmarks.web_streams.server", name, url, str(address)]
    with subprocess.Popen(command, cwd=ROOT, env=environment(folder)) as parent:
        try:
            yield _await(address, parent), _worker_of(parent.pid)
        finally:
            parent.terminate()
            parent.wait()
            redis.close()


def _await(address: Path, parent: "subprocess.Popen[bytes]") -> str:
    deadline = time.monotonic() + START_S
    while not address.exists():
        if time.monotonic() > deadline or parent.poll() is not None:
            raise SystemExit("the server does not start")
        time.sleep(0.05)
    return address.read_text(encoding="utf-8")


def _worker_of(parent: int) -> int:
    """The one worker of a server that has just said where it listens."""
    children = Path(f"/proc/{parent}/task/{parent}/children")
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        if pids := children.read_text(encoding="ascii").split():
            return int(pids[0])
        time.sleep(0.05)
    raise SystemExit("the server has no worker")


if __name__ == "__main__":
    main(sys.argv[1:])
