"""What a shopper has before her: the product, or its variant, whose page she has open."""

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]

SHOWN = ("productId", "name", "brand", "category", "price", "colours", "sizes", "materials")


def looked_at(named: str, product: Mapping[str, Any]) -> Json:
    """A product as the turn knows it; `sku`, `size` and `colour` where a variant was named.

    Args:
        named: the SKU or product id that the page told.
        product: the product with its variants.
    """
    row = {name: product[name] for name in SHOWN if name in product}
    variants = product.get("variants", ())
    chosen = next((one for one in variants if one["sku"] == named), None)
    if chosen is None and len(variants) == 1:
        chosen = variants[0]
    if chosen is None:
        return row
    return {**row, **{name: chosen.get(name) for name in ("sku", "size", "colour")}}


def describe_look(row: Mapping[str, Any]) -> str:
    """What she looks at, as a line for a prompt: ids alone, as names are others' prose."""
    sku = f", SKU {row['sku']}" if row.get("sku") else ""
    return (
        f"Before her on the shop's page: product {row['productId']}{sku}. That is what she means "
        "by this, and by it when nothing else was talked about."
    )
