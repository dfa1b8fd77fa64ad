"""Connections to Redis when many threads want one at once."""

from concurrent.futures import ThreadPoolExecutor

from sales_agent.memory.connections import connect

THREADS = 192
"""More than redis-py's pool would hold by itself."""


def test_every_thread_of_many_gets_a_connection(redis_url):
    with connect(redis_url) as client, ThreadPoolExecutor(THREADS) as pool:
        waiting = [
            pool.submit(client.blpop, [f"nothing:{number}"], 0.2) for number in range(THREADS)
        ]

        assert {one.result() for one in waiting} == {None}
