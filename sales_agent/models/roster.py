"""Who leads a turn: the models that may be asked now, what they came to, and what to tell of it."""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock

import redis
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from sales_agent.models.budget import Budget
from sales_agent.models.calls import Call
from sales_agent.models.ledger import Entry, Ledger, Sums
from sales_agent.models.registry import Registry
from sales_agent.models.rests import Rests
from sales_agent.settings import OFFLINE

logger = logging.getLogger(__name__)


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, eq=False)
class Roster(Collector):
    """Watches over the models of a process: their faults, rests, costs and budgets.

    Attributes:
        names: The chain, in the order in which it is asked.
        registry: What is known of them.
        ledger: Where their costs are added up.
        budget: What they may cost in a day.
        timeout_s: How long one call may take.
        turn_timeout_s: How long all calls of a turn may take together.
        rests: Which of them rest.
        clock: Tells the day.
    """

    names: Sequence[str]
    registry: Registry
    ledger: Ledger
    budget: Budget = field(default_factory=Budget)
    timeout_s: float | None = None
    turn_timeout_s: float | None = None
    rests: Rests = field(default_factory=Rests)
    clock: Callable[[], datetime] = _now
    _told: set[tuple[str, str]] = field(default_factory=set)
    _counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    def check(self) -> None:
        """See that the budget can hold the chain; raises InvalidSetting when it cannot."""
        self.budget.check(self.names, self.registry)

    def watch(self, thread: str, turn: str) -> "TurnWatch":
        """Begin to watch over a turn; its time runs from now."""
        limit = self.turn_timeout_s
        deadline = None if limit is None else time.monotonic() + limit
        return TurnWatch(self, thread, turn, deadline, self.timeout_s)

    def may_be_asked(self, names: Iterable[str]) -> list[str]:
        """Those that neither rest nor have spent their budget; everybody when that is nobody."""
        names = list(names)
        self.rests.look([name for name in self.names if name != OFFLINE])
        awake = [name for name in names if not self.rests.is_resting(name)]
        spent = self._spent_today() if self.budget.is_set else {}
        left = [name for name in awake if not self._has_spent(name, spent)]
        affordable = [name for name in names if not self._has_spent(name, spent)]
        return left or affordable or names

    def forget(self, thread: str) -> None:
        """Erase what a conversation came to; the day's sums name nobody."""
        self.ledger.forget(thread)

    def take(self, call: Call, thread: str, turn: str) -> None:
        """Take note of a call: rest its model after faults, and add its cost to the ledger."""
        rest_s = self.rests.take(call.model, call.fault)
        if rest_s is not None and call.fault:
            logger.warning(
                "model_rests model=%s fault=%s seconds=%.0f", call.model, call.fault.kind, rest_s
            )
        if call.model == OFFLINE:
            return
        price = self.registry.card(call.model).price
        usage = call.usage
        micros = price.cost(usage.tokens_in, usage.tokens_out) if price else 0
        self._count(call, micros)
        self.ledger.add(Entry(call, micros, turn, thread, self.clock()))

    def collect(self) -> Iterable[Metric]:
        """What this process tells Prometheus of its models."""
        with self._lock:
            counts = dict(self._counts)
        for what, text in _TOLD.items():
            family = CounterMetricFamily(f"sales_model_{what}", text, labels=["model"])
            for (name, counted), count in counts.items():
                if counted == what:
                    family.add_metric([name], count)
            yield family
        resting = GaugeMetricFamily(
            "sales_model_resting", "1 while a model rests after faults", labels=["model"]
        )
        over = GaugeMetricFamily(
            "sales_model_budget_spent",
            "1 once its budget of the day is spent",
            labels=["model"],
        )
        today = self.clock().date().isoformat()
        for name in self.names:
            resting.add_metric([name], float(self.rests.is_resting(name)))
            over.add_metric([name], float((name, today) in self._told))
        yield from (resting, over)

    def _count(self, call: Call, micros: int) -> None:
        with self._lock:
            self._counts[call.model, "calls"] += 1
            self._counts[call.model, "faults"] += call.fault is not None
            self._counts[call.model, "tokens_in"] += call.usage.tokens_in
            self._counts[call.model, "tokens_out"] += call.usage.tokens_out
            self._counts[call.model, "cost_micros"] += micros

    def _spent_today(self) -> Mapping[str, Sums]:
        try:
            return self.ledger.of_day(self.clock().date().isoformat())
        except redis.RedisError as error:
            logger.warning("budget_unread type=%s", type(error).__name__)
            return {}

    def _has_spent(self, name: str, spent: Mapping[str, Sums]) -> bool:
        """Whether a model is over its budget; the first time of a day it is said in the log."""
        if not self.budget.is_spent(name, spent, self.registry):
            return False
        key = (name, self.clock().date().isoformat())
        with self._lock:
            is_news = key not in self._told
            self._told.add(key)
        if is_news:
            micros = spent.get(name, Sums()).micros
            logger.warning("model_budget_spent model=%s micros=%d day=%s", name, micros, key[1])
        return True


_TOLD = {
    "calls": "Calls of a model",
    "faults": "Calls of a model that failed",
    "tokens_in": "Tokens that a model read",
    "tokens_out": "Tokens that a model wrote",
    "cost_micros": "What a model's calls cost, in micro-units of US dollars",
}


@dataclass(frozen=True)
class TurnWatch:
    """Watches over the calls of one turn, for the roster."""

    roster: Roster
    thread: str
    turn: str
    deadline: float | None
    timeout_s: float | None

    def order(self, names: Sequence[str]) -> Sequence[str]:
        """Those who may be asked now."""
        return self.roster.may_be_asked(names)

    def takes_pictures(self, name: str) -> bool:
        """Whether a model sees pictures."""
        return self.roster.registry.card(name).has_images

    def record(self, call: Call) -> None:
        """Take note of a call."""
        self.roster.take(call, self.thread, self.turn)
