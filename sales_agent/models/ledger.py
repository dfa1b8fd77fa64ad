"""What models cost, in Redis: by turn, thread and day, and how each has done.

Plain commands, so that every process of a shop adds to the same sums. Amounts are micro-units of
US dollars.
"""

import logging
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from threading import Lock
from typing import cast

import redis

from sales_agent.models.calls import Call

logger = logging.getLogger(__name__)

DAY_S = 86_400
KEPT_S = {"turn": 7 * DAY_S, "thread": 90 * DAY_S, "day": 400 * DAY_S}
"""How long after its last call a sum is kept."""
FIELDS = ("calls", "faults", "estimated", "tokens_in", "tokens_out", "micros", "ms")
LAST_CALLS = 100
"""Of how many calls the time is kept, for the median."""
WAITING_AT_MOST = 10_000
"""Entries that wait for a Redis that is away."""


@dataclass(frozen=True)
class Sums:
    """What the calls of one model came to.

    Attributes:
        calls: How many there were, those that failed included.
        faults: How many failed.
        estimated: Of how many the tokens are estimated.
        tokens_in: What they read.
        tokens_out: What they wrote.
        micros: What they cost, in micro-units.
        ms: How long they took together.
    """

    calls: int = 0
    faults: int = 0
    estimated: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    micros: int = 0
    ms: int = 0

    @property
    def error_share(self) -> float:
        """The share of calls that failed, from 0 to 1."""
        return self.faults / self.calls if self.calls else 0.0


@dataclass(frozen=True)
class Entry:
    """One call with what it cost, and where it belongs."""

    call: Call
    micros: int
    turn: str
    thread: str
    at: datetime


class Ledger:
    """Adds up what models cost; while Redis is away entries wait in this process.

    Args:
        client: The Redis that conversations are kept in.
    """

    def __init__(self, client: redis.Redis) -> None:
        self._client = client
        self._waiting: deque[Entry] = deque(maxlen=WAITING_AT_MOST)
        self._lock = Lock()

    def add(self, entry: Entry) -> None:
        """Add a call to its turn, thread and day."""
        self._waiting.append(entry)
        with self._lock:
            try:
                while self._waiting:
                    self._write(self._waiting[0])
                    self._waiting.popleft()
            except redis.RedisError as error:
                kind, count = type(error).__name__, len(self._waiting)
                logger.warning("ledger_away type=%s waiting=%d", kind, count)

    def of_turn(self, turn: str) -> dict[str, Sums]:
        """By model, what a turn came to; a turn goes by its trace."""
        return self._read("turn", turn)

    def of_thread(self, thread: str) -> dict[str, Sums]:
        """By model, what a conversation came to."""
        return self._read("thread", thread)

    def of_day(self, day: str) -> dict[str, Sums]:
        """By model, what a day came to, as ISO 8601 writes it; days are those of UTC."""
        return self._read("day", day)

    def median_ms(self, name: str) -> float | None:
        """How long a model's last calls took that did not fail; None when there were none."""
        times = cast(list[bytes], self._client.lrange(f"models:ms:{name}", 0, -1))
        return median(map(int, times)) if times else None

    def forget(self, thread: str) -> None:
        """Erase what a conversation came to."""
        self._client.delete(f"models:thread:{thread}")

    def _write(self, entry: Entry) -> None:
        call, usage = entry.call, entry.call.usage
        amounts = (
            1,
            int(call.fault is not None),
            int(usage.is_estimated),
            usage.tokens_in,
            usage.tokens_out,
            entry.micros,
            round(call.ms),
        )
        places = {"turn": entry.turn, "thread": entry.thread, "day": entry.at.date().isoformat()}
        with self._client.pipeline(transaction=False) as pipe:
            for place, key in places.items():
                for field, amount in zip(FIELDS, amounts, strict=True):
                    if amount:
                        pipe.hincrby(f"models:{place}:{key}", f"{call.model} {field}", amount)
                pipe.expire(f"models:{place}:{key}", KEPT_S[place])
            if call.fault is None:
                pipe.lpush(f"models:ms:{call.model}", round(call.ms))
                pipe.ltrim(f"models:ms:{call.model}", 0, LAST_CALLS - 1)
            pipe.execute()

    def _read(self, place: str, key: str) -> dict[str, Sums]:
        stored = cast(Mapping[bytes, bytes], self._client.hgetall(f"models:{place}:{key}"))
        found: dict[str, dict[str, int]] = {}
        for label, amount in stored.items():
            name, _, field = label.decode().rpartition(" ")
            found.setdefault(name, {})[field] = int(amount)
        return {name: Sums(**fields) for name, fields in found.items()}
