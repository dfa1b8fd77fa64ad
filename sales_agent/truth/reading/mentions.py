"""Where a text names goods: in full, or by so much of their name that no others are meant."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sales_agent.truth.reading.text import stem
from sales_agent.truth.wares.goods import Goods

_MEANT = re.compile(r"\b(?:the|this|that|these|those|your|our|one)\s(?=[^\W\d_])")
"""Before words that point to goods."""
_WORD = re.compile(r"[^\W\d_][\w'-]*")
_LONGEST = 4
"""Words of a name that is cut short."""


@dataclass(frozen=True)
class Mention:
    """Where a sentence names goods."""

    goods: Goods
    start: int
    end: int


def find_mentions(text: str, goods: Sequence[Goods], at_hand: Sequence[Goods]) -> list[Mention]:
    """The goods that a text names.

    Args:
        text: A sentence.
        goods: The known ones, longest names first; a name within a longer one is none.
        at_hand: Those that were spoken of last: where several are called so, these are meant.
    """
    lower = text.lower()
    found = list(_in_full(lower, goods))
    taken = [(one.start, one.end) for one in found]
    found += [
        one
        for one in _cut_short(lower, goods, at_hand)
        if text[one.start : one.end].islower()  # with capitals it is a name of its own
        and not any(start < one.end and one.start < end for start, end in taken)
    ]
    return sorted(found, key=lambda mention: mention.start)


def _in_full(lower: str, goods: Sequence[Goods]) -> Iterator[Mention]:
    taken: list[tuple[int, int]] = []
    for one in goods:
        start = lower.find(one.key)
        while start >= 0:
            end = start + len(one.key)
            if not any(a < end and start < b for a, b in taken):
                taken.append((start, end))
                yield Mention(one, start, end)
            start = lower.find(one.key, end)


def _cut_short(lower: str, goods: Sequence[Goods], at_hand: Sequence[Goods]) -> Iterator[Mention]:
    """The goods of which a text says "the linen shirt", where only one of them is such a shirt."""
    for found in _MEANT.finditer(lower):
        words = list(_WORD.finditer(lower, found.end()))[:_LONGEST]
        for count in range(len(words), 0, -1):
            said = words[:count]
            if lower[said[0].start() : said[-1].end()].count(" ") != count - 1:
                continue
            meant = _meant([word.group() for word in said], goods, at_hand)
            if meant:
                yield Mention(meant, said[0].start(), said[-1].end())
                break


def _meant(words: Sequence[str], goods: Sequence[Goods], at_hand: Sequence[Goods]) -> Goods | None:
    """The one that is called so; of several the one at hand."""
    called = [one for one in goods if _is_called(words, one)]
    if len(called) > 1:
        called = [one for one in called if one in at_hand]
    return called[0] if len(called) == 1 else None


def _is_called(words: Sequence[str], one: Goods) -> bool:
    """Whether words are all of its name, kind or colours, and the last one says what it is."""
    own, last = one.key.split(), words[-1]
    is_head = last == own[-1] or (stem(last) == last and f"{last}s" in one.kinds)
    return is_head and all(
        word in own or word in one.kinds or word in one.colours or f"{word}s" in one.kinds
        for word in words
    )
