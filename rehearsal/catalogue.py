"""What scripts say of a catalogue without naming it: `{category_a.name}`, `{product_b.colour}`."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

Product = Mapping[str, Any]
Search = Callable[[str], Sequence[Product]]
PLACE = re.compile(r"\{((?:category|product)_[a-z]\.\w+|absent|colour|store)\}")
_ABSENT = ("violins", "tractors", "aquariums", "trampolines", "wigs")
_FEWEST = 3
_LETTERS = "abcdef"


class Unfilled(Exception):
    """A catalogue has nothing that a place could stand for."""


class Catalogue:
    """A catalogue's answers to the places of scripts, the same ones each time.

    `category_a`, `category_b` ... are categories of three products and more, the biggest first:
    `name`, `middle` (a price in whole units with goods on both sides), `cheapest` and `dearest`
    (names), `colour`. `product_a` ... are products of several sizes or colours, each of another
    category: `name`, `brand`, `category`, `colour`, `other_colour`, `size`, `other_size`. Where a
    shop has no categories, a place that needs them is not filled.

    Args:
        vocabulary: what the recommendation agent says it carries.
        search: the products of a category.
    """

    def __init__(self, vocabulary: Mapping[str, Any], search: Search) -> None:
        names = [row["value"] for row in vocabulary["categories"]]
        shelves = {name: list(search(name)) for name in names[: 2 * len(_LETTERS)]}
        kept = {name: rows for name, rows in shelves.items() if len(rows) >= _FEWEST}
        self._categories = dict(zip(_LETTERS, kept.items(), strict=False))
        self._products = dict(zip(_LETTERS, _varied(shelves.values()), strict=False))
        self._words = str(vocabulary).lower()
        self._vocabulary = vocabulary

    def fill(self, text: str) -> str:
        """A text with what its places stand for.

        Raises:
            Unfilled: the catalogue has nothing for one of them.
        """
        return PLACE.sub(lambda found: self._value(found[1]), text)

    def fill_all(self, script: Any) -> Any:
        """A whole script with its places filled."""
        if isinstance(script, str):
            return self.fill(script)
        if isinstance(script, Mapping):
            return {self.fill_all(key): self.fill_all(value) for key, value in script.items()}
        return [self.fill_all(part) for part in script] if isinstance(script, list) else script

    def _value(self, place: str) -> str:
        kind, _, field = place.partition(".")
        if kind == "absent":
            return self._absent()
        if kind in ("colour", "store"):
            return self._first(f"{kind}s")
        name, letter = kind.split("_")
        value = self._of_category(letter, field) if name == "category" else None
        if name == "product":
            value = _of_product(self._products.get(letter), field)
        if value is None:
            raise Unfilled(f"{{{place}}} stands for nothing in this catalogue")
        return str(value)

    def _of_category(self, letter: str, field: str) -> object | None:
        if letter not in self._categories:
            return None
        name, rows = self._categories[letter]
        priced = sorted(rows, key=lambda row: int(row["price"]["amount"]))
        colours = [colour for row in rows for colour in row["colours"]]
        amounts = sorted({int(row["price"]["amount"]) for row in rows})
        middle = amounts[(len(amounts) - 1) // 2] // 100 + 1 if len(amounts) > 1 else None
        values: dict[str, object | None] = {
            "name": name,
            "middle": middle,
            "cheapest": priced[0]["name"],
            "dearest": priced[-1]["name"],
            "colour": next(iter(colours), None),
        }
        return values[field]

    def _absent(self) -> str:
        absent = (word for word in _ABSENT if word.rstrip("s") not in self._words)
        return next(absent)

    def _first(self, kind: str) -> str:
        rows = self._vocabulary.get(kind) or ()
        if not rows:
            raise Unfilled(f"this catalogue has no {kind}")
        return str(rows[0].get("value") or rows[0]["name"])


def _varied(shelves: Iterable[Sequence[Product]]) -> list[Product]:
    """Of each category the product with most to choose from, those with choices first."""
    best = [max(rows, key=_choices) for rows in shelves if rows]
    return sorted(best, key=_choices, reverse=True)


def _choices(product: Product) -> int:
    return min(len(product["sizes"]), 4) + 2 * min(len(product["colours"]), 2)


def _of_product(product: Product | None, field: str) -> object | None:
    if product is None:
        return None
    colours, sizes = product["colours"], product["sizes"]
    values = {
        "colour": next(iter(colours), None),
        "other_colour": next(iter(colours[1:]), None),
        "size": next(iter(sizes), None),
        "other_size": next(iter(sizes[1:]), None),
    }
    return values[field] if field in values else product.get(field)
