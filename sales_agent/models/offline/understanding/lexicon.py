"""Words of goods and stuffs that any shop could carry, whether this one does or not."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from sales_agent.models.offline.understanding.tables import load_tables
from sales_agent.models.offline.understanding.text import Token, spell_out, tokenize

Stems = tuple[str, ...]
_LISTS = (("nouns", "goods"), ("materials", "material"), ("sizes", "size"))


@lru_cache(maxsize=1)
def lexicon() -> Mapping[Stems, str]:
    """The kind ("goods", "material", "size", "colour") of each phrase, by its stems."""
    tables = load_tables()
    kinds: dict[Stems, str] = {}
    for name, kind in _LISTS:
        for phrase in tables.goods[name]:
            kinds.setdefault(_key(phrase), kind)
    for colour in tables.words["colours"]:
        kinds.setdefault(_key(colour), "colour")
    kinds.pop((), None)
    return kinds


@lru_cache(maxsize=1)
def longest() -> int:
    """The most words that a phrase has."""
    return max(map(len, lexicon()))


def mentions(tokens: Sequence[Token]) -> list[tuple[int, int, str]]:
    """Where tokens name goods, stuffs, sizes and colours: start, end, kind; the longest first."""
    kinds, most = lexicon(), longest()
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


def _key(phrase: str) -> Stems:
    return tuple(token.stem for token in tokenize(spell_out(phrase, load_tables())))
