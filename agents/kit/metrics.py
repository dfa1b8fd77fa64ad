"""Counters of one agent, in the Prometheus text format."""

from collections import Counter
from threading import Lock


class Metrics:
    """Requests and the seconds spent on them, by operation and status."""

    def __init__(self, agent: str) -> None:
        self._agent = agent
        self._requests: Counter[tuple[str, int]] = Counter()
        self._seconds: Counter[str] = Counter()
        self._lock = Lock()

    def count(self, operation: str, status: int, seconds: float) -> None:
        """Count one answered request."""
        with self._lock:
            self._requests[operation, status] += 1
            self._seconds[operation] += seconds  # type: ignore[assignment]

    def as_text(self) -> str:
        """All counters, in a stable order."""
        with self._lock:
            requests, seconds = sorted(self._requests.items()), sorted(self._seconds.items())
        lines = ["# TYPE agent_requests_total counter"]
        for (operation, status), number in requests:
            labels = f'agent="{self._agent}",operation="{operation}",status="{status}"'
            lines.append(f"agent_requests_total{{{labels}}} {number}")
        lines.append("# TYPE agent_request_seconds_total counter")
        for operation, total in seconds:
            labels = f'agent="{self._agent}",operation="{operation}"'
            lines.append(f"agent_request_seconds_total{{{labels}}} {total:.6f}")
        return "\n".join(lines) + "\n"
