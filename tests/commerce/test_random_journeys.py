"""Random sequences of carts, offers, payments, cancellations, returns and exchanges add up."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from contracts.client import AgentError
from tests.commerce.books import open_books
from tests.commerce.processes import ShopProcesses
from tests.commerce.shopping import Buyer, fill_stock

SIBLINGS = {
    "RG-01-BLU-SML": "RG-01-BLU-LRG",
    "RG-01-BLU-LRG": "RG-01-RED-SML",
    "RG-01-RED-SML": "RG-01-BLU-SML",
    "LS-01-BLU-M": "LS-01-BLU-L",
    "LS-01-BLU-L": "LS-01-BLU-M",
}
"""Goods, each with another variant of its product."""
PLENTY = 10000
TENDERS = st.permutations(["points", "gift_card", "card"]).flatmap(
    lambda order: st.integers(1, 3).map(lambda count: order[:count])
)
GOODS = st.dictionaries(
    st.sampled_from(sorted(SIBLINGS)), st.integers(1, 3), min_size=1, max_size=3
)
COUPONS = st.lists(st.sampled_from(["WELCOME10", "RUN12", "NONE"]), max_size=2, unique=True)
CARDS = st.sampled_from(["4242", "4242", "4242", "1111", "2222", "3333"])
REASONS = st.sampled_from(["too small", "broken"])
KINDS_OF_OUTCOME = 6
"""So many different outcomes at least, or else little was tried."""
WHICH = st.integers(0, 7)


class Journeys(RuleBasedStateMachine):
    """What two shoppers do, in any order; `shop` runs for all of them."""

    shop: ShopProcesses
    seen: Counter[str]

    @initialize(points=st.integers(100, 900), gift_card=st.integers(1, 2000000), goods=GOODS)
    def come_in(self, points: int, gift_card: int, goods: dict[str, int]) -> None:
        self.buyers = [
            Buyer.member(self.shop, gift_card=gift_card, points=points) for _ in range(2)
        ]
        self.rmas: list[tuple[Buyer, str]] = []
        for buyer in self.buyers:
            buyer.buy(goods)
        buyer.deliver(buyer.orders[0])

    @rule(who=st.integers(0, 1), goods=GOODS, tenders=TENDERS, coupons=COUPONS, card=CARDS)
    def buy(
        self, who: int, goods: dict[str, int], tenders: list[str], coupons: list[str], card: str
    ) -> None:
        buyer = self.buyers[who]
        ways = {"card": buyer.card(card), "gift_card": buyer.gift_card(), "points": "points"}
        self._try(lambda: buyer.buy(goods, [ways[name] for name in tenders], coupons))

    @precondition(lambda self: self._orders())
    @rule(which=WHICH)
    def cancel(self, which: int) -> None:
        buyer, order_id = self._pick(which)
        body = {"orderId": order_id, "reason": "no longer needed"}
        self._change(buyer, "quoteCancellation", body, "commitCancellation")

    @precondition(lambda self: self._orders())
    @rule(which=WHICH, status=st.sampled_from(["packed", "delivered"]))
    def move_parcels(self, which: int, status: str) -> None:
        buyer, order_id = self._pick(which)
        if status == "packed":
            self._try(lambda: buyer.advance(order_id, status))
        else:
            self._try(lambda: buyer.deliver(order_id))

    @precondition(lambda self: self._orders())
    @rule(which=WHICH, line=WHICH, units=st.integers(1, 2), tender=st.booleans())
    def swap(self, which: int, line: int, units: int, tender: bool) -> None:
        buyer, order_id = self._pick(which)
        if buyer.order(order_id)["canExchange"]:
            self._swap(buyer, order_id, "quoteExchange", "commitExchange", (line, units, tender))
        else:
            how = (line, units, tender)
            self._swap(buyer, order_id, "quoteItemChange", "commitOrderChange", how)

    @precondition(lambda self: self._orders())
    @rule(which=WHICH, is_gift_card=st.booleans())
    def change_payment(self, which: int, is_gift_card: bool) -> None:
        buyer, order_id = self._pick(which)
        tender = buyer.gift_card() if is_gift_card else buyer.card()
        body = {"orderId": order_id, "tenderId": tender}
        self._change(buyer, "quotePaymentChange", body, "commitOrderChange")

    @precondition(lambda self: self._orders())
    @rule(
        which=WHICH,
        line=WHICH,
        units=st.integers(1, 3),
        reason=st.sampled_from(["too small", "broken"]),
    )
    def send_back(self, which: int, line: int, units: int, reason: str) -> None:
        buyer, order_id = self._pick(which)
        lines = buyer.order(order_id)["lines"]
        sku = lines[line % len(lines)]["sku"]
        wanted = [{"sku": sku, "quantity": units}]
        body = {"orderId": order_id, "lines": wanted, "reason": reason}
        self._change(buyer, "quoteReturn", body, "commitReturn")

    @precondition(lambda self: self.rmas)
    @rule(which=WHICH, accepted=st.booleans())
    def receive(self, which: int, accepted: bool) -> None:
        buyer, rma_id = self.rmas[which % len(self.rmas)]
        path = {"rmaId": rma_id}
        body = {"accepted": accepted}
        self._try(lambda: buyer.serve("post-purchase.receiveReturn", body, path=path))

    @invariant()
    def everything_adds_up(self) -> None:
        with open_books() as books:
            assert books.problems() == []
            counted = books.units()
        assert {sku: counted[sku] for sku in SIBLINGS} == dict.fromkeys(SIBLINGS, PLENTY)

    def _orders(self) -> list[tuple[Buyer, str]]:
        return [(buyer, order_id) for buyer in self.buyers for order_id in buyer.orders]

    def _pick(self, which: int) -> tuple[Buyer, str]:
        orders = self._orders()
        return orders[which % len(orders)]

    def _swap(
        self, buyer: Buyer, order_id: str, quote: str, commit: str, how: tuple[int, int, bool]
    ) -> None:
        line, units, is_gift_card = how
        lines = buyer.order(order_id)["lines"]
        sku = lines[line % len(lines)]["sku"]
        tender = buyer.gift_card() if is_gift_card else buyer.card()
        swaps = [{"sku": sku, "newSku": SIBLINGS[sku], "quantity": units}]
        body = {"orderId": order_id, "swaps": swaps, "tenderId": tender}
        reason = {"reason": "does not fit"} if quote == "quoteExchange" else {}
        self._change(buyer, quote, body | reason, commit)

    def _change(self, buyer: Buyer, quote: str, body: dict[str, Any], commit: str) -> None:
        quoted = buyer.ask(f"post-purchase.{quote}", body)
        if quoted["status"] != "quoted":
            assert quoted["message"]
            return
        said = {"quoteId": quoted["quote"]["quoteId"]}
        done = self._try(lambda: buyer.ask(f"post-purchase.{commit}", said))
        rma = done and (done.get("rma") or done.get("exchange"))
        if rma:
            self.rmas.append((buyer, rma["rmaId"]))

    def _try(self, act: Any) -> Any:
        """Do it; a refusal is an answer, a failure is not."""
        try:
            answer = act()
            self.seen[answer["status"] if answer else "moved"] += 1
            return answer
        except AgentError as refusal:
            if refusal.status >= 500:
                raise
            return None


@pytest.mark.commerce
def test_random_journeys_add_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALES_DATA_DIR", str(tmp_path))
    shop = ShopProcesses(tmp_path)
    shop.start()
    try:
        fill_stock(shop, SIBLINGS, PLENTY)
        seen: Counter[str] = Counter()
        machine = type("Machine", (Journeys,), {"shop": shop, "seen": seen})
        machine.TestCase.settings = CALM
        machine.TestCase("runTest").runTest()
    finally:
        shop.stop()
    assert len(seen) >= KINDS_OF_OUTCOME, seen


CALM = settings(
    max_examples=25,
    stateful_step_count=14,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
