"""The tasks, whose shopper each is, and which of them can share a shop."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.replay_retail.oracle import Oracle

FINDING = ("find_user_id_by_email", "find_user_id_by_name_zip")


@dataclass(frozen=True)
class Task:
    """A task's right calls, in order; `user_id` is None when they name no user."""

    task_id: str
    calls: tuple[tuple[str, Mapping[str, Any]], ...]
    user_id: str | None

    @property
    def signs_in(self) -> bool:
        """Whether its calls find the user; others begin with a shopper who is signed in."""
        return any(name in FINDING for name, _ in self.calls)


def read_tasks(path: Path, shop: Oracle) -> list[Task]:
    """Read tasks with their right calls."""
    return [_task(value, shop) for value in json.loads(path.read_text(encoding="utf-8"))]


def rounds(tasks: Iterable[Task]) -> list[list[Task]]:
    """Tasks in rounds in which no user comes twice: those of a round share one copy of a shop."""
    found: list[list[Task]] = []
    for task in tasks:
        free = (one for one in found if task.user_id not in {other.user_id for other in one})
        chosen = next(free, None)
        if chosen is None:
            found.append(chosen := [])
        chosen.append(task)
    return found


def _task(value: Mapping[str, Any], shop: Oracle) -> Task:
    actions = (value.get("evaluation_criteria") or {}).get("actions") or ()
    calls = tuple((action["name"], action["arguments"]) for action in actions)
    return Task(str(value["id"]), calls, _user_of(calls, shop))


def _user_of(calls: Sequence[tuple[str, Mapping[str, Any]]], shop: Oracle) -> str | None:
    """The one user that the calls are about.

    Raises:
        ValueError: they are about several.
    """
    users = {arguments["user_id"] for _, arguments in calls if "user_id" in arguments}
    ids = (arguments["order_id"] for _, arguments in calls if "order_id" in arguments)
    users |= {shop.orders[order_id]["user_id"] for order_id in ids if order_id in shop.orders}
    if len(users) > 1:
        raise ValueError(f"a task is about {', '.join(sorted(users))}")
    return users.pop() if users else None
