"""What suits one shopper: what she buys again, what goes with it, and what sells."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agents.recommendation.policy import Personal
from agents.recommendation.ranking.learnt import LearntModel, Related, Relations, Seller

BEST_SELLERS = 200


@dataclass(frozen=True)
class Bought:
    """A product that a shopper bought in so many orders; `weight` sums what their ages left."""

    product_id: str
    orders: int
    weight: float


@dataclass(frozen=True)
class Suited:
    """A product that suits a shopper.

    `related` tells what speaks for it; it is None for what she bought before, and for what is
    there because it sells.
    """

    product_id: str
    score: float
    is_known: bool
    related: Related | None = None
    seller: Seller | None = None


def weight_of_age(days: float, half_life_days: float) -> float:
    """What something so many days ago counts, where today counts 1."""
    return float(0.5 ** (max(0.0, days) / half_life_days))


def suited(
    model: LearntModel, history: Sequence[Bought], seen: Mapping[str, float], policy: Personal
) -> list[Suited]:
    """Products for a shopper, best first: what she had, what goes with it, what sells.

    Args:
        model: What is bought with what.
        history: What she bought.
        seen: What she looked at, with what each look counts.
        policy: The weights; they were chosen on sales before those that the figures in
            docs/recommendations.md are of.
    """
    given = {one.product_id: one.weight for one in history}
    for product_id, weight in seen.items():
        given[product_id] = given.get(product_id, 0.0) + weight
    if not given:
        return []
    relations = model.relations(given)
    found = [*_known(model, history, relations, policy), *_new(model, given, relations, policy)]
    return sorted(found, key=lambda one: -one.score)


def _known(
    model: LearntModel,
    history: Sequence[Bought],
    relations: Relations,
    policy: Personal,
) -> list[Suited]:
    habits = {one.product_id: policy.often * math.log1p(one.orders) + one.weight for one in history}
    most = max(habits.values(), default=1.0)
    among = relations.among
    strongest = max([*among.values(), *(one.score for one in relations.others)], default=0) or 1.0
    sellers = model.sellers(habits)
    found = []
    for product_id, habit in habits.items():
        seller = sellers.get(product_id)
        score = (
            habit / most
            + policy.neighbours * among.get(product_id, 0.0) / strongest
            + policy.popularity_of_known * (seller.popularity if seller else 0.0)
        )
        found.append(Suited(product_id, score, is_known=True, seller=seller))
    return found


def _new(
    model: LearntModel, given: Mapping[str, float], relations: Relations, policy: Personal
) -> list[Suited]:
    strongest = max((one.score for one in relations.others), default=0.0) or 1.0
    found = {
        one.seller.product_id: Suited(
            one.seller.product_id,
            policy.neighbours * one.score / strongest
            + policy.popularity_of_new * one.seller.popularity,
            is_known=False,
            related=one,
            seller=one.seller,
        )
        for one in relations.others
    }
    for seller in model.best_sellers(BEST_SELLERS):
        if seller.product_id not in found and seller.product_id not in given:
            score = policy.popularity_of_new * seller.popularity
            found[seller.product_id] = Suited(seller.product_id, score, False, seller=seller)
    return list(found.values())
