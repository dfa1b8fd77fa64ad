"""A payment agent over the small world of `world.py`, and what a test asks of its books."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import func, select

from agents.kit.storage import Store
from agents.payment.service import operations
from agents.payment.tables import Payment, Posting, SandboxCharge
from tests.agents.conftest import AgentUnderTest
from tests.agents.payment.world import SHIRT, World
from tests.doubles import ScriptedPeers

SHOPPER = "C-1001"


@dataclass
class Shop:
    """Shops at the agent as one shopper, and looks into its books."""

    agent: AgentUnderTest
    world: World
    peers: ScriptedPeers

    def world_calls(self, operation: str) -> list[dict[str, Any]]:
        """The requests of an operation of another agent."""
        return [request for _, name, request in self.peers.calls if name == operation]

    @property
    def store(self) -> Store:
        store: Store = self.agent.app.extensions["store"]
        return store

    def card(self, last_four: str = "4242", shopper: str = SHOPPER) -> str:
        token = self.agent.call("tokenizeCard", {"number": last_four}, shopper=shopper)["token"]
        return str(token)

    def quote(self, *, quantity: int = 2, card: str | None = None, **wish: Any) -> Any:
        body = {
            "lines": [{"sku": SHIRT, "quantity": quantity}],
            "cardToken": card or self.card(),
            **wish,
        }
        return self.agent.call("quoteCheckout", body, shopper=SHOPPER)

    def quote_id(self, **wish: Any) -> str:
        reply = self.quote(**wish)
        assert reply["status"] == "quoted", reply
        return str(reply["quote"]["quoteId"])

    def commit(self, quote_id: str, shopper: str = SHOPPER) -> Any:
        return self.agent.call("commitCheckout", {"quoteId": quote_id}, shopper=shopper)

    def refund(self, order_id: str, amount: int, reference: str) -> Any:
        body = {
            "orderId": order_id,
            "amount": {"amount": amount, "currency": "INR"},
            "reference": reference,
        }
        who = {"shopper": SHOPPER, "service": "post-purchase"}
        return self.agent.call("refundPayment", body, **who)

    def payments(self) -> list[tuple[str, str, int]]:
        with self.store.read() as session:
            rows = session.scalars(select(Payment).order_by(Payment.at)).all()
        return sorted((row.kind, row.status, row.amount) for row in rows)

    def charges(self) -> list[str]:
        """The gateway's charges, by state."""
        with self.store.read() as session:
            return sorted(session.scalars(select(SandboxCharge.state)))

    def accounts(self) -> dict[str, int]:
        with self.store.read() as session:
            totals = select(Posting.account, func.sum(Posting.amount)).group_by(Posting.account)
            return dict(session.execute(totals).all())

    def check_whole(self) -> None:
        """No payment without order, no order without payment, nothing held, books balanced."""
        accounts = self.accounts()
        assert sum(accounts.values()) == 0
        captured = sum(amount for kind, _, amount in self.payments() if kind == "capture")
        refunded = sum(amount for kind, _, amount in self.payments() if kind == "refund")
        assert accounts.get("psp_clearing", 0) == captured - refunded
        paid = [order for order, status in self.world.orders.items() if status == "confirmed"]
        assert self.world.standing_orders() == paid
        assert self.charges().count("captured") == len(paid)
        assert "authorized" not in self.charges()
        assert self.world.held() == 0
        committed = [state for state, _ in self.world.holds.values() if state == "committed"]
        assert len(committed) == len(paid)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def shop(start_agent: Callable[..., AgentUnderTest], world: World) -> Shop:
    peers = world.peers()
    return Shop(start_agent(operations, peers=peers, has_sample=False), world, peers)
