"""What taking a shop over has done, and what was wrong."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Lock

from takeover.records import Problem

KINDS = ("customers", "addresses", "ways to pay", "orders", "payments", "parcels")
PROBLEMS_TOLD = 20


@dataclass
class Report:
    """Counts what was brought by kind; safe to fill from several threads."""

    found: Counter[str] = field(default_factory=Counter)
    new: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def count(self, kind: str, sent: int, created: int) -> None:
        """Count records that an agent has now, and how many of them it did not have before."""
        with self._lock:
            self.found[kind] += sent
            self.new[kind] += created

    def note(self, problem: Problem) -> None:
        """Keep a problem."""
        with self._lock:
            self.problems.append(problem)

    def lines(self) -> Iterator[str]:
        """What came of it, a line each."""
        yield from map(str, self.problems[:PROBLEMS_TOLD])
        if (more := len(self.problems) - PROBLEMS_TOLD) > 0:
            yield f"... and {more} more"
        for kind in KINDS:
            new = self.new[kind]
            yield f"{kind}: {new} new, {self.found[kind] - new} as before"
