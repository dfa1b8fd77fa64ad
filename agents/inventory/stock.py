"""The rules of stock: what is low and what is sellable where."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

LOW_STOCK_BELOW = 50
"""Units in all places together; fewer (but some) is low stock."""

StockLevel = Literal["in_stock", "low_stock", "out_of_stock"]

SIZE_WORDS = {
    "extrasmall": "xs",
    "xsmall": "xs",
    "small": "s",
    "medium": "m",
    "large": "l",
    "extralarge": "xl",
    "xlarge": "xl",
    "xxl": "2xl",
    "xxlarge": "2xl",
    "xxxl": "3xl",
}
SIZE_ORDER = ("xxs", "xs", "s", "m", "l", "xl", "2xl", "3xl", "4xl", "5xl")


def stock_level(available: int) -> StockLevel:
    """Classify sellable units over the warehouse and all stores together.

    0 is out of stock, 1 to 49 low, 50 and more in stock.
    """
    if available == 0:
        return "out_of_stock"
    return "low_stock" if available < LOW_STOCK_BELOW else "in_stock"


@dataclass(frozen=True)
class VariantStock:
    """What can be sold of a variant: units by location id, held ones not counted."""

    sku: str
    product_id: str
    name: str
    colour: str | None
    size: str | None
    warehouses: Mapping[str, int]
    stores: Mapping[str, int]

    @property
    def warehouse(self) -> int:
        """Sellable units that can be sent to a shopper."""
        return sum(self.warehouses.values())

    @property
    def available(self) -> int:
        """Sellable units in all places together."""
        return self.warehouse + sum(self.stores.values())

    def available_at(self, location_id: str) -> int:
        """Sellable units in one place."""
        return self.warehouses.get(location_id, 0) + self.stores.get(location_id, 0)


def is_same_size(one: str | None, other: str | None) -> bool:
    """Whether two spellings name one size: `medium`, `size m` and `M` do."""
    return _size(one or "") == _size(other or "")


def is_same_colour(one: str | None, other: str | None) -> bool:
    """Whether two spellings name one colour, whatever their case, spaces and hyphens."""
    return _letters(one or "") == _letters(other or "")


def sizes_of(variants: Iterable[VariantStock]) -> list[str]:
    """The sizes that exist, from small to large."""
    return sorted({v.size for v in variants if v.size}, key=size_rank)


def colours_of(variants: Iterable[VariantStock]) -> list[str]:
    """The colours that exist."""
    return sorted({v.colour for v in variants if v.colour})


def size_rank(size: str | None) -> tuple[int, float, str]:
    """Order sizes as a shop does: lettered, then numbered, then named."""
    text = _size(size or "")
    if text in SIZE_ORDER:
        return 0, SIZE_ORDER.index(text), text
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text):
        return 1, float(text), text
    return 2, 0, text


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _size(text: str) -> str:
    plain = re.sub(r"^\s*(size|uk)\b", "", text.casefold())
    letters = re.sub(r"[^\w.]+", "", plain)
    return SIZE_WORDS.get(letters, letters)
