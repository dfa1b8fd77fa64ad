from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlalchemy.orm import Session

from agents.kit.storage import Store
from agents.loyalty.points.bookings import (
    Booking,
    balance,
    earn,
    earned_in_all,
    next_tier,
    points_for,
    reverse,
    tier_of,
)
from agents.loyalty.policy import POLICY
from agents.loyalty.tables import Base, Customer, PointsEntry
from tests.agents.loyalty.offers import NOW


def booking(amount: int, reference: str = "", order_id: str = "O-1") -> Booking:
    return Booking("C-1", order_id, amount, "INR", NOW, reference)


def add(session: Session, kind: str, points: int, order_id: str | None = None) -> None:
    entry = PointsEntry(
        customer_id="C-1",
        kind=kind,
        points=points,
        at=NOW,
        order_id=order_id,
        reference=f"{kind}{points}",
        amount=None,
        note="",
    )
    session.add(entry)
    session.flush()


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    store = Store(f"sqlite:///{tmp_path / 'loyalty.sqlite'}", Base.metadata)
    with store.write() as session:
        member = Customer(
            customer_id="C-1",
            first_name="Asha",
            last_name="Rao",
            email="a@example.com",
            email_key="a@example.com",
            name_key="asha|rao|1",
            phone=None,
            joined_at=NOW,
        )
        session.add(member)
        session.flush()
        yield session
    store.close()


@pytest.mark.parametrize(
    ("amount", "currency", "points"),
    [
        (0, "INR", 0),
        (9_999, "INR", 0),
        (10_000, "INR", 1),
        (19_999, "INR", 1),
        (249_900, "INR", 24),
        (-5, "INR", 0),
        (10_000, "USD", 1),
        (250, "JPY", 2),
    ],
)
def test_only_full_hundreds_earn(amount: int, currency: str, points: int) -> None:
    assert points_for(amount, currency, POLICY) == points


@pytest.mark.parametrize(
    ("earned", "tier", "following"),
    [
        (-3, "bronze", "silver"),
        (0, "bronze", "silver"),
        (999, "bronze", "silver"),
        (1000, "silver", "gold"),
        (3000, "gold", "platinum"),
        (6000, "platinum", None),
    ],
)
def test_tiers_start_at_their_bounds(earned: int, tier: str, following: str | None) -> None:
    above = next_tier(earned, POLICY)
    assert tier_of(earned, POLICY) == tier
    assert (above and above.name) == following


def test_an_order_earns_once(session: Session) -> None:
    assert earn(session, booking(249_900), POLICY) == 24
    assert earn(session, booking(249_900), POLICY) == 24
    assert balance(session, "C-1", NOW) == 24


def test_a_canceled_order_keeps_no_points(session: Session) -> None:
    earn(session, booking(249_900), POLICY)
    assert reverse(session, booking(249_900, "CQ-1"), POLICY) == 24
    assert reverse(session, booking(249_900, "CQ-1"), POLICY) == 24
    assert balance(session, "C-1", NOW) == 0
    assert reverse(session, booking(249_900, "CQ-2"), POLICY) == 0


def test_a_part_returned_leaves_the_points_of_the_rest(session: Session) -> None:
    earn(session, booking(249_900), POLICY)
    assert reverse(session, booking(100_000, "RMA-1"), POLICY) == 10
    assert balance(session, "C-1", NOW) == points_for(149_900, "INR", POLICY) == 14
    assert reverse(session, booking(50_000, "RMA-2"), POLICY) == 5
    assert balance(session, "C-1", NOW) == points_for(99_900, "INR", POLICY) == 9


def test_a_reversal_that_comes_first_leaves_nothing_to_earn(session: Session) -> None:
    assert reverse(session, booking(249_900, "CQ-1"), POLICY) == 0
    assert earn(session, booking(249_900), POLICY) == 0
    assert balance(session, "C-1", NOW) == 0


def test_points_spent_meanwhile_cannot_be_taken_back(session: Session) -> None:
    earn(session, booking(249_900), POLICY)
    add(session, "burn", -20)
    assert reverse(session, booking(249_900, "CQ-1"), POLICY) == 4
    assert balance(session, "C-1", NOW) == 0


def test_an_order_without_a_told_amount_gives_its_points_back(session: Session) -> None:
    add(session, "earn", 33, "O-1")
    assert reverse(session, booking(329_900, "CQ-1"), POLICY) == 33


def test_spent_points_still_count_for_the_tier(session: Session) -> None:
    add(session, "welcome", 100)
    add(session, "earn", 950, "O-0")
    add(session, "burn", -500)
    add(session, "reverse", -60, "O-0")
    assert balance(session, "C-1", NOW) == 490
    assert earned_in_all(session, "C-1") == 990


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.integers(0, 10**7), st.lists(st.integers(0, 10**6), max_size=5))
def test_points_never_fall_below_zero_nor_rise_by_a_return(
    session: Session, total: int, parts: list[int]
) -> None:
    session.execute(delete(PointsEntry))
    earn(session, booking(total), POLICY)
    before = balance(session, "C-1", NOW)
    for index, part in enumerate(parts):
        taken = reverse(session, booking(part, f"RMA-{index}"), POLICY)
        after = balance(session, "C-1", NOW)
        assert 0 <= after == before - taken <= before
        before = after
    assert before == points_for(total - sum(parts), "INR", POLICY)
