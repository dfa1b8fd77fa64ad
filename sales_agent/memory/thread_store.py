"""The keys of a thread in Redis and the commands that read and change them.

A thread has a hash of heads, a sorted set of their order, a hash of values, a set naming its
parts, and the parts: append-only lists of pages, and a hash of pending writes for a checkpoint.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, cast

import redis

from sales_agent.memory.records import Storing

_HERE = Path(__file__).parent


class Place(NamedTuple):
    """Where a checkpoint belongs."""

    thread_id: str
    namespace: str


class Reading(NamedTuple):
    """What Redis holds of one checkpoint."""

    checkpoint_id: str
    head: bytes
    writes: Mapping[bytes, bytes]
    pages: list[bytes]
    values: list[bytes]


@dataclass(frozen=True)
class ThreadKeys:
    """Names of a thread's keys; the braces put all of them in one slot of a cluster."""

    base: str

    @classmethod
    def of(cls, prefix: str, thread_id: str) -> "ThreadKeys":
        """Escape what would end the hash tag early."""
        tag = thread_id.replace("%", "%25").replace("{", "%7B").replace("}", "%7D")
        return cls(f"{prefix}:{{{tag}}}")

    @property
    def fixed(self) -> list[str]:
        """Heads, order, values and parts, as every script takes them."""
        return [f"{self.base}:{name}" for name in ("heads", "order", "values", "parts")]

    def part(self, name: str) -> str:
        """The key of a list of pages or of a checkpoint's pending writes."""
        return f"{self.base}:{name}"

    def thread_id(self) -> str:
        """Undo the escape."""
        tag = self.base[self.base.index("{") + 1 : -1]
        return tag.replace("%7D", "}").replace("%7B", "{").replace("%25", "%")


class ThreadStore:
    """Reads and changes threads, each operation in one round trip.

    Args:
        client: A redis-py client that does not decode responses.
        prefix: What the names of all keys begin with.
        keep: Checkpoints of a namespace that a put leaves; 0 leaves all.
        ttl_s: Seconds after its last put at which a thread expires; 0 for never.
    """

    def __init__(self, client: redis.Redis, *, prefix: str, keep: int, ttl_s: int) -> None:
        self._client = client
        self._prefix = prefix
        self._keep = keep
        self._ttl_s = ttl_s
        self._get_script = client.register_script(_script("get"))
        self._put_script = client.register_script(_script("folding", "expiring", "put"))
        self._put_writes_script = client.register_script(_script("expiring", "put_writes"))
        self._expire_script = client.register_script(_script("expiring", "expire"))
        self._fold_script = client.register_script(_script("folding", "fold"))
        self._delete_script = client.register_script(_script("delete"))

    def read(self, place: Place, checkpoint_id: str | None, *, is_whole: bool) -> Reading | None:
        """Read a checkpoint, the latest when no id is given, whole or as its window shows it."""
        keys = self._keys(place.thread_id)
        arguments = [keys.base, place.namespace, checkpoint_id or "", str(int(is_whole))]
        reply = self._get_script(keys=keys.fixed, args=arguments)
        if reply is None:
            return None
        member, head, writes, pages, values = reply
        pairs = dict(zip(writes[::2], writes[1::2], strict=True))
        return Reading(_checkpoint_id(member), head, pairs, pages, values)

    def put(
        self,
        place: Place,
        checkpoint_id: str,
        storing: Storing,
        *,
        expected: str,
    ) -> tuple[str, str]:
        """Store a checkpoint, or say why not.

        Args:
            place: Thread and namespace.
            checkpoint_id: Id of the new checkpoint.
            storing: What to store.
            expected: The id that must be the latest; "-" for none yet, "" for no matter.

        Returns:
            `stored`; or `conflict` with the id that is the latest; or `gone` when something that
            the head refers to is no longer there; or `forked` when another child of the parent
            has appended to its lists.
        """
        keys = self._keys(place.thread_id)
        arguments = [
            *(keys.base, place.namespace, checkpoint_id, storing.head, expected),
            *(self._keep, self._ttl_s, int(storing.is_needed_later)),
            *storing.arguments(),
        ]
        outcome, *rest = self._put_script(keys=keys.fixed, args=arguments)
        return outcome.decode(), rest[0].decode() if rest else ""

    def put_writes(self, place: Place, checkpoint_id: str, writes: Mapping[str, bytes]) -> None:
        """Add pending writes by `task id NUL index`; a repeat replaces only a negative index."""
        keys = self._keys(place.thread_id)
        part = f"writes:{_member(place.namespace, checkpoint_id)}"
        arguments: list[str | bytes | int] = [keys.base, part, self._ttl_s]
        for name, data in writes.items():
            arguments += [name, data]
        if writes:
            self._put_writes_script(keys=keys.fixed, args=arguments)

    def expire(self, thread_id: str, ttl_s: int | None) -> None:
        """Let a thread expire so many seconds from now; with None as every other thread does."""
        keys = self._keys(thread_id)
        seconds = self._ttl_s if ttl_s is None else ttl_s
        self._expire_script(keys=keys.fixed, args=[keys.base, seconds])

    def checkpoint_ids(self, thread_id: str) -> list[tuple[str, str]]:
        """Every checkpoint of a thread as (id, namespace), newest first."""
        order = self._keys(thread_id).part("order")
        members = cast("list[bytes]", self._client.zrange(order, 0, -1))
        pairs = (member.decode().rpartition("\0") for member in members)
        return sorted(((id_, namespace) for namespace, _, id_ in pairs), reverse=True)

    def heads(self, thread_id: str) -> dict[tuple[str, str], bytes]:
        """Every head of a thread, by (id, namespace)."""
        reply = self._client.hgetall(self._keys(thread_id).part("heads"))
        found = cast("dict[bytes, bytes]", reply)
        parts = ((member.decode().rpartition("\0"), head) for member, head in found.items())
        return {(id_, namespace): head for (namespace, _, id_), head in parts}

    def fold(self, thread_id: str, checkpoints: Iterable[tuple[str, str]]) -> None:
        """Forget checkpoints, each an (id, namespace), and what only they referred to."""
        members = [_member(namespace, id_) for id_, namespace in checkpoints]
        if members:
            keys = self._keys(thread_id)
            self._fold_script(keys=keys.fixed, args=[keys.base, *members])

    def is_chained(self, thread_id: str) -> bool:
        """Whether the latest checkpoints can only be read together with earlier ones."""
        return bool(self._client.hexists(self._keys(thread_id).part("values"), "needed"))

    def delete(self, thread_id: str) -> None:
        """Erase every key of a thread."""
        keys = self._keys(thread_id)
        self._delete_script(keys=keys.fixed, args=[keys.base])

    def copy(self, source_id: str, target_id: str) -> None:
        """Write everything that one thread has under the name of another."""
        source, target = self._keys(source_id), self._keys(target_id)
        with self._client.pipeline(transaction=True) as pipe:
            pipe.hgetall(source.part("heads"))
            pipe.hgetall(source.part("values"))
            pipe.zrange(source.part("order"), 0, -1)
            pipe.smembers(source.part("parts"))
            heads, values, order, parts = pipe.execute()
            heads, values = _pairs(heads), _pairs(values)
            names = sorted(part.decode() for part in parts)
            for name in names:
                _ask_for_part(pipe, source.part(name))
            contents = pipe.execute()
        if not heads:
            return
        with self._client.pipeline(transaction=True) as pipe:
            pipe.hset(target.part("heads"), mapping=heads)
            pipe.zadd(target.part("order"), dict.fromkeys(order, 0))
            if values:
                pipe.hset(target.part("values"), mapping=values)
            for name, content in zip(names, contents, strict=True):
                pipe.sadd(target.part("parts"), name)
                _write_part(pipe, target.part(name), content)
            if self._ttl_s:
                for key in [*target.fixed, *map(target.part, names)]:
                    pipe.expire(key, self._ttl_s)
            pipe.execute()

    def thread_ids(self) -> Iterator[str]:
        """Every thread there is, by a scan of all keys: for maintenance, not for a turn."""
        for key in self._client.scan_iter(match=f"{self._prefix}:{{*}}:order", count=1000):
            yield ThreadKeys(key.decode().removesuffix(":order")).thread_id()

    def _keys(self, thread_id: str) -> ThreadKeys:
        return ThreadKeys.of(self._prefix, thread_id)


def _script(*names: str) -> str:
    return "\n".join((_HERE / f"{name}.lua").read_text(encoding="utf-8") for name in names)


def _member(namespace: str, checkpoint_id: str) -> str:
    return f"{namespace}\0{checkpoint_id}"


def _checkpoint_id(member: bytes) -> str:
    return member.rpartition(b"\0")[2].decode()


def _ask_for_part(pipe: Any, key: str) -> None:
    if ":writes:" in key:
        pipe.hgetall(key)
    else:
        pipe.lrange(key, 0, -1)


def _pairs(reply: Any) -> dict[Any, Any]:
    """A hash; redis-py leaves it a list in a cluster's transaction."""
    return reply if isinstance(reply, dict) else dict(zip(reply[::2], reply[1::2], strict=True))


def _write_part(pipe: Any, key: str, content: Any) -> None:
    pipe.delete(key)
    if ":writes:" in key:
        pipe.hset(key, mapping=_pairs(content))
    else:
        pipe.rpush(key, *content)
