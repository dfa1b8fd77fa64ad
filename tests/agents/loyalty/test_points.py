from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from agents.kit.errors import Conflict
from agents.kit.storage import Store
from agents.loyalty.points.bookings import (
    Booking,
    Refusal,
    balance,
    burn,
    earn,
    earned_in_all,
    expire,
    next_tier,
    points_for,
    restore,
    reverse,
    tier_of,
)
from agents.loyalty.policy import POLICY
from agents.loyalty.tables import Base, PointsEntry
from tests.agents.loyalty.members import member
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
        session.add(member())
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


def points(count: int, reference: str = "Q-1", order_id: str = "O-1", days: float = 0) -> Booking:
    at = NOW + timedelta(days=days)
    return Booking("C-1", order_id, count, None, at, reference)


def test_points_pay_once_for_a_reference(session: Session) -> None:
    add(session, "earn", 500, "O-0")
    assert burn(session, points(200), POLICY) == 200
    assert burn(session, points(200), POLICY) == 200
    assert balance(session, "C-1", NOW) == 300
    assert burn(session, points(150, "Q-2"), POLICY) == 150
    assert balance(session, "C-1", NOW) == 150


@pytest.mark.parametrize(
    ("had", "asked", "rule", "words"),
    [
        (500, 99, "points.redeem.minimum", "points pay from 100 on"),
        (199, 200, "points.expiry", "you have 199 points, and 200 are asked for"),
        (0, 10_000_000, "points.expiry", "you have 0 points"),
    ],
)
def test_points_that_cannot_pay_are_refused_by_rule(
    session: Session, had: int, asked: int, rule: str, words: str
) -> None:
    add(session, "earn", had, "O-0")
    refusal = burn(session, points(asked), POLICY)
    assert isinstance(refusal, Refusal)
    assert refusal.policy == rule
    assert words in refusal.reason
    assert balance(session, "C-1", NOW) == had


def test_no_more_comes_back_than_was_paid(session: Session) -> None:
    add(session, "earn", 500, "O-0")
    burn(session, points(300), POLICY)
    assert restore(session, points(200, "R-1"), POLICY) == 200
    assert restore(session, points(200, "R-1"), POLICY) == 200
    assert restore(session, points(200, "R-2"), POLICY) == 100
    assert restore(session, points(200, "R-3"), POLICY) == 0
    assert restore(session, points(200, "R-4", "O-2"), POLICY) == 0
    assert balance(session, "C-1", NOW) == 500


def test_points_given_back_before_they_are_taken_stay(session: Session) -> None:
    add(session, "earn", 500, "O-0")
    assert restore(session, points(200, "Q-1"), POLICY) == 0
    refusal = burn(session, points(200, "Q-1"), POLICY)
    assert isinstance(refusal, Refusal)
    assert balance(session, "C-1", NOW) == 500
    assert burn(session, points(200, "Q-2"), POLICY) == 200


@pytest.mark.parametrize("book", [burn, restore])
def test_another_number_under_a_reference_is_a_conflict(session: Session, book: Any) -> None:
    add(session, "earn", 500, "O-0")
    burn(session, points(200, "first"), POLICY)
    book(session, points(100), POLICY)
    with pytest.raises(Conflict, match="use a new reference"):
        book(session, points(101), POLICY)


@pytest.mark.parametrize("book", [earn, reverse])
def test_another_amount_under_a_reference_is_a_conflict(session: Session, book: Any) -> None:
    book(session, booking(100_000, "R"), POLICY)
    with pytest.raises(Conflict, match="use a new reference"):
        book(session, booking(100_001, "R"), POLICY)
    with pytest.raises(Conflict, match="use a new reference"):
        book(session, replace(booking(100_000, "R"), currency="USD"), POLICY)


def test_points_end_after_their_months(session: Session) -> None:
    earn(session, booking(3_000_000), POLICY)
    ends = NOW.replace(year=2028)
    assert balance(session, "C-1", ends - timedelta(seconds=1)) == 300
    assert balance(session, "C-1", ends) == 0
    late = replace(points(200), at=ends)
    assert isinstance(burn(session, late, POLICY), Refusal)


def test_ended_points_are_booked_once(session: Session) -> None:
    earn(session, booking(3_000_000), POLICY)
    burn(session, points(100, order_id="O-2"), POLICY)
    ends = NOW.replace(year=2028)
    assert expire(session, NOW) == 0
    assert expire(session, ends) == 1
    assert expire(session, ends) == 0
    booked = session.scalars(select(PointsEntry).where(PointsEntry.kind == "expire")).all()
    assert [entry.points for entry in booked] == [-200]
    assert earned_in_all(session, "C-1") == 300


def test_points_that_come_back_last_a_while_longer(session: Session) -> None:
    earn(session, booking(3_000_000), POLICY)
    burn(session, points(200, order_id="O-2"), POLICY)
    ends = NOW.replace(year=2028)
    back = replace(points(200, "R-1", "O-2"), at=ends + timedelta(days=5))
    assert restore(session, back, POLICY) == 200
    restored_days = POLICY.points.expiry.restored_days
    assert balance(session, "C-1", back.at + timedelta(days=restored_days - 1)) == 200
    assert balance(session, "C-1", back.at + timedelta(days=restored_days)) == 0


def test_points_that_come_back_early_keep_their_end(session: Session) -> None:
    earn(session, booking(3_000_000), POLICY)
    burn(session, points(200, order_id="O-2"), POLICY)
    restore(session, points(200, "R-1", "O-2"), POLICY)
    ends = NOW.replace(year=2028)
    assert balance(session, "C-1", ends - timedelta(seconds=1)) == 300
    assert balance(session, "C-1", ends) == 0


def test_what_ended_is_not_taken_back_again(session: Session) -> None:
    earn(session, booking(3_000_000), POLICY)
    late = NOW.replace(year=2028)
    earn(session, replace(booking(1_000_000, order_id="O-2"), at=late), POLICY)
    assert reverse(session, replace(booking(3_000_000, "RMA"), at=late), POLICY) == 0
    assert balance(session, "C-1", late) == 100
