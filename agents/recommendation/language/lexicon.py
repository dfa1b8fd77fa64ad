"""The shop's lexicon: synonyms, shades, sizes and small words, read once from its data file."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

LEXICON_FILE = Path(__file__).parents[1] / "data" / "synonyms.json"


@dataclass(frozen=True)
class Lexicon:
    """What the data file says, arranged for look-up; words stand in lower case.

    `one_word` maps spellings to the single word they are indexed as ("t shirt" to "tshirt"),
    `spoken` such a word to what people write;
    `orders` maps words that ask for an order of price or age to the contract's name of it;
    `limits` holds what stands before or after a price that is a limit; `measures` what makes a
    number no price; `other_senses` are colours whose words mean something else as often;
    `narrower` maps a kind to the kinds it takes in; `shades` a colour to its shades.
    """

    one_word: Mapping[str, str]
    spoken: Mapping[str, str]
    same: tuple[tuple[str, ...], ...]
    narrower: Mapping[str, tuple[str, ...]]
    shades: Mapping[str, tuple[str, ...]]
    colour_spellings: Mapping[str, str]
    sizes: Mapping[str, str]
    size_systems: frozenset[str]
    always_plural: frozenset[str]
    irregular: Mapping[str, str]
    ignored: frozenset[str]
    orders: Mapping[str, str]
    links: frozenset[str]
    qualities: frozenset[str]
    containers: frozenset[str]
    audiences: Mapping[str, tuple[str, ...]]
    materials: frozenset[str]
    own_words: frozenset[str]
    limits: Mapping[str, tuple[str, ...]]
    currencies: Mapping[str, tuple[str, ...]]
    scales: Mapping[str, int]
    number_words: Mapping[str, int]
    measures: frozenset[str]
    refusals: tuple[str, ...]
    imitations: frozenset[str]
    other_senses: frozenset[str]
    material_kinds: Mapping[str, tuple[str, ...]]


@cache
def lexicon(path: Path = LEXICON_FILE) -> Lexicon:
    """Read the lexicon."""
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return Lexicon(
        one_word={form: word for word, forms in data["oneWord"].items() for form in forms},
        spoken=data["spoken"],
        same=tuple(map(tuple, data["same"])),
        narrower=_tuples(data["kinds"]),
        shades=_tuples(data["shades"]),
        colour_spellings=data["colourSpellings"],
        sizes=data["sizes"],
        size_systems=frozenset(data["sizeSystems"]),
        always_plural=frozenset(data["alwaysPlural"]),
        irregular=data["irregular"],
        ignored=frozenset(data["ignored"]),
        orders=data["orders"],
        links=frozenset(data["links"]),
        qualities=frozenset(data["qualities"]),
        containers=frozenset(data["containers"]),
        audiences=_tuples(data["audiences"]),
        materials=frozenset(data["materials"]),
        own_words=frozenset(data["wordsOfTheirOwn"]),
        limits=_tuples(data["limits"]),
        currencies=_tuples(data["currencies"]),
        scales=data["scales"],
        number_words=data["numberWords"],
        measures=frozenset(data["measures"]),
        refusals=tuple(data["refusals"]),
        imitations=frozenset(data["imitations"]),
        other_senses=frozenset(data["otherSenses"]),
        material_kinds=_tuples(data["materialKinds"]),
    )


def _tuples(lists: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(values) for name, values in lists.items()}
