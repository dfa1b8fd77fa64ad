"""What a process of the gateway tells Prometheus."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.registry import Collector

from sales_agent.events import TurnEnded
from sales_agent.memory.outage import Outage
from sales_agent.metrics import MemoryMetrics, TruthMetrics
from sales_agent.truth.tally import Tally

FIRST_BYTE_S = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16)
"""Bounds of the histogram, in seconds."""


class WebMetrics:
    """Counters of one process: turns, streams, faults, refusals, time to the first word."""

    def __init__(
        self, outage: Outage, roster: Collector | None = None, tally: Tally | None = None
    ) -> None:
        self._registry = CollectorRegistry()
        self._registry.register(MemoryMetrics(outage))
        if roster is not None:
            self._registry.register(roster)
        if tally is not None:
            self._registry.register(TruthMetrics(tally))
        made = self._registry
        self._running = Gauge("sales_turns_running", "Turns that run now", registry=made)
        self._turns = Counter("sales_turns", "Turns that ended", ["outcome"], registry=made)
        self._streams = Gauge("sales_streams_open", "Streams open now", registry=made)
        self._faults = Counter("sales_faults", "Requests refused", ["code"], registry=made)
        self._limited = Counter("sales_rate_limited", "Requests over a limit", registry=made)
        self._first = Histogram(
            "sales_first_byte_seconds",
            "From the message to the first word of its answer",
            buckets=FIRST_BYTE_S,
            registry=made,
        )

    def turn_began(self) -> None:
        """Count a turn that runs."""
        self._running.inc()

    def turn_ended(self, ended: TurnEnded) -> None:
        """Count a turn that is over, as done, stopped or by the code of its error."""
        done = "stopped" if ended.is_stopped else "done"
        self._turns.labels(ended.error["code"] if ended.error else done).inc()

    def turn_left(self) -> None:
        """Count a turn that runs no more, however it ended."""
        self._running.dec()

    def first_byte(self, seconds: float) -> None:
        """Note how long the first word took."""
        self._first.observe(seconds)

    def stream_opened(self) -> None:
        """Count a stream."""
        self._streams.inc()

    def stream_closed(self) -> None:
        """Count it no more."""
        self._streams.dec()

    def fault(self, code: str) -> None:
        """Count a refused request."""
        self._faults.labels(code).inc()
        if code == "rate_limited":
            self._limited.inc()

    def as_text(self) -> bytes:
        """All of it in the Prometheus text format."""
        return generate_latest(self._registry)
