"""Read Saleor's fixture of a shop (populatedb), whose rows refer to one another."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agents.recommendation.feeds.goods import FeedEntry, FeedError, FeedProblem
from agents.recommendation.feeds.json_values import read_values
from agents.recommendation.feeds.product import MAX_VARIANTS, ProductReader
from agents.recommendation.feeds.raw import RawProduct, RawVariant
from agents.recommendation.feeds.reading import Reading
from agents.recommendation.feeds.scratch import Shelf

PRODUCT, VARIANT = "product.product", "product.productvariant"
OWNERS = {
    VARIANT: "product",
    "product.productvariantchannellisting": "variant",
    "product.productchannellisting": "product",
    "product.productmedia": "product",
    "attribute.assignedproductattributevalue": "product",
    "attribute.assignedvariantattribute": "variant",
    "attribute.assignedvariantattributevalue": "assignment",
    "warehouse.stock": "product_variant",
}
"""Rows that are looked up by what they belong to, and the field that says it."""
BY_KEY = frozenset(
    {
        "product.category",
        "product.producttype",
        "attribute.attribute",
        "attribute.attributevalue",
        "channel.channel",
    }
)
"""Rows that are looked up by their own key."""


def read_saleor(path: Path, reading: Reading) -> Iterator[FeedEntry]:
    """Read a fixture's products with the prices of the channel in the shop's currency.

    Raises:
        FeedError: the file cannot be read, or no channel has the shop's currency.
    """
    shelf = reading.scratch.shelf()
    for found in read_values(path, reading):
        if isinstance(found, FeedProblem):
            yield found
        elif isinstance(found.value, dict) and isinstance(found.value.get("fields"), dict):
            _put(shelf, found.line, found.value)
    goods = _Fixture(shelf, reading)
    goods.check_currency(path.name)
    products = ProductReader(path.name, reading)
    for text in shelf.values(PRODUCT):
        yield from products.read(goods.product(json.loads(text)))


def _put(shelf: Shelf, line: int, row: Mapping[str, Any]) -> None:
    model, fields = str(row.get("model")), row["fields"]
    packed = json.dumps({"line": line, "pk": row.get("pk"), **fields})
    if model == PRODUCT:
        shelf.put(PRODUCT, packed)
    elif model in OWNERS:
        shelf.put(f"{model} {fields.get(OWNERS[model])}", packed)
    elif model in BY_KEY:
        shelf.put(f"{model} {row.get('pk')}", packed)
    if model == "product.productvariantchannellisting":
        shelf.put(f"currency {fields.get('currency')}", "")


@dataclass
class _Fixture:
    """Rows of a fixture, joined to products."""

    shelf: Shelf
    reading: Reading

    def check_currency(self, file: str) -> None:
        keys = [key for key, _ in self.shelf.counts() if key.startswith("currency ")]
        known = [key.removeprefix("currency ") for key in keys]
        if self.reading.currency not in known:
            raise FeedError(
                f"{file} has prices in {' and '.join(known) or 'no currency'}, and the shop sells "
                f"in {self.reading.currency}; set SALES_CURRENCY to one of the file's"
            )

    def product(self, row: Mapping[str, Any]) -> RawProduct:
        """A product with its variants and attributes."""
        kinds = [
            str(one["name"])
            for model, key in (
                ("product.category", "category"),
                ("product.producttype", "product_type"),
            )
            for one in self._rows(f"{model} {row.get(key)}")
        ]
        assigned = self._rows(f"attribute.assignedproductattributevalue {row['pk']}")
        attributes = [self._attribute(one["value"]) for one in assigned]
        meaning_of = self.reading.mapping.meaning_of
        told = [value.lower() for name, value in attributes if meaning_of(name) == "material"]
        media = self._rows(f"product.productmedia {row['pk']}")
        variants = self._rows(f"{VARIANT} {row['pk']}")
        return RawProduct(
            line=row["line"],
            product_id=str(row.get("slug") or row["pk"]),
            name=str(row.get("name") or ""),
            kinds=tuple(kinds),
            description=str(row.get("description_plaintext") or row.get("seo_description") or ""),
            materials=tuple(told),
            image=next((str(one["image"]) for one in media if one.get("image")), ""),
            status="active" if self._is_listed(row["pk"]) else "draft",
            variants=tuple(
                self._variant(one)
                for one, _ in zip(variants, range(MAX_VARIANTS + 1), strict=False)
            ),
        )

    def _variant(self, row: Mapping[str, Any]) -> RawVariant:
        listings = self._rows(f"product.productvariantchannellisting {row['pk']}")
        price = next((one for one in listings if one["currency"] == self.reading.currency), {})
        stocks = list(self._rows(f"warehouse.stock {row['pk']}"))
        is_counted = bool(stocks) or row.get("track_inventory", True)
        quantity = sum(int(one["quantity"]) - int(one["quantity_allocated"]) for one in stocks)
        now, before = price.get("discounted_price_amount"), price.get("price_amount")
        return RawVariant(
            line=row["line"],
            sku=str(row.get("sku") or ""),
            price=_plain(now or before),
            compare_at=_plain(before) if now else "",
            currency=self.reading.currency,
            quantity=str(max(0, quantity)) if is_counted else None,
            units=self.reading.mapping.units_for("in stock") or 0,
            options=self._options(row),
        )

    def _options(self, row: Mapping[str, Any]) -> dict[str, str]:
        """A variant's attributes; one without any is told by its name."""
        assignments = self._rows(f"attribute.assignedvariantattribute {row['pk']}")
        told = dict(
            self._attribute(one["value"])
            for assignment in assignments
            for one in self._rows(f"attribute.assignedvariantattributevalue {assignment['pk']}")
        )
        name = str(row.get("name") or "")
        return told or ({"Variant": name} if name and name != row.get("sku") else {})

    def _attribute(self, value_key: object) -> tuple[str, str]:
        value = next(self._rows(f"attribute.attributevalue {value_key}"), {})
        attribute = next(self._rows(f"attribute.attribute {value.get('attribute')}"), {})
        return str(attribute.get("name") or ""), str(value.get("name") or "")

    def _is_listed(self, product_key: object) -> bool:
        """Whether it is published in a channel of the shop's currency."""
        listings = self._rows(f"product.productchannellisting {product_key}")
        return any(
            one.get("is_published") and one.get("currency") == self.reading.currency
            for one in listings
        )

    def _rows(self, key: str) -> Iterator[dict[str, Any]]:
        return map(json.loads, self.shelf.values(key))


def _plain(amount: object) -> str:
    """An amount like "40.000" with two digits after the point, which can be read in one way."""
    whole, _, part = str(amount or "").partition(".")
    return f"{whole}.{part.rstrip('0'):0<2}" if part else whole
