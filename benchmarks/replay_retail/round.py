"""One round: tasks of different shoppers in one copy of the shop, in a process of its own.

The shop is `SALES_DATA_DIR`'s; what came of each task is written to the standard output, a line
of JSON each, and at the end of those whom no task was about.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import tools
from agents.kit.launch import AgentLease
from benchmarks.replay_retail.conversation import Conversations
from benchmarks.replay_retail.oracle import Oracle, Refused
from benchmarks.replay_retail.tasks import Task, read_tasks
from benchmarks.replay_retail.views import differences, expected, found
from sales_agent.memory.embedded import EmbeddedRedis, connect

READ_AT_ONCE = 4
Json = dict[str, Any]


def main(arguments: Sequence[str]) -> None:
    """Play the tasks that are named, and compare every Nth of the others: DB TASKS N ID ..."""
    db, tasks, nth, *ids = arguments
    shop = Oracle.read(Path(db))
    chosen = [task for task in read_tasks(Path(tasks), shop) if task.task_id in ids]
    with _running(tools.desk.shop.data_dir) as conversations:
        for line in _played(chosen, shop, conversations, int(nth)):
            print(json.dumps(line), flush=True)


@contextmanager
def _running(data_dir: Path) -> Iterator[Conversations]:
    """The shop's agents, and a Redis."""
    lease = AgentLease(data_dir)
    redis_server = EmbeddedRedis(data_dir)
    try:
        lease.start_missing()
        client = connect(redis_server.start())
        if silent := lease.await_started():
            raise RuntimeError(f"agents that did not start: {', '.join(silent)}")
        yield Conversations(client)
    finally:
        redis_server.close()
        lease.close()


def _played(
    tasks: Sequence[Task], shop: Oracle, conversations: Conversations, nth: int
) -> Iterator[Json]:
    for task in tasks:
        told, refused = conversations.play(task), _apply(task, shop)
        users = [task.user_id] if task.user_id else []
        wrong = _wrong(users, shop) if users else []
        yield {"task": task.task_id, "wrong": wrong, "calls": told, "refused": refused}
    touched = {task.user_id for task in tasks}
    others = [user_id for user_id in shop.users if user_id not in touched][::nth]
    yield {"task": None, "wrong": _wrong(others, shop), "checked": len(others)}


def _apply(task: Task, shop: Oracle) -> list[str]:
    """Do a task's calls in the oracle; returns those that the benchmark refuses."""
    refused = []
    for name, arguments in task.calls:
        try:
            shop.apply(name, arguments)
        except Refused as error:
            refused.append(f"{name}: {error}")
    return refused


def _wrong(user_ids: Iterable[str], shop: Oracle) -> list[str]:
    """Everything of these users that is not as the oracle has it."""

    def compare(user_id: str) -> list[str]:
        return differences(expected(shop, user_id), found(tools.desk.shop, user_id))

    with ThreadPoolExecutor(READ_AT_ONCE) as pool:
        return [said for told in pool.map(compare, user_ids) for said in told]


if __name__ == "__main__":
    main(sys.argv[1:])
