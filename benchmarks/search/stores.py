"""Shops for measuring: the recommendation agent's own store, filled as an import fills it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from agents.kit.storage import Store
from agents.recommendation.catalog.products import find_products, upsert
from agents.recommendation.catalog.vocabulary import Vocabularies
from agents.recommendation.feeds.formats import format_of
from agents.recommendation.feeds.goods import FeedProduct
from agents.recommendation.feeds.mapping import FeedMapping
from agents.recommendation.feeds.reading import Reading
from agents.recommendation.feeds.scratch import scratch
from agents.recommendation.search.filters import Filters
from agents.recommendation.search.index import Page
from agents.recommendation.search.indexes import index_of, text_index
from agents.recommendation.search.search import Found, Search, Wanted
from agents.recommendation.tables import Base, Product
from benchmarks.search.home_goods import NOW

BATCH = 1000


@dataclass
class Shop:
    """A catalogue that can be searched; each search is a transaction of its own."""

    store: Store
    vocabularies: Vocabularies

    @classmethod
    def opened(cls, url: str) -> "Shop":
        """Open a store at an address, made when it is not there."""
        store = Store(url, Base.metadata, schema="recommendation", derived=text_index)
        return cls(store, Vocabularies())

    def put(self, goods: Iterable[dict[str, Any]]) -> None:
        """Put goods in, in batches as an import does."""
        rest = iter(goods)
        while batch := list(islice(rest, BATCH)):
            with self.store.write() as session:
                upsert(session, index_of(session), batch, NOW)

    def search(
        self, query: str = "", filters: Filters | None = None, page: Page | None = None
    ) -> tuple[Found, list[Product]]:
        """Search, and load the products of the page, as the agent does for a reply."""
        wanted = Wanted(query, filters or Filters(), page or Page())
        with self.store.read() as session:
            vocabulary = self.vocabularies.of(session)
            found = Search(session, index_of(session), vocabulary).find(wanted)
            return found, find_products(session, [hit.number for hit in found.hits.hits])


@contextmanager
def temporary_shop(goods: Iterable[dict[str, Any]]) -> Iterator[Shop]:
    """A shop in SQLite that goes with the measurement."""
    with TemporaryDirectory(prefix="search-") as folder:
        shop = Shop.opened(f"sqlite:///{folder}/shop.sqlite")
        shop.put(goods)
        try:
            yield shop
        finally:
            shop.store.close()


def goods_of_feed(path: Path, currency: str = "USD") -> list[dict[str, Any]]:
    """The products of a feed that are on sale, as the contract spells them."""
    with scratch() as scratched:
        reading = Reading(currency, FeedMapping.load(), scratched)
        entries = list(format_of(path).read(path, reading))
    return [e.as_product() for e in entries if isinstance(e, FeedProduct) and not e.why_left_out]
