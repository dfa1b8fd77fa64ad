"""LangGraph's own conformance suite, and how many checks of it there are."""

import asyncio
import secrets

from langgraph.checkpoint.conformance import validate
from langgraph.checkpoint.conformance.initializer import RegisteredCheckpointer

from sales_agent.memory.redis_saver import RedisSaver

CHECKS = {
    "put": 17,
    "put_writes": 10,
    "get_tuple": 10,
    "list": 16,
    "delete_thread": 5,
    "delete_for_runs": 7,
    "copy_thread": 8,
    "prune": 8,
}


def assert_conforms(client, adapt=lambda saver: saver, make=RedisSaver, **options):
    async def create():
        prefix = f"conformance-{secrets.token_hex(4)}"
        yield adapt(make(client, prefix=prefix, **options))

    report = asyncio.run(validate(RegisteredCheckpointer("redis", create)))

    failures = [line for result in report.results.values() for line in result.failures or []]
    assert failures == []
    assert {name: result.tests_passed for name, result in report.results.items()} == CHECKS
    assert sum(CHECKS.values()) == 81
