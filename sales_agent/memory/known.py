"""What a process remembers of the checkpoints that it loaded and stored, to read them no more."""

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import Any

from sales_agent.memory.records import StoredCheckpoint
from sales_agent.memory.thread_store import Place


class KnownCheckpoints:
    """The checkpoints that this process saw last, for every thread that runs graphs.

    Args:
        size: How many are remembered; the one that was seen longest ago goes first.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._entries: OrderedDict[Any, StoredCheckpoint] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[Place, str], hidden: Mapping[str, int]) -> StoredCheckpoint | None:
        """What Redis holds of a checkpoint, as seen without the `hidden` pages, if it is known."""
        with self._lock:
            return self._entries.get((key, _view(hidden)))

    def add(
        self, key: tuple[Place, str], hidden: Mapping[str, int], stored: StoredCheckpoint
    ) -> None:
        """Remember a checkpoint as it was seen without the `hidden` pages."""
        entry = key, _view(hidden)
        with self._lock:
            self._entries[entry] = stored
            self._entries.move_to_end(entry)
            if len(self._entries) > self._size:
                self._entries.popitem(last=False)


def _view(hidden: Mapping[str, int]) -> frozenset[tuple[str, int]]:
    """What tells the views of one checkpoint apart: a window and the whole are two."""
    return frozenset(hidden.items())
