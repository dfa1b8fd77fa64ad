"""Rows of a CSV file with the lines they stand on; a broken row costs itself and no other."""

import csv
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import BinaryIO

from agents.recommendation.feeds.goods import FeedError, FeedProblem
from agents.recommendation.feeds.reading import Reading

DELIMITERS = (",", ";", "\t")
MAX_LINES = 2000
"""Lines that one row may run over; a quote left open would swallow the rest of the file."""
MAX_LINE_BYTES = 4 * 1024 * 1024
"""Length of a line; a file without line breaks would otherwise be read as a whole."""


@dataclass(frozen=True)
class Row:
    """A row's cells by column, and the line of the file on which it begins."""

    line: int
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        """A cell without surrounding blanks; empty when the file has no such column."""
        return self.cells.get(column, "").strip()


class _RunawayRow(Exception):
    """A row that runs over more lines than any real one."""


@dataclass
class CsvFile:
    """A CSV file that is read as a stream; `columns` are its header's names as written.

    The header stands in the first line that is not blank.
    """

    path: Path
    delimiter: str
    columns: list[str]
    header_line: int = 1

    @classmethod
    def open(cls, path: Path) -> "CsvFile":
        """Read the header.

        Raises:
            FeedError: there is no such file, or nothing in it.
        """
        try:
            with path.open("rb") as file:
                lines = _Lines(path.name, file)
                header = lines.take()
                while header and not header.strip():
                    header = lines.take()
        except OSError as error:
            raise FeedError(f"{path} cannot be read: {error.strerror}") from error
        if "\0" in header:
            raise FeedError(f"{path} is no UTF-8 text; save it as CSV in UTF-8")
        if not header.strip():
            raise FeedError(f"{path} is empty; export the products again")
        delimiter = max(DELIMITERS, key=header.count)
        try:
            columns = next(csv.reader([header], delimiter=delimiter))
        except csv.Error as error:
            raise FeedError(f"{path} has no header: {error}; save it as CSV in UTF-8") from error
        return cls(path, delimiter, [column.strip() for column in columns], lines.number)

    def rows(self, reading: Reading) -> Iterator[Row | FeedProblem]:
        """The rows after the header, and the lines that are none."""
        with reading.open(self.path) as file:
            lines = _Lines(self.path.name, file)
            is_after_break = False
            for found in self._records(lines):
                yield from lines.problems_since()
                if isinstance(found, FeedProblem):
                    is_after_break = True
                    yield found
                elif is_after_break and len(found[1]) < len(self.columns) / 2:
                    continue  # the rest of the cell that was left open
                elif found[0] > self.header_line and any(found[1]):
                    is_after_break = False
                    yield self._row(*found)
            yield from lines.problems_since()

    def _row(self, line: int, cells: list[str]) -> Row | FeedProblem:
        if len(cells) > len(self.columns) and any(cells[len(self.columns) :]):
            return self._problem(
                line, f"{len(cells)} cells under {len(self.columns)} columns", "row left out"
            )
        return Row(line, dict(zip_longest(self.columns, cells[: len(self.columns)], fillvalue="")))

    def _records(self, lines: "_Lines") -> Iterator[tuple[int, list[str]] | FeedProblem]:
        while True:
            start = lines.number + 1
            taken: list[str] = []
            reader = csv.reader(lines.taking(taken), delimiter=self.delimiter, strict=True)
            try:
                yield start, next(reader)
            except StopIteration:
                return
            except (csv.Error, _RunawayRow) as error:
                lines.give_back(taken[1:])
                cells = taken[0].rstrip("\r\n").split(self.delimiter)
                if self.delimiter == "\t" and len(cells) == len(self.columns):
                    yield start, cells  # tabs part cells even where quotes are only inches
                else:
                    yield self._problem(start, _reason(error), "line left out")

    def _problem(self, line: int, reason: str, action: str) -> FeedProblem:
        return FeedProblem(self.path.name, line, reason, action)


def _reason(error: Exception) -> str:
    if "larger than field limit" in str(error):
        return f"a cell is longer than {csv.field_size_limit()} characters"
    return "a quote is left open or misplaced"


@dataclass
class _Lines:
    """Lines of a file as text: UTF-8, with Windows-1252 for lines that are not."""

    name: str
    file: BinaryIO
    number: int = 0
    is_reported: bool = False
    _pending: deque[str] = field(default_factory=deque)
    _problems: list[FeedProblem] = field(default_factory=list)

    def take(self) -> str:
        """The next line, empty at the end of the file."""
        if self._pending:
            self.number += 1
            return self._pending.popleft()
        raw = self.file.readline(MAX_LINE_BYTES)
        if raw:
            self.number += 1
        if len(raw) == MAX_LINE_BYTES and not raw.endswith(b"\n"):
            self._skip_rest()
            return self.take()
        return self._decode(raw)

    def _skip_rest(self) -> None:
        """Leave out a line that is too long."""
        while (rest := self.file.readline(MAX_LINE_BYTES)) and not rest.endswith(b"\n"):
            pass
        reason = f"the line is longer than {MAX_LINE_BYTES} bytes"
        self._problems.append(FeedProblem(self.name, self.number, reason, "line left out"))

    def taking(self, taken: list[str]) -> Iterator[str]:
        """Lines for one row, noted in `taken`."""
        while line := self.take():
            taken.append(line)
            if len(taken) > MAX_LINES:
                raise _RunawayRow
            yield line

    def give_back(self, lines: list[str]) -> None:
        """Put lines back, to be read again."""
        self._pending.extendleft(reversed(lines))
        self.number -= len(lines)

    def problems_since(self) -> list[FeedProblem]:
        """What was wrong with the lines taken since the last call."""
        problems, self._problems = self._problems, []
        return problems

    def _decode(self, raw: bytes) -> str:
        if self.number == 1:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            if not self.is_reported:
                self.is_reported = True
                action = "read as Windows-1252, as later lines like it"
                self._problems.append(
                    FeedProblem(self.name, self.number, "the line is not UTF-8", action)
                )
            return raw.decode("cp1252", errors="replace")
