"""The catalogue's words in a message: categories, colours, brands, materials, stores, sizes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sales_agent.models.offline.understanding.lexicon import mentions
from sales_agent.models.offline.understanding.tables import (
    Tables,
    alternatives,
    load_tables,
    pattern,
)
from sales_agent.models.offline.understanding.text import Token, stem
from sales_agent.models.offline.understanding.vocabulary import Term, Vocabulary
from sales_agent.models.offline.understanding.wish import Slots

_LONGEST_NOUN = 12
"""Letters behind a size in which a noun tells that it is none: "a small apartment"."""


@dataclass(frozen=True)
class Spotted:
    """Terms of the catalogue in a message: as slots, several categories apart, words left over."""

    slots: Slots
    categories: tuple[str, ...]
    rest: tuple[Token, ...]


def spot(tokens: Sequence[Token], vocabulary: Vocabulary) -> Spotted:
    """Find the catalogue's terms in a message, the longest first."""
    found, rest = _scan(tokens, vocabulary)
    found = [(at, term) for at, term in found if not _is_part(at, term, tokens)]
    slots = Slots()
    categories: dict[str, None] = {}
    for position, term in found:
        if _is_negated(tokens, position):
            slots = _excluding(slots, term)
        elif term.kind == "category":
            categories[term.value] = None
        elif term.kind != "type" and getattr(slots, term.kind) is None:
            slots = slots.filled(**{term.kind: term.value})
    names = tuple(categories)
    slots = slots.filled(category=names[0] if names else None)
    return Spotted(slots, names, tuple(rest))


def read_size(text: str, raw: str, vocabulary: Vocabulary) -> tuple[str | None, str]:
    """Find a size the shopper named; returns it as the shop writes it, and the text without it."""
    numbers = load_tables().words["numbers"]
    text = pattern("size_number_word").sub(lambda m: str(numbers.get(m[0], m[0])), text)
    for form in _size_forms(vocabulary, load_tables()):
        for found in form.finditer(text):
            if _is_size(found, raw, text):
                rest = f"{text[: found.start()]} {text[found.end() :]}".strip()
                return as_size(found["s"], vocabulary), rest
    last = _after_colour(load_tables()).search(text)
    if last and last["s"] in vocabulary.sizes:
        rest = f"{text[: last.start('s')]}{text[last.end('s') :]}".strip()
        return vocabulary.sizes[last["s"]], rest
    return _last_number(text, vocabulary)


def _last_number(text: str, vocabulary: Vocabulary) -> tuple[str | None, str]:
    """A size at the end, right behind goods: "black running shoes 9"."""
    before, _, number = text.rstrip(" .!?").rpartition(" ")
    goods = before.rpartition(" ")[2]
    if number.isdigit() and number in vocabulary.sizes and stem(goods) in vocabulary.words:
        return vocabulary.sizes[number], before
    return None, text


def as_size(word: str, vocabulary: Vocabulary) -> str:
    """A size as the shop writes it, else as the tables do ("medium" is "M")."""
    low = word.lower().strip()
    sizes: dict[str, str] = load_tables().words["sizes"]
    for form in (low, sizes.get(low, low).lower(), f"uk {low}", low.removesuffix(".0")):
        if form in vocabulary.sizes:
            return vocabulary.sizes[form]
    return sizes.get(low, word.upper() if low in load_tables().words["letter_sizes"] else word)


def _scan(
    tokens: Sequence[Token], vocabulary: Vocabulary
) -> tuple[list[tuple[int, Term]], list[Token]]:
    found: list[tuple[int, Term]] = []
    rest: list[Token] = []
    position, stems = 0, tuple(token.stem for token in tokens)
    while position < len(tokens):
        for length in vocabulary.lengths.get(stems[position], ()):
            if term := vocabulary.terms.get(stems[position : position + length]):
                found.append((position, term))
                if term.kind == "type":
                    rest.extend(tokens[position : position + length])
                position += length
                break
        else:
            if not _is_refused(tokens, position):
                rest.append(tokens[position])
            position += 1
    return found, rest


def _is_part(position: int, term: Term, tokens: Sequence[Token]) -> bool:
    """Whether it is part of another thing's name: "black tea", "gold member", "short sleeves"."""
    others = {"colour": ("goods", "material", "size", "phrase"), "category": ("phrase",)}
    return any(
        start <= position < end and end - start > 1 and kind in others.get(term.kind, ())
        for start, end, kind in mentions(tokens)
    )


def _is_negated(tokens: Sequence[Token], position: int) -> bool:
    before = " ".join(token.word for token in tokens[max(0, position - 2) : position])
    return bool(pattern("negation_near").search(before))


def _is_refused(tokens: Sequence[Token], position: int) -> bool:
    """Whether a word of no list is one that is not wanted ("not from Sprintwell")."""
    before = " ".join(token.word for token in tokens[max(0, position - 3) : position])
    return bool(pattern("refused_word").search(before))


def _excluding(slots: Slots, term: Term) -> Slots:
    if term.kind == "colour":
        return slots.filled(not_colours=(*slots.not_colours, term.value))
    if term.kind == "brand":
        return slots.filled(not_brands=(*slots.not_brands, term.value))
    return slots


@lru_cache(maxsize=8)
def _size_forms(vocabulary: Vocabulary, tables: Tables) -> tuple[re.Pattern[str], ...]:
    """How a size is said: "size 9", "in M", "medium", "9 UK"."""
    named = {size for size in vocabulary.sizes if not re.fullmatch(r"[\d.]+", size)}
    words = alternatives({*tables.words["sizes"], *tables.words["letter_sizes"], *named})
    number = r"\d{1,3}(?:\.\d)?"
    lead, tail, noun, after = (
        tables.patterns[name] for name in ("size_lead", "size_tail", "size_noun", "size_after")
    )
    forms = (
        rf"{lead}(?P<s>{words}|{number})\b{tail}",
        rf"\b(?P<s>{words}){noun}",
        rf"\b(?P<s>{number}){after}",
    )
    return tuple(re.compile(form) for form in forms)


@lru_cache(maxsize=4)
def _after_colour(tables: Tables) -> re.Pattern[str]:
    """Such as "black 9" or "white m" at the end, or before what is to be done with it."""
    colours, letters = (alternatives(tables.words[name]) for name in ("colours", "letter_sizes"))
    end = tables.patterns["size_ends"]
    return re.compile(rf"\b(?:{colours}),? (?P<s>\d+{end}|(?:{letters})\W*$)")


def _is_size(found: re.Match[str], raw: str, text: str) -> bool:
    """Tell "M" the size from "m" the letter, and "in 9" from "in 9 days"."""
    size, whole = found["s"], found[0].strip()
    if len(size) == 1 and size.isalpha() and whole == size:
        return bool(re.search(rf"\b{size.upper()}\b", raw)) or text.strip() == size
    around = text[max(0, found.start() - 8) : found.end() + _LONGEST_NOUN]
    return not (pattern("too_size").search(around) or pattern("no_size").search(around))
