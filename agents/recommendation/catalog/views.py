"""How products look in replies."""

from typing import Any

from agents.kit.wire import money
from agents.recommendation.tables import Product, Variant

SUMMARY_LENGTH = 300


def summary(
    product: Product, low: int | None = None, high: int | None = None, reason: str | None = None
) -> dict[str, Any]:
    """A product in a list; `low` and `high` are the prices of the variants that matched."""
    prices = [variant.price for variant in product.variants]
    low = min(prices) if low is None else low
    high = max(prices) if high is None else high
    cheapest = next(variant for variant in product.variants if variant.price == low)
    single = product.variants[0].sku if len(product.variants) == 1 else None
    view = {
        **_shared(product),
        "description": _shortened(product.description),
        "price": money(low, product.currency),
        "maxPrice": money(high, product.currency),
        "compareAtPrice": _price(cheapest.compare_at_price, product.currency),
        "sku": single,
    }
    return view if reason is None else {**view, "reason": reason}


def whole(product: Product) -> dict[str, Any]:
    """A product with its variants."""
    prices = [variant.price for variant in product.variants]
    return {
        **_shared(product),
        "description": product.description,
        "tags": product.tags,
        "price": money(min(prices), product.currency),
        "maxPrice": money(max(prices), product.currency),
        "variants": [variant_view(product, variant) for variant in product.variants],
    }


def variant_view(product: Product, variant: Variant) -> dict[str, Any]:
    """A variant as the contract spells it."""
    return {
        "sku": variant.sku,
        "productId": product.product_id,
        "colour": variant.colour,
        "size": variant.size,
        "options": variant.options or _named_options(variant),
        "price": money(variant.price, product.currency),
        "compareAtPrice": _price(variant.compare_at_price, product.currency),
        "imageUrl": variant.image_url,
    }


def _shared(product: Product) -> dict[str, Any]:
    return {
        "productId": product.product_id,
        "name": product.name,
        "brand": product.brand,
        "category": product.category,
        "colours": _distinct(variant.colour for variant in product.variants),
        "sizes": _distinct(variant.size for variant in product.variants),
        "materials": product.materials,
        "imageUrl": product.image_url,
    }


def _price(amount: int | None, currency: str) -> Any:
    return None if amount is None else money(amount, currency)


def _distinct(values: Any) -> list[str]:
    return list(dict.fromkeys(value for value in values if value is not None))


def _shortened(description: str) -> str:
    if len(description) <= SUMMARY_LENGTH:
        return description
    return description[: SUMMARY_LENGTH - 1].rsplit(" ", 1)[0] + "\u2026"


def _named_options(variant: Variant) -> dict[str, str]:
    """The options of a variant that was given none by name: its colour and size."""
    named = {"colour": variant.colour, "size": variant.size}
    return {name: value for name, value in named.items() if value}
