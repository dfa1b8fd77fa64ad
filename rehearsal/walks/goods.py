"""The goods that a random walk asks for: variants by size and colour, as many as there are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]
_PLENTY = 60
"""Units of a variant from which a walk may buy it: others may buy in the same shop meanwhile."""


@dataclass(frozen=True)
class Variant:
    """One SKU."""

    sku: str
    size: str | None
    colour: str | None

    @property
    def words(self) -> str:
        """How she names it, after the product: "in red, size M"."""
        parts = [
            f"in {self.colour}" if self.colour else "",
            f"size {self.size}" if self.size else "",
        ]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class Good:
    """A product with the variants of which there are plenty."""

    name: str
    category: str
    price_minor: int
    variants: tuple[Variant, ...]

    def sibling(self, variant: Variant) -> Variant | None:
        """Another variant that differs in one option alone."""
        others = [v for v in self.variants if v.sku != variant.sku]
        alike = [v for v in others if (v.size == variant.size) != (v.colour == variant.colour)]
        return alike[0] if alike else None


@dataclass(frozen=True)
class Goods:
    """What a walk goes through.

    Attributes:
        buyable: products with plenty in stock, each of another name's beginning.
        names: all names of products that were read.
    """

    buyable: tuple[Good, ...]
    names: frozenset[str]

    @property
    def categories(self) -> tuple[str, ...]:
        """The kinds of goods, each once."""
        return tuple(dict.fromkeys(good.category for good in self.buyable))


def read_goods(shelves: Iterable[Sequence[Json]], stock: Mapping[str, Json]) -> Goods:
    """Read products by shelf, and stock by product id as the inventory agent answers it."""
    rows = [row for shelf in shelves for row in shelf]
    goods = [_good(row, stock.get(row["productId"], {})) for row in rows]
    by_name = {good.name.lower(): good for good in goods if good.variants}
    distinct = [good for name, good in by_name.items() if not _is_part(name, by_name)]
    return Goods(tuple(distinct), frozenset(str(row["name"]) for row in rows))


def _good(row: Json, stock: Json) -> Good:
    variants = tuple(
        Variant(v["sku"], v.get("size"), v.get("colour"))
        for v in stock.get("variants", ())
        if v["available"] >= _PLENTY
    )
    return Good(row["name"], row["category"] or "", row["price"]["amount"], variants)


def _is_part(name: str, names: Iterable[str]) -> bool:
    """Whether a name stands in another one, so that neither names one product alone."""
    return any(name != other and (name in other or other in name) for other in names)
