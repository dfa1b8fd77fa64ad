"""A payment agent over the small world of `world.py`, and what a test asks of its books."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import func, select

from agents.kit.storage import KitBase, Store
from agents.payment.ledger.books import account_totals, unbalanced_entries
from agents.payment.service import operations
from agents.payment.tables import Base, Payment, Posting, SandboxCharge
from tests.agents.conftest import AgentUnderTest
from tests.agents.payment.goods import SHIRT
from tests.agents.payment.world import World
from tests.doubles import ScriptedPeers

SHOPPER = "C-1001"
SERVICE = {"shopper": SHOPPER, "service": "post-purchase"}


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

    def gift_card(self, amount: int, currency: str = "INR", shopper: str = SHOPPER) -> str:
        """An imported gift card of the shopper's; returns its id."""
        card_id = f"GC-{amount}{currency}{shopper}"
        row = {
            "tenderId": card_id,
            "kind": "gift_card",
            "brand": None,
            "lastFour": None,
            "balance": {"amount": amount, "currency": currency},
            "code": None,
        }
        self.agent.call("importTenders", {"tenders": [row]}, shopper=shopper, service="import")
        return card_id

    def balance(self, tender_id: str) -> int:
        tenders = self.agent.call("listTenders", shopper=SHOPPER)["tenders"]
        return next(t["balance"]["amount"] for t in tenders if t["tenderId"] == tender_id)

    def pay(self, *tenders: str | tuple[str, int], **wish: Any) -> Any:
        """Quote and commit, paid by these tenders; a pair has its amount."""
        named = [
            {"tenderId": t} if isinstance(t, str) else {"tenderId": t[0], "amount": t[1]}
            for t in tenders
        ]
        return self.commit(self.quote_id(tenders=named, **wish))

    def quote(self, *, quantity: int = 2, card: str | None = None, **wish: Any) -> Any:
        body = {
            "lines": [{"sku": SHIRT, "quantity": quantity}],
            "tenders": [{"tenderId": card or self.card()}] if "tenders" not in wish else [],
            **wish,
        }
        return self.agent.call("quoteCheckout", body, shopper=SHOPPER)

    def quote_id(self, **wish: Any) -> str:
        reply = self.quote(**wish)
        assert reply["status"] == "quoted", reply
        return str(reply["quote"]["quoteId"])

    def commit(self, quote_id: str, shopper: str = SHOPPER) -> Any:
        return self.agent.call("commitCheckout", {"quoteId": quote_id}, shopper=shopper)

    def refund(self, order_id: str, amount: int, reference: str, to: str | None = None) -> Any:
        body = {
            "orderId": order_id,
            "amount": {"amount": amount, "currency": "INR"},
            "reference": reference,
            "tenderId": to,
        }
        return self.agent.call("refundPayment", body, **SERVICE)

    def charge(
        self, order_id: str, tender_id: str, amount: int, reference: str, **wish: Any
    ) -> Any:
        body = {
            "orderId": order_id,
            "tenderId": tender_id,
            "amount": {"amount": amount, "currency": "INR"},
            "reference": reference,
            "capture": True,
            **wish,
        }
        return self.agent.call("chargeOrder", body, **SERVICE)

    def payments(self) -> list[tuple[str, str, int]]:
        with self.store.read() as session:
            rows = session.scalars(select(Payment).order_by(Payment.at)).all()
        return sorted((row.kind, row.status, row.amount) for row in rows)

    def charges(self) -> list[str]:
        """The gateway's charges, by state."""
        with self.store.read() as session:
            return sorted(session.scalars(select(SandboxCharge.state)))

    def kept(self) -> str:
        """All that the agent's tables hold, as text."""
        with self.store.read() as session:
            tables = [*Base.metadata.sorted_tables, *KitBase.metadata.sorted_tables]
            rows = [row for table in tables for row in session.execute(select(table))]
        return "\n".join(map(str, rows))

    def charge_ids(self) -> list[str]:
        with self.store.read() as session:
            return sorted(session.scalars(select(SandboxCharge.key)))

    def accounts(self) -> dict[str, int]:
        with self.store.read() as session:
            totals = select(Posting.account, func.sum(Posting.amount)).group_by(Posting.account)
            return dict(session.execute(totals).all())

    def kept_orders(self) -> list[str]:
        """Orders that are paid and were not given back by an undone checkout."""
        with self.store.read() as session:
            rows = session.scalars(select(Payment)).all()
        undone = {row.order_id for row in rows if str(row.reference).endswith(":undone")}
        return list({row.order_id for row in rows if row.kind == "capture"} - undone)

    def check_books(self) -> None:
        """Every entry, and all accounts of a currency together, come to nothing."""
        with self.store.read() as session:
            assert unbalanced_entries(session) == []
            totals = account_totals(session)
        for currency in {currency for _, currency in totals}:
            assert sum(t for (_, c), t in totals.items() if c == currency) == 0

    def check_whole(self) -> None:
        """No payment without order, no order without payment, nothing held, books balanced."""
        self.check_books()
        with self.store.read() as session:
            rows = session.scalars(select(Payment)).all()
        at_gateway = [row for row in rows if row.tender_kind in ("card", "paypal")]
        captured = sum(row.amount for row in at_gateway if row.kind == "capture")
        refunded = sum(row.amount for row in at_gateway if row.kind == "refund")
        assert self.accounts().get("psp_clearing", 0) == captured - refunded
        paid = [order for order, status in self.world.orders.items() if status == "confirmed"]
        assert self.world.standing_orders() == paid
        assert sorted(self.kept_orders()) == sorted(paid)
        assert "authorized" not in self.charges()
        assert self.world.held() == 0
        committed = [state for state, _ in self.world.holds.values() if state == "committed"]
        assert len(committed) == len(paid)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def shop(start_agent: Callable[..., AgentUnderTest], world: World) -> Iterator[Shop]:
    """A shop whose books balance when the test has ended, whatever it did."""
    peers = world.peers()
    shop = Shop(start_agent(operations, peers=peers, has_sample=False), world, peers)
    yield shop
    shop.check_books()
