"""Items of an RSS or Atom feed, as a stream; a document type, and with it entities, is refused."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from agents.recommendation.feeds.goods import FeedError, FeedProblem
from agents.recommendation.feeds.reading import Reading

ITEMS = frozenset({"item", "entry"})
CHUNK_BYTES = 64 * 1024
MAX_TEXT = 200_000
"""Characters of one element; more are left out."""
MAX_FIELDS = 500
"""Elements of one item; more are left out."""


@dataclass(frozen=True)
class XmlItem:
    """An item's elements by name, in their order; nested ones by a path (`product_detail/value`).

    Names have no prefix; of `title` and `g:title` the one with a prefix comes first.
    """

    line: int
    fields: tuple[tuple[str, str], ...]


class _Refused(Exception):
    """The document has a document type."""


def check_xml(path: Path) -> None:
    """See whether a file begins as XML.

    Raises:
        FeedError: it cannot be read, or is no XML, or has a document type.
    """
    items = _Items()
    try:
        with path.open("rb") as file:
            items.feed(file.read(CHUNK_BYTES), is_last=False)
    except OSError as error:
        raise FeedError(f"{path} cannot be read: {error.strerror}") from error
    except _Refused as error:
        raise FeedError(f"{path.name} {error}") from error
    except expat.ExpatError as error:
        if not items.found:
            raise FeedError(f"{path.name} is no XML that can be read: {error}") from error


def read_items(path: Path, reading: Reading) -> Iterator[XmlItem | FeedProblem]:
    """The items of a feed; where it breaks off, that is told and the rest left out.

    Raises:
        FeedError: it cannot be read, or has a document type.
    """
    items = _Items()
    with reading.open(path) as file:
        is_last = False
        while not is_last:
            chunk = file.read(CHUNK_BYTES)
            is_last = not chunk
            try:
                items.feed(chunk, is_last=is_last)
            except _Refused as error:
                raise FeedError(f"{path.name} {error}") from error
            except expat.ExpatError as error:
                yield from items.taken()
                reason = f"the XML is broken: {expat.ErrorString(error.code)}"
                yield FeedProblem(path.name, error.lineno, reason, "the rest of the file left out")
                return
            yield from items.taken()


@dataclass
class _Items:
    """Collects items from what a parser tells."""

    found: list[XmlItem] = field(default_factory=list)
    _path: list[str] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)
    _length: int = 0
    _line: int = 0
    _depth: int = 0
    _own: list[tuple[str, str]] = field(default_factory=list)
    _plain: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._data

    def feed(self, data: bytes, *, is_last: bool) -> None:
        self._parser.Parse(data, is_last)

    def taken(self) -> list[XmlItem]:
        """The items that are complete since the last call."""
        found, self.found = self.found, []
        return found

    def _refuse(self, *_: object) -> None:
        raise _Refused("has a document type (DOCTYPE), which no feed needs; take it out")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._depth:
            self._depth += 1
            self._path.append(name)
            self._text, self._length = [], 0
            if link := attributes.get("href"):
                self._data(link)
        elif name.rpartition(":")[2].lower() in ITEMS:
            self._depth, self._line = 1, self._parser.CurrentLineNumber
            self._own, self._plain = [], []

    def _data(self, text: str) -> None:
        if self._depth > 1 and self._length < MAX_TEXT:
            self._text.append(text[: MAX_TEXT - self._length])
            self._length += len(text)

    def _end(self, _: str) -> None:
        if not self._depth:
            return
        self._depth -= 1
        if not self._depth:
            self.found.append(XmlItem(self._line, (*self._own, *self._plain)))
            return
        text = "".join(self._text).strip()
        names = [name.rpartition(":")[2].lower() for name in self._path]
        fields = self._own if ":" in self._path[-1] else self._plain
        if text and len(fields) < MAX_FIELDS:
            fields.append(("/".join(names), text))
        self._path.pop()
        self._text, self._length = [], 0
