"""What is known of one shopper: what she bought, what she looked at, what she refused."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agents.recommendation.policy import Personal
from agents.recommendation.ranking.personal import Bought, weight_of_age
from agents.recommendation.tables import Interaction, Purchase

LOOKED_AT, CARTED, REFUSED = "viewed", "carted", "refused"
ROWS_AT_MOST = 3000
DAY = timedelta(days=1)


def bought_by(session: Session, shopper: str, policy: Personal, now: datetime) -> list[Bought]:
    """What a shopper bought, the weightiest first, as much as counts."""
    query = (
        select(Purchase.product_id, Purchase.bought_at)
        .where(Purchase.shopper == shopper)
        .order_by(Purchase.bought_at.desc(), Purchase.product_id)
        .limit(ROWS_AT_MOST)
    )
    orders: dict[str, int] = {}
    weights: dict[str, float] = {}
    for product_id, at in session.execute(query):
        orders[product_id] = orders.get(product_id, 0) + 1
        weight = weight_of_age((now - at) / DAY, policy.history_half_life_days)
        weights[product_id] = weights.get(product_id, 0.0) + weight
    found = [Bought(one, orders[one], weights[one]) for one in orders]
    found.sort(key=lambda one: -one.weight)
    return found[: policy.history_products]


def bought_since(session: Session, shopper: str, since: datetime) -> set[str]:
    """Products that a shopper bought since a time."""
    query = select(Purchase.product_id).where(
        Purchase.shopper == shopper, Purchase.bought_at >= since
    )
    return set(session.scalars(query))


def seen_by(session: Session, shopper: str, policy: Personal, now: datetime) -> dict[str, float]:
    """What a shopper looked at or put into a cart lately, with what it counts."""
    since = now - timedelta(days=policy.looked_at_days)
    counts = {LOOKED_AT: policy.looked_at, CARTED: policy.carted}
    query = (
        select(Interaction.product_id, Interaction.deed, func.max(Interaction.at))
        .where(Interaction.shopper == shopper, Interaction.at >= since)
        .where(Interaction.deed.in_(counts))
        .group_by(Interaction.product_id, Interaction.deed)
    )
    seen: dict[str, float] = {}
    for product_id, deed, at in session.execute(query):
        age = (now - at) / DAY
        weight = counts[deed] * weight_of_age(age, policy.looked_at_days / 2)
        seen[product_id] = max(seen.get(product_id, 0.0), weight)
    return seen


def refused_by(session: Session, shopper: str, since: datetime) -> set[str]:
    """Products that a shopper refused since a time."""
    query = select(Interaction.product_id).where(
        Interaction.shopper == shopper, Interaction.deed == REFUSED, Interaction.at >= since
    )
    return set(session.scalars(query))


def weigh(product_ids: Sequence[str], weight: float) -> dict[str, float]:
    """Each product with one weight."""
    return dict.fromkeys(product_ids, weight)
