"""Offers, carts and a catalogue for the tests of loyalty."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from agents.loyalty.offers.terms import Cart, CartLine, Offer
from contracts.contract import load_contract

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 6, 1, tzinfo=UTC)
GOODS = {
    "SHIRT": (100_000, "Shirts"),
    "SOCK": (20_000, "Socks"),
    "SHOE": (499_900, "Running Shoes"),
}


def offer(offer_id: str = "OF-1", kind: str = "percent", **fields: Any) -> Offer:
    """An offer that is open to everybody unless fields say otherwise."""
    defaults: dict[str, Any] = {
        "title": f"Offer {offer_id}",
        "code": None,
        "currency": "INR",
        "value": 10,
        "min_subtotal": 0,
        "categories": (),
        "product_ids": (),
        "tiers": (),
        "buy": 2 if kind == "buy_x_get_y" else 0,
        "get": 1 if kind == "buy_x_get_y" else 0,
        "per_shopper": None,
        "is_first_order": False,
        "conditions": "In words.",
        "valid_until": LATER,
    }
    return Offer(offer_id=offer_id, kind=kind, **{**defaults, **fields})  # type: ignore[arg-type]


def line(sku: str, price: int, quantity: int = 1, category: str | None = "Shirts") -> CartLine:
    return CartLine(sku, f"P-{sku}", f"The {sku}", category, quantity, price)


def cart(*lines: CartLine, currency: str = "INR") -> Cart:
    return Cart(lines, currency)


def row(offer_id: str = "OF-1", kind: str = "percent", **fields: Any) -> dict[str, Any]:
    """An offer as `offers.json` spells it."""
    known: dict[str, Any] = {
        "offerId": offer_id,
        "title": f"Offer {offer_id}",
        "kind": kind,
        "code": None,
        "value": 10,
        "minSubtotal": 0,
        "categories": [],
        "productIds": [],
        "tiers": [],
        "buy": 0,
        "get": 0,
        "validHoursAhead": 24,
        "perShopper": None,
        "conditions": "In words.",
    }
    return {**known, **fields}


def catalogue(goods: Mapping[str, tuple[int, str]], currency: str = "INR") -> Any:
    """The catalogue's answer to `getProducts`, for SKUs with price and category."""

    def answer(request: Mapping[str, Any]) -> dict[str, Any]:
        known = [sku for sku in request["skus"] if sku in goods]
        return {
            "products": [_product(sku, *goods[sku], currency) for sku in known],
            "unknown": [
                {"id": sku, "suggestions": []} for sku in request["skus"] if sku not in goods
            ],
        }

    return answer


def _product(sku: str, price: int, category: str, currency: str) -> dict[str, Any]:
    cost = {"amount": price, "currency": currency}
    variant = {
        "sku": sku,
        "productId": f"P-{sku}",
        "colour": None,
        "size": None,
        "options": {},
        "price": cost,
        "compareAtPrice": None,
        "imageUrl": None,
    }
    return {
        "productId": f"P-{sku}",
        "name": f"The {sku}",
        "brand": None,
        "category": category,
        "description": "",
        "materials": [],
        "tags": [],
        "price": cost,
        "maxPrice": cost,
        "colours": [],
        "sizes": [],
        "imageUrl": None,
        "variants": [variant],
    }


def past_order(status: str = "delivered") -> dict[str, Any]:
    """An order of which only the status matters: all else is the least its contract allows."""
    schemas = load_contract("post-purchase").document["components"]["schemas"]
    order: dict[str, Any] = blank(schemas["Order"], schemas)
    return {**order, "orderId": "O-1", "status": status}


def blank(schema: dict[str, Any], schemas: dict[str, Any]) -> Any:
    if "$ref" in schema:
        return blank(schemas[schema["$ref"].rsplit("/", 1)[1]], schemas)
    for variants in (schema.get("oneOf"), schema.get("anyOf")):
        if variants:
            return blank(variants[-1], schemas)
    if "enum" in schema:
        return schema["enum"][0]
    kinds = schema["type"]
    if "null" in kinds:
        return None
    if schema.get("pattern") == "^[A-Z]{3}$":
        return "INR"
    if kinds == "object":
        parts = schema.get("properties", {})
        return {name: blank(parts[name], schemas) for name in schema.get("required", [])}
    formats = {"date-time": "2026-01-01T00:00:00Z", "date": "2026-01-01"}
    text = formats.get(schema.get("format", ""), "x" * schema.get("minLength", 1))
    plain = {"array": [], "integer": schema.get("minimum", 0), "boolean": False, "number": 0}
    return plain.get(kinds, text)
