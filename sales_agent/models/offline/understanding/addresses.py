"""Addresses that stand in a sentence, and parts of one: the rest of it is asked for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sales_agent.models.offline.understanding.identifiers import read_address, read_postcode
from sales_agent.models.offline.understanding.tables import load_tables, pattern
from sales_agent.models.offline.understanding.wish import Slots

_CITY_WORDS, _STREET_WORDS = 3, 8
"""So many words a city, and a street with its house, are at most."""


@dataclass(frozen=True)
class Found:
    """An address in a message, and what else the message says."""

    address: Slots
    rest: str


def find_address(text: str) -> Found | None:
    """The address in "I live in Pune, at 27 Prabhat Road, Deccan, 411004, second floor"."""
    for name in ("sent_to", "address_said"):
        found = pattern(name).search(text)
        address = read_address(found[1]) if found else None
        if found and address:
            rest = f"{text[: found.start()]} {text[found.end() :]}".strip(" ,.;")
            return Found(_in_her_city(address, text[: found.start()]), rest)
    return None


def moved_to(words: str) -> Slots | None:
    """The address that words hold after "to": "change the address of O-12 to 5 Hill Road, ..."."""
    said = pattern("move_lead").sub("", pattern("order_said").sub(" ", words), count=1)
    return read_address(said.rpartition(":")[2])


def read_part(text: str) -> Slots | None:
    """A part of an address: "Delhi 110001", "14 MG Road", "560001, 14 MG Road"."""
    text = pattern("address_lead").sub("", text.strip(" .!"))
    postcode = read_postcode(text)
    said = text.replace(postcode, " ") if postcode and postcode in text else text
    said = pattern("in_city").sub(", ", said)
    said = pattern("address_fillers").sub(" ", said) if postcode else said
    parts = [" ".join(part.split()) for part in said.split(",") if part.strip(" .")]
    if not parts:
        return Slots(postcode=postcode) if postcode else None
    if not pattern("street").search(said):
        city = written(parts[0]) if len(parts) == 1 and is_city(parts[0]) else None
        return Slots(postcode=postcode, city=city) if postcode and city else None
    city = written(parts.pop()) if len(parts) > 1 and is_city(parts[-1]) else None
    line = ", ".join(parts)
    return Slots(line1=line, city=city, postcode=postcode) if is_street(line) else None


def in_city_of(part: Slots, stores: Iterable[Mapping[str, Any]]) -> Slots:
    """A part that ends with a city that the shop knows, with that city: "9 Gandhi St Chennai"."""
    line = part.line1 or ""
    for store in stores if line and not part.city else ():
        if line.lower().endswith(f" {store['city'].lower()}"):
            street = line[: -len(store["city"])].strip(" ,")
            return part.filled(line1=street, city=str(store["city"]))
    return part


def are_several(text: str) -> bool:
    """Whether a text holds one address after the other, each whole."""
    parts = pattern("between_addresses").split(text)
    return len(parts) > 1 and all(find_address(f"to {part}") for part in parts)


def is_city(text: str) -> bool:
    """Whether words can be what a city is called."""
    words = text.split()
    return 0 < len(words) <= _CITY_WORDS and all(word.isalpha() for word in words)


def is_street(text: str) -> bool:
    """Whether words can be a street with its house."""
    return 0 < len(text.split()) <= _STREET_WORDS


def says_other(text: str) -> bool:
    """Whether words say something else than a place's name: "express please", "yes"."""
    is_named = any(sign.isdigit() for sign in text) or pattern("street").search(text)
    known = load_tables().known_words
    return not is_named and all(word in known for word in text.lower().replace(",", " ").split())


def written(city: str) -> str:
    """A city as one writes it: "delhi" is Delhi."""
    return city.title() if city.islower() else city


def _in_her_city(address: Slots, before: str) -> Slots:
    """The address with the city that was named before it; what stood there is a part of it."""
    named = pattern("lives_in").search(before)
    if named is None or named[1].lower() == (address.city or "").lower():
        return address
    return replace(address, line1=f"{address.line1}, {address.city}", city=written(named[1]))
