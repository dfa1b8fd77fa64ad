"""A post-purchase agent with orders of two shoppers in any state."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from agents.kit.storage import Store
from agents.kit.tidying import Tidying
from agents.post_purchase.orders import move
from agents.post_purchase.service import operations
from agents.post_purchase.statuses import WAY, Status
from agents.post_purchase.tables import Order
from tests.agents.conftest import AgentUnderTest, FrozenClock
from tests.agents.post_purchase.orders import ASHA, SERVICE, order_body, stock_shelf, willing_peers
from tests.doubles import ScriptedPeers

WAYS = {
    Status.PENDING: (),
    Status.CANCELED: (Status.CANCELED,),
    Status.RETURN_REQUESTED: (*WAY, Status.RETURN_REQUESTED),
    Status.RETURNED: (*WAY, Status.RETURN_REQUESTED, Status.RETURNED),
    Status.EXCHANGE_REQUESTED: (*WAY, Status.EXCHANGE_REQUESTED),
    Status.EXCHANGED: (*WAY, Status.EXCHANGE_REQUESTED, Status.EXCHANGED),
    **{status: WAY[: index + 1] for index, status in enumerate(WAY)},
}


@dataclass
class Shop:
    """The agent, what it calls, and its clock."""

    agent: AgentUnderTest
    peers: ScriptedPeers
    clock: FrozenClock

    @property
    def store(self) -> Store:
        store: Store = self.agent.app.extensions["store"]
        return store

    def call(self, operation_id: str, body: Any = None, *, shopper: str = ASHA, **how: Any) -> Any:
        return self.agent.call(operation_id, body, shopper=shopper, **how)

    def fault(self, operation_id: str, body: Any = None, *, shopper: str = ASHA, **how: Any) -> Any:
        return self.agent.fault(operation_id, body, shopper=shopper, **how)

    def place(self, status: Status = Status.PENDING, body: Any = None, shopper: str = ASHA) -> str:
        """Register an order and take it to a state."""
        body = body or order_body()
        self.agent.call("registerOrder", body, shopper=shopper, service=SERVICE)
        self.advance(body["orderId"], *WAYS[status])
        order_id: str = body["orderId"]
        return order_id

    def advance(self, order_id: str, *steps: Status) -> None:
        with self.store.write() as session:
            order = session.get_one(Order, order_id)
            for step in steps:
                move(order, step, self.clock.now)

    def order(self, order_id: str = "O-1", shopper: str = ASHA) -> Any:
        return self.call("getOrder", shopper=shopper, path={"orderId": order_id})["order"]

    def quote(self, order_id: str = "O-1", **fields: Any) -> Any:
        """Ask for a cancellation quote."""
        body = {"orderId": order_id, "reason": "no longer needed", **fields}
        return self.call("quoteCancellation", body)

    def quote_id(self) -> str:
        found: str = self.quote()["quote"]["quoteId"]
        return found

    def commit(self, quote_id: str) -> Any:
        return self.call("commitCancellation", {"quoteId": quote_id})

    def tidy(self) -> None:
        """Run the agent's sweep, as its timer would."""
        tidying: Tidying = self.agent.app.extensions["tidying"]
        tidying.run_once()

    def called(self, operation_id: str) -> list[dict[str, Any]]:
        return [request for _, name, request in self.peers.calls if name == operation_id]


@pytest.fixture
def shop(start_agent: Callable[..., AgentUnderTest], clock: FrozenClock) -> Shop:
    peers = willing_peers()
    stock_shelf(peers)
    agent = start_agent(operations, peers=peers, has_sample=False)
    return Shop(agent, peers, clock)
