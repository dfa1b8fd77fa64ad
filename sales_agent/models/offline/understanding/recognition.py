"""In which language a message is written, found from its words."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from sales_agent.models.offline.understanding.language import BASE, languages
from sales_agent.models.offline.understanding.tables import asking, load_tables, other_languages

SCRIPT = "script"
"""The name of a language in letters that are not Latin."""
_FEWEST, _SHARE = 2, 3
"""Words of a language that is not spoken here, and of how many they must be one."""
_SHORTEST_PART, _SHORTEST_HEAD = 3, 4
"""Letters of the parts of a compound."""
_WORD = re.compile(r"[^\W\d_]+")


def language_of(texts: Iterable[str]) -> str:
    """The language to answer in: of the last message that shows one, else the base.

    The first words of a language settle it; later a message must hold more of them to change it,
    so that an address or a name does not.

    Args:
        texts: the shopper's messages, the one that is to be answered last.
    """
    settled: str | None = None
    for text in texts:
        if asked := asked_language(text):
            settled = asked
            continue
        shown, count, words = _shown(text)
        if _is_enough(count, words, is_first=settled is None):
            settled = shown
    return settled or BASE


def asked_language(text: str) -> str | None:
    """The language that a message asks for, and asks for nothing else: "in English, please"."""
    words, names = _words(text), asking()["names"]
    asked = [of for of in languages() for word in words if word in names[of]]
    around = {*asking()["around"], *(name for row in names.values() for name in row)}
    return asked[0] if len(asked) == 1 and around.issuperset(words) else None


def _is_enough(count: int, words: int, *, is_first: bool) -> bool:
    """Whether so many of so many words tell a language: one of a few does, at the beginning."""
    if count >= _FEWEST or not count:
        return bool(count)
    return is_first or _FEWEST < words <= _SHARE


def foreign_language(text: str) -> str | None:
    """A language that is not spoken here: by its script, or by the marks of its words."""
    if not text.isascii() and _is_of_other_letters(text):
        return SCRIPT
    words = _words(text)
    for language, marks in other_languages().items():
        hits = len([word for word in words if word in marks])
        is_many = hits >= _FEWEST and hits * _SHARE >= len(words)
        if is_many and hits > max(_known(words, name) for name in languages()):
            return language
    return None


def _is_of_other_letters(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    foreign = [c for c in letters if "LATIN" not in unicodedata.name(c, "")]
    return len(letters) >= _FEWEST and len(foreign) * 2 > len(letters)


def _known(words: Iterable[str], language: str) -> int:
    known = load_tables(language).known_words
    return sum(word in known for word in words)


@lru_cache(maxsize=1024)
def _shown(text: str) -> tuple[str | None, int, int]:
    """The language whose own words a text holds most of, by how many it leads; of how many."""
    words = _words(text)
    counted = (
        (sum(word in own or _is_compound(word, name) for word in words), name)
        for name, own in _own_words().items()
    )
    (most, language), *others = sorted(counted, reverse=True)
    lead = most - max((count for count, _ in others), default=0)
    if lead < _FEWEST < len(words) and text.istitle():  # a name: "Linen-Look Curtain"
        lead = 0
    return (language if lead else None), lead, len(words)


def _is_compound(word: str, language: str) -> bool:
    """Whether a word is run together of others and ends with goods: "Leinenhemd"."""
    heads = range(_SHORTEST_PART, len(word) - _SHORTEST_HEAD + 1)
    return any(word[at:] in _heads(language) for at in heads)


@lru_cache(maxsize=4)
def _heads(language: str) -> frozenset[str]:
    """The words for goods that compounds of a language end with; no other language has them."""
    tables = load_tables(language)
    if not tables.words["compounds"]:
        return frozenset()
    others = (load_tables(name).known_words for name in languages() if name != language)
    words = tables.words["goods"].keys() | {*tables.goods["nouns"]}
    return frozenset(word for word in words if len(word) >= _SHORTEST_HEAD).difference(*others)


@lru_cache(maxsize=1)
def _own_words() -> dict[str, frozenset[str]]:
    """The words that shoppers say in each language and that no other language's tables hold."""
    tables = {name: load_tables(name) for name in languages()}
    known = {name: table.own_words | table.spoken_words for name, table in tables.items()}
    known[BASE] |= tables[BASE].known_words  # goods too: a kurta is one in any language
    return {
        name: own.spoken_words.difference(*(known[other] for other in tables if other != name))
        for name, own in tables.items()
    }


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())
