"""The shop's places, and which of them a shopper means by what she calls it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from rapidfuzz import fuzz

FUZZY_FROM = 80
"""Likeness in percent from which a misspelled name counts."""
SHORTEST_PART = 3
RENAMED_CITIES = {
    "bangalore": "bengaluru",
    "bombay": "mumbai",
    "madras": "chennai",
    "calcutta": "kolkata",
}
NOISE = frozenset(
    {"the", "store", "stores", "shop", "branch", "outlet", "in", "at", "near", "your"}
)


@dataclass(frozen=True)
class Place:
    """A store or a warehouse."""

    place_id: str
    name: str
    city: str
    address: str = ""
    postcode: str = ""
    hours: str = ""

    @property
    def label(self) -> str:
        """Name and city, as a shopper reads it."""
        return f"{self.name}, {self.city}" if self.city else self.name


def plain_postcode(postcode: str) -> str:
    """A postcode without spaces and hyphens: `560 038` is 560038."""
    return re.sub(r"[\s-]+", "", postcode).upper()


def distance(one: str, other: str) -> tuple[int, int]:
    """How far apart two postcodes are, for comparing only; neighbours share their first digits.

    Of those that share as many, the one is nearer whose next digit is.
    """
    pairs = list(zip(plain_postcode(one), plain_postcode(other), strict=False))
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    parted = pairs[shared] if shared < len(pairs) else ("", "")
    has_digits = all(sign.isdigit() for sign in parted)
    return -shared, abs(int(parted[0]) - int(parted[1])) if has_digits else 0


def nearest_first(places: Sequence[Place], postcode: str | None) -> list[Place]:
    """Order places by their distance from a postcode."""
    if not postcode:
        return list(places)
    return sorted(places, key=lambda place: distance(postcode, place.postcode))


def find_places(wanted: str, places: Sequence[Place]) -> list[Place]:
    """Find the places that a shopper's words name: none, one, or several (a city's).

    The strictest reading that finds any wins: id, name, city, part of name or address,
    and last a misspelled name or city.
    """
    for place in places:
        if place.place_id.casefold() == wanted.strip().casefold():
            return [place]
    text = _fold(wanted)
    if not text:
        return []
    readings = (
        [p for p in places if _has_words(text, _fold(p.name))],
        [p for p in places if _has_words(text, _fold(p.city))],
        [p for p in places if len(text) >= SHORTEST_PART and text in _everything(p)],
        _closest(text, places),
    )
    return next((found for found in readings if found), [])


def _fold(text: str) -> str:
    words = re.findall(r"\w+", text.casefold())
    return " ".join(RENAMED_CITIES.get(word, word) for word in words if word not in NOISE)


def _has_words(text: str, name: str) -> bool:
    return bool(name) and f" {name} " in f" {text} "


def _everything(place: Place) -> str:
    return _fold(f"{place.name} {place.city} {place.address} {place.postcode}")


def _closest(text: str, places: Sequence[Place]) -> list[Place]:
    scores = {p.place_id: _likeness(text, p) for p in places}
    best = max(scores.values(), default=0.0)
    return [p for p in places if best >= FUZZY_FROM and scores[p.place_id] == best]


def _likeness(text: str, place: Place) -> float:
    return max(fuzz.ratio(text, _fold(place.name)), fuzz.ratio(text, _fold(place.city)))
