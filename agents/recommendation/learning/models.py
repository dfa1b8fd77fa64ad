"""Learnt models in the store: written beside the one that serves, then swapped in."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice
from uuid import uuid4

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from agents.kit.storage import Store
from agents.recommendation.learning.neighbours import Learnt
from agents.recommendation.policy import Learning
from agents.recommendation.tables import LearntProduct, Progress, Purchase

WRITTEN_AT_ONCE = 500
"""Products written in one transaction, so that no other write waits long."""
CLAIM_HOURS = 2
"""After so long a learner that did not come back is taken for dead."""


def progress_of(session: Session) -> Progress:
    """The agent's progress, in a transaction that writes."""
    progress = session.get(Progress, 1)
    if progress is None:
        progress = Progress(id=1, orders_after=0, claim="")
        session.add(progress)
    return progress


def read_progress(session: Session) -> Progress:
    """The agent's progress, in a transaction that only reads."""
    return session.get(Progress, 1) or Progress(id=1, orders_after=0, claim="")


def is_due(session: Session, policy: Learning, now: datetime) -> bool:
    """Whether there is enough that no model has learnt from, and nobody is at it."""
    progress = read_progress(session)
    if _is_claimed(progress, now):
        return False
    orders = select(func.count(func.distinct(Purchase.order_id)))
    if progress.learnt_at is not None:
        if now - progress.learnt_at < timedelta(hours=policy.every_hours):
            return False
        orders = orders.where(Purchase.noted_at > progress.learnt_at)
    return (session.scalar(orders) or 0) >= policy.least_new_orders


def claim(store: Store, now: datetime) -> str | None:
    """Be the one that learns; None when another process is at it."""
    with store.write() as session:
        progress = progress_of(session)
        if _is_claimed(progress, now):
            return None
        progress.claim, progress.claimed_at = uuid4().hex, now
        return progress.claim


def release(store: Store, held: str) -> None:
    """Give a claim back, unless another took it over."""
    with store.write() as session:
        progress = progress_of(session)
        if progress.claim == held:
            progress.claim = ""


def put_model(
    store: Store, learnt: Iterable[Learnt], held: str, began: datetime
) -> tuple[str, int] | None:
    """Write a model and let it serve; what was read before goes on reading its own.

    The model before is kept until the next, for readers that began with it.

    Returns:
        The model and its products, or None when the claim was lost and another learns.
    """
    model, count = uuid4().hex, 0
    products = enumerate(learnt)
    while rows := list(islice(products, WRITTEN_AT_ONCE)):
        with store.write() as session:
            session.add_all(_row(model, place, one) for place, one in rows)
        count += len(rows)
    with store.write() as session:
        progress = progress_of(session)
        is_held = progress.claim == held
        kept = {model, progress.model}
        if is_held:
            progress.model, progress.learnt_at, progress.claim = model, began, ""
    if not is_held:
        _erase(store, model)
        return None
    for other in _models(store) - kept:
        _erase(store, other)
    return model, count


def _row(model: str, place: int, one: Learnt) -> LearntProduct:
    return LearntProduct(
        model=model,
        place=place,
        product_id=one.product_id,
        popularity=one.popularity,
        recent_shoppers=one.recent_shoppers,
        neighbours=one.neighbours,
    )


def _models(store: Store) -> set[str]:
    with store.read() as session:
        return set(session.scalars(select(LearntProduct.model).distinct()))


def _erase(store: Store, model: str) -> None:
    """Erase a model, a part at a time."""
    rows = select(LearntProduct.place).where(LearntProduct.model == model).limit(WRITTEN_AT_ONCE)
    is_left = True
    while is_left:
        with store.write() as session:
            places = session.scalars(rows).all()
            which = LearntProduct.model == model, LearntProduct.place.in_(places)
            session.execute(delete(LearntProduct).where(*which))
        is_left = len(places) == WRITTEN_AT_ONCE


def _is_claimed(progress: Progress, now: datetime) -> bool:
    if not progress.claim or progress.claimed_at is None:
        return False
    return now - progress.claimed_at < timedelta(hours=CLAIM_HOURS)
