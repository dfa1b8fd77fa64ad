"""Read a Shopify product export (CSV): the classic columns and those of 2025."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from agents.recommendation.feeds.goods import FeedEntry, FeedError, FeedProblem
from agents.recommendation.feeds.identifiers import clean_id
from agents.recommendation.feeds.rows import CsvFile, Row
from agents.recommendation.feeds.shopify_product import OWN_COLUMNS, ProductReader
from agents.recommendation.feeds.shopify_variant import QUANTITY_COLUMN

REQUIRED = ("Handle", "Title", "Variant Price")
RENAMED = {
    "url handle": "Handle",
    "price": "Variant Price",
    "sku": "Variant SKU",
    "inventory quantity": "Variant Inventory Qty",
    "compare-at price": "Variant Compare At Price",
    "description": "Body (HTML)",
    "product image url": "Image Src",
    "variant image url": "Variant Image",
    "published on online store": "Published",
}
"""Column names of Shopify's newest template, and the classic ones that they replace."""


@dataclass
class Seen:
    """Handles and SKUs already read, in this file and in those read before it."""

    handles: set[str] = field(default_factory=set)
    skus: set[str] = field(default_factory=set)


def open_export(path: Path) -> CsvFile:
    """Open an export and check that it has what a product needs.

    Raises:
        FeedError: the file cannot be read, or has not the columns.
    """
    file = CsvFile.open(path)
    columns = _canonical(file.columns)
    missing = [column for column in REQUIRED if column not in columns]
    if missing:
        raise FeedError(
            f"{path.name} has no column {_listed(missing)}, which a Shopify product export has; "
            f"columns found: {_listed(file.columns)}"
        )
    return replace(file, columns=columns)


def read_shopify(path: Path, currency: str, seen: Seen | None = None) -> Iterator[FeedEntry]:
    """Read an export's products and problems, as a stream in the file's order.

    Products of every status come, each after its problems.

    Args:
        path: the CSV file.
        currency: ISO 4217; the export does not tell it.
        seen: what files read before held, so that nothing comes twice.

    Raises:
        FeedError: the file cannot be read, or has not the columns.
    """
    file = open_export(path)
    seen = seen or Seen()
    reader = ProductReader(path.name, currency, seen.skus, file.columns)
    if QUANTITY_COLUMN not in file.columns:
        reason = f"there is no column '{QUANTITY_COLUMN}'"
        yield FeedProblem(path.name, 1, reason, "every quantity taken as 0")
    group: list[Row] = []
    for entry in file.rows():
        if isinstance(entry, FeedProblem):
            yield entry
        elif not entry.get("Handle"):
            yield FeedProblem(path.name, entry.line, "the row has no handle", "row left out")
        else:
            if group and group[0].get("Handle") != entry.get("Handle"):
                yield from _product(reader, seen, group)
                group = []
            group.append(entry)
    if group:
        yield from _product(reader, seen, group)


def _product(reader: ProductReader, seen: Seen, rows: list[Row]) -> Iterator[FeedEntry]:
    handle = clean_id(rows[0].get("Handle"))
    if not rows[0].get("Title"):
        reason = f"product '{handle}' has no title"
        yield FeedProblem(reader.file, rows[0].line, reason, _left_out(rows))
    elif handle in seen.handles:
        reason = f"product '{handle}' was there before"
        yield FeedProblem(reader.file, rows[0].line, reason, _left_out(rows))
    else:
        seen.handles.add(handle)
        yield from reader.read(handle, rows)


def _left_out(rows: list[Row]) -> str:
    return f"its {len(rows)} rows left out" if len(rows) > 1 else "row left out"


def _canonical(columns: list[str]) -> list[str]:
    own = {column.lower(): column for column in OWN_COLUMNS}
    exact = [own.get(column.lower(), column) for column in columns]
    return [
        renamed if (renamed := RENAMED.get(column.lower())) and renamed not in exact else column
        for column in exact
    ]


def _listed(columns: list[str]) -> str:
    return ", ".join(f"'{column}'" for column in columns)
