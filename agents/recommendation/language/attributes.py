"""Which of the stored colours, sizes, brands and materials a shopper's word means."""

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from agents.recommendation.language.lexicon import lexicon
from agents.recommendation.language.words import fold, words_of

SLIP_LENGTH = 5
KEPT_TEXTS = 4096
"""Colours and sizes whose reading is kept; a shopper or a feed may write any number of them."""
ALTERNATIVES = re.compile(r"\s+or\s+", re.IGNORECASE)
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


def matching_colours(wanted: str, stored: Iterable[str]) -> frozenset[str]:
    """The stored colours that are the wanted one or a shade of it; never the other way round."""
    wishes = list(map(_colour, _each(wanted)))
    names = {*wishes, *(shade for wish in wishes for shade in _shades(wish))}
    return frozenset(colour for colour in stored if _names_one_of(_colour(colour), names))


def matching_sizes(wanted: str, stored: Iterable[str]) -> frozenset[str]:
    """The stored sizes that are the wanted one: "medium" is M, "9" is "UK 9" and "9.0"."""
    wishes = list(map(size_of, _each(wanted)))
    return frozenset(size for size in stored if any(_is_size(size, wish) for wish in wishes))


def matching_names(wanted: str, stored: Iterable[str]) -> frozenset[str]:
    """The stored brands that are, or contain, the wanted words."""
    words = words_of(wanted)
    if not words:
        return frozenset()
    names = {name: words_of(name) for name in stored}
    if len(wishes := _each(wanted)) > 1 and words not in names.values():
        return frozenset().union(*(matching_names(wish, names) for wish in wishes))
    exact = frozenset(name for name, own in names.items() if own == words)
    containing = frozenset(name for name, own in names.items() if _contains(own, words))
    return exact or containing or _nearly("".join(words), names)


def matching_materials(wanted: str, stored: Iterable[str]) -> frozenset[str]:
    """The stored materials of which the wanted is one: cotton is in "organic cotton" too.

    What only looks like it is not it: faux leather is no leather.
    """
    known = lexicon().material_kinds
    wishes = [words for wish in _each(wanted) if (words := words_of(wish))]
    wishes += [[kind] for words in tuple(wishes) for kind in known.get(" ".join(words), ())]
    return frozenset(name for name in stored if any(_is_of(name, wish) for wish in wishes))


def colour_in(text: str) -> str | None:
    """The colour that a text names, if it names one ("Ocean Blue Shirt" is blue)."""
    words = _colour(text).split()
    named = [word for word in words if word in _colour_names()]
    return named[-1] if named else None


def materials_in(text: str) -> list[str]:
    """The materials that a text names."""
    known = lexicon().materials
    return list(dict.fromkeys(word for word in words_of(text) if word in known))


def is_colour(text: str) -> bool:
    """Whether a folded text is a colour that everybody knows by this word."""
    return _colour(text) in _all_colours()


def _each(wanted: str) -> list[str]:
    """The values of a wish that leaves a choice: "black or white"."""
    return [part for part in ALTERNATIVES.split(wanted) if part.strip()]


def _is_size(stored: str, wanted: tuple[str, str]) -> bool:
    system, value = size_of(stored)
    return value == wanted[1] and (not wanted[0] or system in ("", wanted[0]))


def _is_of(material: str, wanted: list[str]) -> bool:
    words = words_of(material)
    is_imitation = bool(lexicon().imitations & (set(words) - set(wanted)))
    return _contains(words, wanted) and not is_imitation


def _nearly(word: str, names: Mapping[str, list[str]]) -> frozenset[str]:
    """Names that a slip of the finger makes of the word."""
    if len(word) < SLIP_LENGTH:
        return frozenset()
    return frozenset(
        name for name, own in names.items() if OSA.distance(word, "".join(own), score_cutoff=1) <= 1
    )


@lru_cache(KEPT_TEXTS)
def _colour(text: str) -> str:
    spellings = lexicon().colour_spellings
    words = re.findall(r"[a-z]+", fold(text))
    return " ".join(spellings.get(word, word) for word in words)


@lru_cache(KEPT_TEXTS)
def _shades(colour: str) -> frozenset[str]:
    return frozenset(map(_colour, lexicon().shades.get(colour, ())))


@cache
def _colour_names() -> frozenset[str]:
    return frozenset(name for name in _all_colours() if " " not in name)


def _names_one_of(colour: str, names: set[str]) -> bool:
    padded = f" {colour} "
    return any(name and f" {name} " in padded for name in names)


@cache
def _all_colours() -> frozenset[str]:
    shades = lexicon().shades
    return frozenset(map(_colour, {*shades, *(one for group in shades.values() for one in group)}))


@lru_cache(KEPT_TEXTS)
def size_of(text: str) -> tuple[str, str]:
    """A size as its system ("uk", or none) and its value."""
    known = lexicon()
    words = re.findall(r"\d+(?:[.,]\d+)?|[a-z]+", fold(text).replace("-", " "))
    if len(words) > 1 and words[0] == "size":
        words.pop(0)
    system = words.pop(0) if len(words) > 1 and words[0] in known.size_systems else ""
    if len(words) == 1 and NUMBER.fullmatch(words[0]):
        return system, _number(words[0])
    if len(words) == 2 and NUMBER.fullmatch(words[0]) and words[1] in known.size_systems:
        return words[1], _number(words[0])
    value = " ".join(words)
    joined = "".join(words)
    return system, known.sizes.get(value) or known.sizes.get(joined) or (joined or fold(text))


def _number(text: str) -> str:
    whole, _, part = text.replace(",", ".").partition(".")
    part = part.rstrip("0")
    return f"{int(whole)}.{part}" if part else str(int(whole))


def _contains(words: list[str], wanted: list[str]) -> bool:
    span = len(wanted)
    return any(words[at : at + span] == wanted for at in range(len(words) - span + 1))
