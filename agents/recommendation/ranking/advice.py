"""What to recommend by what was learnt and by the goods themselves, for each kind that is asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from agents.recommendation.catalog.products import find_by_ids
from agents.recommendation.interactions.history import bought_by, seen_by
from agents.recommendation.policy import Policy
from agents.recommendation.ranking.learnt import LearntModel, Related
from agents.recommendation.ranking.personal import Bought, Suited, suited
from agents.recommendation.ranking.ranking import POOL, Candidate, Given, Ranking, category_of
from agents.recommendation.ranking.reasons import (
    again_reason,
    new_reason,
    personal_reason,
    selling_reason,
    together_reason,
)
from agents.recommendation.ranking.rules import in_order
from agents.recommendation.search.filters import Filters
from agents.recommendation.tables import Product

CONSIDERED = 60
"""Learnt products considered for one list, before filters."""
ENOUGH = 30
"""So many that suit her need no others beside them, whatever stock and rules leave of them."""
ANCHORS = 3
"""Products she bought last that others are to go with, where nothing was learnt."""


@dataclass(frozen=True)
class Asked:
    """What is asked for: the kind, what it is for, within what, and by whom ("" is nobody)."""

    kind: str
    given: Sequence[Given]
    filters: Filters
    shopper: str
    now: datetime


class Advice:
    """Candidates for each kind of recommendation, from one moment of the store."""

    def __init__(self, session: Session, ranking: Ranking, policy: Policy) -> None:
        self._session = session
        self._ranking = ranking
        self._policy = policy
        self._model = LearntModel(session)

    def candidates(self, asked: Asked) -> list[Candidate]:
        """What could be recommended, each with its reason, best first."""
        match asked.kind:
            case "complements" if asked.given:
                return self._complements(asked)
            case "bought_together" if asked.given:
                return self._together(asked) or self._complements(asked)
            case "alternatives" if asked.given:
                return in_order(self._ranking.alternatives(asked.given, asked.filters))
            case "for_you":
                return self._for_shopper(asked)
            case "new":
                return self._new(asked)
        return self._popular(asked)

    def _popular(self, asked: Asked) -> list[Candidate]:
        """What sold lately, then what the catalogue says of popularity."""
        sellers = {one.product_id: one for one in self._model.best_sellers(CONSIDERED)}
        days, least = self._policy.learning.popularity_days, self._policy.learning.least_shoppers
        selling = [
            replace(one, reason=selling_reason(sellers[one.product.product_id], days, least))
            for one in self._those(sellers, asked.filters)
        ]
        if len(selling) >= ENOUGH:
            return in_order(selling)
        return in_order(_once([*selling, *self._ranking.popular(asked.filters)]))

    def _together(self, asked: Asked) -> list[Candidate]:
        """What is bought with the given products, whatever kind it is."""
        given = {one.product.product_id: one.product.name for one in asked.given}
        related = self._model.relations(dict.fromkeys(given, 1.0), CONSIDERED).others
        by_id = {one.seller.product_id: one for one in related}
        strongest = max((one.score for one in related), default=0.0) or 1.0
        return [
            replace(
                one,
                reason=_together_reason(by_id[one.product.product_id], given),
                score=by_id[one.product.product_id].score / strongest,
            )
            for one in self._those(by_id, asked.filters)
        ]

    def _complements(self, asked: Asked) -> list[Candidate]:
        """What is bought with the given products and is no second of them, then what suits."""
        own = {category_of(one.product) for one in asked.given}
        bought = [one for one in self._together(asked) if category_of(one.product) not in own]
        by_content = self._ranking.complements(asked.given, asked.filters)
        return in_order(_once([*bought, *by_content]))

    def _for_shopper(self, asked: Asked) -> list[Candidate]:
        """What suits the shopper; a stranger gets what goes with what she looks at, or sells."""
        policy, history = self._policy.personal, self._history(asked)
        looked = self._looked_at(asked)
        ranked = {one.product_id: one for one in suited(self._model, history, looked, policy)}
        names = self._names([one.related.because for one in ranked.values() if one.related])
        bought = {one.product_id for one in history}
        personal = [
            replace(one, reason=reason, score=score)
            for one in self._those(list(ranked)[:CONSIDERED], asked.filters)
            for score, reason in [self._told(ranked[one.product.product_id], names, bought)]
            if score > 0
        ]
        if len(personal) >= ENOUGH:
            return personal
        rest = in_order([*self._like_hers(asked, history), *self._popular(asked)])
        least = min((one.score for one in personal), default=1.0)
        return _once([*personal, *(replace(one, score=one.score * least) for one in rest)])

    def _like_hers(self, asked: Asked, history: Sequence[Bought]) -> list[Candidate]:
        """What goes, by its kind, with what she looks at, else with what she bought last."""
        if asked.given:
            return self._ranking.complements(asked.given, asked.filters)
        last, _ = find_by_ids(self._session, [one.product_id for one in history[:ANCHORS]], [])
        anchors = [Given(one, frozenset(), min(v.price for v in one.variants)) for one in last]
        names = tuple(one.name for one in last)
        return (
            [
                replace(one, reason=f"{one.reason} you bought")
                for one in self._ranking.complements(anchors, asked.filters)
                if one.reason.endswith(names)
            ]
            if anchors
            else []
        )

    def _told(
        self, one: Suited, names: Mapping[str, str], bought: Iterable[str]
    ) -> tuple[float, str]:
        """Score and reason of a product that suits the shopper."""
        learning = self._policy.learning
        if one.is_known:
            return one.score, again_reason()
        if one.related and one.related.because in names:
            because = one.related.because
            is_bought = because in bought
            return one.score, personal_reason(one.related, names[because], is_bought=is_bought)
        if one.seller and one.seller.recent_shoppers:
            days, least = learning.popularity_days, learning.least_shoppers
            return one.score, selling_reason(one.seller, days, least)
        return 0.0, "from our range"

    def _new(self, asked: Asked) -> list[Candidate]:
        """The newest of the range."""
        since = asked.now - timedelta(days=self._policy.rules.new_days)
        newest = self._ranking.fitting(asked.filters, POOL, sort="newest")
        return in_order([replace(c, reason=new_reason(c.product, since)) for c in newest])

    def _history(self, asked: Asked) -> list[Bought]:
        if not asked.shopper:
            return []
        return bought_by(self._session, asked.shopper, self._policy.personal, asked.now)

    def _looked_at(self, asked: Asked) -> dict[str, float]:
        policy = self._policy.personal
        seen = seen_by(self._session, asked.shopper, policy, asked.now) if asked.shopper else {}
        return {**seen, **{one.product.product_id: policy.here for one in asked.given}}

    def _those(self, product_ids: Iterable[str], filters: Filters) -> list[Candidate]:
        """Products by ids, as far as they are within the filters, in the order given."""
        place = {product_id: number for number, product_id in enumerate(product_ids)}
        numbers = self._session.scalars(
            select(Product.number).where(Product.product_id.in_(place))
        ).all()
        if not numbers:
            return []
        found = self._ranking.fitting(filters, len(numbers), frozenset(numbers))
        return sorted(found, key=lambda one: place[one.product.product_id])

    def _names(self, product_ids: Sequence[str]) -> dict[str, str]:
        query = select(Product.product_id, Product.name)
        wanted = query.where(Product.product_id.in_(set(product_ids)))
        return dict(self._session.execute(wanted).all())


def _together_reason(related: Related, names: Mapping[str, str]) -> str:
    return together_reason(related, names[related.because])


def _once(candidates: Iterable[Candidate]) -> list[Candidate]:
    found: dict[str, Candidate] = {}
    for one in candidates:
        found.setdefault(one.product.product_id, one)
    return list(found.values())
