"""What a process of the conversation tells Prometheus of its memory, prompt and models."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from prometheus_client import CollectorRegistry, Info, start_http_server
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from sales_agent.memory.outage import Outage
from sales_agent.prompt import how_we_sell

LOOPBACK = "127.0.0.1"


class Served(NamedTuple):
    """Where Prometheus is answered, and what ends it."""

    port: int
    close: Callable[[], None]


class MemoryMetrics(Collector):
    """Whether Redis is away, and how many turns were kept in this process meanwhile."""

    def __init__(self, outage: Outage) -> None:
        self._outage = outage

    def collect(self) -> Iterable[Metric]:
        """Read the state at the moment of asking."""
        outage = self._outage
        yield GaugeMetricFamily(
            "sales_memory_away", "1 while Redis cannot be reached", value=float(outage.is_away)
        )
        yield GaugeMetricFamily(
            "sales_unsaved_turns", "Turns that wait to be written", value=outage.unsaved_turns
        )
        yield CounterMetricFamily(
            "sales_turns_kept_in_memory",
            "Turns that ended while Redis was away",
            value=outage.turns_kept,
        )


def serve_metrics(
    outage: Outage, port: int, host: str = LOOPBACK, *, roster: Collector | None = None
) -> Served:
    """Answer GET /metrics beside the conversation, on any free port when it is 0.

    Raises:
        OSError: the port is taken.
    """
    registry = CollectorRegistry()
    registry.register(MemoryMetrics(outage))
    if roster is not None:
        registry.register(roster)
    prompt = Info("sales_prompt", "The system prompt in force", registry=registry)
    prompt.info({"version": how_we_sell().version})
    server, thread = start_http_server(port, host, registry)

    def close() -> None:
        server.shutdown()
        server.server_close()
        thread.join()

    return Served(server.server_port, close)
