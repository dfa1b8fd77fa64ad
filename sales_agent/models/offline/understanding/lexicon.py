"""Words of goods and stuffs that any shop could carry, whether this one does or not."""

from collections.abc import Mapping, Sequence
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


def lexicon() -> Mapping[Stems, str]:
    """The kind ("goods", "material", "size", "colour") of each phrase, by its stems."""
    return _lexicon(load_tables())[0]


@lru_cache(maxsize=4)
def _lexicon(tables: Tables) -> tuple[Mapping[Stems, str], int]:
    """The kinds by stems, and the most words that a phrase has."""
    kinds: dict[Stems, str] = {}
    for name, kind in _LISTS:
        for phrase in tables.goods[name]:
            kinds.setdefault(_key(phrase), kind)
    for colour in tables.words["colours"]:
        kinds.setdefault(_key(colour), "colour")
    kinds.pop((), None)
    return kinds, max(map(len, kinds))


def mentions(tokens: Sequence[Token]) -> list[tuple[int, int, str]]:
    """Where tokens name goods, stuffs, sizes and colours: start, end, kind; the longest first."""
    kinds, most = _lexicon(load_tables())
    found: list[tuple[int, int, str]] = []
    start = 0
    while start < len(tokens):
        for end in range(min(start + most, len(tokens)), start, -1):
            if kind := kinds.get(tuple(token.stem for token in tokens[start:end])):
                found.append((start, end, kind))
                start = end
                break
        else:
            start += 1
    return found


def brand_spans(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Where tokens name makers that any shop could carry."""
    brands, most = _brands(load_tables())
    found = []
    for start in range(len(tokens)):
        for end in range(min(start + most, len(tokens)), start, -1):
            if tuple(token.word for token in tokens[start:end]) in brands:
                found.append((start, end))
                break
    return found


@lru_cache(maxsize=4)
def _brands(tables: Tables) -> tuple[frozenset[Stems], int]:
    """The words of each maker's name, and the most words that one has."""
    brands = {
        tuple(token.word for token in tokenize(spell_out(brand, tables)))
        for brand in tables.goods["brands"]
    }
    return frozenset(brands), max(map(len, brands), default=0)


def is_stuff(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a word that is a thing and a stuff is what the next is made of: "glass cover"."""
    key = tuple(token.stem for token in tokens[start:end])
    after = tokens[end : end + 2]
    return key in _stuffs(load_tables()) and any(kind == "goods" for _, _, kind in mentions(after))


@lru_cache(maxsize=4)
def _stuffs(tables: Tables) -> frozenset[Stems]:
    """Words for stuffs that are things as well."""
    stuffs = {_key(phrase) for phrase in tables.goods["materials"]}
    return frozenset(key for key in stuffs if lexicon().get(key) == "goods")


def _key(phrase: str) -> Stems:
    return tuple(token.stem for token in tokenize(spell_out(phrase, load_tables())))
