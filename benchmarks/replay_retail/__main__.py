"""Replay the right calls of the retail tasks, and say of each whether the shop is as it should be.

    python -m benchmarks.replay_retail DB TASKS [--task ID ...] [--all] [--keep DIRECTORY]

DB is the benchmark's `db.json`, TASKS its tasks. The shop is imported once by the product's own
command; the tasks run in rounds on copies of it, so that each finds its shopper as she was.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.measuring import PYTHON, ROOT, environment
from benchmarks.replay_retail.calls import WITHOUT_COUNTERPART
from benchmarks.replay_retail.oracle import Oracle
from benchmarks.replay_retail.tasks import Task, read_tasks, rounds
from rehearsal.stage import copy_shop

CURRENCY = {"SALES_CURRENCY": "USD"}
LATER_OTHERS = 10
"""Of the customers whom no task is about, every one is compared after the first round, which has
most of the tasks, and every tenth after the others."""
Json = dict[str, Any]


def main(arguments: Sequence[str]) -> int:
    """Replay; returns 0 when every task came out right."""
    options = _options(arguments)
    tasks = read_tasks(options.tasks, Oracle.read(options.db))
    if options.task:
        tasks = [task for task in tasks if task.task_id in options.task]
    with tempfile.TemporaryDirectory(prefix="retail-", ignore_cleanup_errors=True) as folder:
        imported = (options.keep or Path(folder)) / "imported"
        _import(options.db, imported)
        started = time.perf_counter()
        right = others = 0
        for number, chosen in enumerate(rounds(tasks), 1):
            shop = Path(folder) / f"round-{number}"
            copy_shop(imported, shop)
            nth = 1 if number == 1 or options.all else LATER_OTHERS
            for line in _play(chosen, shop, options, nth):
                _tell(line)
                others += line["task"] is None and len(line["wrong"])
                right += line["task"] is not None and not line["wrong"]
    print(f"replayed in {time.perf_counter() - started:.1f} s")
    print(f"{right} of {len(tasks)}")
    return 0 if right == len(tasks) and not others else 1


def _import(db: Path, shop: Path) -> None:
    """Import the shop with the product's own command, twice: the second changes nothing."""
    if shop.exists():
        print(f"imported before: {shop}")
        return
    for _ in range(2):
        started = time.perf_counter()
        command = [PYTHON, "main.py", "import", "--replace", str(db)]
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**environment(shop), **CURRENCY},
            capture_output=True,
            text=True,
            check=False,
        )
        print(done.stdout, done.stderr, sep="", end="")
        if done.returncode:
            raise SystemExit(f"the import ended with {done.returncode}")
        print(f"imported in {time.perf_counter() - started:.1f} s")


def _play(
    tasks: Sequence[Task], shop: Path, options: argparse.Namespace, nth: int
) -> Iterator[Json]:
    """A round in a process of its own, whose environment names its shop."""
    ids = [task.task_id for task in tasks]
    command = [PYTHON, "-m", "benchmarks.replay_retail.round"]
    with subprocess.Popen(
        [*command, str(options.db), str(options.tasks), str(nth), *ids],
        cwd=ROOT,
        env={**environment(shop), **CURRENCY},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        yield from map(json.loads, process.stdout)
    if process.returncode:
        raise SystemExit(f"a round ended with {process.returncode}; its last words are above")


def _tell(line: Json) -> None:
    if line["task"] is None:
        unlike = f"{len(line['wrong'])} differences" if line["wrong"] else "as they were"
        print(f"  {line['checked']} customers whom no task is about: {unlike}")
    else:
        print(f"task {line['task']}: {'differs' if line['wrong'] else 'matches'}")
        for call in line["calls"]:
            if call["tool"] is None:
                print(f"    {call['call']}: {WITHOUT_COUNTERPART[call['call']]}")
            elif line["wrong"]:
                print(f"    {call['call']} -> {call['tool']}: {call['status']} {call['said']}")
        for refused in line["refused"]:
            print(f"    the benchmark refuses as well: {refused}")
    for said in line["wrong"][:20]:
        print(f"    DIFFERS: {said}")


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.replay_retail", description=__doc__)
    parser.add_argument("db", type=Path, metavar="DB")
    parser.add_argument("tasks", type=Path, metavar="TASKS")
    parser.add_argument("--task", nargs="+", metavar="ID", help="only these")
    parser.add_argument("--all", action="store_true", help="compare all others after each round")
    parser.add_argument("--keep", type=Path, help="keep the imported shop here, or find it")
    return parser.parse_args(list(arguments))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
