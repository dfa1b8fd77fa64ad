"""Answer a request for recommendations: candidates, the shop's rules, stock, and what was shown."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from agents.kit.operations import Call, Reply
from agents.kit.rows import read_rows
from agents.recommendation import tables
from agents.recommendation.catalog.products import find_by_ids
from agents.recommendation.catalog.views import summary
from agents.recommendation.catalog.vocabulary import Vocabularies
from agents.recommendation.interactions.deeds import refuse
from agents.recommendation.interactions.history import bought_since, refused_by
from agents.recommendation.interactions.showings import note_shown, tired_of
from agents.recommendation.language.words import normal
from agents.recommendation.learning.appeals import appeals_of
from agents.recommendation.policy import Policy
from agents.recommendation.ranking.advice import Advice, Asked
from agents.recommendation.ranking.availability import in_stock
from agents.recommendation.ranking.ranking import Candidate, Given, Pairing, Ranking
from agents.recommendation.ranking.rules import Standing, allowed, varied
from agents.recommendation.search.filters import Filters
from agents.recommendation.search.indexes import index_of
from agents.recommendation.tables import Product
from agents.recommendation.wording import nothing_to_recommend

logger = logging.getLogger(__name__)

DEFAULT_COUNT = 5
INSTEAD = "alternatives"
"""The kind that is of one category, and may hold what she bought: she asks for another."""


@dataclass(frozen=True)
class Shopper:
    """Whom a list is for: "" is nobody that is known; `is_here` when she sees it herself."""

    shopper_id: str
    is_here: bool


def recommend(call: Call, filters: Filters, vocabularies: Vocabularies, policy: Policy) -> Reply:
    """Recommend products that can be bought now; what is shown to a shopper is noted."""
    body = call.body
    shopper = Shopper(call.shopper, bool(call.shopper) and call.claims.service is None)
    refused = body.get("refusedProductIds", [])
    with call.store.read() as session:
        ranking = Ranking(session, index_of(session), vocabularies.of(session), _pairings())
        asked = Asked(body["kind"], _given(session, body), filters, call.shopper, call.now)
        candidates = Advice(session, ranking, policy).candidates(asked)
        standing = _standing(session, call, asked, candidates, policy)
    fitting = in_stock(call.peers, allowed(candidates, standing, policy))
    chosen = varied(
        fitting,
        policy.rules,
        body.get("limit", DEFAULT_COUNT),
        of_one_category=asked.kind == INSTEAD or filters.category is not None,
        of_one_brand=filters.brand is not None,
    )
    if shopper.is_here:
        _note(call, asked.kind, chosen, refused, policy)
    return {
        "status": "ok" if chosen else "empty",
        "recommendations": [summary(c.product, c.low, c.high, c.reason) for c in chosen],
        "suggestions": [] if chosen else nothing_to_recommend(filters),
    }


def _standing(
    session: Session,
    call: Call,
    asked: Asked,
    candidates: Sequence[Candidate],
    policy: Policy,
) -> Standing:
    """What the shopper's cart and past say of the candidates."""
    had, _ = find_by_ids(session, [], call.body.get("excludeSkus", []))
    given = {one.product.product_id for one in asked.given}
    refused = set(call.body.get("refusedProductIds", []))
    bought: set[str] = set()
    tired: set[str] = set()
    if asked.shopper:
        rules, now = policy.rules, call.now
        refused_since = now - timedelta(days=rules.refused_days)
        bought_lately = now - timedelta(days=rules.bought_recently_days)
        refused |= refused_by(session, asked.shopper, refused_since)
        tired = tired_of(session, asked.shopper, policy.appeal, refused_since)
        if asked.kind != INSTEAD:
            bought = bought_since(session, asked.shopper, bought_lately)
    return Standing(
        had={*given, *(product.product_id for product in had)},
        bought=bought,
        refused=refused,
        tired=tired,
        appeals=appeals_of(session, asked.kind, [c.product.product_id for c in candidates]),
    )


def _note(
    call: Call, kind: str, chosen: Sequence[Candidate], refused: Sequence[str], policy: Policy
) -> None:
    """Note what is shown, and what was turned down before it; the list does not wait for that."""
    try:
        with call.store.write() as session:
            refuse(session, call.shopper, refused, policy.appeal, call.now)
            shown = [one.product.product_id for one in chosen]
            note_shown(session, call.shopper, kind, shown, call.now)
    except SQLAlchemyError as error:
        logger.warning("showing_not_noted error=%s", type(error).__name__)


def _given(session: Session, body: Reply) -> list[Given]:
    skus = body.get("skus", [])
    products, _ = find_by_ids(session, body.get("productIds", []), skus)
    return [_as_given(product, set(skus)) for product in products]


def _as_given(product: Product, skus: set[str]) -> Given:
    named = [variant for variant in product.variants if variant.sku in skus]
    variants = named or product.variants
    shades = frozenset(variant.shade for variant in variants if variant.shade)
    return Given(product, shades, min(variant.price for variant in variants))


@cache
def _pairings() -> dict[str, list[Pairing]]:
    return {
        normal(row["category"]): [
            Pairing(one["category"], one["reason"]) for one in row["goesWith"]
        ]
        for row in read_rows(tables.__file__, "pairings")
    }
