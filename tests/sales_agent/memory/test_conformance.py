"""LangGraph's own conformance suite, all of it, by the async and by the sync methods."""

import pytest
from langgraph.checkpoint.base import BaseCheckpointSaver

from sales_agent.memory.encryption import create_serializer
from sales_agent.memory.outage import Outage
from sales_agent.memory.steady_saver import SteadySaver
from tests.sales_agent.memory.conformance import assert_conforms


class BySyncMethods(BaseCheckpointSaver):
    """The suite drives async methods only; this hands each call to the sync twin."""

    def __init__(self, saver):
        super().__init__(serde=saver.serde)
        self._saver = saver

    async def aput(self, *args):
        return self._saver.put(*args)

    async def aput_writes(self, *args, **kwargs):
        self._saver.put_writes(*args, **kwargs)

    async def aget_tuple(self, config):
        return self._saver.get_tuple(config)

    async def alist(self, config, **kwargs):
        for found in self._saver.list(config, **kwargs):
            yield found

    async def adelete_thread(self, thread_id):
        self._saver.delete_thread(thread_id)

    async def adelete_for_runs(self, run_ids):
        self._saver.delete_for_runs(run_ids)

    async def acopy_thread(self, source, target):
        self._saver.copy_thread(source, target)

    async def aprune(self, thread_ids, **kwargs):
        self._saver.prune(thread_ids, **kwargs)


@pytest.mark.parametrize("adapt", [lambda saver: saver, BySyncMethods], ids=["async", "sync"])
def test_saver_passes_every_conformance_check(redis_client, adapt):
    assert_conforms(redis_client, adapt)


@pytest.mark.parametrize(
    "options",
    [{"serde": create_serializer([b"k" * 32])}, {"window": 5}],
    ids=["encrypted", "window"],
)
def test_saver_conforms_with_every_option(redis_client, options):
    assert_conforms(redis_client, **options)


def test_saver_for_a_redis_that_may_be_away_conforms_while_it_is_there(redis_client):
    outage = Outage(redis_client.ping)

    assert_conforms(redis_client, make=SteadySaver, outage=outage, window=5)

    assert not outage.is_away
