"""What the learned reader sees of a clause: its words, with names and figures folded together."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from sales_agent.truth.reading.clauses import Clause, clauses_of
from sales_agent.truth.reading.text import words_of as listed

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_FIGURES = re.compile(
    r"(?P<amount>(?:[₹$€£]|\b(?:rs\.?|inr|usd)\s?)\s?\d[\d,]*(?:\.\d+)?"
    r"|\b\d[\d,]*(?:\.\d+)?\s?(?:rupees|inr|dollars)\b)"
    r"|(?P<percent>\b\d+(?:\.\d+)?\s?(?:%|percent\b|per cent\b))"
    r"|(?P<date>\b\d{4}-\d\d-\d\d\b"
    rf"|\b(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}\b(?: \d{{4}})?"
    rf"|\b{_MONTH} \d{{1,2}}\b)"
    r"|(?P<weekday>\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b)"
    r"|(?P<order>\bo-?\d[\w-]*)"
    r"|(?P<id>\b[a-z]{1,4}-[a-z0-9]{4,}\b|#\d+)"
    r"|(?P<code>(?-i:\b[A-Z]{2,}\d+\b))"
    r"|(?P<num>\b\d[\d.,:]*)",
    re.I,
)
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]\w+(?: [A-Z][a-z]\w+)*")
"""A word with a capital within a sentence, which no result names."""
_SHORTENED = (
    (re.compile(r"\bcan't\b|\bcannot\b"), "can not"),
    (re.compile(r"\bwon't\b"), "will not"),
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"'ve\b"), " have"),
    (re.compile(r"'ll\b"), " will"),
    (re.compile(r"'re\b"), " are"),
    (re.compile(r"'d\b"), " would"),
    (re.compile(r"'m\b"), " am"),
    (re.compile(r"'s\b"), " 's"),
)
_WORD = re.compile(r"[a-z]+_|'s|[a-z]+|[?!:\u2192\u2713\u2714\u2705\u274c]")
_COLOURS = listed(
    "black navy white grey gray olive red blue beige green pink mustard maroon yellow brown "
    "purple orange turquoise"
)
_LONGEST = 60
"""Words that are looked at."""
_LITTLE = listed(
    "the a an your you it i we to of and for in on at is are was be been has have that this my "
    "our so with"
)
"""Words that tell nothing from afar."""
_AFAR = 4
"""Words of content behind one that are seen together with it."""
_GRAMS = (3, 4, 5)
_ENDS = ("ing", "ed", "es", "s", "en")
_KEPT = 8192
_THEN = re.compile(r"\W*(?:and|then)\b", re.I)
_HAPPENED = re.compile(
    r"\b(?:has|have|had|was|were|been|did|just|already)\b|'ve\b|\b(?:I|we|they) \w{2,}ed\b", re.I
)
"""With these something is told that has happened, and not what will be."""
_AND = re.compile(r",? (?:and|plus) |, ", re.I)


def pieces_of(text: str) -> list[str]:
    """The clauses of a text that say something as a fact, cut where "and" joins two as well."""
    clauses = clauses_of(text)
    said = [
        clause.text
        for before, clause in zip([None, *clauses], clauses, strict=False)
        if not (clause.is_question or clause.is_case or clause.is_wish)
        and not (before and _hangs_on(before, clause))
    ]
    return [piece for text in said for piece in _AND.split(text) if _WORD.search(piece.lower())]


def without_questions(text: str) -> str:
    """A text but for what it asks."""
    clauses = clauses_of(text)
    if not any(clause.is_question for clause in clauses):
        return text
    kept = [text[one.start : one.end].strip() for one in clauses if not one.is_question]
    return ", ".join(kept)


def _hangs_on(before: Clause, clause: Clause) -> bool:
    """Whether it is what will be: behind "say yes, and", and behind a case."""
    if before.is_case:
        return not _HAPPENED.search(clause.text)
    return before.is_wish and bool(_THEN.match(clause.text))


def words_of(text: str) -> list[str]:
    """The words of a clause; figures, dates, numbers of orders and the like are one word each."""
    text = _FIGURES.sub(lambda found: f" {found.lastgroup}_ ", text.replace("\u2019", "'"))
    lower = _NAME.sub("name_", text).lower()
    if "'" in lower or "cannot" in lower:
        for pattern, whole in _SHORTENED:
            lower = pattern.sub(whole, lower)
    found = _WORD.findall(lower)[:_LONGEST]
    return ["colour_" if word in _COLOURS else word for word in found]


def traits_in(text: str) -> set[str]:
    """What a reader sees of a text."""
    return traits_of(words_of(text))


def traits_of(words: Sequence[str]) -> set[str]:
    """Single words and their stems, pairs, threes, pairs from afar, and pieces of words."""
    ends = ["^", *words, "$"]
    stems = [stem_of(word) for word in words]
    found = {f"1 {word}" for word in words}
    found.update(f"s {stem}" for stem in stems)
    found.update(f"2 {one} {two}" for one, two in pairwise(ends))
    found.update(f"3 {a} {b} {c}" for a, b, c in zip(ends, ends[1:], ends[2:], strict=False))
    found.update(_from_afar([stem for stem in stems if stem not in _LITTLE]))
    for word in words:
        found.update(_pieces(word))
    found.add(f"n {min(len(words), 12) // 2}")
    return found


@lru_cache(_KEPT)
def stem_of(word: str) -> str:
    """A word without its ending; rough, and the same for "cancelled" and "canceling"."""
    for end in _ENDS:
        if word.endswith(end) and len(word) - len(end) >= 3:
            word = word[: -len(end)]
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeious":
        word = word[:-1]
    return word.rstrip("e") if len(word) > 3 else word


def _from_afar(stems: Sequence[str]) -> Iterator[str]:
    for place, stem in enumerate(stems):
        for other in stems[place + 1 : place + 1 + _AFAR]:
            yield f"k {stem} {other}"


@lru_cache(_KEPT)
def _pieces(word: str) -> frozenset[str]:
    """The beginnings, ends and middles of a word of four letters or more."""
    if len(word) < 4 or word.endswith("_"):
        return frozenset()
    held = f"#{word}#"
    return frozenset(
        held[start : start + size] for size in _GRAMS for start in range(len(held) - size + 1)
    )
