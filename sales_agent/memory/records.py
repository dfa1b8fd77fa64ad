"""How a checkpoint lies in Redis: a head, the pages of its lists, and its larger values.

A list that grows, such as the messages, is kept as append-only pages. A head refers to the pages
that its lists begin with, and what a put must store is found by comparing fingerprints of the
pages that its parent refers to.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from langgraph.checkpoint.base import (
    ChannelVersions,
    Checkpoint,
    CheckpointMetadata,
    PendingWrite,
    writes_sort_key,
)
from langgraph.checkpoint.serde.base import SerializerProtocol

from sales_agent.errors import MemoryUnavailable
from sales_agent.memory.pages import Page, Push, Slice, StoredList, grow, new_name

LARGEST_INLINE_VALUE = 160
DELTA_COUNTERS = "counters_since_delta_snapshot"


@dataclass(frozen=True)
class StoredCheckpoint:
    """What of a checkpoint is in Redis, so that its children store only what they add."""

    lists: Mapping[str, StoredList] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    versions: ChannelVersions = field(default_factory=dict)

    @property
    def hidden(self) -> dict[str, int]:
        """The pages of each list that were not seen, for the lists that have some."""
        return {name: entry.hidden for name, entry in self.lists.items() if entry.hidden}

    def seen_from(self, hidden: Mapping[str, int]) -> "StoredCheckpoint":
        """The same as seen by who has loaded its lists without so many of their pages."""
        lists = {name: entry.seen_from(hidden.get(name, 0)) for name, entry in self.lists.items()}
        return replace(self, lists=lists)


@dataclass(frozen=True)
class Storing:
    """Everything that one put sends."""

    head: bytes
    pushes: tuple[Push, ...]
    values: Mapping[str, bytes]
    stored: StoredCheckpoint
    is_needed_later: bool

    def arguments(self) -> list[str | bytes | int]:
        """The lists and values, counted, as the put script reads them."""
        words: list[str | bytes | int] = [len(self.pushes)]
        for push in self.pushes:
            words += push.arguments()
        words.append(len(self.values))
        for name, value in self.values.items():
            words += [name, value]
        return words


@dataclass(frozen=True)
class Loaded:
    """A checkpoint as it was read."""

    checkpoint: Checkpoint
    metadata: CheckpointMetadata
    parent_id: str | None
    writes: Sequence[PendingWrite]
    stored: StoredCheckpoint


@dataclass(frozen=True)
class Records:
    """Turns checkpoints into what Redis keeps, and back.

    Attributes:
        serde: Serializer of every record.
        appended: Names of the channels whose lists are kept as append-only pages.
        window: Items of such a list that a load shall see at least; None for all.
    """

    serde: SerializerProtocol
    appended: frozenset[str]
    window: int | None = None

    def encode(
        self,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        parent_id: str | None,
        *,
        parent: StoredCheckpoint,
        changed: ChannelVersions,
        is_forked: bool,
    ) -> Storing:
        """Work out what a put has to store beyond what its parent refers to.

        `changed` are the channels written since the parent, with their new versions; `is_forked`
        says that another child of the parent has appended to its lists already.
        """
        lists: dict[str, StoredList] = {}
        pushes: list[Push] = []
        kept: dict[str, str] = {}
        added: dict[str, bytes] = {}
        inline: dict[str, Any] = {}
        for channel, value in checkpoint["channel_values"].items():
            if channel in self.appended and type(value) is list:
                before = parent.lists.get(channel, StoredList())
                lists[channel], push = grow(
                    before, value, self.dump, is_forked=is_forked, window=self.window
                )
                pushes += push
            elif channel not in changed and self._is_same(channel, checkpoint, parent):
                kept[channel] = parent.values[channel]
            elif len(data := self.dump(value)) <= LARGEST_INLINE_VALUE:
                inline[channel] = value
            else:
                kept[channel] = new_name()
                added[kept[channel]] = data
        stored = StoredCheckpoint(lists, kept, dict(checkpoint["channel_versions"]))
        body = {
            "checkpoint": {k: v for k, v in checkpoint.items() if k != "channel_values"},
            "metadata": metadata,
            "parent": parent_id,
            "inline": inline,
            "lists": [[channel, len(lists[channel].slices)] for channel in lists],
            "values": list(kept),
        }
        head = _references(stored) + b"\n" + self.dump(body)
        return Storing(head, tuple(pushes), added, stored, DELTA_COUNTERS in metadata)

    def decode(
        self,
        head: bytes,
        writes: Mapping[bytes, bytes],
        pages: list[bytes],
        values: list[bytes],
        *,
        is_whole: bool,
    ) -> Loaded:
        """Put a checkpoint together from what the get script answered.

        `is_whole` says that the script was asked for the pages that a window leaves out as well.

        Raises:
            MemoryUnavailable: Something that the head refers to is gone.
        """
        line, _, data = head.partition(b"\n")
        body = self.load(data)
        parts = [_slice(token) for token in line.decode().split() if not token.startswith("=")]
        names = [token[1:] for token in line.decode().split() if token.startswith("=")]
        expected = sum(part.length - (0 if is_whole else skipped) for part, skipped in parts)
        _check_complete(pages, expected, values)
        channel_values: dict[str, Any] = dict(body["inline"])
        lists: dict[str, StoredList] = {}
        for channel, count in body["lists"]:
            own, parts = parts[:count], parts[count:]
            left_out = sum(skipped for _, skipped in own)
            hidden = 0 if is_whole else left_out
            length = sum(part.length for part, _ in own) - hidden
            channel_values[channel], seen = self._read_pages(pages[:length])
            pages = pages[length:]
            lists[channel] = StoredList(tuple(part for part, _ in own), seen, hidden, left_out)
        for channel, value in zip(body["values"], values, strict=True):
            channel_values[channel] = self.load(value)
        checkpoint = cast(Checkpoint, {**body["checkpoint"], "channel_values": channel_values})
        kept = dict(zip(body["values"], names, strict=True))
        stored = StoredCheckpoint(lists, kept, checkpoint["channel_versions"])
        pending = self._pending(writes)
        return Loaded(checkpoint, body["metadata"], body["parent"], pending, stored)

    def metadata(self, head: bytes) -> dict[str, Any]:
        """Read the metadata of a head without what it refers to."""
        found: dict[str, Any] = self.load(head.partition(b"\n")[2])["metadata"]
        return found

    def dump(self, value: object) -> bytes:
        """Serialize a record together with the name of its format."""
        kind, data = self.serde.dumps_typed(value)
        return kind.encode() + b"\0" + data

    def load(self, data: bytes) -> Any:
        """Read what `dump` wrote."""
        kind, _, payload = data.partition(b"\0")
        return self.serde.loads_typed((kind.decode(), payload))

    def _read_pages(self, pages: list[bytes]) -> tuple[list[Any], tuple[Page, ...]]:
        items: list[Any] = []
        seen: list[Page] = []
        for data in pages:
            fingerprint, page = self.load(data)
            items += page
            seen.append(Page(fingerprint, len(page)))
        return items, tuple(seen)

    def _pending(self, writes: Mapping[bytes, bytes]) -> Sequence[PendingWrite]:
        """Pending writes in the order in which a run applies them."""
        found: list[tuple[tuple[str, str, int], PendingWrite]] = []
        for key, data in writes.items():
            task_id, _, position = key.decode().rpartition("\0")
            channel, task_path, value = self.load(data)
            order = writes_sort_key(task_path, task_id, int(position))
            found.append((order, (task_id, channel, value)))
        return [write for _, write in sorted(found, key=lambda pair: pair[0])]

    @staticmethod
    def _is_same(channel: str, checkpoint: Checkpoint, parent: StoredCheckpoint) -> bool:
        version = checkpoint["channel_versions"].get(channel)
        return channel in parent.values and parent.versions.get(channel) == version


def _check_complete(pages: list[bytes], expected: int, values: list[bytes]) -> None:
    if len(pages) != expected or None in values:
        raise MemoryUnavailable(
            f"a conversation is incomplete in Redis ({len(pages)} of {expected} pages); "
            "has it evicted keys? set maxmemory-policy to noeviction"
        )


def _references(stored: StoredCheckpoint) -> bytes:
    """The first line of a head, which the scripts read."""
    slices = (token for entry in stored.lists.values() for token in entry.references())
    return " ".join([*slices, *(f"={name}" for name in stored.values.values())]).encode()


def _slice(token: str) -> tuple[Slice, int]:
    """Read a slice, and how many of its pages a window leaves out."""
    name, _, counts = token.partition(":")
    length, _, skipped = counts.partition("@")
    return Slice(name, int(length)), int(skipped or 0)
