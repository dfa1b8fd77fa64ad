"""Which step of a parcel may follow which, without a store."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.fulfillment.shipments.steps import (
    DELIVERY,
    OVER,
    PICKUP,
    IllegalStep,
    Standing,
    Step,
    milestones,
    replay,
)

START = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
DAY = date(2026, 5, 12)


def steps(*statuses: str) -> list[Step]:
    return [Step(START + timedelta(hours=n), status) for n, status in enumerate(statuses)]


@pytest.mark.parametrize(
    "statuses",
    [
        ("preparing", "packed", "shipped", "in_transit", "in_transit", "out_for_delivery"),
        ("preparing", "shipped", "out_for_delivery", "failed_attempt", "out_for_delivery"),
        ("preparing", "delivered"),
        ("preparing", "shipped", "failed_attempt", "ready_for_pickup", "collected"),
        ("preparing", "shipped", "lost", "in_transit", "delivered"),
        ("preparing", "shipped", "failed_attempt", "returning", "returned"),
        ("preparing", "shipped", "delivered", "returning", "returned"),
    ],
)
def test_a_parcel_goes_on(statuses: tuple[str, ...]) -> None:
    standing = replay(steps(*statuses), is_pickup=False)
    assert standing == Standing(statuses[-1], statuses[-1], None)


@pytest.mark.parametrize(
    ("statuses", "is_pickup"),
    [
        (("preparing", "shipped", "packed"), False),
        (("preparing", "packed", "packed"), False),
        (("preparing", "shipped", "delivered", "in_transit"), False),
        (("preparing", "canceled", "shipped"), False),
        (("preparing", "canceled", "delayed"), False),
        (("preparing", "shipped", "canceled"), False),
        (("preparing", "failed_attempt", "returning", "returned", "delivered"), False),
        (("preparing", "ready_for_pickup"), False),
        (("preparing", "shipped"), True),
        (("preparing", "delivered"), True),
        (("preparing", "collected", "collected"), True),
    ],
)
def test_an_illegal_step_names_both(statuses: tuple[str, ...], is_pickup: bool) -> None:
    with pytest.raises(IllegalStep) as refused:
        replay(steps(*statuses), is_pickup=is_pickup)
    assert (refused.value.before, refused.value.after) == statuses[-2:]


def test_a_delay_is_told_and_keeps_the_stage() -> None:
    history = [*steps("preparing", "shipped"), Step(START + timedelta(days=1), "delayed", DAY)]
    assert replay(history, is_pickup=False) == Standing("delayed", "shipped", DAY)
    history.append(Step(START + timedelta(days=2), "delivered"))
    assert replay(history, is_pickup=False) == Standing("delivered", "delivered", DAY)


def test_a_delay_without_a_day_keeps_the_last_promise() -> None:
    later = START + timedelta(days=1)
    history = [*steps("preparing"), Step(later, "delayed", DAY), Step(later, "delayed")]
    assert replay(history, is_pickup=False).promised_by == DAY


statuses = st.sampled_from([*DELIVERY, *PICKUP, "delayed"])


@given(st.lists(statuses, max_size=8), st.booleans())
def test_what_is_over_stays_so_but_for_a_return(names: list[str], is_pickup: bool) -> None:
    try:
        replay(steps("preparing", *names), is_pickup=is_pickup)
    except IllegalStep:
        return
    for before, after in pairwise(names):
        assert before not in OVER or after == "returning"


@given(st.lists(st.lists(statuses, max_size=5).map(lambda names: steps("preparing", *names))))
def test_milestones_come_in_their_order(parcels: list[list[Step]]) -> None:
    reached = milestones(parcels)
    assert list(reached) == ["packed", "shipped", "delivered"][: len(reached)]


def test_the_first_parcel_ships_and_the_last_delivers() -> None:
    first, second = steps("preparing", "shipped", "delivered"), steps("preparing", "packed")
    assert milestones([first, second]) == {"packed": first[1].at, "shipped": first[1].at}
    second += [Step(START + timedelta(days=1), "delivered")]
    assert milestones([first, second])["delivered"] == second[-1].at


def test_no_parcels_reach_nothing() -> None:
    assert milestones([]) == {}
