"""Offers that an order uses: counted within their limits, all or none, and given back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from agents.kit.errors import Conflict
from agents.loyalty.offers.listings import listed_offers
from agents.loyalty.offers.standing import read_standing
from agents.loyalty.offers.terms import bar
from agents.loyalty.policy import Policy
from agents.loyalty.tables import Redemption, Reservation

NO_SUCH_OFFER = "the shop does not have this offer, or has it no more"


@dataclass(frozen=True)
class Use:
    """The offers that a shopper's order is to use."""

    shopper: str
    order_id: str
    offer_ids: tuple[str, ...]
    at: datetime


@dataclass(frozen=True)
class Exhausted:
    """An offer that an order cannot use, and why."""

    offer_id: str
    title: str
    reason: str


def is_reserved(session: Session, use: Use) -> bool:
    """Whether just this is counted already.

    Raises:
        Conflict: the order uses other offers.
    """
    kept = session.get(Reservation, (use.shopper, use.order_id))
    if kept is None or kept.released_at is not None:
        return False
    if kept.offer_ids != list(use.offer_ids):
        raise Conflict(
            f"order {use.order_id} has reserved {', '.join(kept.offer_ids) or 'no offers'} already;"
            " release them before it reserves others",
            code="reference_reused",
        )
    return True


def turns_on_past_orders(session: Session, use: Use) -> bool:
    """Whether any of the offers is for first orders only."""
    wanted = set(use.offer_ids)
    return any(o.is_first_order and o.offer_id in wanted for o in listed_offers(session))


def reserve(
    session: Session, use: Use, policy: Policy, *, has_ordered: bool | None
) -> list[Exhausted]:
    """Count an order's offers, once; those that cannot be used, when there are any: then none is.

    Alone at writing: what it counts is what it adds to.
    """
    if is_reserved(session, use):
        return []
    standing = replace(read_standing(session, use.shopper, policy), has_ordered=has_ordered)
    offers = {each.offer_id: each for each in listed_offers(session)}
    exhausted = []
    for offer_id in use.offer_ids:
        offer = offers.get(offer_id)
        reason = bar(offer, standing, use.at) if offer else NO_SUCH_OFFER
        if reason:
            title = offer.title if offer else offer_id
            exhausted.append(Exhausted(offer_id, title, reason))
    if exhausted:
        return exhausted
    first = [each for each in use.offer_ids if offers[each].is_first_order]
    _keep(session, use, first)
    return []


def release(session: Session, *, shopper: str, order_id: str, at: datetime) -> bool:
    """Give back what an order counted; whether there was anything."""
    kept = session.get(Reservation, (shopper, order_id))
    if kept is None or kept.released_at is not None:
        return False
    kept.released_at = at
    hers = (Redemption.customer_id == shopper, Redemption.order_id == order_id)
    session.execute(delete(Redemption).where(*hers))
    return bool(kept.offer_ids)


def _keep(session: Session, use: Use, first_order_ids: Sequence[str]) -> None:
    session.merge(
        Reservation(
            customer_id=use.shopper,
            order_id=use.order_id,
            offer_ids=list(use.offer_ids),
            at=use.at,
            released_at=None,
        )
    )
    for offer_id in use.offer_ids:
        redemption = Redemption(
            customer_id=use.shopper,
            order_id=use.order_id,
            offer_id=offer_id,
            is_first_order=offer_id in first_order_ids,
            at=use.at,
        )
        session.add(redemption)
    session.flush()
