"""What a query says besides the goods: limits, refusals, an order, what may be filters."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from agents.recommendation.language.amounts import Limits, limits_in
from agents.recommendation.language.attributes import NUMBER
from agents.recommendation.language.lexicon import lexicon
from agents.recommendation.language.named import LONGEST, NamedValues
from agents.recommendation.language.words import fold

TOKEN = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+(?:'s)?|[,;.!?()]", re.UNICODE)
STOPS = frozenset(",;.!?()")
MATERIAL_LINKS = (("made", "of"), ("made", "from"), ("made", "out", "of"))
SIZE_LINKS = ("in a", "in an", "in", "for a", "for")
ARTICLES = frozenset({"a", "an", "the", "any", "in", "from", "by", "made", "of", "with", "brand"})
JOINING = frozenset({"or", "and", "nor", ","})
REFUSED_WORDS = 2
"""How many words after a refusal it may be about, where no filter has them."""
DOUBTFUL_REFUSALS = frozenset({"no", "not", "non", "minus"})
"""They are parts of names too: "no show socks"."""


@dataclass(frozen=True)
class Wish:
    """Words of a query that may be a filter: tokens from `start` up to `end`.

    `is_sure` words can be nothing else; `is_refused` ones must not hold.
    """

    name: str
    value: str
    start: int
    end: int
    is_sure: bool = False
    is_refused: bool = False


@dataclass(frozen=True)
class Said:
    """A query in tokens, with what is said in them."""

    tokens: tuple[str, ...]
    limits: Limits
    wishes: tuple[Wish, ...] = ()
    sort: str | None = None
    ordering: frozenset[int] = field(default_factory=frozenset)

    def text(self, taken: Sequence[Wish]) -> str:
        """The query without the words of some wishes, and without those of the order."""
        gone = self.ordering.union(*(range(wish.start, wish.end) for wish in taken))
        return " ".join("," if at in gone else word for at, word in enumerate(self.tokens))


def wishes_in(query: str, known: NamedValues) -> Said:
    """Read a query against the names that the catalogue has."""
    limits = limits_in(fold(query).replace("\u2019", "'"))
    tokens = tuple(word.removesuffix("'s") for word in TOKEN.findall(limits.rest))
    sort, ordering = _order(tokens)
    wishes: list[Wish] = []
    taken = set(ordering)
    for read in (_refusals, _sizes, _values):
        for wish in read(tokens, known):
            places = set(range(wish.start, wish.end))
            if not places & taken:
                wishes.append(wish)
                taken |= places
    return Said(tokens, limits, tuple(sorted(wishes, key=lambda w: w.start)), sort, ordering)


def _order(tokens: Sequence[str]) -> tuple[str | None, frozenset[int]]:
    orders = lexicon().orders
    for length in range(max(len(order.split()) for order in orders), 0, -1):
        for start in range(len(tokens) - length + 1):
            order = orders.get(" ".join(tokens[start : start + length]))
            if order is not None:
                return order, frozenset(range(start, start + length))
    return None, frozenset()


def _refusals(tokens: Sequence[str], known: NamedValues) -> Iterator[Wish]:
    start = 0
    while start < len(tokens):
        length = _cue_length(tokens, start)
        if not length:
            start += 1
            continue
        is_sure = " ".join(tokens[start : start + length]) not in DOUBTFUL_REFUSALS
        found = list(_refused(tokens, start, start + length, known, is_sure=is_sure))
        yield from found
        start = found[-1].end if found else start + length


def _cue_length(tokens: Sequence[str], start: int) -> int:
    for cue in _cues():
        if tuple(tokens[start : start + len(cue)]) == cue:
            return len(cue)
    return 0


@cache
def _cues() -> tuple[tuple[str, ...], ...]:
    cues = [tuple(cue.split()) for cue in lexicon().refusals]
    return tuple(sorted(cues, key=len, reverse=True))


def _refused(
    tokens: Sequence[str], start: int, place: int, known: NamedValues, *, is_sure: bool
) -> Iterator[Wish]:
    """The values after a refusal ("not Nike or Adidas"); else the words that it is about."""
    begun, is_first = start, True
    while place < len(tokens):
        while place < len(tokens) and tokens[place] in ARTICLES:
            place += 1
        value = _value_at(tokens, place, known)
        if value is None:
            break
        name, length = value
        said = " ".join(tokens[place : place + length])
        place += length
        yield Wish(name, said, begun, place, is_sure=True, is_refused=True)
        begun, is_first = place, False
        if place >= len(tokens) or tokens[place] not in JOINING:
            return
        place += 1
    if is_first:
        yield from _refused_words(tokens, start, place, is_sure=is_sure)


def _refused_words(
    tokens: Sequence[str], start: int, place: int, *, is_sure: bool
) -> Iterator[Wish]:
    end = place
    while end < len(tokens) and end - place < REFUSED_WORDS:
        if tokens[end] in STOPS or tokens[end] in lexicon().links | lexicon().ignored:
            break
        end += 1
    if end > place:
        said = " ".join(tokens[place:end])
        yield Wish("words", said, start, end, is_sure=is_sure, is_refused=True)


def _value_at(tokens: Sequence[str], place: int, known: NamedValues) -> tuple[str, int] | None:
    """The kind and the length of the longest named value that begins at a place."""
    for length in range(min(LONGEST, len(tokens) - place), 0, -1):
        words = tokens[place : place + length]
        if STOPS.intersection(words):
            continue
        if known.brand(words):
            return "brand", length
        if known.has_colour(words):
            return "colour", length
        if known.has_material(words):
            return "material", length
    return None


def _sizes(tokens: Sequence[str], known: NamedValues) -> Iterator[Wish]:
    """Sizes that are said to be sizes: "size 9", "in a 9", "in large", "9.5 size"."""
    for start, word in enumerate(tokens):
        if word in ("size", "sized", "sizes"):
            yield from _told_size(tokens, start, known)
        for link in SIZE_LINKS:
            cue = link.split()
            if list(tokens[start : start + len(cue)]) == cue:
                place = start + len(cue)
                length = _size_length(tokens, place, known)
                if length and _is_size_alone(tokens, place, length):
                    said = " ".join(tokens[place : place + length])
                    yield Wish("size", said, start, place + length, is_sure=True)
                break


def _told_size(tokens: Sequence[str], start: int, known: NamedValues) -> Iterator[Wish]:
    place = start + 1
    while place < len(tokens) and tokens[place] in ("is", "of", "a", ":"):
        place += 1
    length = _size_length(tokens, place, known)
    if not length and place < len(tokens) and _looks_like_size(tokens[place]):
        length = 1
    if length:
        end, said = place + length, " ".join(tokens[place : place + length])
        if tokens[end : end + 1] == ("or",) and _size_length(tokens, end + 1, known):
            more = _size_length(tokens, end + 1, known)
            said += " or " + " ".join(tokens[end + 1 : end + 1 + more])
            end += 1 + more
        yield Wish("size", said, start, end, is_sure=True)
    elif start and known.has_size([tokens[start - 1]]):
        yield Wish("size", tokens[start - 1], start - 1, start + 1)


def _size_length(tokens: Sequence[str], place: int, known: NamedValues) -> int:
    for length in range(min(LONGEST, len(tokens) - place), 0, -1):
        words = tokens[place : place + length]
        if not STOPS.intersection(words) and known.has_size(words):
            return length
    return 0


def _is_size_alone(tokens: Sequence[str], place: int, length: int) -> bool:
    """Whether nothing follows that the size would belong to ("in large spaces", "for 2 people")."""
    after = tokens[place + length : place + length + 1]
    words = lexicon()
    return not after or after[0] in STOPS | words.links | words.ignored


def _looks_like_size(word: str) -> bool:
    return bool(NUMBER.fullmatch(word)) or word in lexicon().sizes.values()


def _values(tokens: Sequence[str], known: NamedValues) -> Iterator[Wish]:
    """Brands, colours, materials and sizes by their mere names."""
    place = 0
    while place < len(tokens):
        value = _value_at(tokens, place, known)
        size = _size_length(tokens, place, known) if _may_be_size(tokens[place]) else 0
        if value is None and not size:
            place += 1
            continue
        name, length = value if value is not None and value[1] >= size else ("size", size)
        end, said = place + length, " ".join(tokens[place : place + length])
        while name != "size" and tokens[end : end + 1] == ("or",):
            other = _value_at(tokens, end + 1, known)
            if other is None or other[0] != name:
                break
            said += " or " + " ".join(tokens[end + 1 : end + 1 + other[1]])
            end += 1 + other[1]
        start = place - _link_length(tokens, place, name)
        yield Wish(name, said, start, end, is_sure=start < place)
        place = end


def _may_be_size(word: str) -> bool:
    """Whether a word alone may begin a size: a letter is more often something else."""
    return len(word) > 1 or word.isdigit() or word in ("s", "m", "l")


def _link_length(tokens: Sequence[str], place: int, name: str) -> int:
    """How many words before a value say what it is: "made of", "from", "in"."""
    before = tokens[:place]
    if name == "material":
        for link in MATERIAL_LINKS:
            if tuple(before[-len(link) :]) == link:
                return len(link)
    if name == "brand" and before[-1:] in (("by",), ("from",)):
        return 1
    return 1 if name in ("colour", "material") and before[-1:] == ("in",) else 0
