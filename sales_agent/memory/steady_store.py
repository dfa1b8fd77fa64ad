"""RedisStore for a Redis that may be away: items seen lately go on in this process's memory."""

from collections.abc import Iterable
from typing import Any

import redis
from langgraph.store.base import GetOp, Item, Op, PutOp, Result

from sales_agent.errors import MemoryUnavailable
from sales_agent.memory.outage import Outage
from sales_agent.memory.recent import Recent
from sales_agent.memory.redis_store import RedisStore

REMEMBERED_ITEMS = 512


class SteadyStore(RedisStore):
    """Reads and writes as RedisStore does while Redis is there.

    While it is away an item is what this process saw of it last, and what is put is written when
    it is back; of two writers of one item the later wins.

    Args:
        client: As for RedisStore, with its settings.
        outage: Tells whether Redis is away, and replays.
    """

    def __init__(self, client: redis.Redis, *, outage: Outage, **settings: Any) -> None:
        super().__init__(client, **settings)
        self._outage = outage
        self._seen: Recent[tuple[tuple[str, ...], str], Item] = Recent(REMEMBERED_ITEMS)

    def batch(self, ops: Iterable[Op]) -> list[Result]:
        """Do operations on Redis, or on what this process saw last.

        Raises:
            MemoryUnavailable: Redis is away, and only it could answer a search.
        """
        ops = list(ops)

        def ask() -> list[Result]:
            results = super(SteadyStore, self).batch(ops)
            for op, result in zip(ops, results, strict=True):
                if isinstance(op, GetOp) and isinstance(result, Item):
                    self._seen.put((op.namespace, op.key), result)
            return results

        results = self._outage.attempt(ask, lambda: [self._recall(op) for op in ops])
        for op in ops:
            if isinstance(op, PutOp):
                self._see(op)
        return results

    def _recall(self, op: Op) -> Result:
        if isinstance(op, GetOp):
            return self._seen.get((op.namespace, op.key))
        if isinstance(op, PutOp):
            self._outage.later("/".join(op.namespace), lambda: self._write_now(op))
            return None
        raise MemoryUnavailable("the memory cannot be searched just now; try again in a while")

    def _write_now(self, op: PutOp) -> None:
        super().batch([op])

    def _see(self, op: PutOp) -> None:
        if op.value is None:
            self._seen.drop((op.namespace, op.key))
            return
        now = self._clock()
        item = Item(
            value=dict(op.value),
            key=op.key,
            namespace=op.namespace,
            created_at=now,
            updated_at=now,
        )
        self._seen.put((op.namespace, op.key), item)
