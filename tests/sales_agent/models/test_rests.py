"""A model that is down rests; the clock is a double."""

import pytest

from sales_agent.models.faults import Fault, Kind
from sales_agent.models.rests import LONGEST_REST_S, Rests


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def rests(clock) -> Rests:
    return Rests(clock)


@pytest.mark.parametrize("kind", [Kind.TIMED_OUT, Kind.UNREACHABLE, Kind.KEY_REFUSED])
def test_dead_model_costs_one_turn(rests, kind):
    assert rests.take("m", Fault(kind))
    assert rests.is_resting("m")
    assert not rests.is_resting("another")


def test_passing_trouble_is_borne_twice(rests):
    for _ in range(2):
        rests.take("m", Fault(Kind.SERVER_FAILED))
    assert not rests.is_resting("m")
    rests.take("m", Fault(Kind.SERVER_FAILED))
    assert rests.is_resting("m")


def test_success_ends_the_count(rests):
    for _ in range(2):
        rests.take("m", Fault(Kind.SERVER_FAILED))
    rests.take("m", None)
    for _ in range(2):
        rests.take("m", Fault(Kind.SERVER_FAILED))

    assert not rests.is_resting("m")


def test_rest_ends_and_the_next_is_longer(rests, clock):
    first = rests.take("m", Fault(Kind.UNREACHABLE))
    clock.now += first + 1
    assert not rests.is_resting("m")
    second = rests.take("m", Fault(Kind.UNREACHABLE))

    assert second == 2 * first
    for _ in range(20):
        rests.take("m", Fault(Kind.UNREACHABLE))
    assert rests.take("m", Fault(Kind.UNREACHABLE)) == LONGEST_REST_S


def test_wait_that_a_provider_asks_for_is_kept(rests):
    assert rests.take("m", Fault(Kind.RATE_LIMITED, 120)) == 120


@pytest.mark.parametrize("kind", [Kind.BLOCKED, Kind.REQUEST_REFUSED, Kind.TOO_LONG])
def test_what_one_request_provoked_rests_nobody(rests, kind):
    for _ in range(5):
        assert rests.take("m", Fault(kind)) is None
    assert not rests.is_resting("m")
