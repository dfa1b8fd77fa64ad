"""What payment knows of an order's money."""

import logging

from agents.kit.peers import Peers
from agents.post_purchase.tables import Json
from contracts.client import CallFailed

logger = logging.getLogger(__name__)


def find_payments(peers: Peers, order_id: str) -> Json | None:
    """What was paid and given back for an order; None when payment cannot tell now."""
    try:
        return peers.call("payment", "getPayments", path={"orderId": order_id})
    except CallFailed as error:
        logger.warning("payments_unknown order=%s %s", order_id, error)
        return None
