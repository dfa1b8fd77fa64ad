"""Prose as it streams onto a screen: words are not broken, and a drawn list is not said twice."""

import re
from collections.abc import Callable

from sales_agent.channels.plain import cells

_PIECE = re.compile(r"[^\S\n]*\n|[^\S\n]*\S+(?=\s)")
_LIST_LINE = re.compile(r"[^\S\n]*\d{1,2}(?:[.)]|$)")


class Flow:
    """Takes pieces of text and writes whole words, wrapped at a width.

    Args:
        write: Takes what can be shown.
        width: Columns of the screen.
        replace: Told each numbered line; true when something else shows it already.
    """

    def __init__(
        self, write: Callable[[str], None], width: int, replace: Callable[[str], bool]
    ) -> None:
        self._write = write
        self._width = width
        self._replace = replace
        self._held = ""
        self._column = 0

    def feed(self, text: str) -> None:
        """Take a piece; a word that has not ended waits for the next one."""
        self._held += text
        while self._take_line() or self._take_word():
            pass

    def finish(self) -> None:
        """Write what waits, and end the line."""
        if self._held and not (self._is_list_line() and self._replace(self._held)):
            self._put_words(self._held)
        self._held = ""
        if self._column:
            self._put("\n")

    def _take_line(self) -> bool:
        """Take a numbered line whole, once it has ended."""
        if not self._is_list_line():
            return False
        line, newline, rest = self._held.partition("\n")
        if not newline:
            return False
        self._held = rest
        if not self._replace(line):
            self._put_words(line)
            self._put("\n")
        return True

    def _take_word(self) -> bool:
        found = None if self._is_list_line() else _PIECE.match(self._held)
        if not found:
            return False
        self._held = self._held[found.end() :]
        self._put(found[0])
        return True

    def _is_list_line(self) -> bool:
        return self._column == 0 and _LIST_LINE.match(self._held) is not None

    def _put_words(self, line: str) -> None:
        for word in re.findall(r"\s*\S+", line):
            self._put(word)

    def _put(self, text: str) -> None:
        if text.endswith("\n"):
            self._write("\n")
            self._column = 0
            return
        if self._column and self._column + cells(text) > self._width:
            self._write("\n")
            self._column, text = 0, text.lstrip()
        self._write(text)
        self._column += cells(text)
