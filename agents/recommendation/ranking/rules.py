"""The shop's rules over a list: margins, what a shopper has or refused, variety."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from agents.recommendation.policy import Margin, Policy, Rules
from agents.recommendation.ranking.ranking import Candidate, category_of
from agents.recommendation.tables import Variant

FADING = 0.95
"""What a place further down a list without scores costs: 20 places down is about a third."""


@dataclass(frozen=True)
class Standing:
    """What a shopper's past says of products, by their ids.

    `had` are in her cart, `bought` were bought lately, `refused` she turned down; `tired` were
    shown to her too often. `appeals` are how readily all shoppers take them, where 1 is usual.
    """

    had: Collection[str] = ()
    bought: Collection[str] = ()
    refused: Collection[str] = ()
    tired: Collection[str] = ()
    appeals: Mapping[str, float] = field(default_factory=dict)


def in_order(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Candidates of a list that has an order and no scores, each with its place's score."""
    return [replace(one, score=FADING**place) for place, one in enumerate(candidates)]


def allowed(candidates: Iterable[Candidate], standing: Standing, policy: Policy) -> list[Candidate]:
    """What may be recommended, best first by fit, appeal and margin."""
    kept = [
        replace(one, score=_score(one, standing, policy))
        for one in _worth_selling(candidates, policy.rules.margin)
        if not _is_out(one, standing, policy)
    ]
    return sorted(kept, key=lambda one: -one.score)


def varied(
    candidates: Sequence[Candidate],
    rules: Rules,
    count: int,
    *,
    of_one_category: bool = False,
    of_one_brand: bool = False,
) -> list[Candidate]:
    """The best, not too many of one category and brand while there are others.

    Args:
        candidates: Best first.
        rules: The shop's limits.
        count: How many are wanted.
        of_one_category: One category was asked for, so that its limit means nothing.
        of_one_brand: So was a brand.
    """
    taken: list[Candidate] = []
    left: list[Candidate] = []
    for one in candidates:
        if len(taken) == count:
            break
        mates = sum(category_of(t.product) == category_of(one.product) for t in taken)
        kin = sum(t.product.brand == one.product.brand for t in taken if one.product.brand)
        is_full = (not of_one_category and mates >= rules.at_most_of_category) or (
            not of_one_brand and kin >= rules.at_most_of_brand
        )
        (left if is_full else taken).append(one)
    return [*taken, *left[: count - len(taken)]]


def _is_out(one: Candidate, standing: Standing, policy: Policy) -> bool:
    product_id = one.product.product_id
    if product_id in standing.had or product_id in standing.refused:
        return True
    return product_id in standing.bought and not policy.is_replenished(one.product.category)


def _score(one: Candidate, standing: Standing, policy: Policy) -> float:
    product_id = one.product.product_id
    tired = policy.appeal.tired if product_id in standing.tired else 1.0
    appeal = standing.appeals.get(product_id, 1.0)
    return one.score * appeal * tired * _margin_factor(one, policy.rules.margin)


def _worth_selling(candidates: Iterable[Candidate], policy: Margin) -> Iterator[Candidate]:
    """Candidates with the variants that bring the least margin, or whose cost is not known."""
    for one in candidates:
        skus = frozenset(
            variant.sku
            for variant in one.product.variants
            if variant.sku in one.skus and _margin_or(variant, policy.least) >= policy.least
        )
        if skus:
            yield replace(one, skus=skus)


def _margin_factor(one: Candidate, policy: Margin) -> float:
    known = [
        _margin_or(variant, policy.usual)
        for variant in one.product.variants
        if variant.sku in one.skus
    ]
    return max(0.0, 1 + policy.weight * (sum(known) / len(known) - policy.usual))


def _margin_or(variant: Variant, unknown: float) -> float:
    """A variant's margin as a share of its price; another where the cost is not known."""
    if variant.unit_cost is None or variant.price <= 0:
        return unknown
    return (variant.price - variant.unit_cost) / variant.price
