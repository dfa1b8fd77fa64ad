"""Models that rest after faults, so that one which is down costs one slow turn and not each."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock

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


@dataclass(frozen=True)
class _Record:
    faults: int = 0
    rests: int = 0
    until: float = 0.0


class Rests:
    """Which models rest, in this process; each rest in a row is twice as long as the one before.

    Args:
        clock: Seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._records: dict[str, _Record] = {}
        self._lock = Lock()

    def is_resting(self, name: str) -> bool:
        """Whether a model is not to be asked now."""
        return self._records.get(name, _Record()).until > self._clock()

    def take(self, name: str, fault: Fault | None) -> float | None:
        """Take note of a call's end; the seconds for which the model rests now, if it does."""
        with self._lock:
            if fault is None:
                self._records.pop(name, None)
                return None
            if (rule := RULES.get(fault.kind)) is None:
                return None
            record = self._records.get(name, _Record())
            record = replace(record, faults=record.faults + 1)
            rest_s = None
            if record.faults >= rule.faults:
                grown = min(rule.rest_s * 2**record.rests, LONGEST_REST_S)
                rest_s = max(grown, min(fault.retry_after_s or 0.0, LONGEST_REST_S))
                until = self._clock() + rest_s
                record = replace(record, rests=record.rests + 1, until=until)
            self._records[name] = record
            return rest_s
