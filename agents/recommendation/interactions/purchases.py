"""Take in what was bought: orders, as the post-purchase agent tells them, from a cursor on.

Pulled and not pushed: a confirmation waits for nobody, and what was missed while an agent was down
is read later. Telling an order again replaces what was known of it, so canceled and returned goods
go, and a reading that was cut off is simply done again.
"""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import delete
from sqlalchemy.orm import Session

from agents.kit.storage import Store
from agents.recommendation.interactions.erasure import erased_at
from agents.recommendation.interactions.showings import mark_taken
from agents.recommendation.learning.models import progress_of, read_progress
from agents.recommendation.policy import Policy
from agents.recommendation.tables import Purchase
from contracts.client import CallFailed
from contracts.contract import ContractError

logger = logging.getLogger(__name__)

ORDERS_AT_ONCE = 200
PAGES_AT_ONCE = 50
"""Pages read in one go; the next go reads on."""
Row = Mapping[str, Any]


class OrdersPeer(Protocol):
    """The part of the kit's peers that is needed here."""

    def call(
        self, agent: str, operation_id: str, *, query: Mapping[str, str | int] | None = None
    ) -> dict[str, Any]:
        """Call another agent."""


def take_in(store: Store, peers: OrdersPeer, policy: Policy, now: datetime) -> int:
    """Read on in the orders; returns how many were told. An agent that is down is asked later."""
    told = 0
    for _ in range(PAGES_AT_ONCE):
        with store.read() as session:
            after = read_progress(session).orders_after
        query = {"after": after, "limit": ORDERS_AT_ONCE}
        try:
            page = peers.call("post-purchase", "listPurchases", query=query)
        except (CallFailed, ContractError) as error:
            logger.info("orders_not_read error=%s", type(error).__name__)
            return told
        if page["purchases"]:
            with store.write() as session:
                for order in page["purchases"]:
                    _note(session, order, policy, now)
                progress_of(session).orders_after = page["next"]
        told += len(page["purchases"])
        if not page["hasMore"]:
            break
    return told


def _note(session: Session, order: Row, policy: Policy, now: datetime) -> None:
    """Put what is kept of an order in place of what was known of it."""
    session.execute(delete(Purchase).where(Purchase.order_id == order["orderId"]))
    shopper, placed_at = order["customerId"], datetime.fromisoformat(order["placedAt"])
    gone_at = erased_at(session, shopper)
    if gone_at is not None and placed_at <= gone_at:
        return
    units: dict[str, int] = {}
    for line in order["lines"]:
        units[line["productId"]] = units.get(line["productId"], 0) + line["quantity"]
    for product_id, count in units.items():
        session.add(
            Purchase(
                order_id=order["orderId"],
                product_id=product_id,
                shopper=shopper,
                units=count,
                bought_at=placed_at,
                noted_at=now,
            )
        )
    mark_taken(session, shopper, list(units), policy.appeal, placed_at)
