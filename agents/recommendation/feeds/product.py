"""One product of a Shopify export, from the rows that share its handle."""

import re
from collections.abc import Iterator
from dataclasses import replace

from agents.recommendation.feeds.goods import FeedEntry, FeedProblem, FeedProduct, FeedVariant
from agents.recommendation.feeds.html_text import plain_text
from agents.recommendation.feeds.option_names import read_options
from agents.recommendation.feeds.rows import Row
from agents.recommendation.feeds.shopify_variant import QUANTITY_COLUMN, VariantReader
from agents.recommendation.language.attributes import materials_in
from agents.recommendation.language.lexicon import lexicon
from agents.recommendation.language.words import normal

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
    QUANTITY_COLUMN,
    "Variant Compare At Price",
    "Variant Image",
    "Image Src",
    *VARIANT_COLUMNS,
    *(name for name, _ in OPTIONS),
)
"""The columns that are read; an export has more."""
COLOUR_METAFIELD = "shopify.color-pattern"
MATERIAL_METAFIELD = re.compile(r"shopify\.(fabric|[a-z-]*material)\)", re.IGNORECASE)
NO_CATEGORIES = frozenset({"", "uncategorized"})
NO_MATERIALS = frozenset({"", "other"})
NAME_LENGTH = 300
DESCRIPTION_LENGTH = 5000
TAG_WORDS = 2


class ProductReader:
    """Reads the products of one file; `skus` are those taken already, and grow."""

    def __init__(self, file: str, currency: str, skus: set[str], columns: list[str]) -> None:
        self.file = file
        self._currency = currency
        self._skus = skus
        self._colours = [name for name in columns if COLOUR_METAFIELD in name]
        self._materials = [name for name in columns if MATERIAL_METAFIELD.search(name)]

    def read(self, product_id: str, rows: list[Row]) -> Iterator[FeedEntry]:
        """The problems of a product on sale, then the product if something of it can be sold."""
        first = rows[0]
        status = _status(first)
        is_sold = status == "active"
        skus = self._skus if is_sold else set()
        reader = VariantReader(self.file, self._currency, product_id, is_sold, skus)
        variants: list[FeedVariant] = []
        materials = self._product_materials(first)
        for row in rows:
            if any(row.get(column) for column in VARIANT_COLUMNS):
                options = read_options(_option_pairs(first, row))
                variants += filter(None, [reader.read(row, options)])
                materials += [options.material.lower()] if options.material else []
        if is_sold:
            yield from reader.problems
        if variants:
            yield replace(
                self._product(product_id, rows, status),
                variants=tuple(self._coloured(first, variants)),
                materials=tuple(dict.fromkeys(materials)),
            )
        elif not reader.problems:
            reason = f"product '{product_id}' has no variant"
            yield FeedProblem(self.file, first.line, reason, "left out")

    def _product(self, product_id: str, rows: list[Row], status: str) -> FeedProduct:
        first = rows[0]
        images = (row.get("Image Src") for row in rows)
        return FeedProduct(
            file=self.file,
            line=first.line,
            product_id=product_id,
            name=plain_text(first.get("Title"))[:NAME_LENGTH],
            brand=first.get("Vendor") or None,
            category=_category(first),
            description=plain_text(first.get("Body (HTML)"))[:DESCRIPTION_LENGTH],
            currency=self._currency,
            image_url=next(filter(None, images), None),
            status=status,
            tags=tuple(_tags(first)),
        )

    def _coloured(self, first: Row, variants: list[FeedVariant]) -> list[FeedVariant]:
        """Variants without a colour of their own get the product's, where it has a single one."""
        colours = _split(first, self._colours)
        if len(colours) != 1 or any(variant.colour for variant in variants):
            return variants
        return [replace(variant, colour=colours[0]) for variant in variants]

    def _product_materials(self, first: Row) -> list[str]:
        told = [name for name in _split(first, self._materials) if name not in NO_MATERIALS]
        return told or materials_in(f"{first.get('Title')} {first.get('Tags')}")


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


def _tags(first: Row) -> list[str]:
    return list(dict.fromkeys(filter(None, map(str.strip, first.get("Tags").split(",")))))


def _category(first: Row) -> str | None:
    """What kind of goods it is: its type, else the end of its category, else a telling tag."""
    last = first.get("Product Category").rpartition(">")[2].strip()
    for told in (first.get("Type"), last):
        if told.lower() not in NO_CATEGORIES:
            return told
    return next(filter(_is_telling, _tags(first)), None)


def _is_telling(tag: str) -> bool:
    """Whether a tag may say what goods are: neither for whom nor where they ship from."""
    known = lexicon()
    words = normal(tag).split()
    is_audience = any(word in known.audiences or word == "unisex" for word in words)
    is_plain = all(word.isalpha() and len(word) > 2 for word in words)
    return 0 < len(words) <= TAG_WORDS and is_plain and not is_audience


def _split(first: Row, columns: list[str]) -> list[str]:
    values = (part for column in columns for part in first.get(column).split(";"))
    told = (" ".join(value.replace("-", " ").split()).lower() for value in values)
    return list(dict.fromkeys(filter(None, told)))
