"""A model that is down rests; the clock is a double."""

import secrets
from collections.abc import Callable, Sequence

import pytest
import redis

from sales_agent.models.calls import Call, Usage
from sales_agent.models.faults import Fault, Kind
from sales_agent.models.ledger import Ledger
from sales_agent.models.noticeboard import Noticeboard
from sales_agent.models.registry import load_registry
from sales_agent.models.rests import LONGEST_REST_S, READ_EACH_S, Notice, Rests
from sales_agent.models.roster import Roster


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


@pytest.fixture
def name() -> str:
    """A model that no other test has rest."""
    return f"openai:{secrets.token_hex(4)}"


@pytest.fixture
def process(redis_client) -> Callable[[], tuple[Rests, Clock]]:
    """What one process knows of rests, and its clock."""

    def open_one() -> tuple[Rests, Clock]:
        clock = Clock()
        return Rests(clock, Noticeboard(redis_client)), clock

    return open_one


def test_rest_of_one_process_holds_for_the_others(process, name):
    (one, _), (other, clock) = process(), process()
    one.take(name, Fault(Kind.RATE_LIMITED, 120))
    other.look([name])

    assert other.is_resting(name)
    clock.now = 121
    assert not other.is_resting(name)


def test_next_rest_is_longer_whichever_process_begins_it(process, redis_client, name):
    (one, _), (other, _) = process(), process()
    first = one.take(name, Fault(Kind.UNREACHABLE))
    redis_client.delete(f"models:resting:{name}")  # it is over
    other.look([name])

    assert not other.is_resting(name)
    assert other.take(name, Fault(Kind.UNREACHABLE)) == 2 * first


def test_shorter_rest_does_not_end_a_longer_one(process, name):
    (one, _), (other, _), (third, clock) = process(), process(), process()
    one.take(name, Fault(Kind.RATE_LIMITED, 300))
    other.take(name, Fault(Kind.UNREACHABLE))
    third.look([name])
    clock.now = 200

    assert third.is_resting(name)


def test_answer_ends_a_rest_for_those_that_heard_of_it(process, name):
    (one, _), (other, clock) = process(), process()
    one.take(name, Fault(Kind.RATE_LIMITED, 300))
    other.look([name])
    one.take(name, None)
    clock.now += READ_EACH_S
    other.look([name])

    assert not other.is_resting(name)


def test_process_goes_by_itself_while_redis_is_away(caplog):
    away = redis.Redis(port=9, socket_connect_timeout=0.2)
    rests = Rests(Clock(), Noticeboard(away))
    rests.look(["m"])

    assert rests.take("m", Fault(Kind.UNREACHABLE))
    assert rests.is_resting("m")
    rests.take("m", None)
    assert not rests.is_resting("m")
    assert "rests_not_shared type=ConnectionError" in caplog.text
    away.close()


def test_notices_are_read_once_a_second(clock):
    class Board:
        reads = 0

        def read(self, names: Sequence[str]) -> dict[str, Notice]:
            self.reads += 1
            return {}

    board = Board()
    rests = Rests(clock, board)
    for now in (0.0, 0.4, 0.9, READ_EACH_S):
        clock.now = now
        rests.look(["m"])

    assert board.reads == 2


def test_other_processes_pass_over_a_model_that_was_told_to_wait(redis_client, name):
    def roster() -> Roster:
        rests = Rests(board=Noticeboard(redis_client))
        return Roster([name, "offline"], load_registry(), Ledger(redis_client), rests=rests)

    one, *others = (roster() for _ in range(4))
    one.take(Call(name, 10.0, Usage(), Fault(Kind.RATE_LIMITED, 60)), "t", "t-1")

    assert [other.may_be_asked([name, "offline"]) for other in others] == [["offline"]] * 3
