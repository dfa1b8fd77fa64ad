"""The formats that can be read, and which of them a file is in, by its content."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from agents.recommendation.feeds import google, json_products, shopify, woocommerce
from agents.recommendation.feeds.goods import FeedEntry, FeedError
from agents.recommendation.feeds.reading import Reading
from agents.recommendation.feeds.rows import CsvFile
from agents.recommendation.feeds.xml_items import check_xml

PEEKED_BYTES = 4096
MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Format:
    """How files of one format are checked and read; `check` raises a FeedError."""

    name: str
    check: Callable[[Path], None]
    read: Callable[[Path, Reading], Iterator[FeedEntry]]


SHOPIFY = Format("shopify", shopify.check, shopify.read_shopify)
WOOCOMMERCE = Format("woocommerce", woocommerce.check, woocommerce.read_woocommerce)
GOOGLE_TSV = Format("google", google.check_tsv, google.read_google_tsv)
GOOGLE_XML = Format("google", check_xml, google.read_google_xml)
JSON = Format("json", json_products.check, json_products.read_json)
NAMES = ("shopify", "woocommerce", "google", "json")


def format_of(path: Path, name: str | None = None) -> Format:
    """The format of a file that can be read: the one named, else by its content.

    Raises:
        FeedError: it cannot be read, is in no known format, or not in the one named.
    """
    found = _named(path, name) if name else _recognized(path)
    found.check(path)
    return found


def _named(path: Path, name: str) -> Format:
    if name == "google":
        return GOOGLE_XML if _beginning(path).startswith(b"<") else GOOGLE_TSV
    return {"shopify": SHOPIFY, "woocommerce": WOOCOMMERCE, "json": JSON}[name]


def _recognized(path: Path) -> Format:
    beginning = _beginning(path)
    if beginning.startswith(b"<"):
        return GOOGLE_XML
    if beginning.startswith((b"{", b"[")):
        return JSON
    columns = CsvFile.open(path).columns
    for is_it, found in (
        (shopify.is_shopify, SHOPIFY),
        (woocommerce.is_woocommerce, WOOCOMMERCE),
        (google.is_google, GOOGLE_TSV),
    ):
        if is_it(columns):
            return found
    raise FeedError(
        f"{path.name} is in no known format: no column 'Handle' (Shopify), 'Type' and 'Regular "
        f"price' (WooCommerce) or 'id' and 'title' (Google); columns found: "
        f"{', '.join(repr(column) for column in columns)}"
    )


def _beginning(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            beginning = file.read(PEEKED_BYTES)
    except OSError as error:
        raise FeedError(f"{path} cannot be read: {error.strerror}") from error
    for mark in MARKS:
        beginning = beginning.removeprefix(mark)
    return beginning.replace(b"\0", b"").lstrip()
