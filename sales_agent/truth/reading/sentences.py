"""Cuts a stream of text into sentences, each whole before it is let go of."""

import re

from sales_agent.truth.reading.text import words_of

_BREAK = re.compile(
    r"\n|[.!?…:]*[.!?…][\"'\u201d\u2019)\]*_]*[^\S\n]+(?!\s*\n)"
    r"|[।。\uff01\uff1f][\"'\u201d\u2019」]*[^\S\n]*"
)
"""Where a sentence may end: a line's end, or a mark with a space behind it."""
_LAST_WORD = re.compile(r"([^\W_][\w.&]*|[^\W_])\.[\"'\u201d\u2019)\]*_]*\s+$")
_MARKER = re.compile(r"^\s*(?:[-*+>|#]+\s*)*(?:\d{1,3}|[A-Za-z])[.)]\s+$")
"""A list's number at the beginning of a line."""
_DAY = re.compile(r"(?<![\w.,₹$€£])(?:[1-9]|[12]\d|3[01])\.\s+$")
_MONTHS = words_of(
    "januar februar märz april mai juni juli august september oktober november dezember"
)
_WORD = re.compile(r"[^\W\d_]*")
_LOOK_BACK = 12
"""Characters behind a mark by which a day is told from an end: "zum 3." of "zum 3. Dezember"."""
_ABBREVIATIONS = words_of(
    "rs no nos approx e.g i.e eg ie mr mrs ms dr st vs inc incl excl min max tel ca sr jr dept "
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun "
    "pcs qty ltd pvt co fig p.m a.m resp cf viz est avg"
)


class Sentences:
    """Takes text as it comes and gives it back sentence by sentence, nothing added or lost.

    A sentence keeps the space behind it. At most the current one is held back.
    """

    def __init__(self) -> None:
        self._held = ""

    def feed(self, text: str) -> list[str]:
        """The sentences that are whole now."""
        looked_at = max(0, len(self._held) - _LOOK_BACK)
        self._held += text
        whole, start = [], 0
        for found in _BREAK.finditer(self._held, looked_at):
            end = found.end()
            if end == len(self._held) and not self._held.endswith("\n"):
                break  # the space may go on, and the mark may be a number's
            is_day = _is_day(self._held[start:end], self._held[end:])
            if is_day is None:
                break  # the word behind it is not whole
            if not is_day and _is_end(self._held[start:end]):
                whole.append(self._held[start:end])
                start = end
        self._held = self._held[start:]
        return whole

    def rest(self) -> str:
        """What is left when no more comes."""
        rest, self._held = self._held, ""
        return rest


def split(text: str) -> list[str]:
    """The sentences of a whole text."""
    sentences = Sentences()
    return [part for part in (*sentences.feed(text), sentences.rest()) if part]


def _is_day(piece: str, behind: str) -> bool | None:
    """Whether the number at the end of a piece is a month's day; none while that is open."""
    if piece.endswith("\n") or not _DAY.search(piece):
        return False
    found = _WORD.match(behind)
    word = found[0].lower() if found else ""
    if word == behind.lower() and any(month.startswith(word) for month in _MONTHS):
        return None
    return word in _MONTHS


def _is_end(piece: str) -> bool:
    if piece.endswith("\n"):
        return True
    if _MARKER.match(piece):
        return False
    last = _LAST_WORD.search(piece)
    if not last:
        return True
    word = last.group(1).lower()
    if word == "no" and not piece[: last.start()].strip():
        return True  # "No." is an answer, "order no. 5" is not
    return word not in _ABBREVIATIONS and not (len(word) == 1 and word.isalpha() and word != "i")
