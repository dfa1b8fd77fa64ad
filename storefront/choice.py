"""Which variant of a product a page shows, and what there is to choose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]

FEW = 10
"""Fewer units than this are counted on the page."""
ONE_SIZE = "One size"
NONE: Json = {"available": 0}
"""The stock of what the inventory has never heard of."""


@dataclass(frozen=True)
class Option:
    """A variant to choose: its SKU, what it is called beside its colour, and its stock in words.

    `available` is None while the stock is not known.
    """

    sku: str
    label: str
    price: Json
    available: int | None

    @property
    def is_sold_out(self) -> bool:
        """Whether it is known that there is none."""
        return self.available == 0

    @property
    def stock_words(self) -> str:
        """The stock as the page says it."""
        return stock_words(self.available)


@dataclass(frozen=True)
class Choice:
    """A product's colours, the one that is shown, and the variants of that colour."""

    colours: tuple[str, ...]
    colour: str | None
    options: tuple[Option, ...]

    @property
    def only(self) -> Option | None:
        """The variant, when the colour leaves nothing to choose."""
        return self.options[0] if len(self.options) == 1 else None

    @property
    def shown(self) -> Option:
        """The variant whose price the page shows: the first that can be had, else the first."""
        return next((one for one in self.options if not one.is_sold_out), self.options[0])


def choice_of(product: Json, colour: str | None, stock: Mapping[str, Json] | None) -> Choice:
    """What a product's page lets choose, of the colour asked for or else the first."""
    variants: Sequence[Json] = product["variants"]
    colours = tuple(dict.fromkeys(v["colour"] for v in variants if v["colour"]))
    shown = colour if colour in colours else next(iter(colours), None)
    of_colour = [v for v in variants if not colours or v["colour"] == shown]
    return Choice(colours, shown, tuple(_option(v, stock) for v in of_colour))


def stock_words(available: int | None) -> str:
    """Units in words; a count only where it is small, and never one that is not so."""
    if available is None:
        return "Stock cannot be looked up just now"
    if available == 0:
        return "Sold out"
    return "In stock" if available >= FEW else f"{available} left"


def _option(variant: Json, stock: Mapping[str, Json] | None) -> Option:
    others = [str(value) for value in variant["options"].values() if value != variant["colour"]]
    label = variant["size"] or " / ".join(others) or ONE_SIZE
    available = None if stock is None else stock.get(variant["sku"], NONE)["available"]
    return Option(variant["sku"], label, variant["price"], available)
