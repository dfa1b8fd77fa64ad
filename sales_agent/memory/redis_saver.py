"""LangGraph checkpoints on plain Redis: a round trip to load a turn, one to store what it added."""

from collections.abc import Iterator, Mapping, Sequence
from threading import local
from typing import Any

import redis
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import (
    WRITES_IDX_MAP,
    ChannelVersions,
    Checkpoint,
    CheckpointMetadata,
    CheckpointTuple,
    get_checkpoint_id,
    get_checkpoint_metadata,
)
from langgraph.checkpoint.serde.base import SerializerProtocol

from sales_agent.errors import ThreadConflict
from sales_agent.memory.async_twins import AsyncTwins
from sales_agent.memory.compact import CompactSerializer
from sales_agent.memory.known import KnownCheckpoints
from sales_agent.memory.records import Loaded, Records, StoredCheckpoint
from sales_agent.memory.thread_store import Place, ThreadStore

REMEMBERED_CHECKPOINTS = 512
# LangGraph carries these from the config of a loaded checkpoint to the puts of the same run: how
# the checkpoint was found, and how many pages of each list the window left out.
_LOADED_AS = "__loaded_as"
_HIDDEN = "__hidden_pages"
_RUN_KEYS = "__pregel_"


class RedisSaver(AsyncTwins):
    """Keep the checkpoints of LangGraph threads on a plain Redis.

    A put fails with ThreadConflict when its run loaded the latest checkpoint of the thread and
    the thread has moved on since. A checkpoint that was loaded by its id may always be forked.

    Args:
        client: A redis-py client that does not decode responses.
        keep: Checkpoints of a namespace that stay listed and can be forked; None keeps all.
        ttl_s: Seconds after its last put at which a thread expires; None keeps it forever.
        appended: Channels whose lists grow at their end; a turn stores only what it added.
        window: Items of those lists that a run loads at least, cut where no tool result loses its
            call; None loads all. What a window leaves out stays stored: `list` (and so the
            history of a thread) and `read_all` see it, a run can neither see nor change it.
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
        window: int | None = None,
        prefix: str = "checkpoint",
        serde: SerializerProtocol | None = None,
    ) -> None:
        if window is not None and window < 1:
            raise ValueError(f"a window of {window} items shows nothing; give 1 or more, or None")
        super().__init__(serde=serde or CompactSerializer())
        self._store = ThreadStore(client, prefix=prefix, keep=keep or 0, ttl_s=ttl_s or 0)
        self._appended = frozenset(appended)
        self._window = window
        self._known = KnownCheckpoints(REMEMBERED_CHECKPOINTS)
        self._peeked = local()

    def peek(self, config: RunnableConfig) -> CheckpointTuple | None:
        """Load the latest checkpoint of a thread, and keep it for the run that comes next.

        The next `get_tuple` for the latest of the same thread, in this thread of the process, is
        given the same without another round trip. Whoever looks must not change what it holds.
        """
        self._peeked.place = None
        found = self.get_tuple(config)
        self._peeked.place, self._peeked.found = _place(config), found
        return found

    def get_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """Load the checkpoint that the config names, or the latest of its thread."""
        place, checkpoint_id = _place(config), get_checkpoint_id(config)
        peeked_place, self._peeked.place = getattr(self._peeked, "place", None), None
        if checkpoint_id is None and peeked_place == place:
            found: CheckpointTuple | None = self._peeked.found
            return found
        loaded = self._load(place, checkpoint_id, is_whole=self._window is None)
        if loaded is None:
            return None
        found = _tuple(place, loaded)
        configurable = found.config["configurable"]
        configurable[_LOADED_AS] = "addressed" if checkpoint_id else "latest"
        configurable[_HIDDEN] = loaded.stored.hidden
        return found

    def read_all(self, thread_id: str, channel: str = "messages") -> Sequence[Any]:
        """Read a channel's whole list as it is now, with what a window leaves out."""
        loaded = self._load(Place(str(thread_id), ""), None, is_whole=True)
        found: Sequence[Any] = (
            loaded.checkpoint["channel_values"].get(channel, []) if loaded else []
        )
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
            loaded = self._load(place, checkpoint_id, is_whole=True)
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
        hidden: Mapping[str, int] = config["configurable"].get(_HIDDEN) or {}
        stored = self._stored(place, parent_id, hidden)
        # First what is added; then, where another child has appended before, in a list of its
        # own; and all of it, where what it could refer to has been folded away meanwhile.
        lists_only = StoredCheckpoint(stored.lists)
        attempts = (stored, False), (stored, True), (lists_only, True), (StoredCheckpoint(), True)
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
            expected = _expected(config)
            outcome, latest_id = self._store.put(
                place, checkpoint["id"], storing, expected=expected
            )
            if outcome == "stored":
                # The run goes on naming the pages that it was loaded without, whatever was stored.
                self._known.add((place, checkpoint["id"]), hidden, storing.stored)
                return self._address(config, checkpoint["id"])
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

    def expire_thread(self, thread_id: str, ttl_s: int | None) -> None:
        """Let one thread expire after so many seconds, or with None after the saver's `ttl_s`.

        A put of a saver that has no `ttl_s` leaves the thread its time.
        """
        self._store.expire(str(thread_id), ttl_s)

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

    @staticmethod
    def _address(config: RunnableConfig, checkpoint_id: str) -> RunnableConfig:
        """Where a checkpoint was put, with what its run was loaded without."""
        return _config(_place(config), checkpoint_id, config["configurable"].get(_HIDDEN))

    def _records(self) -> Records:
        # Made at each use: LangGraph replaces the serializer of a saver's copy.
        return Records(self.serde, self._appended, self._window)

    def _load(self, place: Place, checkpoint_id: str | None, *, is_whole: bool) -> Loaded | None:
        reading = self._store.read(place, checkpoint_id, is_whole=is_whole)
        if reading is None:
            return None
        loaded = self._records().decode(
            reading.head, reading.writes, reading.pages, reading.values, is_whole=is_whole
        )
        self._known.add((place, reading.checkpoint_id), loaded.stored.hidden, loaded.stored)
        return loaded

    def _stored(
        self, place: Place, checkpoint_id: str | None, hidden: Mapping[str, int]
    ) -> StoredCheckpoint:
        """What Redis holds of a checkpoint, as seen by who loaded it without `hidden` pages.

        Read only when this process has not seen it so.
        """
        if checkpoint_id is None:
            return StoredCheckpoint()
        known = self._known.get((place, checkpoint_id), hidden)
        if known is not None:
            return known
        loaded = self._load(place, checkpoint_id, is_whole=True)
        return loaded.stored.seen_from(hidden) if loaded else StoredCheckpoint()

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


def _config(
    place: Place, checkpoint_id: str, hidden: Mapping[str, int] | None = None
) -> RunnableConfig:
    configurable: dict[str, Any] = {
        "thread_id": place.thread_id,
        "checkpoint_ns": place.namespace,
        "checkpoint_id": checkpoint_id,
    }
    return {"configurable": configurable | ({_HIDDEN: hidden} if hidden else {})}


def _tuple(place: Place, loaded: Loaded) -> CheckpointTuple:
    return CheckpointTuple(
        config=_config(place, loaded.checkpoint["id"]),
        checkpoint=loaded.checkpoint,
        metadata=loaded.metadata,
        parent_config=_config(place, loaded.parent_id) if loaded.parent_id else None,
        pending_writes=[*loaded.writes],
    )
