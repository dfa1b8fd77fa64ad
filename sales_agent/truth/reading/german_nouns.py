"""Tells the common nouns of German, which all have a capital, from names."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from sales_agent.truth.reading.words import words_in_table

_LEAST = 3
"""Letters of a noun within a compound."""
_BEGINNING = 4
"""Letters by which a compound can begin with a part of a word: "bestell" of "bestellung"."""
_INFLECTED = ("", "e", "n", "s", "en", "er", "es", "se", "sen", "ern", "nen")
_LINKS = ("", "s", "n", "en", "es", "e")
"""What stands between the parts of a compound."""
_OF_NOUNS = re.compile(r"(?:\w{5,}ung|\w{3,}(?:heit|keit|schaft|tion|itat|ismus))(?:en)?")
"""Endings that make German nouns of other words; without the marks of vowels."""
_PLAIN_VOWELS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
_FORMAL = re.compile(r"(?:Sie|Ihnen|Ihr(?:e[mnrs]?)?|Du|Dein(?:e[mnrs]?)?)")
"""Words that German writes with a capital out of politeness."""
_BEFORE_NOUN = re.compile(
    r"\b(?:(?:k?ein|mein|dein|ihr|unser|jed|manch|viel|wenig|mehrer|einig|dies|welch)(?:e[mnrs]?)?|"
    r"zwei|drei|vier|etwas|nichts|alles|was)\s(?:[a-zäöüß]+e[mnrs]?,?\s)*$"
    r"|\b(?!(?:ab|leid|lieb|wied|weit|spät|imm|unt|auß|hint|hi|d|ei|üb|ihr|nu|wied|od|w)er\b|"
    r"(?:d|w|ind|v)em\b|(?:d|w|all|and|beid)es\b)[a-zäöüß]{2,}(?:er|em|es)\s$",
    re.I,
)
"""What stands before a common noun in German, and before hardly a name."""
_DESCRIBES = re.compile(r"[A-ZÄÖÜ][a-zäöüß]{3,}(?:e[nrs]?|[ei]t)")
"""How an adjective or a participle ends that begins a German sentence."""
_AS_NOUN = re.compile(r"\b(?:zum|beim|fürs|das|vom|am|ans)\s$", re.I)
"""Before a verb that German writes as a noun: "zum Verschenken"."""
_TWO = 2


def are_german_nouns(words: Sequence[str], run: str, before: str, *, is_first: bool) -> bool:
    """Whether words with a capital are common nouns, and so no name.

    Args:
        words: Those of the run that can be a name.
        run: Words with capitals that follow one another.
        before: What stands before the run in its sentence.
        is_first: Whether the run begins a sentence.
    """
    others = [one for one in run.split() if not _FORMAL.fullmatch(one)]
    is_alone = len(others) - is_first < _TWO
    lead = f"{before}{run.removesuffix(words[-1])}"
    if is_alone and (_BEFORE_NOUN.search(lead) or _is_verb(words[-1], lead)):
        return True
    said = words[1:] if is_first and _DESCRIBES.fullmatch(run.split()[0]) else words
    return all(is_german_noun(word.casefold(), is_alone=is_alone) for word in said)


def _is_verb(word: str, before: str) -> bool:
    return word.endswith("en") and bool(_AS_NOUN.search(before))


@lru_cache(1024)
def is_german_noun(word: str, *, is_alone: bool) -> bool:
    """Whether a word in lower case is no name in German: a common noun, or made of such.

    The ending of its case and number counts for nothing. Of a compound each part is known; one
    beside another word with a capital can be a name all the same.
    """
    folded = word.translate(_PLAIN_VOWELS).removeprefix("un")
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
    return frozenset(noun.translate(_PLAIN_VOWELS) for noun in words_in_table("nouns_de"))


@cache
def _known() -> frozenset[str]:
    return _nouns() | {word.translate(_PLAIN_VOWELS) for word in words_in_table("plain_words_de")}


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(noun[:end] for noun in _nouns() for end in range(_BEGINNING, len(noun)))
