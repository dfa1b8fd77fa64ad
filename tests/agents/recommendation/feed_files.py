"""Shopify exports written for a test."""

import csv
import io
from pathlib import Path
from typing import Any

from agents.recommendation.feeds.goods import FeedProblem, FeedProduct
from agents.recommendation.feeds.shopify import read_shopify

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


def read(path: Path, content: str | bytes) -> tuple[list[FeedProduct], list[FeedProblem]]:
    """Write a file, and read its products and problems."""
    data = content if isinstance(content, bytes) else content.encode()
    file = path / "products_export.csv"
    file.write_bytes(data)
    entries: list[Any] = list(read_shopify(file, "INR"))
    problems = [entry for entry in entries if isinstance(entry, FeedProblem)]
    return [entry for entry in entries if isinstance(entry, FeedProduct)], problems
