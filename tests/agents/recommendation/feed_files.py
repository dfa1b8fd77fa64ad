"""Shopify exports written for a test."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from agents.recommendation.feeds.formats import format_of
from agents.recommendation.feeds.goods import FeedProblem, FeedProduct
from agents.recommendation.feeds.mapping import FeedMapping
from agents.recommendation.feeds.reading import Reading
from agents.recommendation.feeds.scratch import scratch

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
COLUMNS = (
    "Handle",
    "Title",
    "Body (HTML)",
    "Vendor",
    "Type",
    "Tags",
    "Published",
    "Option1 Name",
    "Option1 Value",
    "Option2 Name",
    "Option2 Value",
    "Variant SKU",
    "Variant Inventory Qty",
    "Variant Price",
    "Variant Compare At Price",
    "Image Src",
    "Variant Image",
    "Status",
)
DEFAULTS = {
    "Option1 Name": "Title",
    "Option1 Value": "Default Title",
    "Variant Price": "10.00",
    "Variant Inventory Qty": "5",
}


def row(handle: str, title: str = "", **cells: str) -> dict[str, str]:
    """A row; keywords are columns in snake case without the word Variant ("price", "sku")."""
    told = {SHORT[name]: value for name, value in cells.items()}
    return {**DEFAULTS, "Handle": handle, "Title": title, **told}


SHORT = {
    "body": "Body (HTML)",
    "vendor": "Vendor",
    "type": "Type",
    "tags": "Tags",
    "published": "Published",
    "name1": "Option1 Name",
    "value1": "Option1 Value",
    "name2": "Option2 Name",
    "value2": "Option2 Value",
    "sku": "Variant SKU",
    "quantity": "Variant Inventory Qty",
    "price": "Variant Price",
    "before": "Variant Compare At Price",
    "image": "Image Src",
    "variant_image": "Variant Image",
    "status": "Status",
}


def export(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> str:
    """The text of an export."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


Contents = tuple[list[FeedProduct], list[FeedProblem]]


def read(path: Path, content: str | bytes, name: str = "products_export.csv") -> Contents:
    """Write a file, and read its products and problems."""
    file = path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_file(file)


def read_file(
    file: Path, currency: str = "INR", mapping: Path | None = None, now: datetime = NOW
) -> Contents:
    """A file's products with variants, and its problems."""
    with scratch() as scratched:
        reading = Reading(currency, FeedMapping.load(mapping), scratched, now)
        entries: list[Any] = list(format_of(file).read(file, reading))
    problems = [entry for entry in entries if isinstance(entry, FeedProblem)]
    products = [entry for entry in entries if isinstance(entry, FeedProduct)]
    return [product for product in products if product.variants], problems
