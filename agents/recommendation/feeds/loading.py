"""Load feeds into the catalogue and the stock, through the two agents that own them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from agents.recommendation.feeds.goods import FeedEntry, FeedProblem, FeedProduct
from agents.recommendation.feeds.shopify import Seen, open_export, read_shopify

BATCH_PRODUCTS = 100
BATCH_STOCK = 1000

T = TypeVar("T")

Send = Callable[[dict[str, Any]], Mapping[str, Any]]
"""Sends a request's body to an operation and returns its reply."""


@dataclass
class Counted:
    """What an agent did with what it was sent."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0

    def add(self, reply: Mapping[str, Any]) -> None:
        """Add the counts of one reply."""
        self.created += reply["created"]
        self.updated += reply["updated"]
        self.unchanged += reply["unchanged"]
        self.removed += reply["removed"]


@dataclass
class FeedReport:
    """What an import did: what the feeds held, what changed, and what was wrong."""

    products: int = 0
    variants: int = 0
    units: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    made_skus: int = 0
    catalogue: Counted = field(default_factory=Counted)
    stock: Counted = field(default_factory=Counted)
    problems: list[FeedProblem] = field(default_factory=list)

    def note(self, product: FeedProduct) -> None:
        """Count a product that goes in."""
        self.products += 1
        self.variants += len(product.variants)
        self.units += sum(variant.quantity for variant in product.variants)
        self.made_skus += sum(variant.is_sku_made for variant in product.variants)


def load_feed(
    paths: Sequence[Path],
    *,
    upsert_products: Send,
    set_stock: Send,
    currency: str,
    location_id: str,
    is_replacing: bool = False,
) -> FeedReport:
    """Load Shopify exports; loading the same again changes nothing.

    Products go in before their stock, in batches that are each one transaction of their agent.

    Args:
        paths: the files; a product or SKU that comes twice is taken the first time.
        upsert_products: sends to the recommendation agent's `upsertProducts`.
        set_stock: sends to the inventory agent's `setStock`.
        currency: ISO 4217, of the prices.
        location_id: where the units on hand lie.
        is_replacing: whether to remove first what is there.

    Raises:
        FeedError: a file cannot be read; then nothing has been sent.
    """
    for path in paths:
        open_export(path)
    report = FeedReport()
    is_first = True
    for batch in _batches(_sellable(_entries(paths, currency), report), BATCH_PRODUCTS):
        replaces = is_replacing and is_first
        goods = [product.as_product() for product in batch]
        report.catalogue.add(upsert_products({"products": goods, "replace": replaces}))
        items = (item for product in batch for item in product.as_stock(location_id))
        for place, part in enumerate(_batches(items, BATCH_STOCK)):
            report.stock.add(set_stock({"items": part, "replace": replaces and place == 0}))
        is_first = False
    return report


def _entries(paths: Sequence[Path], currency: str) -> Iterator[FeedEntry]:
    seen = Seen()
    for path in paths:
        yield from read_shopify(path, currency, seen)


def _sellable(entries: Iterable[FeedEntry], report: FeedReport) -> Iterator[FeedProduct]:
    """Products on sale; what is not is counted by its status, and problems are noted."""
    for entry in entries:
        if isinstance(entry, FeedProblem):
            report.problems.append(entry)
        elif entry.status != "active":
            report.left_out[entry.status] = report.left_out.get(entry.status, 0) + 1
        else:
            report.note(entry)
            yield entry


def _batches(values: Iterable[T], size: int) -> Iterator[list[T]]:
    remaining = iter(values)
    while batch := list(islice(remaining, size)):
        yield batch
