"""The events of running and recent turns in Redis, where every process finds them.

A turn is a list of its events, an owner's mark that expires when the process that runs it has
died, and a wish to stop it; each goes by itself ten minutes after its last event.
"""

import hashlib
import json
from collections.abc import Sequence
from typing import Any, cast

import redis
from langgraph.checkpoint.serde.base import SerializerProtocol

from sales_agent.channels.web.wire import WireEvent

Place = tuple[str, str | None]
"""A channel's name, and the customer that it vouches for."""
KEPT_S = 600
"""How long a turn can be resumed after its last event."""
ALIVE_S = 15
"""How long a turn counts as running after its process was last heard of."""
PARTS = ("events", "session", "place", "alive", "stop", "buried")
RECENT_TURNS = 20
"""How many turns of a session are known."""


class TurnStore:
    """Reads and writes the turns of all sessions.

    Args:
        client: A redis-py client that does not decode responses.
        serde: How the conversations are kept, encrypted or not.
    """

    def __init__(self, client: redis.Redis, serde: SerializerProtocol) -> None:
        self._client = client
        self._serde = serde

    def claim(self, session_id: str, client_id: str, turn_id: str) -> str:
        """The turn of a client's own id: this one, or the one that had it first."""
        key = _client_key(session_id, client_id)
        # Whoever finds the id follows a turn that has not begun yet, and must not bury it.
        self._client.set(_key(turn_id, "alive"), 1, ex=ALIVE_S)
        self._client.set(_key(turn_id, "session"), session_id, ex=KEPT_S)
        if self._client.set(key, turn_id, nx=True, ex=KEPT_S):
            return turn_id
        return self.claimed(session_id, client_id) or turn_id

    def claimed(self, session_id: str, client_id: str) -> str | None:
        """The turn that a client's own id began, if it did."""
        found = cast("bytes | None", self._client.get(_client_key(session_id, client_id)))
        return found.decode() if found else None

    def release(self, session_id: str, client_id: str) -> None:
        """Let a client's own id begin another turn."""
        self._client.delete(_client_key(session_id, client_id))

    def begin(self, session_id: str, turn_id: str, place: Place) -> None:
        """Note a turn that begins, as its session's latest."""
        turns = _turns_key(session_id)
        with self._client.pipeline(transaction=False) as pipe:
            pipe.set(_key(turn_id, "session"), session_id, ex=KEPT_S)
            pipe.set(_key(turn_id, "alive"), 1, ex=ALIVE_S)
            pipe.set(_key(turn_id, "place"), json.dumps(place), ex=KEPT_S)
            pipe.lpush(turns, turn_id)
            pipe.ltrim(turns, 0, RECENT_TURNS - 1)
            pipe.expire(turns, KEPT_S)
            pipe.rpush(_running_key(session_id), turn_id)
            pipe.expire(_running_key(session_id), KEPT_S)
            pipe.execute()

    def append(self, turn_id: str, event: WireEvent) -> None:
        """Add an event; the turn expires some time after its last."""
        with self._client.pipeline(transaction=False) as pipe:
            pipe.rpush(_key(turn_id, "events"), self._dumped(event))
            pipe.expire(_key(turn_id, "events"), KEPT_S)
            pipe.expire(_key(turn_id, "session"), KEPT_S)
            pipe.execute()

    def events(self, turn_id: str, after: int = 0) -> list[WireEvent]:
        """The events of a turn behind the first `after`."""
        found = cast("list[bytes]", self._client.lrange(_key(turn_id, "events"), after, -1))
        return [self._loaded(row) for row in found]

    def last(self, turn_id: str) -> WireEvent | None:
        """The latest event of a turn."""
        found = cast("bytes | None", self._client.lindex(_key(turn_id, "events"), -1))
        return self._loaded(found) if found else None

    def session_of(self, turn_id: str) -> str | None:
        """The session whose turn it is; None for one that nobody knows any more."""
        found = cast("bytes | None", self._client.get(_key(turn_id, "session")))
        return found.decode() if found else None

    def place_of(self, turn_id: str) -> Place | None:
        """The channel of a turn, and whom that vouches for."""
        found = cast("bytes | None", self._client.get(_key(turn_id, "place")))
        if found is None:
            return None
        channel, customer = json.loads(found)
        return channel, customer

    def recent(self, session_id: str) -> list[str]:
        """A session's turns, the latest first."""
        found = cast("list[bytes]", self._client.lrange(_turns_key(session_id), 0, -1))
        return [row.decode() for row in found]

    def running(self, session_id: str) -> list[str]:
        """A session's turns that are not over, the earliest first."""
        found = cast("list[bytes]", self._client.lrange(_running_key(session_id), 0, -1))
        return [row.decode() for row in found]

    def is_alive(self, turn_id: str) -> bool:
        """Whether the process that runs the turn was heard of lately."""
        return bool(self._client.exists(_key(turn_id, "alive")))

    def bury(self, turn_id: str) -> bool:
        """Take on to end a turn whose process has died; False when somebody else has."""
        return bool(self._client.set(_key(turn_id, "buried"), 1, nx=True, ex=KEPT_S))

    def ask_to_stop(self, turn_id: str) -> None:
        """Ask whichever process runs the turn to stop it."""
        self._client.set(_key(turn_id, "stop"), 1, ex=KEPT_S)

    def keep_alive(self, turn_ids: Sequence[str]) -> set[str]:
        """Say that turns are running here; returns those that are to be stopped."""
        with self._client.pipeline(transaction=False) as pipe:
            for turn_id in turn_ids:
                pipe.set(_key(turn_id, "alive"), 1, ex=ALIVE_S)
                pipe.exists(_key(turn_id, "stop"))
            answers = pipe.execute()
        return {turn_id for turn_id, asked in zip(turn_ids, answers[1::2], strict=True) if asked}

    def finish(self, session_id: str, turn_id: str) -> None:
        """Say that a turn runs no more."""
        with self._client.pipeline(transaction=False) as pipe:
            pipe.lrem(_running_key(session_id), 0, turn_id)
            pipe.delete(_key(turn_id, "alive"))
            pipe.execute()

    def erase(self, session_id: str) -> None:
        """Erase all turns of a session."""
        for turn_id in self.recent(session_id):
            for part in PARTS:
                self._client.delete(_key(turn_id, part))
        self._client.delete(_turns_key(session_id), _running_key(session_id))

    def _dumped(self, event: WireEvent) -> bytes:
        kind, content = self._serde.dumps_typed([event.name, event.data])
        return kind.encode() + b"\0" + content

    def _loaded(self, row: bytes) -> WireEvent:
        kind, _, content = row.partition(b"\0")
        name, data = cast("list[Any]", self._serde.loads_typed((kind.decode(), content)))
        return WireEvent(name, data)


def _key(turn_id: str, part: str) -> str:
    return f"web:turn:{{{turn_id}}}:{part}"


def _turns_key(session_id: str) -> str:
    return f"web:session:{{{session_id}}}:turns"


def _running_key(session_id: str) -> str:
    return f"web:session:{{{session_id}}}:running"


def _client_key(session_id: str, client_id: str) -> str:
    digest = hashlib.blake2s(client_id.encode(), digest_size=16).hexdigest()
    return f"web:session:{{{session_id}}}:client:{digest}"
