"""What the learnt model says: what is bought with given products, and what sells."""

import heapq
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from agents.recommendation.learning.neighbours import unpack
from agents.recommendation.tables import LearntProduct, Progress

RELATED = 400
"""Related products looked at, the closest first."""
ASKED_AT_ONCE = 500
SELLER = (LearntProduct.product_id, LearntProduct.popularity, LearntProduct.recent_shoppers)


@dataclass(frozen=True)
class Seller:
    """How a product sells: `popularity` from 0 to 1, and its recent shoppers."""

    product_id: str
    popularity: float
    recent_shoppers: int


@dataclass(frozen=True)
class Related:
    """A product that is bought with given ones.

    `because` is the given product that says most for it; `shoppers` bought both.
    """

    seller: Seller
    score: float
    because: str
    shoppers: int


@dataclass(frozen=True)
class Relations:
    """What goes with given products, closest first, and how much they say for each other."""

    others: list[Related]
    among: dict[str, float]


class LearntModel:
    """The model that serves, as one transaction sees it; without one it knows of nothing."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._model = session.scalar(select(Progress.model).where(Progress.id == 1))

    def relations(self, given: Mapping[str, float], limit: int = RELATED) -> Relations:
        """What is bought with the given products, each of which has a weight."""
        scores: dict[int, float] = {}
        reasons: dict[int, tuple[float, str, int]] = {}
        own: dict[int, str] = {}
        for place, product_id, packed in self._neighbours(given):
            own[place] = product_id
            weight = given[product_id]
            for other, strength, shoppers in unpack(packed):
                part = weight * strength
                scores[other] = scores.get(other, 0.0) + part
                if other not in reasons or part > reasons[other][0]:
                    reasons[other] = part, product_id, shoppers
        best = heapq.nlargest(
            limit, scores.keys() - own.keys(), key=lambda place: (scores[place], -place)
        )
        sellers = dict(self._find(LearntProduct.place, best))
        others = [
            Related(sellers[place], scores[place], reasons[place][1], reasons[place][2])
            for place in best
            if place in sellers
        ]
        return Relations(others, {own[place]: scores.get(place, 0.0) for place in own})

    def sellers(self, product_ids: Collection[str]) -> dict[str, Seller]:
        """How products sell; those that were never bought are left out."""
        found = self._find(LearntProduct.product_id, list(product_ids))
        return {one.product_id: one for _, one in found}

    def best_sellers(self, limit: int) -> list[Seller]:
        """What most shoppers bought lately."""
        query = (
            select(*SELLER)
            .where(LearntProduct.model == self._model, LearntProduct.recent_shoppers > 0)
            .order_by(LearntProduct.popularity.desc(), LearntProduct.place)
        )
        return [Seller(*row) for row in self._session.execute(query.limit(limit))]

    def _neighbours(self, given: Collection[str]) -> Iterator[tuple[int, str, bytes]]:
        columns = (LearntProduct.place, LearntProduct.product_id, LearntProduct.neighbours)
        wanted = list(given)
        for start in range(0, len(wanted), ASKED_AT_ONCE):
            some = wanted[start : start + ASKED_AT_ONCE]
            query = select(*columns).where(
                LearntProduct.model == self._model, LearntProduct.product_id.in_(some)
            )
            yield from self._session.execute(query)

    def _find(
        self, column: InstrumentedAttribute[Any], wanted: list[Any]
    ) -> Iterator[tuple[int, Seller]]:
        for start in range(0, len(wanted), ASKED_AT_ONCE):
            some = wanted[start : start + ASKED_AT_ONCE]
            query = select(LearntProduct.place, *SELLER).where(
                LearntProduct.model == self._model, column.in_(some)
            )
            for place, product_id, popularity, shoppers in self._session.execute(query):
                yield place, Seller(product_id, popularity, shoppers)
