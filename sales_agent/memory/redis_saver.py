"""LangGraph checkpoints on plain Redis: a round trip to load a turn, one to store what it added."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from threading import Lock
from typing import Any

import redis
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import (
    WRITES_IDX_MAP,
    BaseCheckpointSaver,
    ChannelVersions,
    Checkpoint,
    CheckpointMetadata,
    CheckpointTuple,
    get_checkpoint_id,
    get_checkpoint_metadata,
)
from langgraph.checkpoint.serde.base import SerializerProtocol

from sales_agent.errors import ThreadConflict
from sales_agent.memory.compact import CompactSerializer
from sales_agent.memory.records import Loaded, Records, StoredCheckpoint
from sales_agent.memory.thread_store import Place, ThreadStore

REMEMBERED_CHECKPOINTS = 512
# LangGraph carries this from the config of a loaded checkpoint to the puts of the same run.
_LOADED_AS = "__loaded_as"
_RUN_KEYS = "__pregel_"


class RedisSaver(BaseCheckpointSaver[int]):
    """Keep the checkpoints of LangGraph threads on a plain Redis.

    A put fails with ThreadConflict when its run loaded the latest checkpoint of the thread and
    the thread has moved on since. A checkpoint that was loaded by its id may always be forked.

    Args:
        client: A redis-py client that does not decode responses.
        keep: Checkpoints of a namespace that stay listed and can be forked; None keeps all.
        ttl_s: Seconds after its last put at which a thread expires; None keeps it forever.
        appended: Channels whose lists grow at their end; a turn stores only what it added.
        prefix: What the names of all keys begin with.
        serde: Serializer of every record, CompactSerializer when not given.
    """

    def __init__(
        self,
        client: redis.Redis,
        *,
        keep: int | None = 20,
        ttl_s: int | None = None,
        appended: Sequence[str] = ("messages",),
        prefix: str = "checkpoint",
        serde: SerializerProtocol | None = None,
    ) -> None:
        super().__init__(serde=serde or CompactSerializer())
        self._store = ThreadStore(client, prefix=prefix, keep=keep or 0, ttl_s=ttl_s or 0)
        self._appended = frozenset(appended)
        self._known = _Known(REMEMBERED_CHECKPOINTS)

    def get_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """Load the checkpoint that the config names, or the latest of its thread."""
        place, checkpoint_id = _place(config), get_checkpoint_id(config)
        loaded = self._load(place, checkpoint_id)
        if loaded is None:
            return None
        found = _tuple(place, loaded)
        found.config["configurable"][_LOADED_AS] = "addressed" if checkpoint_id else "latest"
        return found

    def list(
        self,
        config: RunnableConfig | None,
        *,
        filter: dict[str, Any] | None = None,
        before: RunnableConfig | None = None,
        limit: int | None = None,
    ) -> Iterator[CheckpointTuple]:
        """Yield checkpoints newest first, of a thread or (without a config) of every thread."""
        left = limit
        for place, checkpoint_id in self._selected(config, before):
            if left is not None and left <= 0:
                return
            loaded = self._load(place, checkpoint_id)
            if loaded is not None and _matches(loaded.metadata, filter or {}):
                yield _tuple(place, loaded)
                left = None if left is None else left - 1

    def put(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Store a checkpoint as a child of the one that the config names.

        Raises:
            ThreadConflict: The thread has moved on since the run loaded it.
        """
        place, parent_id = _place(config), get_checkpoint_id(config)
        metadata = get_checkpoint_metadata(config, metadata)
        stored = self._stored(place, parent_id)
        # First what is added; then, where another child has appended before, in a list of its
        # own; and all of it, where the parent has been folded away meanwhile.
        attempts = ((stored, False), (stored, True), (StoredCheckpoint(), True))
        outcome = latest_id = ""
        for parent, is_forked in attempts:
            storing = self._records().encode(
                checkpoint,
                metadata,
                parent_id,
                parent=parent,
                changed=new_versions,
                is_forked=is_forked,
            )
            outcome, latest_id = self._store.put(
                place,
                checkpoint["id"],
                storing,
                expected=_expected(config),
                parent_id=parent_id if parent_id and not parent.is_empty else "",
            )
            if outcome == "stored":
                self._known.add((place, checkpoint["id"]), storing.stored)
                return _config(place, checkpoint["id"])
            if outcome == "conflict":
                break
        raise ThreadConflict(
            f"thread {place.thread_id!r} moved on while a turn ran ({outcome}): the turn began "
            f"at checkpoint {parent_id or '-'}, the latest is {latest_id or 'gone'}; "
            "load the thread again and repeat the turn"
        )

    def put_writes(
        self,
        config: RunnableConfig,
        writes: Sequence[tuple[str, Any]],
        task_id: str,
        task_path: str = "",
    ) -> None:
        """Store what a task wrote on top of a checkpoint; a repeat changes nothing."""
        records = self._records()
        named = {
            f"{task_id}\0{WRITES_IDX_MAP.get(channel, position)}": records.dump(
                [channel, task_path, value]
            )
            for position, (channel, value) in enumerate(writes)
        }
        self._store.put_writes(_place(config), config["configurable"]["checkpoint_id"], named)

    def delete_thread(self, thread_id: str) -> None:
        """Erase a thread, every key of it."""
        self._store.delete(str(thread_id))

    def delete_for_runs(self, run_ids: Sequence[str]) -> None:
        """Erase the checkpoints of some runs, in whatever thread; this scans all threads."""
        wanted = set(run_ids)
        records = self._records()
        for thread_id in self._store.thread_ids() if wanted else ():
            heads = self._store.heads(thread_id)
            self._store.fold(
                thread_id,
                [
                    key
                    for key, head in heads.items()
                    if records.metadata(head).get("run_id") in wanted
                ],
            )

    def copy_thread(self, source_thread_id: str, target_thread_id: str) -> None:
        """Give another thread everything that this one has."""
        self._store.copy(str(source_thread_id), str(target_thread_id))

    def prune(self, thread_ids: Sequence[str], *, strategy: str = "keep_latest") -> None:
        """Keep the latest checkpoint of each namespace only, or with `delete` nothing.

        A thread with a DeltaChannel is left alone by `keep_latest`: its latest checkpoint
        cannot be read without the earlier ones.
        """
        if strategy not in ("keep_latest", "delete"):
            raise ValueError(f"unknown strategy {strategy!r}; use 'keep_latest' or 'delete'")
        for thread_id in map(str, thread_ids):
            if strategy == "delete":
                self._store.delete(thread_id)
            elif not self._store.is_chained(thread_id):
                self._store.fold(thread_id, _superseded(self._store.checkpoint_ids(thread_id)))

    async def aget_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """Do what `get_tuple` does, without blocking the event loop."""
        return await asyncio.to_thread(self.get_tuple, config)

    async def alist(
        self,
        config: RunnableConfig | None,
        *,
        filter: dict[str, Any] | None = None,
        before: RunnableConfig | None = None,
        limit: int | None = None,
    ) -> AsyncIterator[CheckpointTuple]:
        """Do what `list` does, without blocking the event loop."""
        found = self.list(config, filter=filter, before=before, limit=limit)
        while (item := await asyncio.to_thread(next, found, None)) is not None:
            yield item

    async def aput(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Do what `put` does, without blocking the event loop."""
        return await asyncio.to_thread(self.put, config, checkpoint, metadata, new_versions)

    async def aput_writes(
        self,
        config: RunnableConfig,
        writes: Sequence[tuple[str, Any]],
        task_id: str,
        task_path: str = "",
    ) -> None:
        """Do what `put_writes` does, without blocking the event loop."""
        await asyncio.to_thread(self.put_writes, config, writes, task_id, task_path)

    async def adelete_thread(self, thread_id: str) -> None:
        """Do what `delete_thread` does, without blocking the event loop."""
        await asyncio.to_thread(self.delete_thread, thread_id)

    async def adelete_for_runs(self, run_ids: Sequence[str]) -> None:
        """Do what `delete_for_runs` does, without blocking the event loop."""
        await asyncio.to_thread(self.delete_for_runs, run_ids)

    async def acopy_thread(self, source_thread_id: str, target_thread_id: str) -> None:
        """Do what `copy_thread` does, without blocking the event loop."""
        await asyncio.to_thread(self.copy_thread, source_thread_id, target_thread_id)

    async def aprune(self, thread_ids: Sequence[str], *, strategy: str = "keep_latest") -> None:
        """Do what `prune` does, without blocking the event loop."""
        await asyncio.to_thread(lambda: self.prune(thread_ids, strategy=strategy))

    def _records(self) -> Records:
        # Made at each use: LangGraph replaces the serializer of a saver's copy.
        return Records(self.serde, self._appended)

    def _load(self, place: Place, checkpoint_id: str | None) -> Loaded | None:
        reading = self._store.read(place, checkpoint_id)
        if reading is None:
            return None
        loaded = self._records().decode(reading.head, reading.writes, reading.pages, reading.values)
        self._known.add((place, reading.checkpoint_id), loaded.stored)
        return loaded

    def _stored(self, place: Place, checkpoint_id: str | None) -> StoredCheckpoint:
        """What Redis holds of a checkpoint; read only when this process has not seen it."""
        if checkpoint_id is None:
            return StoredCheckpoint()
        known = self._known.get((place, checkpoint_id))
        if known is not None:
            return known
        loaded = self._load(place, checkpoint_id)
        return loaded.stored if loaded else StoredCheckpoint()

    def _selected(
        self, config: RunnableConfig | None, before: RunnableConfig | None
    ) -> Iterator[tuple[Place, str]]:
        """Where to look for a list, newest first in each thread."""
        wanted: Mapping[str, Any] = config["configurable"] if config else {}
        before_id = get_checkpoint_id(before) if before else None
        thread_ids = [str(wanted["thread_id"])] if config else self._store.thread_ids()
        for thread_id in thread_ids:
            for checkpoint_id, namespace in self._store.checkpoint_ids(thread_id):
                if (
                    wanted.get("checkpoint_ns", namespace) == namespace
                    and (wanted.get("checkpoint_id") or checkpoint_id) == checkpoint_id
                    and (before_id is None or checkpoint_id < before_id)
                ):
                    yield Place(thread_id, namespace), checkpoint_id


class _Known:
    """The checkpoints that this process saw last, for every thread that runs graphs."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._entries: OrderedDict[tuple[Place, str], StoredCheckpoint] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[Place, str]) -> StoredCheckpoint | None:
        with self._lock:
            return self._entries.get(key)

    def add(self, key: tuple[Place, str], stored: StoredCheckpoint) -> None:
        with self._lock:
            self._entries[key] = stored
            self._entries.move_to_end(key)
            if len(self._entries) > self._size:
                self._entries.popitem(last=False)


def _expected(config: RunnableConfig) -> str:
    """The id that must still be the thread's latest: "-" for none, "" when it does not matter."""
    configurable = config["configurable"]
    if parent_id := get_checkpoint_id(config):
        return parent_id if configurable.get(_LOADED_AS) == "latest" else ""
    # A run always loads before it stores: without a parent it saw a thread with nothing in it.
    return "-" if any(key.startswith(_RUN_KEYS) for key in configurable) else ""


def _superseded(checkpoints: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """All but the first of each namespace, of (id, namespace) pairs that are newest first."""
    seen: set[str] = set()
    for checkpoint_id, namespace in checkpoints:
        if namespace in seen:
            yield checkpoint_id, namespace
        seen.add(namespace)


def _matches(metadata: CheckpointMetadata, wanted: Mapping[str, Any]) -> bool:
    return all(metadata.get(key) == value for key, value in wanted.items())


def _place(config: RunnableConfig) -> Place:
    configurable = config["configurable"]
    return Place(str(configurable["thread_id"]), configurable.get("checkpoint_ns", ""))


def _config(place: Place, checkpoint_id: str) -> RunnableConfig:
    return {
        "configurable": {
            "thread_id": place.thread_id,
            "checkpoint_ns": place.namespace,
            "checkpoint_id": checkpoint_id,
        }
    }


def _tuple(place: Place, loaded: Loaded) -> CheckpointTuple:
    return CheckpointTuple(
        config=_config(place, loaded.checkpoint["id"]),
        checkpoint=loaded.checkpoint,
        metadata=loaded.metadata,
        parent_config=_config(place, loaded.parent_id) if loaded.parent_id else None,
        pending_writes=[*loaded.writes],
    )
