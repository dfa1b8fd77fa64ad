"""Misspelt and unfinished words, read as words that the catalogue has."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from agents.recommendation.language.lexicon import lexicon
from agents.recommendation.language.words import singular

PREFIX_LENGTH = 4
ONE_EDIT_LENGTH = 4
TWO_EDITS_LENGTH = 8
READINGS = 5
LAST_CHARACTER = "\U0010ffff"


class KnownWords(Mapping[str, int]):
    """A catalogue's words with how many products each stands for, arranged for reading others.

    Half a million words must not be walked through for each misspelt one.
    """

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        self._sorted = sorted(counts)
        self._buckets: dict[tuple[str, int], list[str]] = {}
        for word in counts:
            if word.isalpha():
                self._buckets.setdefault((word[0], len(word)), []).append(word)

    def __getitem__(self, word: str) -> int:
        return self._counts[word]

    def __iter__(self) -> Iterator[str]:
        return iter(self._counts)

    def __len__(self) -> int:
        return len(self._counts)

    def beginning(self, start: str) -> list[str]:
        """The words that begin so."""
        place = bisect_left(self._sorted, start)
        end = bisect_left(self._sorted, start + LAST_CHARACTER, lo=place)
        return self._sorted[place:end]

    def near(self, word: str, edits: int) -> list[str]:
        """The words of the same first letter, and of about the same length."""
        lengths = range(len(word) - edits, len(word) + edits + 1)
        return [w for length in lengths for w in self._buckets.get((word[0], length), ())]


def readings(word: str, known: KnownWords) -> tuple[str, ...]:
    """What a word that nothing matches may mean, likeliest first.

    Words that name goods of their own ("books") are never taken for others ("boots").

    Args:
        word: folded, as typed, not yet singular.
        known: the catalogue's words with how many products each stands for.
    """
    if singular(word) in lexicon().own_words or not word.isalpha():
        return ()
    return _completions(word, known) or _split(word, known) or _corrections(word, known)


def _completions(word: str, known: KnownWords) -> tuple[str, ...]:
    if len(word) < PREFIX_LENGTH or word in lexicon().materials:
        return ()
    longer = known.beginning(word)
    return tuple(sorted(longer, key=lambda other: -known[other])[:READINGS])


def _split(word: str, known: Mapping[str, int]) -> tuple[str, ...]:
    for place in range(3, len(word) - 2):
        first, second = word[:place], singular(word[place:])
        if first in known and second in known:
            return (f"{first} {second}",)
    return ()


def _corrections(word: str, known: KnownWords) -> tuple[str, ...]:
    edits = 2 if len(word) >= TWO_EDITS_LENGTH else 1 if len(word) >= ONE_EDIT_LENGTH else 0
    if not edits:
        return ()
    found: dict[str, float] = {}
    for form in dict.fromkeys((word, singular(word))):
        for other, distance, _ in process.extract(
            form,
            known.near(form, edits),
            scorer=OSA.distance,
            score_cutoff=edits,
            limit=2 * READINGS,
        ):
            if _is_likely_slip(form, other, len(word)):
                found[other] = min(distance, found.get(other, distance))
    best = min(found.values(), default=0)
    closest = [other for other, distance in found.items() if distance == best]
    return tuple(sorted(closest, key=lambda other: -known[other])[:READINGS])


def _is_likely_slip(word: str, other: str, typed_length: int) -> bool:
    """Whether a word may be a slip for another: in short words, no letter for a letter."""
    if word[0] != other[0] or not other.isalpha():
        return False
    is_other_letter = len(word) == len(other) and sorted(word) != sorted(other)
    return typed_length > ONE_EDIT_LENGTH or not is_other_letter
