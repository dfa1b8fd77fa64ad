"""What a process of the conversation tells Prometheus of its memory, prompt and models."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from prometheus_client import CollectorRegistry, Info, start_http_server
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from sales_agent.memory.outage import Outage
from sales_agent.prompt import how_we_sell
from sales_agent.truth.tally import Tally

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


class TruthMetrics(Collector):
    """How often what a model said was not sent, for having no ground."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally

    def collect(self) -> Iterable[Metric]:
        """Read the counts at the moment of asking."""
        family = CounterMetricFamily(
            "sales_claims_without_ground",
            "Claims of models that no tool result supports, by what became of their sentence",
            labels=["kind", "outcome"],
        )
        for (kind, outcome), count in self._tally.counts().items():
            family.add_metric([kind.value, outcome], count)
        yield family


def serve_metrics(
    outage: Outage,
    port: int,
    host: str = LOOPBACK,
    *,
    roster: Collector | None = None,
    tally: Tally | None = None,
) -> Served:
    """Answer GET /metrics beside the conversation, on any free port when it is 0.

    Raises:
        OSError: the port is taken.
    """
    registry = CollectorRegistry()
    registry.register(MemoryMetrics(outage))
    if roster is not None:
        registry.register(roster)
    if tally is not None:
        registry.register(TruthMetrics(tally))
    prompt = Info("sales_prompt", "The system prompt in force", registry=registry)
    prompt.info({"version": how_we_sell().version})
    server, thread = start_http_server(port, host, registry)

    def close() -> None:
        server.shutdown()
        server.server_close()
        thread.join()

    return Served(server.server_port, close)
