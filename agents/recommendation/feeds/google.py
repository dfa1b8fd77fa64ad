"""Read a Google Merchant Center feed: TSV or XML, items grouped to products with variants."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from itertools import chain, takewhile
from pathlib import Path

from agents.recommendation.feeds.goods import FeedEntry, FeedError, FeedProblem
from agents.recommendation.feeds.product import MAX_VARIANTS, ProductReader
from agents.recommendation.feeds.raw import RawProduct, RawVariant
from agents.recommendation.feeds.reading import Reading
from agents.recommendation.feeds.rows import CsvFile
from agents.recommendation.feeds.xml_items import check_xml, read_items
from agents.recommendation.language.words import fold

REQUIRED = ("id", "title", "price")
SPELLINGS = {"colour": "color", "product_category": "product_type", "image_url": "image_link"}
OPTIONS = ("color", "size", "material", "pattern", "age_group", "gender")
"""Attributes that tell the items of a group apart. Source: Merchant Center's item_group_id."""
PLAIN_OPTIONS = ("color", "size", "material", "pattern")
QUANTITIES = ("quantity", "quantity_to_sell_on_facebook", "sell_on_google_quantity", "inventory")
DETAIL = re.compile(r"(?:^|,)([^:,]*):([^:,]+):((?:[^,]|,(?![^:,]*:[^:,]+:))*)")
"""One of `section:name:value,section:name:value`; a value may hold commas."""
CURRENCY = re.compile(r"\b[A-Z]{3}\b")
SEPARATORS = " -,/|(:\u2013\u2014"
MIN_DESCRIPTION = 40
"""Characters below which what descriptions have in common says too little."""
KEPT_NAMES = 1024
DETAIL_PATH = "product_detail"


@dataclass(frozen=True)
class Item:
    """An item's attributes by name, without prefix; `details` are its product details."""

    line: int
    cells: dict[str, str]
    details: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """An attribute, empty when it is not there."""
        return self.cells.get(name, "")

    @property
    def group(self) -> str:
        """What it shares with the other variants of its product; empty for a single one."""
        return self.get("item_group_id")

    @property
    def options(self) -> dict[str, str]:
        """What tells it from others of its group."""
        told = {name: self.get(name) for name in OPTIONS if self.get(name)}
        return {**told, **self.details}


def is_google(columns: list[str]) -> bool:
    """Whether a header is that of a Merchant Center feed, complete or not."""
    names = {_name(column) for column in columns}
    return {"id", "title"} <= names and bool(
        names & {"price", "link", "availability", "image_link", "item_group_id"}
    )


def check_tsv(path: Path) -> None:
    """See whether a table can be read.

    Raises:
        FeedError: it cannot, or has not the columns.
    """
    names = [_name(column) for column in CsvFile.open(path).columns]
    missing = [f"'{name}'" for name in REQUIRED if name not in names]
    if missing:
        raise FeedError(
            f"{path.name} has no column {', '.join(missing)}, which a Merchant Center feed has; "
            f"columns found: {', '.join(names)}"
        )


def read_google_tsv(path: Path, reading: Reading) -> Iterator[FeedEntry]:
    """Read a feed in tab-separated columns (commas serve as well).

    Raises:
        FeedError: the file cannot be read, or has not the columns.
    """
    check_tsv(path)
    yield from _products(path, read_tsv_items(path, reading), reading)


def read_google_xml(path: Path, reading: Reading) -> Iterator[FeedEntry]:
    """Read a feed in RSS or Atom, with or without the `g:` prefix.

    Raises:
        FeedError: the file cannot be read, or has a document type.
    """
    check_xml(path)
    yield from _products(path, read_xml_items(path, reading), reading)


def read_tsv_items(path: Path, reading: Reading) -> Iterator[Item | FeedProblem]:
    """The items of a table, and the rows that are none."""
    for row in CsvFile.open(path).rows(reading):
        if isinstance(row, FeedProblem):
            yield row
            continue
        cells = {_name(column): value.strip() for column, value in row.cells.items() if value}
        found = DETAIL.finditer(cells.pop(DETAIL_PATH, ""))
        details = {match[2].strip(): match[3].strip() for match in found}
        yield Item(row.line, cells, details)


def read_xml_items(path: Path, reading: Reading) -> Iterator[Item | FeedProblem]:
    """The items of an XML feed, and where it breaks."""
    for entry in read_items(path, reading):
        if isinstance(entry, FeedProblem):
            yield entry
            continue
        cells: dict[str, str] = {}
        names, values = [], []
        for path_name, text in entry.fields:
            if path_name == f"{DETAIL_PATH}/attribute_name":
                names.append(text)
            elif path_name == f"{DETAIL_PATH}/attribute_value":
                values.append(text)
            else:
                cells.setdefault(_name(path_name), text)
        yield Item(entry.line, cells, dict(zip(names, values, strict=False)))


def _products(
    path: Path, entries: Iterator[Item | FeedProblem], reading: Reading
) -> Iterator[FeedEntry]:
    """Group items, wherever in the file they stand, and read each group's product."""
    shelf = reading.scratch.shelf()
    for number, entry in enumerate(entries):
        if isinstance(entry, FeedProblem):
            yield entry
        else:
            shelf.put(f"g {entry.group}" if entry.group else f"i {number}", _packed(entry))
    products = ProductReader(path.name, reading)
    goods = _Goods(path.name, reading)
    for key, count in shelf.counts():
        items = map(_unpacked, shelf.values(key))
        if count > MAX_VARIANTS:
            first = next(items)
            reason = f"group '{first.group}' holds {count} items"
            yield FeedProblem(path.name, first.line, reason, "each taken as a product")
            for item in chain([first], items):
                yield from products.read(goods.product([_alone(item)]))
        else:
            yield from goods.problems_of(group := list(items))
            for part in goods.parts(group):
                yield from products.read(goods.product(part))


@dataclass
class _Goods:
    """Brings items to the form that every format is brought to."""

    file: str
    reading: Reading

    def parts(self, group: list[Item]) -> list[list[Item]]:
        """A group as one product, or as many where it only shares a shelf."""
        return [group] if _is_product(group) else [[_alone(item)] for item in group]

    def problems_of(self, group: list[Item]) -> Iterator[FeedProblem]:
        """What is odd about a group."""
        first = group[0]
        if not _is_product(group):
            reason = (
                f"the {len(group)} items of group '{first.group}' have titles of their own "
                f"and nothing else that tells variants apart"
            )
            yield FeedProblem(self.file, first.line, reason, "each taken as a product")
        for item in group:
            word = item.get("availability")
            if not word or self.reading.mapping.units_for(word) is None:
                reason = (
                    f"availability '{word}' is unknown" if word else "the availability is missing"
                )
                if not _quantity(item):
                    yield FeedProblem(self.file, item.line, reason, "taken as 0")

    def product(self, items: list[Item]) -> RawProduct:
        """The product of items that are its variants."""
        first = items[0]
        is_group = len(items) > 1 or first.group != first.get("product_type")
        return RawProduct(
            line=first.line,
            product_id=first.group if first.group and is_group else first.get("id"),
            name=_title(items),
            brand=first.get("brand"),
            kinds=tuple(
                first.get(name).rpartition(">")[2].strip()
                for name in ("product_type", "google_product_category")
                if not first.get(name).isdigit()
            ),
            description=_description(items),
            image=first.get("image_link"),
            variants=tuple(map(self._variant, items)),
            rows=len(items),
        )

    def _variant(self, item: Item) -> RawVariant:
        price, sale = item.get("price"), item.get("sale_price")
        is_on_sale = bool(sale) and self._is_now(item.get("sale_price_effective_date"))
        currency = CURRENCY.search(price)
        return RawVariant(
            line=item.line,
            sku=item.get("id"),
            price=_amount(sale if is_on_sale else price),
            compare_at=_amount(price) if is_on_sale else "",
            currency=currency[0] if currency else "",
            quantity=_quantity(item) or None,
            units=self.reading.mapping.units_for(item.get("availability")) or 0,
            options={
                **{name: item.get(name) for name in PLAIN_OPTIONS if item.get(name)},
                **item.details,
            },
            image=item.get("image_link"),
            barcode=item.get("gtin"),
        )

    def _is_now(self, period: str) -> bool:
        """Whether a period "2026-05-01T00:00+02:00/2026-05-08T00:00+02:00" is on."""
        if not period:
            return True
        try:
            start, end = (_moment(part) for part in period.split("/"))
        except ValueError:
            return False
        return start <= self.reading.now <= end


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text.strip())
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _is_product(group: list[Item]) -> bool:
    """Whether a group's items are variants of one product.

    Items with titles of their own, and nothing that tells them apart as variants, only share a
    shelf: some shops write a category into the group.
    """
    if len({fold(item.get("title")) for item in group}) == 1:
        return True
    return len({tuple(sorted(item.options.items())) for item in group}) == len(group)


def _title(items: list[Item]) -> str:
    """What the titles of a product's items have in common: "Crew Tee - Blue, M" is a Crew Tee."""
    return _shared(items, "title") or items[0].get("title")


def _description(items: list[Item]) -> str:
    """What a product's descriptions have in common; none if they only tell variants apart."""
    shared = _shared(items, "description")
    return shared if len(shared) >= MIN_DESCRIPTION or len(items) == 1 else ""


def _shared(items: list[Item], name: str) -> str:
    texts = [item.get(name) for item in items]
    if len(set(texts)) == 1:
        return texts[0]
    columns = zip(*(text.split() for text in texts), strict=False)
    shared = takewhile(lambda words: len(set(words)) == 1, columns)
    return " ".join(words[0] for words in shared).rstrip(SEPARATORS)


def _alone(item: Item) -> Item:
    """An item that is a product of its own, whatever its group says."""
    return replace(item, cells={k: v for k, v in item.cells.items() if k != "item_group_id"})


def _quantity(item: Item) -> str:
    return next(filter(None, map(item.get, QUANTITIES)), "")


def _amount(price: str) -> str:
    return CURRENCY.sub("", price).strip()


@lru_cache(KEPT_NAMES)
def _name(column: str) -> str:
    """A column or element in the one spelling: "Image Link", "g:image_link" are image_link."""
    name = fold(column).strip().removeprefix("g:").replace(" ", "_").replace("-", "_")
    return SPELLINGS.get(name, name)


def _packed(item: Item) -> str:
    return json.dumps([item.line, item.cells, item.details])


def _unpacked(text: str) -> Item:
    return Item(*json.loads(text))
