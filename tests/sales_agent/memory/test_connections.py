"""Connections to Redis when more threads want one than there are."""

from concurrent.futures import ThreadPoolExecutor

from sales_agent.memory.connections import CONNECTIONS_AT_MOST, connect


def test_threads_without_a_free_connection_wait_for_one(redis_url):
    with connect(redis_url) as client, ThreadPoolExecutor(3 * CONNECTIONS_AT_MOST) as pool:
        waiting = [
            pool.submit(client.blpop, [f"nothing:{number}"], 0.2)
            for number in range(3 * CONNECTIONS_AT_MOST)
        ]

        assert {one.result() for one in waiting} == {None}
