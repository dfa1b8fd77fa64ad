"""How often what a model said was not sent, by kind; counted in a process."""

from collections import Counter
from collections.abc import Iterable
from threading import Lock

from sales_agent.truth.reading.statement import Finding, Kind

ASKED_AGAIN = "asked_again"
REPLACED = "replaced"
DROPPED = "dropped"
"""What became of a sentence: the model was asked again, the tools spoke, or a tool was called."""


class Tally:
    """Counts claims without ground; safe between threads."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[Kind, str]] = Counter()
        self._lock = Lock()

    def add(self, findings: Iterable[Finding], outcome: str) -> None:
        """Count what was found."""
        with self._lock:
            self._counts.update((finding.kind, outcome) for finding in findings)

    def found(self) -> dict[str, int]:
        """How many claims were not sent, by kind."""
        found: Counter[str] = Counter()
        for (kind, _), number in self.counts().items():
            found[str(kind)] += number
        return dict(found)

    def counts(self) -> dict[tuple[Kind, str], int]:
        """By kind and outcome, as they are now."""
        with self._lock:
            return dict(self._counts)
