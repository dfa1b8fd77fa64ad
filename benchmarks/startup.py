"""How long until the prompt stands and the first answer is there, against a yardstick.

The yardstick is `python -c "import langgraph.graph"`, what every program with such a graph pays.
"""

import os
import pty
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from benchmarks.measuring import PYTHON, ROOT, environment, medians, print_table
from contracts.contract import load_contracts
from contracts.settings import address_file

RUNS = 5
YARDSTICK = 'python -c "import langgraph.graph"'
CHAT = (PYTHON, "main.py", "chat")
PROMPT = "\u203a"
LINE = "hello\n"
PATIENCE_S = 60


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        shop = Path(folder) / "shop"
        _answer(shop)  # makes tables and sample rows
        measures = {
            YARDSTICK: _yardstick,
            "prompt on a terminal": partial(_prompt, shop),
            "first answer, everything running": partial(_answer_beside, shop),
            "first answer, nothing running": partial(_answer, shop),
            "first answer, empty data directory": partial(_fresh, _answer),
            "agents answer, tables there": partial(_agents_up, shop),
            "agents answer, empty data directory": partial(_fresh, _agents_up),
        }
        found = medians(measures, RUNS)
    unit = found[YARDSTICK]
    rows = [[name, f"{s * 1000:.0f} ms", f"{s / unit:.2f}"] for name, s in found.items()]
    print_table("Start", ["", "median", "of yardstick"], rows)


def _yardstick() -> float:
    return _timed(subprocess.run, [PYTHON, "-c", "import langgraph.graph"], check=True)


def _timed(action: Callable[..., object], *arguments: object, **options: object) -> float:
    started = time.perf_counter()
    action(*arguments, **options)
    return time.perf_counter() - started


def _prompt(shop: Path) -> float:
    """Until banner and prompt are on the screen."""
    started = time.perf_counter()
    process, screen = pty.fork()
    if not process:
        os.chdir(ROOT)
        os.execve(PYTHON, CHAT, environment(shop))
    shown = b""
    while PROMPT.encode() not in shown:
        shown += os.read(screen, 1024)
    seconds = time.perf_counter() - started
    os.write(screen, b"/quit\r")
    _drain(screen)
    os.waitpid(process, 0)
    os.close(screen)
    _await_rest(shop)
    return seconds


def _drain(screen: int) -> None:
    try:
        while os.read(screen, 1024):
            pass
    except OSError:  # the terminal of a process that has ended
        return


def _answer(shop: Path) -> float:
    """Until the first answer of a piped chat."""
    with _chat(shop) as seconds:
        pass
    _await_rest(shop)
    return seconds


def _answer_beside(shop: Path) -> float:
    """The same while another chat keeps agents and Redis running."""
    with _chat(shop), _chat(shop) as seconds:
        pass
    _await_rest(shop)
    return seconds


@contextmanager
def _chat(shop: Path) -> Iterator[float]:
    """A piped chat that has given its first answer; yields how long that took."""
    started = time.perf_counter()
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        [*CHAT, "--json"], cwd=ROOT, env=environment(shop), stdin=pipe, stdout=pipe, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(LINE)
    process.stdin.flush()
    assert process.stdout.readline()
    yield time.perf_counter() - started
    process.communicate()


def _agents_up(shop: Path) -> float:
    """From the start of the supervisor until every agent has said where it listens."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [PYTHON, "main.py", "agents"],
        cwd=ROOT,
        env={**environment(shop), **_free_urls()},
        stderr=subprocess.DEVNULL,
    )
    addresses = [address_file(shop, agent) for agent in load_contracts()]
    while not all(address.exists() for address in addresses):
        assert process.poll() is None, "the agents did not start"
        time.sleep(0.002)
    seconds = time.perf_counter() - started
    process.terminate()
    process.wait()
    return seconds


def _free_urls() -> dict[str, str]:
    """Addresses that no other shop of this machine has."""
    probes = {agent: socket.create_server(("127.0.0.1", 0)) for agent in load_contracts()}
    urls = {}
    for agent, probe in probes.items():
        with probe:
            port = probe.getsockname()[1]
        urls[f"{agent.upper().replace('-', '_')}_URL"] = f"http://127.0.0.1:{port}"
    return urls


def _fresh(measure: Callable[[Path], float]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        return measure(Path(folder))


def _await_rest(shop: Path) -> None:
    """Wait until the agents have left with the last chat."""
    deadline = time.monotonic() + PATIENCE_S
    while any((shop / "run" / "agents").glob("*.url")) and time.monotonic() < deadline:
        time.sleep(0.01)


if __name__ == "__main__":
    main()
