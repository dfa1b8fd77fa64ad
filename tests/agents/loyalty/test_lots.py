from datetime import UTC, datetime, timedelta

import pytest

from agents.loyalty.points.lots import Purse, months_after
from agents.loyalty.tables import PointsEntry
from tests.agents.loyalty.offers import NOW

DAY = timedelta(days=1)


def entry(
    number: int,
    kind: str,
    points: int,
    *,
    order_id: str | None = None,
    days: int = 0,
    ends: int | None = None,
) -> PointsEntry:
    """A booking so many days from now, whose points end so many days from now."""
    return PointsEntry(
        entry_id=number,
        customer_id="C-1",
        kind=kind,
        points=points,
        at=NOW + days * DAY,
        order_id=order_id,
        reference=f"{number}",
        expires_at=None if ends is None else NOW + ends * DAY,
        note="",
    )


def left(purse: Purse) -> list[int]:
    return [lot.left for lot in purse.lots]


def test_what_ends_first_is_spent_first() -> None:
    earned = [entry(1, "earn", 50, ends=90), entry(2, "earn", 50, ends=30), entry(3, "earn", 50)]
    assert left(Purse.of([*earned, entry(4, "burn", -70, order_id="O-1")])) == [30, 0, 50]


def test_points_end_without_a_booking() -> None:
    purse = Purse.of([entry(1, "earn", 50, ends=30), entry(2, "earn", 20)])
    assert purse.balance(NOW + 30 * DAY - timedelta(seconds=1)) == 70
    assert purse.balance(NOW + 30 * DAY) == 20


def test_ended_points_pay_for_nothing() -> None:
    earned = [entry(1, "earn", 50, ends=30), entry(2, "earn", 20)]
    purse = Purse.of([*earned, entry(3, "burn", -20, order_id="O-1", days=31)])
    assert left(purse) == [50, 0]


def test_a_booked_end_counts_once() -> None:
    ended = entry(2, "expire", -50, days=40)
    ended.reference = "1"
    purse = Purse.of([entry(1, "earn", 50, order_id="O-1", ends=30), ended])
    assert left(purse) == [0]
    assert purse.ended_of("O-1", NOW + 41 * DAY) == 50


def test_a_reversal_takes_its_own_orders_points_first() -> None:
    earned = [entry(1, "earn", 50, order_id="O-1", ends=9), entry(2, "earn", 30, order_id="O-2")]
    assert left(Purse.of([*earned, entry(3, "reverse", -40, order_id="O-2")])) == [40, 0]


def test_what_came_back_is_no_longer_paid() -> None:
    bookings = [
        entry(1, "earn", 50, ends=10),
        entry(2, "earn", 50, ends=20),
        entry(3, "burn", -80, order_id="O-1"),
        entry(4, "restore", 40, order_id="O-1", ends=30),
    ]
    purse = Purse.of(bookings)
    assert [points for _, points in purse.paid_with("O-1")] == [40]
    assert left(purse) == [0, 20, 40]


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ((2026, 1, 31), 1, (2026, 2, 28)),
        ((2024, 2, 29), 12, (2025, 2, 28)),
        ((2026, 12, 15), 1, (2027, 1, 15)),
        ((2026, 5, 4), 24, (2028, 5, 4)),
    ],
)
def test_months_end_on_their_last_day(
    day: tuple[int, int, int], months: int, expected: tuple[int, int, int]
) -> None:
    assert months_after(datetime(*day, tzinfo=UTC), months) == datetime(*expected, tzinfo=UTC)
