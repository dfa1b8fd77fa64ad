"""What a turn costs in a piped dialogue: by its own `ms` and as seen from outside."""

import json
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.measuring import PYTHON, ROOT, environment, print_table

RUNS = 5
DIALOGUE = (
    "hello",
    "show me running shoes under 5000",
    "add the second one in size 9 to my cart",
    "what goes with it?",
    "any offers for me?",
    "show my cart",
    "checkout",
    "4242",
    "yes",
    "where is my order?",
)

Turn = dict[str, Any]


def main() -> None:
    """Measure and print: dialogues with agents that start with them, and with agents at work."""
    with tempfile.TemporaryDirectory() as folder:
        shop = Path(folder)
        _talk(shop)  # makes tables and sample rows
        fresh = [_talk(shop) for _ in range(RUNS)]
        with _open_chat(shop):
            _talk(shop)
            at_work = [_talk(shop) for _ in range(RUNS)]
    _print(f"Agents that have answered before, median of {RUNS} dialogues", at_work)
    _print(f"Agents that start with the chat, median of {RUNS} dialogues", fresh)
    print("The first turn of a chat waits for imports, agents and Redis; its inside does not.")


def _print(title: str, talks: list[list[tuple[Turn, float]]]) -> None:
    rows = []
    for number, line in enumerate(DIALOGUE):
        inside = statistics.median(turns[number][0]["ms"] for turns in talks)
        outside = [turns[number][1] * 1000 for turns in talks]
        tools = len(talks[0][number][0]["tools"])
        middle = statistics.median(outside)
        rows.append([line, f"{tools}", f"{inside:.1f}", f"{middle:.1f}", f"{max(outside):.1f}"])
    print_table(title, ["", "tools", "ms inside", "ms outside", "slowest"], rows)


@contextmanager
def _open_chat(shop: Path) -> Iterator[None]:
    """A chat that says nothing, and keeps the shop's agents and Redis running."""
    command = [PYTHON, "main.py", "chat", "--json"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment(shop), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    ) as process:
        yield
        process.communicate()


def _talk(shop: Path) -> list[tuple[Turn, float]]:
    """One dialogue: each turn with the seconds between line and answer."""
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        [PYTHON, "main.py", "chat", "--json", "--customer", "C-1001"],
        cwd=ROOT,
        env=environment(shop),
        stdin=pipe,
        stdout=pipe,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    turns = []
    for line in DIALOGUE:
        started = time.perf_counter()
        process.stdin.write(f"{line}\n")
        process.stdin.flush()
        answer = process.stdout.readline()
        turns.append((json.loads(answer), time.perf_counter() - started))
    process.communicate()
    if errors := [turn["error"] for turn, _ in turns if turn["error"]]:
        raise SystemExit(f"the dialogue failed: {errors[0]}")
    return turns


if __name__ == "__main__":
    main()
