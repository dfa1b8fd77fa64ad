"""What shoppers take moves up, what they refuse moves down, and places are made up for."""

from datetime import date, timedelta

from agents.recommendation.learning.appeals import Shown, appeals
from agents.recommendation.policy import POLICY

TODAY = date(2026, 5, 4)


def shown(
    product_id: str, outcome: str | None, count: int, *, position: int = 0, days_ago: int = 0
) -> Shown:
    return Shown("popular", product_id, position, TODAY - timedelta(days=days_ago), outcome, count)


def values(*rows: Shown) -> dict[str, float]:
    found = appeals(rows, POLICY.appeal, TODAY)
    return {product_id: value for (_, product_id), value in found.items()}


def test_taken_moves_up_and_refused_moves_down() -> None:
    found = values(
        shown("taken", "taken", 20),
        shown("taken", None, 80),
        shown("passed", "taken", 5),
        shown("passed", None, 95),
        shown("refused", "taken", 5),
        shown("refused", "refused", 60),
        shown("refused", None, 35),
    )
    assert found["taken"] > 1.2
    assert found["refused"] < found["passed"] < 1


def test_few_showings_say_little() -> None:
    crowd = [shown("crowd", "taken", 100), shown("crowd", None, 900)]
    found = values(*crowd, shown("once", None, 1), shown("lucky", "taken", 1))
    assert 0.95 < found["once"] < 1
    assert 1 < found["lucky"] < 1.4


def test_a_low_place_is_made_up_for() -> None:
    """Second places are taken a tenth as often: the same takes there say more."""
    crowd = [
        shown("crowd", "taken", 200),
        shown("crowd", None, 800),
        shown("crowd", "taken", 20, position=1),
        shown("crowd", None, 980, position=1),
    ]
    first = [shown("first", "taken", 4), shown("first", None, 36)]
    second = [shown("second", "taken", 4, position=1), shown("second", None, 36, position=1)]
    found = values(*crowd, *first, *second)
    assert found["second"] > 1.2 > 1 > found["first"]


def test_what_was_long_ago_fades() -> None:
    crowd = [shown("crowd", "taken", 50), shown("crowd", None, 950)]
    old = [shown("old", None, 100, days_ago=200)]
    now = [shown("now", None, 100)]
    found = values(*crowd, *old, *now)
    assert found["now"] < found["old"]
    assert found["old"] > 0.99


def test_appeal_stays_within_its_bounds() -> None:
    crowd = [shown("crowd", "taken", 10), shown("crowd", None, 9990)]
    found = values(*crowd, shown("loved", "taken", 5000), shown("hated", "refused", 50_000))
    assert found["loved"] == POLICY.appeal.highest
    assert found["hated"] == POLICY.appeal.lowest
