"""A home shop of any size, drawn from a grammar of kinds, styles, materials, colours and sizes."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import product as pairs
from pathlib import Path
from typing import Any

GRAMMAR_FILE = Path(__file__).with_name("home_goods.json")
NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
YEARS_H = 3 * 365 * 24
MOST_COLOURS, MOST_SIZES = 3, 3
DECORATED = ("Decor", "Bedding", "Rugs", "Kids", "Outdoor > Garden", "Kitchen > Tableware")
"""Where a motif stands in names: an owl on a pillow, a map on a print."""


def home_goods(count: int, seed: int = 7) -> Iterator[dict[str, Any]]:
    """Products as the contract spells them; the same for the same count and seed."""
    for number in range(count):
        yield _product(number, random.Random(seed * 1_000_003 + number))


def home_kinds() -> list[str]:
    """The names of the kinds of goods."""
    return [kind for _, kind, *_ in _kinds()]


@cache
def _grammar() -> dict[str, Any]:
    grammar: dict[str, Any] = json.loads(GRAMMAR_FILE.read_text(encoding="utf-8"))
    return grammar


@cache
def _kinds() -> list[tuple[str, str, str, str, list[str]]]:
    return [
        (category, kind, materials, sizes, features.split(", "))
        for category, kinds, materials, sizes, features in _grammar()["kinds"]
        for kind in kinds.split(", ")
    ]


@cache
def _brands() -> list[str]:
    grammar = _grammar()
    made = pairs(grammar["brandStarts"], grammar["brandEnds"])
    tails = grammar["brandTails"]
    named = [f"{start}{end}{tails[place % len(tails)]}" for place, (start, end) in enumerate(made)]
    random.Random(1).shuffle(named)
    return [*grammar["brandsNamed"], *named]


def _product(number: int, dice: random.Random) -> dict[str, Any]:
    grammar = _grammar()
    category, kind, materials, sizes, features = dice.choice(_kinds())
    brands = _brands()
    brand = brands[min(int(dice.expovariate(1 / 120)), len(brands) - 1)]
    material, style = dice.choice(grammar["materials"][materials]), dice.choice(grammar["styles"])
    feature = dice.choice(features) if dice.random() < 0.4 else ""
    motif = dice.choice(grammar["motifs"]) if category.startswith(DECORATED) else ""
    words = [dice.choice(brands).split()[0], motif or style, material, kind, feature]
    name = " ".join(word for word in words if word)
    price = round(10 ** dice.uniform(3.2, 5.3) / 100) * 100 - 1
    return {
        "productId": f"home-{number}",
        "name": name,
        "brand": brand,
        "category": category,
        "description": _description(dice, kind, material, style, feature),
        "materials": [material],
        "tags": [style, *([motif] if motif else [])],
        "currency": "USD",
        "popularity": int(dice.paretovariate(0.9)) - 1,
        "listedAt": NOW - timedelta(hours=dice.randrange(YEARS_H)),
        "variants": _variants(number, dice, price, grammar["sizes"][sizes]),
    }


def _description(dice: random.Random, kind: str, material: str, style: str, feature: str) -> str:
    grammar = _grammar()
    first, second = dice.sample(grammar["rooms"], 2)
    other = dice.choice(_kinds())[1]
    return (
        f"A {style.lower()} {kind.lower()} made of {material.lower()} {feature.lower()} for the "
        f"{first} or the {second}. It pairs well with a {other.lower()} and wipes clean with a "
        "damp cloth. Assembly takes half an hour; all tools are included."
    )


def _variants(
    number: int, dice: random.Random, price: int, sizes: list[str]
) -> list[dict[str, Any]]:
    colours = dice.sample(_grammar()["colours"], dice.randint(1, MOST_COLOURS))
    chosen = sorted(dice.sample(range(len(sizes)), min(len(sizes), dice.randint(1, MOST_SIZES))))
    rows = []
    for colour, place in pairs(colours, chosen or [None]):
        size = None if place is None else sizes[place]
        dearer = 1 + 0.2 * (place or 0)
        row = {"colour": colour, "size": size, "price": int(price * dearer)}
        rows.append({"sku": f"home-{number}-{len(rows)}", **row})
    return rows
