"""Load feeds into the catalogue and the stock, through the two agents that own them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from agents.recommendation.feeds.formats import Format
from agents.recommendation.feeds.goods import FeedEntry, FeedError, FeedProblem, FeedProduct
from agents.recommendation.feeds.reading import Reading
from agents.recommendation.feeds.report import Counted, FeedReport

BATCH_PRODUCTS = 100
BATCH_VARIANTS = 1000
BATCH_REMOVED = 500

Send = Callable[[str, str, dict[str, Any]], Mapping[str, Any]]
"""Sends a request's body to an agent's operation and returns its reply."""


def _unwatched(products: int) -> None:
    """Nobody watches."""


@dataclass
class Loading:
    """One import: reads feeds and sends what they hold; loading the same again changes nothing.

    Products go in before their stock, in batches that are each one transaction of their agent.
    What a feed says is not on sale goes out. `send` is None for a dry run.
    """

    reading: Reading
    send: Send | None
    location_id: str
    is_replacing: bool = False
    on_products: Callable[[int], None] = _unwatched
    report: FeedReport = field(default_factory=FeedReport)
    _import_id: str = field(default_factory=lambda: f"import-{uuid4().hex}")
    _batch: list[FeedProduct] = field(default_factory=list)
    _unsold: list[str] = field(default_factory=list)
    _foreign: str = ""

    def load(self, files: Sequence[tuple[Path, Format]]) -> FeedReport:
        """Load files; a product or SKU that comes twice is taken the first time.

        Raises:
            FeedError: a file cannot be read to its end, or nothing is in the shop's currency.
        """
        for product in self._sellable(self._entries(files)):
            if self._is_full_with(product):
                self._flush()
            self._batch.append(product)
        self._flush()
        self._take_out()
        if not self.report.products and self._foreign:
            raise FeedError(
                f"prices are in {self._foreign} and the shop sells in {self.reading.currency}; "
                f"set SALES_CURRENCY={self._foreign} or export in {self.reading.currency}"
            )
        if self.is_replacing and self.report.products:
            self._remove("removeProducts", "recommendation", self.report.catalogue)
            self._remove("removeStock", "inventory", self.report.stock)
        self.report.option_names = self.reading.option_names
        return self.report

    def _entries(self, files: Iterable[tuple[Path, Format]]) -> Iterator[FeedEntry]:
        for path, file_format in files:
            yield from file_format.read(path, self.reading)

    def _sellable(self, entries: Iterable[FeedEntry]) -> Iterator[FeedProduct]:
        """Products on sale; others are counted by why they are not, and problems noted."""
        for entry in entries:
            if isinstance(entry, FeedProblem):
                self.report.problems.add(entry)
            elif why := entry.why_left_out:
                self.report.note_left_out(why)
                self._note_unsold(entry)
            elif entry.currency != self.reading.currency:
                self._foreign = entry.currency
                reason = f"'{entry.name}' is priced in {entry.currency}"
                action = f"left out: the shop sells in {self.reading.currency}"
                self.report.problems.add(FeedProblem(entry.file, entry.line, reason, action))
                self.report.note_left_out(f"priced in {entry.currency}")
            else:
                self.report.note(entry)
                self.on_products(self.report.products)
                yield entry

    def _note_unsold(self, product: FeedProduct) -> None:
        self._unsold.append(product.product_id)
        if len(self._unsold) == BATCH_REMOVED:
            self._take_out()

    def _is_full_with(self, product: FeedProduct) -> bool:
        variants = sum(len(one.variants) for one in self._batch) + len(product.variants)
        return bool(self._batch) and (
            len(self._batch) == BATCH_PRODUCTS or variants > BATCH_VARIANTS
        )

    def _flush(self) -> None:
        """Send the batch: its products, then their stock."""
        batch, self._batch = self._batch, []
        if not batch or not self.send:
            return
        more: dict[str, Any] = {"tellChanges": True}
        if self.is_replacing:
            more["importId"] = self._import_id
        goods = [product.as_product() for product in batch]
        reply = self.send("recommendation", "upsertProducts", {"products": goods, **more})
        self.report.catalogue.add(reply)
        items = [item for product in batch for item in product.as_stock(self.location_id)]
        stock = self.send("inventory", "setStock", {"items": items, "isWhole": True, **more})
        self.report.stock.add(stock)

    def _take_out(self) -> None:
        """Take out what the feed says is not on sale; a replacing import does so at its end."""
        unsold, self._unsold = self._unsold, []
        if unsold and self.send and not self.is_replacing:
            which = {"productIds": unsold}
            self._remove("removeProducts", "recommendation", self.report.catalogue, which)
            self._remove("removeStock", "inventory", self.report.stock, which)

    def _remove(
        self,
        operation: str,
        agent: str,
        counted: Counted,
        which: Mapping[str, Any] | None = None,
    ) -> None:
        """Remove, in as many calls as it takes."""
        is_finished = self.send is None
        while not is_finished and self.send:
            reply = self.send(agent, operation, dict(which or {"exceptImport": self._import_id}))
            counted.remove(reply, is_told=agent == "recommendation")
            is_finished = reply["isFinished"]
