"""A shop whose past sales are taken in and learnt from by the product's own code."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from agents.kit.settings import AgentSettings
from agents.kit.storage import Store
from agents.recommendation.catalog.products import upsert
from agents.recommendation.interactions.history import bought_by
from agents.recommendation.learning.lessons import learn_now
from agents.recommendation.learning.models import claim
from agents.recommendation.policy import POLICY, Policy
from agents.recommendation.ranking.learnt import LearntModel
from agents.recommendation.ranking.personal import suited
from agents.recommendation.search.indexes import index_of
from agents.recommendation.service import operations
from agents.recommendation.tables import LearntProduct, Purchase

KEY = b"a key for a benchmark, long enough to sign"
GOODS_AT_ONCE = 500
PRICE_FLOOR = 1


@dataclass(frozen=True)
class Sale:
    """One product of one past order; `shopper` is the order's own when nobody was named."""

    order_id: str
    product_id: str
    name: str
    shopper: str
    units: int
    price_minor: int
    at: datetime


class BenchmarkShop:
    """The recommendation agent's own store, filled with past sales."""

    def __init__(self, sales: Sequence[Sale], policy: Policy = POLICY) -> None:
        self._folder = TemporaryDirectory(prefix="recommendations-", ignore_cleanup_errors=True)
        self.settings = AgentSettings(
            data_dir=Path(self._folder.name), signing_key=KEY, has_sample=False
        )
        Path(self._folder.name, "agents").mkdir()
        self.store = Store(
            self.settings.store_url(operations.agent),
            operations.tables,
            schema=operations.agent,
            derived=operations.derived,
        )
        self.policy = policy
        self.now = max(sale.at for sale in sales)
        self._take_in(sales)

    def learn(self) -> str:
        """Learn a model; returns what was done, in words."""
        held = claim(self.store, self.now)
        if held is None:
            raise RuntimeError("a new shop cannot be learnt from by another already")
        return learn_now(self.store, self.policy.learning, held, self.now)

    def for_shopper(self, shopper: str, count: int) -> list[str]:
        """What suits a shopper, what she bought before included."""
        with self.store.read() as session:
            history = bought_by(session, shopper, self.policy.personal, self.now)
            found = suited(LearntModel(session), history, {}, self.policy.personal)
        return [one.product_id for one in found[:count]]

    def together(self, product_ids: Sequence[str], count: int) -> list[str]:
        """What is bought together with products."""
        with self.store.read() as session:
            model = LearntModel(session)
            found = model.relations(dict.fromkeys(product_ids, 1.0), count).others
        return [one.seller.product_id for one in found]

    def size_bytes(self) -> tuple[int, int]:
        """Products of the model, and the bytes of their neighbours."""
        with self.store.read() as session:
            packed = session.query(LearntProduct.neighbours).all()
        return len(packed), sum(len(one) for (one,) in packed)

    def close(self) -> None:
        """Erase the shop."""
        self.store.close()
        self._folder.cleanup()

    def _take_in(self, sales: Sequence[Sale]) -> None:
        goods = {sale.product_id: _goods(sale) for sale in sales}
        rows: dict[tuple[str, str], dict[str, Any]] = {}
        for sale in sales:
            row = rows.setdefault((sale.order_id, sale.product_id), _row(sale, self.now))
            row["units"] += sale.units
        entries = list(goods.values())
        with self.store.write() as session:
            for start in range(0, len(entries), GOODS_AT_ONCE):
                some = entries[start : start + GOODS_AT_ONCE]
                upsert(session, index_of(session), some, self.now)
            session.execute(Purchase.__table__.insert(), list(rows.values()))


def _goods(sale: Sale) -> dict[str, Any]:
    variant = {"sku": sale.product_id, "price": max(PRICE_FLOOR, sale.price_minor)}
    name = re.sub(r"\s+", " ", sale.name).strip().capitalize() or sale.product_id
    return {
        "productId": sale.product_id,
        "name": name,
        "currency": "GBP",
        "variants": [variant],
    }


def _row(sale: Sale, now: datetime) -> dict[str, Any]:
    return {
        "order_id": sale.order_id,
        "product_id": sale.product_id,
        "shopper": sale.shopper,
        "units": 0,
        "bought_at": sale.at.astimezone(UTC),
        "noted_at": now,
    }
