"""Models that rest after faults, so that one which is down costs one slow turn and not each."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import Protocol

from sales_agent.models.faults import Fault, Kind

LONGEST_REST_S = 600.0


@dataclass(frozen=True)
class Rule:
    """After how many faults in a row a model rests, and how long at first."""

    faults: int
    rest_s: float


_SETUP = Rule(1, 300.0)
_AWAY = Rule(1, 30.0)
_SHAKY = Rule(3, 30.0)
RULES = {
    Kind.KEY_REFUSED: _SETUP,
    Kind.NOT_ALLOWED: _SETUP,
    Kind.NO_SUCH_MODEL: _SETUP,
    Kind.UNAVAILABLE: _SETUP,
    Kind.TIMED_OUT: _AWAY,
    Kind.UNREACHABLE: _AWAY,
    Kind.RATE_LIMITED: Rule(1, 15.0),
    Kind.SERVER_FAILED: _SHAKY,
    Kind.CUT_OFF: _SHAKY,
    Kind.EMPTY: _SHAKY,
    Kind.UNKNOWN: _SHAKY,
}
"""What is not here (a request that is refused or blocked) says nothing of the next request."""


READ_EACH_S = 1.0
"""How long what other processes told is taken to be so."""


@dataclass(frozen=True)
class Notice:
    """A model's rest, as processes tell each other: the seconds left, and how many in a row."""

    left_s: float
    rests: int


class Board(Protocol):
    """Where processes tell each other of rests; it never fails, but may know nothing."""

    def read(self, names: Sequence[str]) -> Mapping[str, Notice]:
        """What is known of models."""

    def post(self, name: str, notice: Notice) -> None:
        """Tell the others of a rest."""

    def take_down(self, name: str) -> None:
        """Tell the others that a model answers again."""


@dataclass(frozen=True)
class _Record:
    faults: int = 0
    rests: int = 0
    until: float = 0.0


class Rests:
    """Which models rest; each rest in a row is twice as long as the one before.

    Args:
        clock: Seconds that only grow.
        board: Where other processes tell of theirs; without one, this process goes by itself.
    """

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, board: Board | None = None
    ) -> None:
        self._clock = clock
        self._board = board
        self._records: dict[str, _Record] = {}
        self._told: dict[str, _Record] = {}
        self._read_at = -READ_EACH_S
        self._lock = Lock()

    def look(self, names: Sequence[str]) -> None:
        """Read what other processes tell of models, at most once in a second."""
        now = self._clock()
        if self._board is None or not names or now < self._read_at + READ_EACH_S:
            return
        self._read_at = now
        notices = self._board.read(names)
        self._told = {
            name: _Record(rests=notice.rests, until=now + notice.left_s)
            for name, notice in notices.items()
        }

    def is_resting(self, name: str) -> bool:
        """Whether a model is not to be asked now."""
        return self._until(name) > self._clock()

    def take(self, name: str, fault: Fault | None) -> float | None:
        """Take note of a call's end; the seconds for which the model rests now, if it does."""
        if fault is None:
            self._end(name)
            return None
        if (rule := RULES.get(fault.kind)) is None:
            return None
        with self._lock:
            record = self._records.get(name, _Record())
            record = replace(record, faults=record.faults + 1)
            rest_s = None
            if record.faults >= rule.faults:
                before = max(record.rests, self._told.get(name, record).rests)
                grown = min(rule.rest_s * 2**before, LONGEST_REST_S)
                rest_s = max(grown, min(fault.retry_after_s or 0.0, LONGEST_REST_S))
                record = replace(record, rests=before + 1, until=self._clock() + rest_s)
            self._records[name] = record
        if rest_s is not None and self._board:
            self._board.post(name, Notice(rest_s, record.rests))
        return rest_s

    def _until(self, name: str) -> float:
        mine, told = self._records.get(name), self._told.get(name)
        return max(record.until for record in (mine, told, _Record()) if record)

    def _end(self, name: str) -> None:
        """A model that answers has its faults behind it, here and for the others."""
        with self._lock:
            ended = (self._records.pop(name, None), self._told.pop(name, None))
        if self._board and any(record and record.rests for record in ended):
            self._board.take_down(name)
