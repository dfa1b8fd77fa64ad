"""Points booked in any order, at any time."""

import tempfile
from collections import Counter
from dataclasses import replace
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import func, select

from agents.kit.storage import Store
from agents.loyalty.points.bookings import (
    Booking,
    Refusal,
    balance,
    burn,
    earn,
    earned_in_all,
    expire,
    points_for,
    purse_of,
    restore,
    reverse,
)
from agents.loyalty.policy import POLICY
from agents.loyalty.tables import Base, PointsEntry
from tests.agents.loyalty.members import member
from tests.agents.loyalty.offers import NOW


class Ledger(RuleBasedStateMachine):
    """Whatever happens in whatever order, the points stay what they must be."""

    orders = st.sampled_from(["O-1", "O-2", "O-3"])
    counts = st.integers(1, 400)

    def __init__(self) -> None:
        super().__init__()
        self.directory = tempfile.TemporaryDirectory()
        self.store = Store(f"sqlite:///{self.directory.name}/loyalty.sqlite", Base.metadata)
        with self.store.write() as session:
            session.add(member())
        self.now = NOW
        self.references = 0
        self.burned: Counter[str] = Counter()
        self.restored: Counter[str] = Counter()

    def teardown(self) -> None:
        self.store.close()
        self.directory.cleanup()

    def book(self, order_id: str, amount: int, currency: str | None = None) -> Booking:
        self.references += 1
        return Booking("C-1", order_id, amount, currency, self.now, f"R-{self.references}")

    @rule(order_id=st.sampled_from(["O-1", "O-2", "O-3", "O-4", "O-5"]))
    def an_order_earns(self, order_id: str) -> None:
        amount = 1_000_000 * int(order_id[-1])
        with self.store.write() as session:
            earned = earn(
                session, replace(self.book(order_id, amount, "INR"), reference=""), POLICY
            )
            assert 0 <= earned <= points_for(amount, "INR", POLICY)

    @rule(order_id=orders, count=counts)
    def points_pay(self, order_id: str, count: int) -> None:
        with self.store.write() as session:
            had = balance(session, "C-1", self.now)
            taken = burn(session, self.book(order_id, count), POLICY)
            least = POLICY.points.redeem.minimum
            assert isinstance(taken, Refusal) == (count > had or count < least)
            went = 0 if isinstance(taken, Refusal) else taken
            assert balance(session, "C-1", self.now) == had - went
            self.burned[order_id] += went

    @rule(order_id=orders, count=counts)
    def points_come_back(self, order_id: str, count: int) -> None:
        with self.store.write() as session:
            had = balance(session, "C-1", self.now)
            open_points = self.burned[order_id] - self.restored[order_id]
            back = restore(session, self.book(order_id, count), POLICY)
            assert back == min(count, open_points)
            assert balance(session, "C-1", self.now) == had + back
            self.restored[order_id] += back

    @rule(order_id=orders, amount=st.integers(0, 2_000_000))
    def goods_come_back(self, order_id: str, amount: int) -> None:
        with self.store.write() as session:
            had = balance(session, "C-1", self.now)
            taken = reverse(session, self.book(order_id, amount, "INR"), POLICY)
            assert 0 <= taken <= had
            assert balance(session, "C-1", self.now) == had - taken

    @rule(days=st.integers(1, 500))
    def time_goes_by(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule()
    def the_sweep_books_what_ended(self) -> None:
        with self.store.write() as session:
            had = balance(session, "C-1", self.now)
            while expire(session, self.now):
                pass
            assert balance(session, "C-1", self.now) == had
            booked = session.scalar(select(func.sum(PointsEntry.points))) or 0
            assert booked == had

    @invariant()
    def points_are_never_negative(self) -> None:
        with self.store.read() as session:
            lots = purse_of(session, "C-1").lots
            assert all(lot.left >= 0 for lot in lots)
            assert earned_in_all(session, "C-1") >= 0
            booked = session.scalar(select(func.sum(PointsEntry.points))) or 0
            assert booked == sum(lot.left for lot in lots)


TestLedger = Ledger.TestCase
TestLedger.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
