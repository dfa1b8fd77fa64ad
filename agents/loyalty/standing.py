"""What is known of a shopper when offers are weighed: tier, past orders, offers used."""

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agents.kit.peers import Peers
from agents.kit.storage import insert_new
from agents.loyalty import points
from agents.loyalty.offers import Offer, Standing, bar
from agents.loyalty.policy import Policy
from agents.loyalty.tables import Customer, Redemption
from contracts.client import CallFailed

logger = logging.getLogger(__name__)

NOT_ORDERED = frozenset({"pending", "canceled"})
"""States of an order that leave the next one the first."""


def read_standing(session: Session, shopper: str, policy: Policy) -> Standing:
    """What this agent itself knows of a shopper."""
    tier = None
    if session.get(Customer, shopper) is not None:
        tier = points.tier_of(points.earned_in_all(session, shopper), policy)
    used = (
        select(Redemption.offer_id, func.count())
        .where(Redemption.customer_id == shopper)
        .group_by(Redemption.offer_id)
    )
    return Standing(tier=tier, used={row[0]: row[1] for row in session.execute(used)})


def with_past_orders(
    standing: Standing, offers: Iterable[Offer], peers: Peers, now: datetime
) -> Standing:
    """Ask whether she has ordered before, if any offer that is open to her turns on it."""
    matters = any(offer.is_first_order and not bar(offer, standing, now) for offer in offers)
    return replace(standing, has_ordered=_has_ordered(peers)) if matters else standing


def record_redemption(
    session: Session, shopper: str, order_id: str, offer_ids: Iterable[str], now: datetime
) -> None:
    """Count the offers that an order used, once."""
    for offer_id in set(offer_ids):
        row = {"order_id": order_id, "offer_id": offer_id, "customer_id": shopper, "at": now}
        insert_new(session, Redemption, row)


def _has_ordered(peers: Peers) -> bool | None:
    try:
        orders = peers.call("post-purchase", "listOrders")["orders"]
    except CallFailed as error:
        logger.warning("past_orders_unchecked code=%s", error.code)
        return None
    return any(order["status"] not in NOT_ORDERED for order in orders)
