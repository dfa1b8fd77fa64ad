from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
import redis

from sales_agent.errors import ThreadBusy
from sales_agent.memory.locks import thread_lock


def until(condition):
    """Ask a condition that another thread is about to make true, and not forever."""
    assert any(condition() for _ in range(100_000))


def test_turns_of_a_thread_never_overlap(redis_client, thread_id):
    inside, most = [], []
    barrier = Barrier(8)

    def turn(number):
        barrier.wait()
        with thread_lock(redis_client, thread_id) as lock:
            inside.append(number)
            most.append(len(inside))
            inside.remove(number)
            return lock.fence

    with ThreadPoolExecutor(8) as pool:
        fences = list(pool.map(turn, range(8)))

    assert max(most) == 1
    assert sorted(fences) == list(range(1, 9))


def test_waiters_go_in_order_of_arrival(redis_client, thread_id):
    order = []

    def turn(number):
        with thread_lock(redis_client, thread_id):
            order.append(number)

    def waiting():
        return redis_client.zcard(f"lock:{{{thread_id}}}:queue")

    with ThreadPoolExecutor(4) as pool:
        with thread_lock(redis_client, thread_id):
            turns = []
            for number in range(4):
                turns.append(pool.submit(turn, number))
                until(lambda n=number: waiting() > n)
        for future in turns:
            future.result()

    assert order == [0, 1, 2, 3]


def test_other_threads_are_not_held_up(redis_client, thread_id):
    with (
        thread_lock(redis_client, thread_id),
        thread_lock(redis_client, thread_id + "x", wait_s=0) as other,
    ):
        assert other.fence == 1


def test_waiting_ends_with_an_error(redis_client, thread_id):
    with (
        thread_lock(redis_client, thread_id),
        pytest.raises(ThreadBusy, match=thread_id),
        thread_lock(redis_client, thread_id, wait_s=0),
    ):
        pass
    with thread_lock(redis_client, thread_id, wait_s=0) as lock:
        assert lock.fence == 2


def test_lock_is_released_when_the_turn_fails(redis_client, thread_id):
    with pytest.raises(ZeroDivisionError), thread_lock(redis_client, thread_id):
        _ = 1 / 0

    with thread_lock(redis_client, thread_id, wait_s=0):
        pass


def test_lock_of_a_dead_holder_expires(redis_client, thread_id):
    holder = f"lock:{{{thread_id}}}:holder"
    redis_client.set(holder, "dead", px=30)

    with thread_lock(redis_client, thread_id, wait_s=10) as lock:
        assert redis_client.get(holder) != b"dead"
        assert lock.fence == 1


def test_held_lock_outlives_its_time_to_live(redis_client, thread_id):
    holder = f"lock:{{{thread_id}}}:holder"
    with thread_lock(redis_client, thread_id, ttl_s=0.06) as lock:
        token = redis_client.get(holder)
        redis_client.pexpire(holder, 50)
        until(lambda: redis_client.pttl(holder) > 50)
        assert redis_client.get(holder) == token
        assert not lock.is_lost


def test_holder_learns_that_its_lock_was_lost(redis_client, thread_id):
    with thread_lock(redis_client, thread_id, ttl_s=0.03) as lock:
        redis_client.set(f"lock:{{{thread_id}}}:holder", "another")
        until(lambda: lock.is_lost or not redis_client.ping())

    assert redis_client.get(f"lock:{{{thread_id}}}:holder") == b"another"


def test_fences_grow_with_every_holder(redis_client, thread_id):
    fences = []
    for _ in range(3):
        with thread_lock(redis_client, thread_id) as lock:
            fences.append(lock.fence)

    assert fences == [1, 2, 3]


def test_turn_outlasts_a_redis_that_went_away(redis_client, thread_id, caplog):
    class Leaving:
        """A client whose server is gone in the middle of the turn."""

        def __init__(self):
            self.is_gone = Event()

        def register_script(self, text):
            script = redis_client.register_script(text)

            def run(**arguments):
                if self.is_gone.is_set():
                    raise redis.ConnectionError
                return script(**arguments)

            return run

    client = Leaving()
    with thread_lock(client, thread_id, ttl_s=0.03) as lock:
        client.is_gone.set()
        until(lambda: lock.is_lost or not redis_client.ping())

    assert lock.is_lost
    assert "thread_lock_not_released" in caplog.text
