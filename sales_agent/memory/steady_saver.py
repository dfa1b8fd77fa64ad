"""RedisSaver for a Redis that may be away: the threads of this process go on in its memory."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import redis
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import (
    ChannelVersions,
    Checkpoint,
    CheckpointMetadata,
    CheckpointTuple,
    get_checkpoint_id,
)

from sales_agent.errors import MemoryUnavailable, ThreadConflict
from sales_agent.memory.outage import Outage
from sales_agent.memory.recent import Recent
from sales_agent.memory.redis_saver import RedisSaver

REMEMBERED_THREADS = 128
Values = Mapping[str, Any]
ERASE_LATER = (
    "I cannot reach my memory just now, so nothing was erased; please ask again in a while"
)


class SteadySaver(RedisSaver):
    """Loads and stores as RedisSaver does while Redis is there.

    While it is away a thread goes on from what this process saw of it last, or from nothing, and
    every put is replayed when it is back. Where somebody else stored the thread meanwhile, what
    was said here is appended after theirs.

    Args:
        client: As for RedisSaver, with its settings.
        outage: Tells whether Redis is away, and replays.
    """

    def __init__(self, client: redis.Redis, *, outage: Outage, **settings: Any) -> None:
        super().__init__(client, **settings)
        self._outage = outage
        self._seen: Recent[str, CheckpointTuple] = Recent(REMEMBERED_THREADS)
        self.append: Callable[[str, Values, Values], None] | None = None

    def get_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """Load from Redis, or what this process saw last."""
        thread_id = _thread_of(config)

        def load() -> CheckpointTuple | None:
            found = super(SteadySaver, self).get_tuple(config)
            if found and _is_latest(config):
                self._remember(found)
            return found

        return self._outage.attempt(load, lambda: self._seen.get(thread_id))

    def put(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Store a checkpoint, now or when Redis is back."""
        thread_id = _thread_of(config)

        def store() -> RunnableConfig:
            return self._store_once(config, checkpoint, metadata, new_versions)

        def keep() -> RunnableConfig:
            seen = self._seen.get(thread_id)
            before = seen.checkpoint["channel_values"] if seen else {}
            values = checkpoint["channel_values"]
            self._outage.later(thread_id, lambda: self._replay(store, thread_id, before, values))
            return self._address(config, checkpoint["id"])

        after = self._outage.attempt(store, keep)
        if not config["configurable"].get("checkpoint_ns"):
            self._remember(CheckpointTuple(_as_loaded(after), checkpoint, metadata, config, []))
        return after

    def put_writes(
        self,
        config: RunnableConfig,
        writes: Sequence[tuple[str, Any]],
        task_id: str,
        task_path: str = "",
    ) -> None:
        """Store what a task wrote, now or when Redis is back."""

        def store() -> None:
            super(SteadySaver, self).put_writes(config, writes, task_id, task_path)

        thread_id = _thread_of(config)
        self._outage.attempt(store, lambda: self._outage.later(thread_id, store))
        found = self._seen.get(thread_id)
        if found and found.checkpoint["id"] == get_checkpoint_id(config):
            pending = [*(found.pending_writes or ()), *((task_id, *write) for write in writes)]
            self._seen.put(thread_id, found._replace(pending_writes=pending))

    def delete_thread(self, thread_id: str) -> None:
        """Erase a thread, also from this process's memory.

        Raises:
            MemoryUnavailable: Redis is away, and what it holds cannot be erased.
        """

        def refuse() -> None:
            raise MemoryUnavailable(ERASE_LATER)

        self._outage.attempt(lambda: super(SteadySaver, self).delete_thread(thread_id), refuse)
        self._seen.drop(str(thread_id))

    def _remember(self, found: CheckpointTuple) -> None:
        self._seen.put(_thread_of(found.config), found)

    def _store_once(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Store a checkpoint, unless it was stored by a try whose answer was lost."""
        try:
            return super().put(config, checkpoint, metadata, new_versions)
        except ThreadConflict:
            latest = super().get_tuple(_latest(config))
            if latest and latest.checkpoint["id"] == checkpoint["id"]:
                return self._address(config, checkpoint["id"])
            raise

    def _replay(
        self, store: Callable[[], object], thread_id: str, before: Values, values: Values
    ) -> None:
        """Store a turn of the outage; after a conflict it is appended to what is there."""
        try:
            store()
        except ThreadConflict:
            if self.append is None:
                raise
            self.append(thread_id, before, values)
            self._seen.drop(thread_id)


def _thread_of(config: RunnableConfig) -> str:
    return str(config["configurable"]["thread_id"])


def _is_latest(config: RunnableConfig) -> bool:
    return not get_checkpoint_id(config) and not config["configurable"].get("checkpoint_ns")


def _latest(config: RunnableConfig) -> RunnableConfig:
    return {"configurable": {"thread_id": _thread_of(config), "checkpoint_ns": ""}}


def _as_loaded(config: RunnableConfig) -> RunnableConfig:
    """The place of a checkpoint that was just put, as a run that begins with it loads it."""
    return {"configurable": {**config["configurable"], "__loaded_as": "latest"}}
