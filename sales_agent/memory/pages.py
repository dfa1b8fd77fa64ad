"""Append-only lists of pages: what a put adds to a channel's list, and what a load may leave out.

A page holds the items that one put added. A channel's list is the first so many pages of one or
more Redis lists, its slices. A window leaves out the pages in front; they stay where they are.
"""

import hashlib
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

PAGE_SIZE = 64
MOST_SLICES = 8
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
    """A channel's list as it is stored, and as whoever goes on with it has seen it.

    Attributes:
        slices: What makes up the whole list.
        pages: The pages that were seen, in order.
        hidden: Pages in front of those.
        left_out: Pages in front that the next load of a window leaves out.
    """

    slices: tuple[Slice, ...] = ()
    pages: tuple[Page, ...] = ()
    hidden: int = 0
    left_out: int = 0

    def seen_from(self, hidden: int) -> "StoredList":
        """The same list as seen without its first pages."""
        return StoredList(self.slices, self.pages[hidden:], hidden, self.left_out)

    def references(self) -> Iterator[str]:
        """Name every slice as a head does: `list:pages`, and `@pages` that a window leaves out."""
        left = self.left_out
        for part in self.slices:
            skipped = min(left, part.length)
            left -= skipped
            yield f"{part.name}:{part.length}" + (f"@{skipped}" if skipped else "")


@dataclass(frozen=True)
class Push:
    """Pages to append to a list that has `length` pages now.

    A new list may begin with copies of slices, which the server makes.
    """

    name: str
    length: int
    copied: tuple[Slice, ...]
    pages: tuple[bytes, ...]

    def arguments(self) -> Iterator[str | bytes | int]:
        """Name, length, slices and pages, counted, as the put script reads them."""
        yield self.name
        yield self.length
        yield len(self.copied)
        for part in self.copied:
            yield part.name
            yield part.length
        yield len(self.pages)
        yield from self.pages


def grow(
    before: StoredList,
    items: list[Any],
    dump: Callable[[object], bytes],
    *,
    is_forked: bool,
    window: int | None,
) -> tuple[StoredList, list[Push]]:
    """Keep the stored pages that are still right, and page what comes after them.

    Args:
        before: The list that the items go on from.
        items: The items of the pages that were seen, as they are now, and what was added.
        dump: Serializes a page.
        is_forked: Another child has appended to the last slice already.
        window: Items that the next load shall see at least; None for all.
    """
    kept, size = _unchanged(before.pages, items)
    slices, is_open = _cut(before.slices, before.hidden + kept)
    new = [items[i : i + PAGE_SIZE] for i in range(size, len(items), PAGE_SIZE)]
    added = tuple(Page(_fingerprint(page), len(page)) for page in new)
    pages = before.pages[:kept] + added
    left_out = before.hidden + (_window_start(pages, items, window) if window else 0)
    if not new:
        return StoredList(slices, pages, before.hidden, left_out), []
    copied: tuple[Slice, ...] = ()
    earlier, last = slices, Slice(new_name(), 0)
    if len(slices) >= MOST_SLICES:
        earlier, copied = (), slices
    elif is_open and not is_forked:
        *_, last = slices
        earlier = slices[:-1]
    data = tuple(dump([page.fingerprint, part]) for page, part in zip(added, new, strict=True))
    length = last.length + sum(part.length for part in copied) + len(added)
    after = StoredList((*earlier, Slice(last.name, length)), pages, before.hidden, left_out)
    return after, [Push(last.name, last.length, copied, data)]


def new_name() -> str:
    """A name that no list or value of any thread has."""
    return secrets.token_hex(5)


def _window_start(pages: Sequence[Page], items: list[Any], window: int) -> int:
    """Count the leading pages that a window may leave out without tearing a tool call."""
    start, first = len(pages), len(items)
    while start and (len(items) - first < window or _is_tool_result(items[first])):
        start -= 1
        first -= pages[start].size
    return start


def _is_tool_result(item: Any) -> bool:
    if isinstance(item, dict):
        return item.get("role") == "tool"
    return getattr(item, "type", None) == "tool"


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


def _fingerprint(items: list[Any]) -> bytes:
    _, data = _fingerprinting.dumps_typed(items)
    return hashlib.blake2b(data, digest_size=8).digest()
