"""Words of goods and stuffs that any shop could carry, whether this one does or not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sales_agent.models.offline.understanding.tables import Tables, load_tables
from sales_agent.models.offline.understanding.text import Token, spell_out, tokenize

Stems = tuple[str, ...]
_LISTS = (
    ("phrases", "phrase"),
    ("nouns", "goods"),
    ("materials", "material"),
    ("sizes", "size"),
)
"""The tables by the kind of thing they name; a phrase is what holds such a word and is none."""


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Phrases by their stems.

    Attributes:
        kinds: what each phrase names: "goods", "material", "size", "colour", "phrase".
        lengths: how many words the phrases have that begin with a stem, the most first.
    """

    kinds: Mapping[Stems, str]
    lengths: Mapping[str, tuple[int, ...]]


@lru_cache(maxsize=4)
def _lexicon(tables: Tables) -> Lexicon:
    kinds: dict[Stems, str] = {}
    for name, kind in _LISTS:
        for phrase in tables.goods[name]:
            kinds.setdefault(_key(phrase), kind)
    for colour in tables.words["colours"]:
        kinds.setdefault(_key(colour), "colour")
    kinds.pop((), None)
    return Lexicon(kinds, lengths_by_start(kinds))


def lengths_by_start(keys: Iterable[Stems]) -> Mapping[str, tuple[int, ...]]:
    """How many words the keys have that begin with each stem, the most first."""
    found: dict[str, set[int]] = {}
    for key in keys:
        found.setdefault(key[0], set()).add(len(key))
    return {start: tuple(sorted(lengths, reverse=True)) for start, lengths in found.items()}


def mentions(tokens: Sequence[Token]) -> Sequence[tuple[int, int, str]]:
    """Where tokens name goods, stuffs, sizes and colours: start, end, kind; the longest first."""
    return _mentions(tuple(token.stem for token in tokens), load_tables())


@lru_cache(maxsize=256)
def _mentions(stems: Stems, tables: Tables) -> Sequence[tuple[int, int, str]]:
    known = _lexicon(tables)
    found: list[tuple[int, int, str]] = []
    start = 0
    while start < len(stems):
        for length in known.lengths.get(stems[start], ()):
            if kind := known.kinds.get(stems[start : start + length]):
                end = min(start + length, len(stems))
                found.append((start, end, kind))
                start = end
                break
        else:
            start += 1
    return found


def brand_spans(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Where tokens name makers that any shop could carry."""
    brands, lengths = _brands(load_tables())
    words = tuple(token.word for token in tokens)
    return [
        (start, start + length)
        for start, word in enumerate(words)
        for length in lengths.get(word, ())
        if words[start : start + length] in brands
    ]


@lru_cache(maxsize=4)
def _brands(tables: Tables) -> tuple[frozenset[Stems], Mapping[str, tuple[int, ...]]]:
    """The words of each maker's name, and how many words those have that begin with a word."""
    brands = {
        tuple(token.word for token in tokenize(spell_out(brand, tables)))
        for brand in tables.goods["brands"]
    }
    return frozenset(brands), lengths_by_start(brands)


def is_stuff(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a word that is a thing and a stuff is what the next is made of: "glass cover"."""
    key = tuple(token.stem for token in tokens[start:end])
    after = tokens[end : end + 2]
    return key in _stuffs(load_tables()) and any(kind == "goods" for _, _, kind in mentions(after))


@lru_cache(maxsize=4)
def _stuffs(tables: Tables) -> frozenset[Stems]:
    """Words for stuffs that are things as well."""
    stuffs = {_key(phrase) for phrase in tables.goods["materials"]}
    return frozenset(key for key in stuffs if _lexicon(tables).kinds.get(key) == "goods")


def _key(phrase: str) -> Stems:
    return tuple(token.stem for token in tokenize(spell_out(phrase, load_tables())))
