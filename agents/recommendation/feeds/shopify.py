"""Read a Shopify product export (CSV): the classic columns and those of 2025."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from agents.recommendation.feeds.goods import FeedEntry, FeedError, FeedProblem
from agents.recommendation.feeds.product import ProductReader
from agents.recommendation.feeds.raw import RawProduct, RawVariant, clean
from agents.recommendation.feeds.reading import Reading
from agents.recommendation.feeds.rows import CsvFile, Row

REQUIRED = ("Handle", "Title", "Variant Price")
QUANTITY = "Variant Inventory Qty"
TRACKER = "Variant Inventory Tracker"
OPTIONS = tuple((f"Option{n} Name", f"Option{n} Value") for n in (1, 2, 3))
VARIANT_COLUMNS = ("Variant SKU", "Variant Price", *(value for _, value in OPTIONS))
OWN_COLUMNS = (
    "Handle",
    "Title",
    "Body (HTML)",
    "Vendor",
    "Type",
    "Product Category",
    "Tags",
    "Published",
    "Status",
    QUANTITY,
    TRACKER,
    "Variant Compare At Price",
    "Cost per item",
    "Variant Image",
    "Variant Barcode",
    "Image Src",
    *VARIANT_COLUMNS,
    *(name for name, _ in OPTIONS),
)
"""The columns that are read; an export has more."""
RENAMED = {
    "url handle": "Handle",
    "price": "Variant Price",
    "sku": "Variant SKU",
    "barcode": "Variant Barcode",
    "inventory quantity": QUANTITY,
    "inventory tracker": TRACKER,
    "compare-at price": "Variant Compare At Price",
    "description": "Body (HTML)",
    "product image url": "Image Src",
    "variant image url": "Variant Image",
    "published on online store": "Published",
    **{
        f"option{n} {part}": f"Option{n} {part.title()}"
        for n in "123"
        for part in ("name", "value")
    },
}
"""Column names of Shopify's newest template, and the classic ones that they replace."""
COLOUR_METAFIELD = "shopify.color-pattern"
MATERIAL_METAFIELD = re.compile(r"shopify\.(fabric|[a-z-]*material)\)", re.IGNORECASE)
NO_MATERIALS = frozenset({"", "other"})
MAX_ROWS = 5000
"""Rows of one product: its variants, and its pictures in rows of their own."""


def is_shopify(columns: list[str]) -> bool:
    """Whether a header is that of a Shopify export, complete or not."""
    known = _canonical(columns)
    return "Handle" in known and ("Title" in known or "Variant Price" in known)


def check(path: Path) -> None:
    """See whether a file can be read.

    Raises:
        FeedError: it cannot, or has not the columns.
    """
    _open(path)


def read_shopify(path: Path, reading: Reading) -> Iterator[FeedEntry]:
    """Read an export's products and problems, as a stream in the file's order.

    Products of every status come, each after its problems.

    Raises:
        FeedError: the file cannot be read, or has not the columns.
    """
    file = _open(path)
    products = ProductReader(path.name, reading)
    own = _Columns(file.columns, reading.mapping.units_for("in stock") or 0)
    if QUANTITY not in file.columns:
        reason = f"there is no column '{QUANTITY}'"
        yield FeedProblem(path.name, 1, reason, "every quantity taken as 0")
    group: list[Row] = []
    for entry in file.rows(reading):
        if isinstance(entry, FeedProblem):
            yield entry
        elif not entry.get("Handle"):
            yield FeedProblem(path.name, entry.line, "the row has no handle", "row left out")
        elif group and group[0].get("Handle") == entry.get("Handle"):
            if len(group) == MAX_ROWS:
                reason = f"product '{entry.get('Handle')}' has more than {MAX_ROWS} rows"
                yield FeedProblem(path.name, entry.line, reason, "row left out")
            else:
                group.append(entry)
        else:
            if group:
                yield from products.read(own.product(group))
            group = [entry]
    if group:
        yield from products.read(own.product(group))


def _open(path: Path) -> CsvFile:
    file = CsvFile.open(path)
    columns = _canonical(file.columns)
    missing = [column for column in REQUIRED if column not in columns]
    if missing:
        raise FeedError(
            f"{path.name} has no column {_listed(missing)}, which a Shopify product export has; "
            f"columns found: {_listed(file.columns)}"
        )
    return replace(file, columns=columns)


class _Columns:
    """Reads products from the rows of a file with these columns."""

    def __init__(self, columns: list[str], untracked_units: int) -> None:
        self._columns = frozenset(columns)
        self._untracked_units = untracked_units
        self._colours = [name for name in columns if COLOUR_METAFIELD in name]
        self._materials = [name for name in columns if MATERIAL_METAFIELD.search(name)]

    def product(self, rows: list[Row]) -> RawProduct:
        """A product, from the rows that share its handle."""
        first = rows[0]
        images = (row.get("Image Src") for row in rows)
        materials = [name for name in _split(first, self._materials) if name not in NO_MATERIALS]
        tags = filter(None, map(clean, first.get("Tags").split(",")))
        return RawProduct(
            line=first.line,
            product_id=first.get("Handle"),
            name=first.get("Title"),
            brand=first.get("Vendor"),
            kinds=(first.get("Type"), first.get("Product Category").rpartition(">")[2]),
            description=first.get("Body (HTML)"),
            tags=tuple(dict.fromkeys(tags)),
            colours=tuple(_split(first, self._colours)),
            materials=tuple(materials),
            image=next(filter(None, images), ""),
            status=_status(first),
            variants=tuple(
                self._variant(first, row)
                for row in rows
                if any(row.get(column) for column in VARIANT_COLUMNS)
            ),
            rows=len(rows),
        )

    def _variant(self, first: Row, row: Row) -> RawVariant:
        is_untracked = TRACKER in self._columns and not row.get(TRACKER) and not row.get(QUANTITY)
        is_counted = QUANTITY in self._columns and not is_untracked
        return RawVariant(
            line=row.line,
            sku=row.get("Variant SKU"),
            price=row.get("Variant Price"),
            compare_at=row.get("Variant Compare At Price"),
            cost=row.get("Cost per item"),
            quantity=row.get(QUANTITY) if is_counted else None,
            units=self._untracked_units if is_untracked else 0,
            options=_option_pairs(first, row),
            image=row.get("Variant Image"),
            barcode=row.get("Variant Barcode"),
        )


def _option_pairs(first: Row, row: Row) -> dict[str, str]:
    """A variant's options by name; the names stand in the product's first row."""
    return {
        first.get(name) or name.removesuffix(" Name"): row.get(value) for name, value in OPTIONS
    }


def _status(first: Row) -> str:
    status = first.get("Status").lower()
    if status:
        return status
    return "draft" if first.get("Published").lower() == "false" else "active"


def _canonical(columns: list[str]) -> list[str]:
    own = {column.lower(): column for column in OWN_COLUMNS}
    exact = [own.get(column.lower(), column) for column in columns]
    return [
        renamed if (renamed := RENAMED.get(column.lower())) and renamed not in exact else column
        for column in exact
    ]


def _listed(columns: list[str]) -> str:
    return ", ".join(f"'{column}'" for column in columns)


def _split(first: Row, columns: list[str]) -> list[str]:
    values = (part for column in columns for part in first.get(column).split(";"))
    told = (" ".join(value.replace("-", " ").split()).lower() for value in values)
    return list(dict.fromkeys(filter(None, told)))
