"""How readily a product is taken when it is recommended, told by what was shown and taken.

Takes over expected takes: what stands first is taken more often, so a showing counts as much as its
place is worth to all products. A product that was never shown has the appeal of the usual, 1.

Source: V. Zhang and R. Jones, Comparing Click Logs and Editorial Labels for Training Query
Rewriting, WWW 2007 (clicks over expected clicks); the prior is a Gamma-Poisson shrinkage to 1.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from agents.recommendation.interactions.showings import REFUSED, TAKEN
from agents.recommendation.policy import Appeal as AppealPolicy
from agents.recommendation.ranking.personal import weight_of_age
from agents.recommendation.tables import Appeal, Showing

USUAL_RATE = 0.05
"""Takes of a showing that are assumed before there are any."""
USUAL_SHOWINGS = 20.0
"""How many showings that assumption is worth, for each place."""


@dataclass(frozen=True)
class Shown:
    """How often a product was shown at a place on a day, and what came of it."""

    kind: str
    product_id: str
    position: int
    day: date
    outcome: str | None
    count: int


def renew(session: Session, policy: AppealPolicy, now: datetime) -> int:
    """Count all appeals anew; returns how many products have one."""
    day = func.date(Showing.shown_at)
    what = (Showing.kind, Showing.product_id, Showing.position, day, Showing.outcome)
    rows = session.execute(select(*what, func.count()).group_by(*what))
    shown = [
        Shown(kind, product_id, position, _day(on), outcome, count)
        for kind, product_id, position, on, outcome, count in rows
    ]
    values = appeals(shown, policy, now.date())
    session.execute(delete(Appeal))
    session.add_all(
        Appeal(kind=kind, product_id=product_id, value=value)
        for (kind, product_id), value in values.items()
    )
    return len(values)


def appeals_of(session: Session, kind: str, product_ids: Iterable[str]) -> dict[str, float]:
    """The appeals of products in a kind of list; those never shown are left out."""
    query = select(Appeal.product_id, Appeal.value)
    wanted = query.where(Appeal.kind == kind, Appeal.product_id.in_(list(product_ids)))
    return dict(session.execute(wanted).all())


def is_due(appeals_at: datetime | None, policy: AppealPolicy, now: datetime) -> bool:
    """Whether appeals are old enough to be counted anew."""
    return appeals_at is None or now - appeals_at >= timedelta(minutes=policy.renew_minutes)


def appeals(
    shown: Iterable[Shown], policy: AppealPolicy, today: date
) -> dict[tuple[str, str], float]:
    """The appeal of each kind and product: takes over what its places and ages let expect."""
    weighed = [(one, one.count * _weight(one, policy, today)) for one in shown]
    rates = _rates(weighed)
    takes: dict[tuple[str, str], float] = defaultdict(float)
    expected: dict[tuple[str, str], float] = defaultdict(float)
    for one, weight in weighed:
        key = one.kind, one.product_id
        expected[key] += weight * rates[one.kind, one.position]
        expected[key] += weight * policy.weight_of_refusal if one.outcome == REFUSED else 0.0
        takes[key] += weight if one.outcome == TAKEN else 0.0
    prior = policy.prior_takes
    return {
        key: min(policy.highest, max(policy.lowest, (takes[key] + prior) / (count + prior)))
        for key, count in expected.items()
    }


def _rates(weighed: Iterable[tuple[Shown, float]]) -> Mapping[tuple[str, int], float]:
    """The share of showings that is taken, by kind and place."""
    shown: dict[tuple[str, int], float] = defaultdict(float)
    taken: dict[tuple[str, int], float] = defaultdict(float)
    for one, weight in weighed:
        shown[one.kind, one.position] += weight
        taken[one.kind, one.position] += weight if one.outcome == TAKEN else 0.0
    assumed = USUAL_RATE * USUAL_SHOWINGS
    return {key: (taken[key] + assumed) / (n + USUAL_SHOWINGS) for key, n in shown.items()}


def _weight(one: Shown, policy: AppealPolicy, today: date) -> float:
    return weight_of_age((today - one.day).days, policy.half_life_days)


def _day(value: date | str) -> date:
    """A day, which SQLite tells as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value
