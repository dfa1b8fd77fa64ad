"""Read products in JSON: our own lines, and the files of three well-known sample shops."""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from agents.recommendation.feeds.goods import FeedEntry, FeedError, FeedProblem
from agents.recommendation.feeds.json_values import Found, first_value, read_values
from agents.recommendation.feeds.product import ProductReader
from agents.recommendation.feeds.raw import RawProduct, RawVariant, clean
from agents.recommendation.feeds.reading import Reading
from agents.recommendation.feeds.saleor import read_saleor
from contracts.currency import minor_digits, to_major

NANOS = Decimal(10**9)
SHAPES = "'productId' and 'variants', 'priceUsd', 'product_id' and 'variants', or 'model'"


def check(path: Path) -> None:
    """See whether a file can be read.

    Raises:
        FeedError: it cannot, or its first value is no product that is known.
    """
    _reader_of(path)


def read_json(path: Path, reading: Reading) -> Iterator[FeedEntry]:
    """Read products by the shape of the first.

    Raises:
        FeedError: the file cannot be read, or its first value is no product that is known.
    """
    if _reader_of(path) == "saleor":
        yield from read_saleor(path, reading)
        return
    products = ProductReader(path.name, reading)
    for found in read_values(path, reading):
        if isinstance(found, FeedProblem):
            yield found
            continue
        try:
            raw = _product(found, reading)
        except (TypeError, ValueError, AttributeError, ArithmeticError) as error:
            yield FeedProblem(path.name, found.line, f"no product: {error}", "left out")
        else:
            yield from products.read(raw)


def _reader_of(path: Path) -> str:
    first = first_value(path)
    if first is None:
        raise FeedError(f"{path.name} is empty; export the products again")
    if isinstance(first, dict):
        if "model" in first and "fields" in first:
            return "saleor"
        if first.keys() & {"productId", "priceUsd", "product_id", "variants"}:
            return "products"
    raise FeedError(f"{path.name} holds no products that are known; they have {SHAPES}")


def _product(found: Found, reading: Reading) -> RawProduct:
    value = found.value
    if not isinstance(value, dict):
        raise TypeError(f"an object is expected, not {type(value).__name__}")
    if "priceUsd" in value:
        return _boutique_product(found, reading)
    if isinstance(value.get("variants"), dict):
        return _tau_product(found, reading)
    return _own_product(found, reading)


def _own_product(found: Found, reading: Reading) -> RawProduct:
    """One of our own: see docs/importing.md."""
    value = found.value
    if "productId" not in value:
        raise ValueError("'productId' is missing")
    variants = value.get("variants")
    if not isinstance(variants, list) or not all(isinstance(one, dict) for one in variants):
        raise TypeError("'variants' is no list of objects")
    currency = _text(value, "currency").upper()
    return RawProduct(
        line=found.line,
        product_id=_text(value, "productId"),
        name=_text(value, "name"),
        brand=_text(value, "brand"),
        kinds=(_text(value, "category"),),
        description=_text(value, "description"),
        tags=_texts(value, "tags"),
        materials=tuple(name.lower() for name in _texts(value, "materials")),
        image=_text(value, "imageUrl"),
        status=_text(value, "status") or "active",
        variants=tuple(_own_variant(one, currency, found.line, reading) for one in variants),
    )


def _own_variant(
    value: Mapping[str, Any], currency: str, line: int, reading: Reading
) -> RawVariant:
    options = value.get("options") or {}
    named = {name: _text(value, name) for name in ("colour", "size") if value.get(name)}
    price, own_currency = _price(value.get("price"), currency or reading.currency)
    before, _ = _price(value.get("compareAtPrice"), currency or reading.currency)
    cost, _ = _price(value.get("unitCost"), currency or reading.currency)
    quantity = value.get("quantity")
    return RawVariant(
        line=line,
        sku=_text(value, "sku"),
        price=price,
        compare_at=before,
        cost=cost,
        currency=own_currency or currency,
        quantity=None if quantity is None else str(quantity),
        units=reading.mapping.units_for(_text(value, "availability") or "in stock") or 0,
        options={**named, **{str(name): str(told) for name, told in options.items()}},
        image=_text(value, "imageUrl"),
    )


def _price(value: Any, currency: str) -> tuple[str, str]:
    """A price as text, and its currency where it tells one.

    Text is read as shops write it, a number is in major units, and an object with `amount` and
    `currency` in minor units, as in the contracts.
    """
    if value is None or isinstance(value, str):
        return clean(value or ""), ""
    if isinstance(value, dict):
        told = str(value.get("currency") or currency).upper()
        return _written(to_major(int(value.get("amount", "none")), told), told), told
    if isinstance(value, bool):
        raise TypeError("a price is a number, not true or false")
    return _written(Decimal(str(value)), currency), ""


def _boutique_product(found: Found, reading: Reading) -> RawProduct:
    """One of Online Boutique's, whose prices are whole units and billionths."""
    value, price = found.value, found.value["priceUsd"]
    currency = str(price.get("currencyCode") or "USD")
    amount = Decimal(int(price.get("units", 0))) + Decimal(int(price.get("nanos", 0))) / NANOS
    return RawProduct(
        line=found.line,
        product_id=_text(value, "id"),
        name=_text(value, "name"),
        kinds=_texts(value, "categories"),
        description=_text(value, "description"),
        tags=_texts(value, "categories"),
        image=_text(value, "picture"),
        variants=(
            RawVariant(
                line=found.line,
                sku=_text(value, "id"),
                price=_written(amount, currency),
                currency=currency,
                units=reading.mapping.units_for("in stock") or 0,
            ),
        ),
    )


def _tau_product(found: Found, reading: Reading) -> RawProduct:
    """One of the τ² benchmark's retail shop, whose variants stand in an object by their id."""
    value = found.value
    return RawProduct(
        line=found.line,
        product_id=_text(value, "product_id") or found.key,
        name=_text(value, "name"),
        kinds=(_text(value, "name"),),
        variants=tuple(
            RawVariant(
                line=found.line,
                sku=_text(one, "item_id") or str(sku),
                price=_price(one.get("price"), reading.currency)[0],
                units=reading.mapping.units_for(
                    "in stock" if one.get("available") else "out of stock"
                )
                or 0,
                options={str(name): str(told) for name, told in one.get("options", {}).items()},
            )
            for sku, one in value["variants"].items()
        ),
    )


def _written(amount: Decimal, currency: str) -> str:
    """An amount as text that can be read in one way only."""
    try:
        return format(amount, f".{minor_digits(currency)}f")
    except InvalidOperation:
        raise ValueError(f"{amount} is no price") from None


def _text(value: Mapping[str, Any], name: str) -> str:
    found = value.get(name)
    if isinstance(found, dict | list):
        raise TypeError(f"'{name}' is no text")
    return "" if found is None else clean(str(found))


def _texts(value: Mapping[str, Any], name: str) -> tuple[str, ...]:
    found = value.get(name) or ()
    if not isinstance(found, list | tuple):
        raise TypeError(f"'{name}' is no list")
    return tuple(dict.fromkeys(filter(None, (clean(str(one)) for one in found))))
