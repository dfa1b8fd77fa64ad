"""Read a WooCommerce product export (CSV), its variations joined to their products."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from agents.recommendation.feeds.goods import FeedEntry, FeedError, FeedProblem
from agents.recommendation.feeds.product import MAX_VARIANTS, ProductReader
from agents.recommendation.feeds.raw import RawProduct, RawVariant, clean
from agents.recommendation.feeds.reading import Reading
from agents.recommendation.feeds.rows import CsvFile, Row

REQUIRED = ("type", "name", "regular price")
STATUSES = {"1": "active", "true": "active", "0": "private", "-1": "draft", "": "active"}
"""The column Published. Source: WooCommerce's export."""
YES = frozenset({"1", "yes", "true", "instock", "in stock"})
MAX_ATTRIBUTES = 20
PRODUCTS, VARIATIONS = "p", "v "


def is_woocommerce(columns: list[str]) -> bool:
    """Whether a header is that of a WooCommerce export, complete or not."""
    names = _names(columns)
    return {"type", "name"} <= names and bool(
        names & {"regular price", "visibility in catalog", "is featured?", "in stock?", "parent"}
    )


def check(path: Path) -> None:
    """See whether a file can be read.

    Raises:
        FeedError: it cannot, or has not the columns.
    """
    columns = CsvFile.open(path).columns
    missing = [f"'{name.capitalize()}'" for name in REQUIRED if name not in _names(columns)]
    if missing:
        raise FeedError(
            f"{path.name} has no column {', '.join(missing)}, which a WooCommerce export has; "
            f"columns found: {', '.join(columns)}"
        )


def read_woocommerce(path: Path, reading: Reading) -> Iterator[FeedEntry]:
    """Read an export's products and problems, products in the file's order.

    Grouped products have no price of their own and external ones are sold elsewhere: they come
    with that status, as private, hidden and draft ones come with theirs.

    Raises:
        FeedError: the file cannot be read, or has not the columns.
    """
    check(path)
    shelf = reading.scratch.shelf()
    parents = reading.scratch.shelf()
    for entry in CsvFile.open(path).rows(reading):
        if isinstance(entry, FeedProblem):
            yield entry
            continue
        row = _Cells(entry.line, _lowered(entry))
        if row.is_variation:
            shelf.put(VARIATIONS + row.get("parent"), row.packed())
        elif row.get("type") or row.get("name"):
            shelf.put(PRODUCTS, row.packed())
            for name in row.names:
                parents.put(name, "")
    products = ProductReader(path.name, reading)
    goods = _Goods(reading)
    for packed in shelf.values(PRODUCTS):
        row = _Cells.unpacked(packed)
        keys = [VARIATIONS + name for name in row.names]
        variations = (_Cells.unpacked(text) for key in keys for text in shelf.values(key))
        yield from products.read(goods.product(row, variations))
    for key, count in shelf.counts():
        parent = key.removeprefix(VARIATIONS)
        if key.startswith(VARIATIONS) and not any(True for _ in parents.values(parent)):
            first = _Cells.unpacked(next(shelf.values(key)))
            reason = f"the product '{parent}' of {count} variations is not in the file"
            yield FeedProblem(path.name, first.line, reason, "left out")


@dataclass(frozen=True)
class _Cells:
    """A row with its columns in lower case."""

    line: int
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        return self.cells.get(column, "")

    @property
    def types(self) -> set[str]:
        """Its types: "simple, downloadable, virtual"."""
        return {part.strip().lower() for part in self.get("type").split(",")}

    @property
    def is_variation(self) -> bool:
        return "variation" in self.types

    @property
    def names(self) -> list[str]:
        """How variations may name it."""
        number = self.get("id")
        return list(
            filter(None, dict.fromkeys([self.get("sku"), f"id:{number}" if number else ""]))
        )

    @property
    def product_id(self) -> str:
        """Its SKU, else its number; an export without either has its name."""
        return self.get("sku") or self.get("id") or self.get("name")

    def attributes(self) -> Iterator[tuple[str, list[str]]]:
        """Names and values of its attributes."""
        for number in range(1, MAX_ATTRIBUTES + 1):
            name = self.get(f"attribute {number} name")
            values = _split(self.get(f"attribute {number} value(s)"), ",")
            if name and values:
                yield name, values

    def packed(self) -> str:
        return json.dumps([self.line, self.cells])

    @classmethod
    def unpacked(cls, text: str) -> "_Cells":
        line, cells = json.loads(text)
        return cls(line, cells)


@dataclass
class _Goods:
    """Brings rows to the form that every format is brought to."""

    reading: Reading

    def product(self, row: _Cells, variations: Iterator[_Cells]) -> RawProduct:
        """A product with its variations; a simple one is its own variant."""
        rows = list(islice(variations, MAX_VARIANTS + 1))
        if rows or row.types & {"variable", "grouped"}:
            variants = [self._variant(row, one) for one in rows if _status(one) == "active"]
        else:
            variants = [self._variant(row, row)]
        own: dict[str, tuple[str, ...]] = {"colour": (), "material": ()}
        for name, values in row.attributes():
            if (meaning := self.reading.mapping.meaning_of(name)) in own:
                own[meaning] += tuple(value.lower() for value in values)
        return RawProduct(
            line=row.line,
            product_id=row.product_id,
            name=row.get("name"),
            brand=row.get("brands") or row.get("brand"),
            kinds=tuple(_kinds(row.get("categories"))),
            description=row.get("description") or row.get("short description"),
            tags=tuple(dict.fromkeys(map(clean, _split(row.get("tags"), ",")))),
            colours=own["colour"],
            materials=own["material"] if "variable" not in row.types else (),
            image=next(iter(_split(row.get("images"), ",")), ""),
            status=_status(row),
            variants=tuple(variants),
            rows=1 + len(rows),
        )

    def _variant(self, parent: _Cells, row: _Cells) -> RawVariant:
        regular, sale = row.get("regular price"), row.get("sale price")
        starts, ends = row.get("date sale price starts"), row.get("date sale price ends")
        is_on_sale = bool(sale) and self._is_now(starts, ends)
        stock = row.get("stock")
        is_counted = bool(stock) and stock != "parent"
        units = self.reading.mapping.units_for("in stock") or 0
        is_there = row.get("in stock?").lower() in YES | {""}
        return RawVariant(
            line=row.line,
            sku=row.get("sku"),
            price=sale if is_on_sale else regular or sale,
            compare_at=regular if is_on_sale else "",
            quantity=stock if is_counted else None,
            units=units if is_there else 0,
            options={name: values[0] for name, values in row.attributes() if len(values) == 1},
            image=next(iter(_split(row.get("images"), ",")), "") if row is not parent else "",
            barcode=row.get("gtin, upc, ean, or isbn"),
        )

    def _is_now(self, starts: str, ends: str) -> bool:
        """Whether a sale between two days, or moments, is on."""
        now = self.reading.now
        try:
            if starts and _moment(starts) > now:
                return False
            if ends and (_moment(ends) if ":" in ends else _moment(f"{ends} 23:59:59")) < now:
                return False
        except ValueError:
            return False
        return True


def _status(row: _Cells) -> str:
    if kind := row.types & {"grouped", "external"}:
        return kind.pop()
    status = STATUSES.get(row.get("published").lower(), "draft")
    is_hidden = row.get("visibility in catalog").lower() == "hidden" and not row.is_variation
    return "hidden" if status == "active" and is_hidden else status


def _kinds(categories: str) -> Iterator[str]:
    """Ends of "Clothing > Hoodies, Sale", the deepest first."""
    paths = [part.split(">") for part in _split(categories, ",")]
    for path in sorted(paths, key=len, reverse=True):
        yield path[-1].strip()


def _split(text: str, mark: str) -> list[str]:
    """Parts of a cell; a comma behind a backslash is a comma of its own."""
    parts = text.replace("\\,", "\0").split(mark)
    return [part.replace("\0", ",").strip() for part in parts if part.strip()]


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text.strip())
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _names(columns: list[str]) -> set[str]:
    return {column.strip().lower() for column in columns}


def _lowered(row: Row) -> dict[str, Any]:
    return {
        column.strip().lower(): value.strip()
        for column, value in row.cells.items()
        if value.strip()
    }
