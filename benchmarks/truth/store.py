"""The sample store's rows as the results that tools would bring, with no agent running."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

Json = dict[str, Any]
AGENTS = Path(__file__).parents[2] / "agents"
CURRENCY = "INR"
FEW = 50
"""Fewer in all places together are low."""


def money(minor: int) -> Json:
    """An amount as contracts write it."""
    return {"amount": minor, "currency": CURRENCY}


class SampleStore:
    """Reads the rows that the agents own, and words results of them as the contracts do."""

    @cached_property
    def products(self) -> list[Json]:
        """The catalogue."""
        return _rows("recommendation", "products")

    @cached_property
    def stores(self) -> dict[str, Json]:
        """The stores that shoppers can go to, by id."""
        rows = _rows("inventory", "locations")
        return {row["locationId"]: row for row in rows if row["kind"] == "store"}

    @cached_property
    def levels(self) -> dict[str, Mapping[str, int]]:
        """How many there are at each place, by SKU."""
        return {row["sku"]: row["levels"] for row in _rows("inventory", "stock")}

    @cached_property
    def categories(self) -> dict[str, list[Json]]:
        """The products by category, of those with several."""
        found = defaultdict(list)
        for product in self.products:
            found[product["category"]].append(product)
        return {name: rows for name, rows in found.items() if len(rows) > 1}

    @cached_property
    def offers(self) -> list[Json]:
        """What is on."""
        return _rows("loyalty", "offers")

    @cached_property
    def orders(self) -> list[Json]:
        """Orders that are on their way or were delivered, with their parcels."""
        parcels = {row["orderId"]: row for row in _rows("fulfillment", "shipments")}
        return [
            {**order, "parcel": parcels[order["orderId"]]}
            for order in _rows("post_purchase", "orders")
            if order["orderId"] in parcels and order["status"] == "shipped"
        ]

    @cached_property
    def passages(self) -> list[Json]:
        """The shop's own pages, a section each."""
        folder = AGENTS / "recommendation" / "data" / "pages"
        return [row for path in sorted(folder.glob("*.md")) for row in _sections(path)]

    def summary(self, product: Json) -> Json:
        """A product as a search shows it."""
        prices = [variant["price"] for variant in product["variants"]]
        before = product["variants"][0]["compareAtPrice"]
        return {
            **{key: product[key] for key in ("productId", "name", "brand", "category")},
            "colours": list(dict.fromkeys(v["colour"] for v in product["variants"] if v["colour"])),
            "sizes": list(dict.fromkeys(v["size"] for v in product["variants"] if v["size"])),
            **{key: product[key] for key in ("materials", "description")},
            "price": money(min(prices)),
            "maxPrice": money(max(prices)),
            "compareAtPrice": money(before) if before else None,
        }

    def search(self, products: Sequence[Json]) -> Json:
        """What a search for all of a category finds."""
        rows = [self.summary(product) for product in products]
        return {"status": "ok", "total": len(rows), "products": rows, "suggestions": []}

    def check(self, product: Json, variants: Sequence[Json]) -> Json:
        """What a stock check of some of a product's variants finds."""
        stock = [self._stock(product, variant) for variant in variants]
        there = {
            place: sum(self.levels[row["sku"]].get(place, 0) for row in stock)
            for place in self.stores
        }
        stores = [
            {"storeId": place, "available": count, **_place(self.stores[place])}
            for place, count in there.items()
            if count
        ]  # fmt: skip
        summary = self.summary(product)
        return {
            "status": "ok",
            "productId": product["productId"],
            "name": product["name"],
            "available": sum(row["available"] for row in stock),
            "warehouse": sum(row["warehouse"] for row in stock),
            "availableStores": stores,
            "variants": stock,
            "sizes": summary["sizes"],
            "colours": summary["colours"],
            "suggestions": [],
        }

    def cart(self, product: Json, variant: Json) -> Json:
        """A cart of one unit."""
        price = money(variant["price"])
        line = {
            **{key: product[key] for key in ("productId", "name")},
            **{key: variant[key] for key in ("sku", "colour", "size")},
            "quantity": 1,
            "unitPrice": price,
            "lineTotal": price,
        }
        return {"lines": [line], "subtotal": price, "discounts": [], "total": price, "notes": []}

    def _stock(self, product: Json, variant: Json) -> Json:
        levels = self.levels.get(variant["sku"], {})
        available = sum(levels.values())
        status = "out_of_stock" if not available else "low_stock" if available < FEW else "in_stock"
        return {
            **{key: product[key] for key in ("productId", "name")},
            **{key: variant[key] for key in ("sku", "colour", "size")},
            "available": available,
            "onlineStatus": status,
            "warehouse": sum(n for place, n in levels.items() if place not in self.stores),
        }


def _place(store: Json) -> Json:
    return {"name": store["name"], "city": store["city"]}


def _rows(agent: str, name: str) -> list[Json]:
    path = AGENTS / agent / "data" / f"{name}.json"
    rows: list[Json] = json.loads(path.read_text(encoding="utf-8"))
    return rows


def _sections(path: Path) -> list[Json]:
    title, *parts = path.read_text(encoding="utf-8").split("\n## ")
    return [
        {"title": title.split("\n# ")[-1].strip(), "heading": heading, "text": text.strip()}
        for heading, _, text in (part.partition("\n") for part in parts)
    ]
