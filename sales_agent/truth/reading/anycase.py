"""Patterns of many words in any case, looked for in lower case first."""

import re
import sys
from collections.abc import Iterator
from functools import cached_property

_CAPITAL = re.compile(r"\\.|\(\?P|[A-Z]", re.DOTALL)
"""A capital of a pattern, and what is none: an escape, and the beginning of a name."""


class AnyCase:
    """A pattern that minds no case.

    Letters that need no folding are compared several times as fast. So a text is searched in lower
    case first, and only one that can hold a match is searched as it is.
    """

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self._whole = re.compile(pattern, re.IGNORECASE)

    @cached_property
    def _lower(self) -> re.Pattern[str]:
        return re.compile(_CAPITAL.sub(_lowered, self.pattern))

    def search(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> re.Match[str] | None:
        """The first match, as of `re.Pattern`."""
        return self._whole.search(text, pos, endpos) if self._lower.search(text.lower()) else None

    def finditer(
        self, text: str, pos: int = 0, endpos: int = sys.maxsize
    ) -> Iterator[re.Match[str]]:
        """All matches, as of `re.Pattern`."""
        if self._lower.search(text.lower()):
            yield from self._whole.finditer(text, pos, endpos)

    def match(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> re.Match[str] | None:
        """A match right at a place, as of `re.Pattern`."""
        return self._whole.match(text, pos, endpos)


def _lowered(found: re.Match[str]) -> str:
    return found.group() if len(found.group()) > 1 else found.group().lower()
