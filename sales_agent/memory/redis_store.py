"""LangGraph's long-term store on plain Redis: items by namespace and key, with a time to live."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import redis
from langgraph.checkpoint.serde.base import SerializerProtocol
from langgraph.store.base import (
    BaseStore,
    GetOp,
    Item,
    ListNamespacesOp,
    Op,
    PutOp,
    Result,
    SearchItem,
    SearchOp,
    TTLConfig,
    validate_op_namespace,
)

from sales_agent.memory.compact import CompactSerializer
from sales_agent.memory.matching import is_in, is_match

_HERE = Path(__file__).parent
Namespace = tuple[str, ...]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class RedisStore(BaseStore):
    """Keep items on a plain Redis; it stands in for `InMemoryStore` or `PostgresStore`.

    To get or put items of one namespace is one round trip. A search reads each namespace that
    begins with its prefix, one round trip apiece, and filters here; there is no search by meaning.
    Unlike with `InMemoryStore` a namespace without items is none, and an item that is put again
    keeps the time at which it was made.

    Args:
        client: A redis-py client that does not decode responses.
        ttl: LangGraph's settings for items that are put without a time to live of their own.
        prefix: What the names of all keys begin with.
        serde: Serializer of the items, CompactSerializer when not given.
        clock: Tells the time.
    """

    supports_ttl = True

    def __init__(
        self,
        client: redis.Redis,
        *,
        ttl: TTLConfig | None = None,
        prefix: str = "store",
        serde: SerializerProtocol | None = None,
        clock: Callable[[], datetime] = _utc_now,
    ) -> None:
        self.ttl_config = ttl
        self._client = client
        self._prefix = prefix
        self._serde = serde or CompactSerializer()
        self._clock = clock
        self._read_script = client.register_script(_script("store_expiry", "store_read"))
        self._write_script = client.register_script(_script("store_expiry", "store_write"))

    def batch(self, ops: Iterable[Op]) -> list[Result]:
        """Do operations: what reads sees the store as it was before what writes."""
        ops = list(ops)
        for op in ops:
            validate_op_namespace(op)
        results = [None if isinstance(op, PutOp) else self._read(op) for op in ops]
        puts = {(op.namespace, op.key): op for op in ops if isinstance(op, PutOp)}
        for namespace in dict.fromkeys(namespace for namespace, _ in puts):
            self._write(namespace, [op for op in puts.values() if op.namespace == namespace])
        return results

    async def abatch(self, ops: Iterable[Op]) -> list[Result]:
        """Do operations in a thread of the executor."""
        return await asyncio.to_thread(self.batch, list(ops))

    def _read(self, op: GetOp | SearchOp | ListNamespacesOp) -> Result:
        if isinstance(op, GetOp):
            found = self._items(op.namespace, [op.key], is_refreshing=op.refresh_ttl)
            return next(iter(found), None)
        if isinstance(op, SearchOp):
            return list(self._found(op))[op.offset :][: op.limit]
        return self._listed(op)

    def _found(self, op: SearchOp) -> Iterator[SearchItem]:
        for namespace in self._namespaces(op.namespace_prefix):
            items = self._items(namespace, [], is_refreshing=op.refresh_ttl)
            if not items:
                self._drop(namespace)
            for item in sorted(items, key=lambda item: item.created_at):
                if all(is_match(item.value.get(k), v) for k, v in (op.filter or {}).items()):
                    yield SearchItem(
                        item.namespace, item.key, item.value, item.created_at, item.updated_at
                    )

    def _listed(self, op: ListNamespacesOp) -> list[Namespace]:
        conditions = op.match_conditions or ()
        found = {
            namespace[: op.max_depth]
            for namespace in self._namespaces(())
            if all(is_in(namespace, condition) for condition in conditions)
            and self._is_alive(namespace)
        }
        return sorted(found)[op.offset :][: op.limit]

    def _is_alive(self, namespace: Namespace) -> bool:
        if self._client.exists(self._keys(namespace)[0]):
            return True
        self._drop(namespace)
        return False

    def _items(
        self, namespace: Namespace, keys: Sequence[str], *, is_refreshing: bool
    ) -> list[Item]:
        arguments: list[str | int] = [self._now_ms(), int(is_refreshing), *keys]
        parts = self._read_script(keys=self._keys(namespace), args=arguments)
        rows = zip(parts[::4], parts[1::4], parts[2::4], parts[3::4], strict=True)
        return [
            Item(
                value=self._load(data),
                key=key.decode(),
                namespace=namespace,
                created_at=_moment(created),
                updated_at=_moment(updated),
            )
            for key, data, created, updated in rows
        ]

    def _write(self, namespace: Namespace, puts: Sequence[PutOp]) -> None:
        arguments: list[Any] = [self._now_ms()]
        for op in puts:
            action = "delete" if op.value is None else "put"
            data = b"" if op.value is None else self._dump(dict(op.value))
            arguments += [op.key, action, data, int((op.ttl or 0) * 60_000)]
        if any(op.value is not None for op in puts):  # before the items, so that none is lost to it
            self._client.zadd(self._index, {".".join(namespace): 0})
        left = self._write_script(keys=self._keys(namespace), args=arguments)
        if not left:
            self._drop(namespace)

    def _drop(self, namespace: Namespace) -> None:
        """Take an empty namespace off the index, unless somebody has just put something there."""
        self._client.zrem(self._index, ".".join(namespace))
        if self._client.exists(self._keys(namespace)[0]):
            self._client.zadd(self._index, {".".join(namespace): 0})

    def _namespaces(self, prefix: Namespace) -> list[Namespace]:
        """The namespaces that begin with some labels, in order."""
        text = ".".join(prefix)
        low, high = (f"[{text}", f"({text}/") if prefix else ("-", "+")
        members = cast("list[bytes]", self._client.zrangebylex(self._index, low, high))
        found = [tuple(member.decode().split(".")) for member in members]
        return sorted(name for name in found if name[: len(prefix)] == tuple(prefix))

    @property
    def _index(self) -> str:
        return f"{self._prefix}:namespaces"

    def _keys(self, namespace: Namespace) -> list[str]:
        """The two keys of a namespace; the braces put them into one slot of a cluster."""
        name = ".".join(namespace).replace("%", "%25").replace("{", "%7B").replace("}", "%7D")
        return [f"{self._prefix}:{{{name}}}:{part}" for part in ("items", "times")]

    def _now_ms(self) -> int:
        return (self._clock() - _EPOCH) // timedelta(milliseconds=1)

    def _dump(self, value: Any) -> bytes:
        kind, data = self._serde.dumps_typed(value)
        return kind.encode() + b"\0" + data

    def _load(self, data: bytes) -> dict[str, Any]:
        kind, _, payload = data.partition(b"\0")
        value: dict[str, Any] = self._serde.loads_typed((kind.decode(), payload))
        return value


def _moment(milliseconds: bytes) -> datetime:
    return _EPOCH + timedelta(milliseconds=int(milliseconds))


def _script(*names: str) -> str:
    return "\n".join((_HERE / f"{name}.lua").read_text(encoding="utf-8") for name in names)
