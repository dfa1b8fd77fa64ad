"""Values of a JSON file, as a stream: lines, an array's elements, or an object's."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, BinaryIO

from agents.recommendation.feeds.goods import FeedError, FeedProblem
from agents.recommendation.feeds.reading import Reading

MARK = b"\xef\xbb\xbf"
PEEKED_BYTES = 64 * 1024
CHUNK_BYTES = 256 * 1024
MAX_VALUE = 16 * 1024 * 1024
"""Bytes or characters of one value; a broken file would otherwise be read as a whole."""
WRAPPED = re.compile(r'\s*\{\s*"(?:products|items|data)"\s*:\s*\[')
MAPPED = re.compile(r'\s*\{\s*"[^"\\]*"\s*:\s*\{\s*"(?:name|title|product_id|variants)"\s*:')
WHOLE_SHOP = re.compile(
    r'\s*\{\s*"products"\s*:\s*\{\s*(?="[^"\\]*"\s*:\s*\{\s*"(?:name|product_id|variants)"\s*:)'
)
"""A shop with more than products in it, which come first."""
KEY = re.compile(r'\s*("(?:[^"\\]|\\.)*")\s*:')
BLANK = re.compile(r"[\s,]*")
DECODER = json.JSONDecoder(parse_constant=lambda name: None)


@dataclass(frozen=True)
class Found:
    """A value, the line it begins on, and its key where it stands in an object."""

    line: int
    value: Any
    key: str = ""


def first_value(path: Path) -> Any:
    """The first value of a file; None when there is none.

    Raises:
        FeedError: the file cannot be read, or is no JSON.
    """
    try:
        with path.open("rb") as file:
            found = next(_values(path, file), None)
    except OSError as error:
        raise FeedError(f"{path} cannot be read: {error.strerror}") from error
    if isinstance(found, FeedProblem):
        raise FeedError(f"{path.name} is no JSON that can be read: {found.reason}")
    return found and found.value


def read_values(path: Path, reading: Reading) -> Iterator[Found | FeedProblem]:
    """The values of a file, and what is wrong between them.

    Lines with an object each; or the elements of an array, or the values of an object of products
    by id, be it the file's or under the key `products`. A broken line costs itself, a broken array
    or object what comes after.
    """
    with reading.open(path) as file:
        yield from _values(path, file)


def _values(path: Path, file: BinaryIO) -> Iterator[Found | FeedProblem]:
    with path.open("rb") as peeked:
        head = peeked.read(PEEKED_BYTES).removeprefix(MARK).decode("utf-8", errors="replace")
    if wrapped := WRAPPED.match(head):
        yield from _Document(path.name, file).elements(wrapped.end())
    elif whole := WHOLE_SHOP.match(head):
        yield from _Document(path.name, file).members(whole.end())
    elif MAPPED.match(head):
        yield from _Document(path.name, file).members(head.index("{") + 1)
    elif head.lstrip().startswith("["):
        yield from _Document(path.name, file).elements(head.index("[") + 1)
    else:
        yield from _lines(path.name, file)


def _lines(name: str, file: BinaryIO) -> Iterator[Found | FeedProblem]:
    for number in count(1):
        line = file.readline(MAX_VALUE).removeprefix(MARK if number == 1 else b"")
        if not line:
            return
        if len(line) == MAX_VALUE and not line.endswith(b"\n"):
            while (rest := file.readline(MAX_VALUE)) and not rest.endswith(b"\n"):
                pass
            reason = f"the line is longer than {MAX_VALUE} bytes"
            yield FeedProblem(name, number, reason, "line left out")
        elif line.strip():
            yield _parsed_line(name, number, line)


def _parsed_line(name: str, number: int, line: bytes) -> Found | FeedProblem:
    try:
        return Found(number, DECODER.decode(line.decode("utf-8", errors="replace").strip()))
    except (ValueError, RecursionError) as error:
        return FeedProblem(name, number, f"the line is no JSON: {_said(error)}", "line left out")


class _Document:
    """One array or object, decoded value by value."""

    def __init__(self, name: str, file: BinaryIO) -> None:
        self._name = name
        self._file = file
        self._bytes = b""
        self._text = ""
        self._at = 0
        self._line = 1
        self._is_done = False
        self._take(file.read(PEEKED_BYTES).removeprefix(MARK))

    def elements(self, start: int) -> Iterator[Found | FeedProblem]:
        """The elements of an array that begins before `start`."""
        self._pass(start)
        yield from self._until("]", has_keys=False)

    def members(self, start: int) -> Iterator[Found | FeedProblem]:
        """The values of an object that begins before `start`."""
        self._pass(start)
        yield from self._until("}", has_keys=True)

    def _until(self, end: str, *, has_keys: bool) -> Iterator[Found | FeedProblem]:
        while True:
            self._skip_blank()
            if self._text.startswith(end, self._at):
                return
            line = self._line
            try:
                key = self._key() if has_keys else ""
                value = self._value()
            except (ValueError, RecursionError) as error:
                reason = f"the JSON is broken: {_said(error)}"
                yield FeedProblem(self._name, line, reason, "the rest of the file left out")
                return
            yield Found(line, value, key)

    def _skip_blank(self) -> None:
        while True:
            match = BLANK.match(self._text, self._at)
            self._pass(match.end() if match else self._at)
            if self._at < len(self._text) or not self._more():
                return

    def _key(self) -> str:
        while not (match := KEY.match(self._text, self._at)):
            if not self._more():
                raise ValueError("a key is missing")
        self._pass(match.end())
        self._skip_blank()
        return str(json.loads(match[1]))

    def _value(self) -> Any:
        while True:
            try:
                value, end = DECODER.raw_decode(self._text, self._at)
            except ValueError:
                if not self._more():
                    raise
                continue
            if end == len(self._text) and self._more():
                continue  # a number may go on
            self._pass(end)
            return value

    def _more(self) -> bool:
        """Read on, twice as much as is waiting; whether there was more."""
        waiting = len(self._text) - self._at
        if self._is_done:
            return False
        if waiting > MAX_VALUE:
            raise ValueError(f"a value is longer than {MAX_VALUE} characters")
        chunk = self._file.read(max(CHUNK_BYTES, waiting))
        self._take(chunk)
        return bool(chunk)

    def _take(self, chunk: bytes) -> None:
        """Decode what is whole of a chunk, and forget what was read before."""
        self._is_done = not chunk
        data = self._bytes + chunk
        whole = len(data) if not chunk else _whole(data)
        self._bytes = data[whole:]
        self._text = self._text[self._at :] + data[:whole].decode("utf-8", errors="replace")
        self._at = 0

    def _pass(self, end: int) -> None:
        self._line += self._text.count("\n", self._at, end)
        self._at = end


def _whole(data: bytes) -> int:
    """How much of it ends with a whole character."""
    for back in range(1, min(4, len(data)) + 1):
        byte = data[-back]
        if byte & 0xC0 == 0x80:
            continue
        length = 1 if byte < 0x80 else 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
        return len(data) - back if length > back else len(data)
    return len(data)


def _said(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return error.msg.lower()
    return "nested too deep" if isinstance(error, RecursionError) else str(error)
