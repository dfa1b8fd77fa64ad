"""Random lives of orders: whatever is asked in whatever order, the money adds up."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from agents.kit.app import create_app
from agents.kit.settings import AgentSettings
from agents.payment.ledger.books import gift_card_balance
from agents.payment.service import operations
from agents.payment.tables import GiftCard, Payment
from tests.agents.conftest import KEY, AgentUnderTest, FrozenClock
from tests.agents.payment.conftest import SHOPPER, Shop
from tests.agents.payment.world import World

LAST_FOURS = ("4242", "4242", "1111", "3333")


class Lives(RuleBasedStateMachine):
    """Shops, charges and refunds as one shopper, over a store of its own."""

    orders: Bundle[str] = Bundle("orders")
    charges: Bundle[str] = Bundle("charges")

    def __init__(self, start: Callable[[], Shop]) -> None:
        super().__init__()
        self.shop = start()
        self.shop.world.stock = dict.fromkeys(self.shop.world.stock, 10**6)
        self.shop.world.points[SHOPPER] = self.points = 20000
        self.gift_cards = [self.shop.gift_card(amount) for amount in (150000, 999999)]
        self.number = 0

    def tender(self, which: int) -> str:
        ways = [*self.gift_cards, "points", *LAST_FOURS]
        way = ways[which % len(ways)]
        return self.shop.card(way) if way.isdigit() else way

    def reference(self) -> str:
        self.number += 1
        return f"R-{self.number}"

    @rule(target=orders, ways=st.lists(st.integers(0, 6), min_size=1, max_size=3, unique=True))
    def check_out(self, ways: list[int]) -> Any:
        tenders = [{"tenderId": self.tender(way)} for way in ways]
        quote = self.shop.quote(tenders=tenders, quantity=1)
        if quote["status"] != "quoted":
            return multiple()
        body = quote["quote"]
        off = sum(discount["amount"]["amount"] for discount in body["discounts"])
        delivery = body["delivery"]["price"]["amount"]
        total = body["total"]["amount"]
        assert total == body["subtotal"]["amount"] - off + delivery
        assert total == sum(tender["amount"]["amount"] for tender in body["tenders"])
        reply = self.shop.commit(body["quoteId"])
        assert self.shop.commit(body["quoteId"])["status"] in (reply["status"], "placed")
        return reply["orderId"] if reply["status"] == "placed" else multiple()

    @rule(order=orders, amount=st.integers(1, 400000), way=st.none() | st.integers(0, 2))
    def refund(self, order: str, amount: int, way: int | None) -> None:
        to = None if way is None else self.tender(way)
        reference = self.reference()
        reply = self.shop.refund(order, amount, reference, to)
        assert reply["amount"]["amount"] <= amount
        assert self.shop.refund(order, amount, reference, to)["refunds"] == reply["refunds"]

    @rule(target=charges, order=orders, amount=st.integers(1, 90000), way=st.integers(0, 6))
    def charge(self, order: str, amount: int, way: int) -> Any:
        is_taken = bool(amount % 2)
        reply = self.shop.charge(
            order, self.tender(way), amount, self.reference(), capture=is_taken
        )
        return reply["chargeId"] or multiple()

    @rule(charge=charges, operation=st.sampled_from(["captureCharge", "voidCharge"]))
    def settle(self, charge: str, operation: str) -> None:
        who = {"shopper": SHOPPER, "service": "post-purchase"}
        self.shop.agent.call(operation, path={"chargeId": charge}, **who)

    @invariant()
    def books_balance(self) -> None:
        self.shop.check_books()

    @invariant()
    def nothing_is_below_zero(self) -> None:
        assert self.shop.world.points[SHOPPER] >= 0
        with self.shop.store.read() as session:
            cards = session.scalars(select(GiftCard)).all()
            assert all(gift_card_balance(session, card.card_id) >= 0 for card in cards)

    @invariant()
    def refunds_stay_within_captures(self) -> None:
        with self.shop.store.read() as session:
            rows = session.scalars(select(Payment)).all()
        left: dict[str, int] = {}
        for row in rows:
            sign = {"capture": 1, "refund": -1}.get(row.kind, 0)
            left[row.charge_id] = left.get(row.charge_id, 0) + sign * row.amount
        assert min(left.values(), default=0) >= 0

    def teardown(self) -> None:
        """Once all is refunded, no sale is left that was not given back."""
        for order in self.shop.kept_orders():
            self.shop.refund(order, 10**9, "the rest")
        accounts = self.shop.accounts()
        sold = accounts.get("sales", 0) + accounts.get("delivery", 0)
        assert sold + accounts.get("refunds", 0) == 0
        assert accounts.get("points", 0) == 0
        owed = accounts["gift_cards"] + accounts["gift_cards_issued"]
        assert accounts.get("psp_clearing", 0) + owed == 0
        self.shop.agent.app.extensions["store"].close()


@pytest.fixture
def start(tmp_path: Path, clock: FrozenClock) -> Callable[[], Shop]:
    def run() -> Shop:
        run.count += 1  # type: ignore[attr-defined]
        world = World()
        peers = world.peers()
        home = tmp_path / str(run.count)  # type: ignore[attr-defined]
        agent = AgentSettings(data_dir=home, signing_key=KEY, has_sample=False)
        app = create_app(operations, agent, clock=clock, peers=peers)
        return Shop(AgentUnderTest(app, operations.agent), world, peers)

    run.count = 0  # type: ignore[attr-defined]
    return run


def test_money_adds_up_through_any_life(start: Callable[[], Shop]) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        lambda: Lives(start),
        settings=settings(
            max_examples=12,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
