"""Words that a shop's sentences are made of whatever it sells; in capitals they are no names."""

import re
from functools import cache, lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parent
_GERMAN = re.compile(
    r"[äöüß]|\b(?:der|die|das|den|dem|und|ist|sind|nicht|mit|ich|sie|ihr|ihre|ein|eine|einen|im|zu|"
    r"auf|von|haben|hat|wird|kein|keine|zur|zum|noch|auch|du|dir|dein|deine|kostet|gibt|gern|gerne|"
    r"danke|nein|hallo|bitte|welche|welcher|soll|etwas|aus|wir|uns|dich|mich|mir|kann|kannst|bei|"
    r"nach|bis|als|wenn|dass|nur|sehr|deine[mnr]|unsere[mnr]?|ordnung|fertig|vielen|jetzt|nun|"
    r"liegt|liegen|wurde|wurden|geschafft|wie|dazu|damit)\b"
)

_LEAST = 3
"""Letters of a noun within a compound."""
_BEGINNING = 4
"""Letters by which a compound can begin with a part of a word: "bestell" of "bestellung"."""
_INFLECTED = ("", "e", "n", "s", "en", "er", "es", "se", "ern", "nen")
_LINKS = ("", "s", "n", "en", "es", "e")
"""What stands between the parts of a compound."""
_OF_NOUNS = re.compile(r"(?:\w{5,}ung|\w{3,}(?:heit|keit|schaft|tion|itat|ismus))(?:en)?")
"""Endings that make German nouns of other words; without the marks of vowels."""
_PLAIN_VOWELS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})


def plain_words(lower: str) -> frozenset[str]:
    """The words that are no names in a talk: in German every noun has a capital.

    Args:
        lower: The sentence and what the shopper said, in lower case.
    """
    return _both() if is_german(lower) else _read("plain_words")


def is_german(lower: str) -> bool:
    """Whether a text in lower case is German, where capitals tell no names."""
    return bool(_GERMAN.search(lower))


@lru_cache(1024)
def is_german_noun(word: str, *, is_alone: bool) -> bool:
    """Whether a word in lower case is no name in German: a common noun, or made of such.

    The ending of its case and number counts for nothing. Of a compound each part is known; one
    beside another word with a capital can be a name all the same.
    """
    folded = word.translate(_PLAIN_VOWELS)
    stems = _stems(folded)
    if _OF_NOUNS.fullmatch(folded) or any(stem in _known() for stem in stems):
        return True
    return is_alone and any(map(_is_compound, stems))


def _is_compound(word: str) -> bool:
    heads = range(_LEAST, len(word) - _LEAST + 1)
    return any(word[start:] in _nouns() and _begins_compound(word[:start]) for start in heads)


def _begins_compound(word: str) -> bool:
    parts = [word.removesuffix(link) for link in _LINKS if word.endswith(link)]
    return any(
        part in _known() or part in _beginnings() or _is_compound(part)
        for part in parts
        if len(part) >= _BEGINNING
    )


def _stems(word: str) -> list[str]:
    found = [word.removesuffix(ending) for ending in _INFLECTED if word.endswith(ending)]
    return [stem for stem in found if len(stem) >= _LEAST]


@cache
def _nouns() -> frozenset[str]:
    """The nouns that a compound can end with."""
    return frozenset(noun.translate(_PLAIN_VOWELS) for noun in _read("nouns_de"))


@cache
def _known() -> frozenset[str]:
    return _nouns() | {word.translate(_PLAIN_VOWELS) for word in _read("plain_words_de")}


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(noun[:end] for noun in _nouns() for end in range(_BEGINNING, len(noun)))


@cache
def _read(name: str) -> frozenset[str]:
    return frozenset((_FOLDER / f"{name}.txt").read_text(encoding="utf-8").split())


@cache
def _both() -> frozenset[str]:
    return _read("plain_words") | _read("plain_words_de")
