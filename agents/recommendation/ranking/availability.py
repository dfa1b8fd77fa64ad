"""Leave out what cannot be bought now, as the inventory agent tells it."""

import logging
from typing import Protocol

from agents.kit.operations import Reply
from agents.recommendation.ranking.ranking import Candidate
from contracts.client import CallFailed
from contracts.contract import ContractError

logger = logging.getLogger(__name__)

ASKED_AT_ONCE = 100


class InventoryPeer(Protocol):
    """The part of the kit's peers that is needed here."""

    def call(self, agent: str, operation_id: str, body: Reply) -> Reply:
        """Call another agent."""


def in_stock(peers: InventoryPeer, candidates: list[Candidate]) -> list[Candidate]:
    """The candidates of which a fitting variant can be bought; all when inventory is down."""
    asked = candidates[:ASKED_AT_ONCE]
    if not asked:
        return []
    product_ids = [candidate.product.product_id for candidate in asked]
    try:
        reply = peers.call("inventory", "getStock", {"productIds": product_ids})
    except (CallFailed, ContractError) as error:
        logger.warning("stock_unknown error=%s", type(error).__name__)
        return asked
    sellable = {row["sku"] for row in reply["stock"] if row["onlineStatus"] != "out_of_stock"}
    return [candidate for candidate in asked if candidate.skus & sellable]
