"""How a checkpoint lies in Redis: a head, the pages of its lists, and its larger values.

A list that grows, such as the messages, is an append-only Redis list of pages; a page holds the
items that one put added. A head refers to the first so many pages of one or more such lists, and
what a put must store is found by comparing fingerprints of the pages that its parent refers to.
"""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from langgraph.checkpoint.base import (
    ChannelVersions,
    Checkpoint,
    CheckpointMetadata,
    PendingWrite,
    writes_sort_key,
)
from langgraph.checkpoint.serde.base import SerializerProtocol
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

PAGE_SIZE = 64
MOST_SLICES = 8
LARGEST_INLINE_VALUE = 160
DELTA_COUNTERS = "counters_since_delta_snapshot"
_fingerprinting = JsonPlusSerializer(pickle_fallback=True)


@dataclass(frozen=True)
class Slice:
    """The first `length` pages of one append-only list."""

    name: str
    length: int


@dataclass(frozen=True)
class Page:
    """What is remembered of a stored page, enough to see whether items are still the same."""

    fingerprint: bytes
    size: int


@dataclass(frozen=True)
class StoredList:
    """A channel's list as it is stored: the slices that make it up, and their pages in order."""

    slices: tuple[Slice, ...] = ()
    pages: tuple[Page, ...] = ()


@dataclass(frozen=True)
class StoredCheckpoint:
    """What of a checkpoint is in Redis, so that its children store only what they add."""

    lists: Mapping[str, StoredList] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    versions: ChannelVersions = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that a child could refer to."""
        return not self.lists and not self.values


@dataclass(frozen=True)
class Push:
    """Pages to append to a list that has `length` pages now."""

    name: str
    length: int
    pages: tuple[bytes, ...]


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
            words += [push.name, push.length, len(push.pages), *push.pages]
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
    """

    serde: SerializerProtocol
    appended: frozenset[str]

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
                lists[channel], push = self._append(before, value, is_forked=is_forked)
                pushes += push
            elif channel not in changed and self._is_same(channel, checkpoint, parent):
                kept[channel] = parent.values[channel]
            elif len(data := self.dump(value)) <= LARGEST_INLINE_VALUE:
                inline[channel] = value
            else:
                kept[channel] = _new_name()
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
        self, head: bytes, writes: Mapping[bytes, bytes], pages: list[bytes], values: list[bytes]
    ) -> Loaded:
        """Put a checkpoint together from what the get script answered."""
        line, _, data = head.partition(b"\n")
        body = self.load(data)
        slices = [_slice(token) for token in line.decode().split() if not token.startswith("=")]
        names = [token[1:] for token in line.decode().split() if token.startswith("=")]
        channel_values: dict[str, Any] = dict(body["inline"])
        lists: dict[str, StoredList] = {}
        for channel, count in body["lists"]:
            own, slices = tuple(slices[:count]), slices[count:]
            length = sum(part.length for part in own)
            items, seen = self._read_pages(pages[:length])
            pages = pages[length:]
            channel_values[channel] = items
            lists[channel] = StoredList(own, seen)
        for channel, value in zip(body["values"], values, strict=True):
            channel_values[channel] = self.load(value)
        checkpoint = {**body["checkpoint"], "channel_values": channel_values}
        return Loaded(
            cast(Checkpoint, checkpoint),
            body["metadata"],
            body["parent"],
            self._pending(writes),
            StoredCheckpoint(
                lists,
                dict(zip(body["values"], names, strict=True)),
                checkpoint["channel_versions"],
            ),
        )

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

    def _append(
        self, before: StoredList, items: list[Any], *, is_forked: bool
    ) -> tuple[StoredList, list[Push]]:
        """Keep the stored pages that are still right, and page what comes after them."""
        kept, size = _unchanged(before.pages, items)
        slices, is_open = _cut(before.slices, kept)
        if len(slices) >= MOST_SLICES:
            kept, size, slices, is_open = 0, 0, (), False
        if size == len(items):
            return StoredList(slices, before.pages[:kept]), []
        new = [items[i : i + PAGE_SIZE] for i in range(size, len(items), PAGE_SIZE)]
        pages = tuple(Page(_fingerprint(page), len(page)) for page in new)
        data = tuple(self.dump([p.fingerprint, i]) for p, i in zip(pages, new, strict=True))
        if is_open and not is_forked:
            *earlier, last = slices
        else:
            earlier, last = [*slices], Slice(_new_name(), 0)
        grown = Slice(last.name, last.length + len(pages))
        after = StoredList((*earlier, grown), before.pages[:kept] + pages)
        return after, [Push(last.name, last.length, data)]

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


def _unchanged(pages: Sequence[Page], items: list[Any]) -> tuple[int, int]:
    """Count the leading pages that are still right, and the items in them."""
    size = 0
    for number, page in enumerate(pages):
        part = items[size : size + page.size]
        if len(part) < page.size or _fingerprint(part) != page.fingerprint:
            return number, size
        size += page.size
    return len(pages), size


def _cut(slices: Sequence[Slice], length: int) -> tuple[tuple[Slice, ...], bool]:
    """Keep `length` pages of some slices; tells whether the last one kept can grow at its end."""
    kept: list[Slice] = []
    for part in slices:
        if length < part.length:
            return (*kept, *([Slice(part.name, length)] if length else ())), False
        kept.append(part)
        length -= part.length
    return tuple(kept), bool(kept)


def _references(stored: StoredCheckpoint) -> bytes:
    """The first line of a head, which the scripts read."""
    slices = (part for entry in stored.lists.values() for part in entry.slices)
    tokens = [f"{part.name}:{part.length}" for part in slices]
    return " ".join([*tokens, *(f"={name}" for name in stored.values.values())]).encode()


def _slice(token: str) -> Slice:
    name, _, length = token.partition(":")
    return Slice(name, int(length))


def _fingerprint(items: list[Any]) -> bytes:
    _, data = _fingerprinting.dumps_typed(items)
    return hashlib.blake2b(data, digest_size=8).digest()


def _new_name() -> str:
    return secrets.token_hex(5)
