"""What is known of a shopper when offers are weighed: tier, past orders, offers used."""

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from agents.kit.peers import Peers
from agents.loyalty.offers.terms import Offer, Standing, bar
from agents.loyalty.points import bookings
from agents.loyalty.policy import Policy
from agents.loyalty.tables import Customer, Redemption
from contracts.client import CallFailed

logger = logging.getLogger(__name__)

NOT_ORDERED = frozenset({"pending", "canceled"})
"""States of an order that leave the next one the first."""


def read_standing(session: Session, shopper: str, policy: Policy) -> Standing:
    """What this agent itself knows of a shopper and of the offers' use."""
    tier = None
    if session.get(Customer, shopper) is not None:
        tier = bookings.tier_of(bookings.earned_in_all(session, shopper), policy)
    hers = Redemption.customer_id == shopper
    first = select(Redemption.order_id).where(hers, Redemption.is_first_order).limit(1)
    return Standing(
        tier=tier,
        has_first_order_open=session.scalar(first) is not None,
        used=_used(session, hers),
        used_in_all=_used(session),
    )


def with_past_orders(
    standing: Standing, offers: Iterable[Offer], peers: Peers, now: datetime
) -> Standing:
    """Ask whether she has ordered before, if any offer that is open to her turns on it."""
    matters = any(offer.is_first_order and not bar(offer, standing, now) for offer in offers)
    return replace(standing, has_ordered=has_ordered(peers)) if matters else standing


def has_ordered(peers: Peers, besides: str | None = None) -> bool | None:
    """Whether the shopper has ordered before, besides one order; None when it cannot be asked."""
    try:
        orders = peers.call("post-purchase", "listOrders")["orders"]
    except CallFailed as error:
        logger.warning("past_orders_unchecked code=%s", error.code)
        return None
    others = [order for order in orders if order["orderId"] != besides]
    return any(order["status"] not in NOT_ORDERED for order in others)


def _used(session: Session, *conditions: ColumnElement[bool]) -> dict[str, int]:
    counted = (
        select(Redemption.offer_id, func.count()).where(*conditions).group_by(Redemption.offer_id)
    )
    return {row[0]: row[1] for row in session.execute(counted)}
