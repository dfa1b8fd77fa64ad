"""What a feed holds: products with their variants, and what is wrong in it."""

from dataclasses import dataclass
from typing import Any


class FeedError(ValueError):
    """A feed that cannot be read at all; the message names the file and the way out."""


@dataclass(frozen=True)
class FeedProblem:
    """A line that could not be used as it was: where, why, and what was done about it."""

    file: str
    line: int
    reason: str
    action: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}; {self.action}"


@dataclass(frozen=True)
class FeedVariant:
    """A variant of a feed; prices in minor units, quantity never negative."""

    sku: str
    colour: str | None
    size: str | None
    options: dict[str, str]
    price: int
    compare_at_price: int | None
    image_url: str | None
    quantity: int
    is_sku_made: bool = False
    unit_cost: int | None = None


@dataclass(frozen=True)
class FeedProduct:
    """A product of a feed; `status` is active, draft or another word for what is not on sale.

    `no_goods` says what it is if it is sold along but is no goods: shipping insurance, a tip.
    """

    file: str
    line: int
    product_id: str
    name: str
    brand: str | None
    category: str | None
    description: str
    currency: str
    image_url: str | None
    status: str = "active"
    materials: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    variants: tuple[FeedVariant, ...] = ()
    no_goods: str | None = None

    @property
    def why_left_out(self) -> str | None:
        """Why it does not go in; None for goods on sale."""
        if self.no_goods:
            return f"no goods ({self.no_goods})"
        return None if self.status == "active" else self.status

    def as_product(self) -> dict[str, Any]:
        """The product as the recommendation agent's contract spells it."""
        return {
            "productId": self.product_id,
            "name": self.name,
            "brand": self.brand,
            "category": self.category,
            "description": self.description,
            "materials": list(self.materials),
            "tags": list(self.tags),
            "imageUrl": self.image_url,
            "currency": self.currency,
            "variants": [_as_variant(variant) for variant in self.variants],
        }

    def as_stock(self, location_id: str) -> list[dict[str, Any]]:
        """Its variants' units on hand, as the inventory agent's contract spells them."""
        return [
            {
                "sku": variant.sku,
                "productId": self.product_id,
                "name": self.name,
                "colour": variant.colour,
                "size": variant.size,
                "levels": {location_id: variant.quantity},
            }
            for variant in self.variants
        ]


FeedEntry = FeedProduct | FeedProblem


def _as_variant(variant: FeedVariant) -> dict[str, Any]:
    return {
        "sku": variant.sku,
        "colour": variant.colour,
        "size": variant.size,
        "options": variant.options,
        "price": variant.price,
        "compareAtPrice": variant.compare_at_price,
        "unitCost": variant.unit_cost,
        "imageUrl": variant.image_url,
    }
