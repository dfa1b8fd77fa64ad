"""What an import changes in a product, in words for the one who imports."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from agents.kit.wording import spell_money
from agents.recommendation.tables import Product, Variant

SHOWN_VARIANTS = 3
"""Variants of which a change is spelt out; more are counted."""
SHOWN_LENGTH = 60
FIELDS = {
    "name": "name",
    "brand": "brand",
    "category": "category",
    "currency": "currency",
    "imageUrl": "image_url",
    "materials": "materials",
    "tags": "tags",
    "description": "description",
}
LONG_FIELDS = frozenset({"imageUrl", "description", "tags"})
VARIANT_FIELDS = {
    "colour": "colour",
    "size": "size",
    "options": "options",
    "imageUrl": "image_url",
}


@dataclass(frozen=True)
class Difference:
    """A product that an import makes another one, and in what."""

    product_id: str
    name: str
    details: tuple[str, ...]


def difference(product: Product, entry: Mapping[str, Any]) -> Difference:
    """Tell a stored product from an entry with every field spelt out."""
    details = (*_fields(product, entry), *_variants(product, entry))
    return Difference(product.product_id, entry["name"], details or ("as it came in before",))


def _fields(product: Product, entry: Mapping[str, Any]) -> Iterator[str]:
    for name, attribute in FIELDS.items():
        before, after = getattr(product, attribute), entry[name]
        if before == after:
            continue
        yield name if name in LONG_FIELDS else f"{name} from {_shown(before)} to {_shown(after)}"


def _variants(product: Product, entry: Mapping[str, Any]) -> Iterator[str]:
    before = {variant.sku: variant for variant in product.variants}
    after = {row["sku"]: row for row in entry["variants"]}
    yield from _listed("new variant", [sku for sku in after if sku not in before])
    yield from _listed("variant gone", [sku for sku in before if sku not in after])
    told = [
        text
        for sku, row in after.items()
        if sku in before
        for text in _variant(before[sku], row, entry["currency"])
    ]
    yield from told[:SHOWN_VARIANTS]
    if more := told[SHOWN_VARIANTS:]:
        yield f"{len(more)} more changes of variants"
    kept = [sku for sku in before if sku in after]
    if kept != [sku for sku in after if sku in before]:
        yield "order of variants"


def _variant(before: Variant, row: Mapping[str, Any], currency: str) -> Iterator[str]:
    if before.price != row["price"]:
        prices = f"{spell_money(before.price, currency)} to {spell_money(row['price'], currency)}"
        yield f"price of {before.sku} from {prices}"
    if before.compare_at_price != row["compareAtPrice"]:
        yield f"price before the sale of {before.sku}"
    if before.unit_cost != row["unitCost"]:
        yield f"unit cost of {before.sku}"
    for name, attribute in VARIANT_FIELDS.items():
        if getattr(before, attribute) != row[name]:
            yield f"{name} of {before.sku}"


def _listed(what: str, skus: list[str]) -> Iterator[str]:
    if skus:
        more = f" and {len(skus) - SHOWN_VARIANTS} more" if len(skus) > SHOWN_VARIANTS else ""
        yield f"{what} {', '.join(skus[:SHOWN_VARIANTS])}{more}"


def _shown(value: object) -> str:
    text = ", ".join(value) if isinstance(value, list) else str(value or "none")
    return repr(text if len(text) <= SHOWN_LENGTH else f"{text[:SHOWN_LENGTH]}...")
