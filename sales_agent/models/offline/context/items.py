"""Products as a conversation has seen them: in lists, in the cart, in orders."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Item:
    """A product, or one variant of it, that was shown, put into the cart or ordered."""

    product_id: str
    name: str
    brand: str | None = None
    category: str | None = None
    price_minor: int | None = None
    colours: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    sku: str | None = None
    quantity: int | None = None
    order_id: str | None = None


def item_of_product(row: Json) -> Item:
    """An item of a product summary or a whole product."""
    return Item(
        row["productId"],
        row["name"],
        row.get("brand"),
        row.get("category"),
        row.get("price", {}).get("amount"),
        tuple(row.get("colours", ())),
        tuple(row.get("sizes", ())),
        tuple(row.get("materials", ())),
        row.get("sku"),
    )


def item_of_line(row: Json, order_id: str | None = None) -> Item:
    """An item of a cart line or an order line."""
    return Item(
        row["productId"],
        row["name"],
        category=row.get("category"),
        price_minor=row.get("unitPrice", {}).get("amount"),
        colours=(row["colour"],) if row.get("colour") else (),
        sizes=(row["size"],) if row.get("size") else (),
        sku=row["sku"],
        quantity=row.get("quantity"),
        order_id=order_id,
    )
