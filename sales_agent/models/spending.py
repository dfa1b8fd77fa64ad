"""What models came to today, in words for whoever runs the shop."""

from collections.abc import Iterator, Mapping

from sales_agent.models.budget import Budget
from sales_agent.models.ledger import Ledger, Sums
from sales_agent.models.registry import MICROS, Registry


def spending_words(
    ledger: Ledger, budget: Budget, registry: Registry, day: str
) -> Iterator[tuple[str, str]]:
    """By model, what its calls of a day came to, and whether its budget is spent.

    Args:
        ledger: Where it is added up.
        budget: What models may cost in a day.
        registry: What is known of them.
        day: As ISO 8601 writes it, of UTC.
    """
    spent = ledger.of_day(day)
    for name, sums in sorted(spent.items()):
        words = _words(sums, ledger.median_ms(name))
        limit = _limit_words(name, budget, spent, registry)
        yield name, f"{words}{limit}"


def _words(sums: Sums, median_ms: float | None) -> str:
    failed = f" ({sums.error_share:.0%} failed)" if sums.faults else ""
    tokens = f"{sums.tokens_in:,} tokens in and {sums.tokens_out:,} out"
    time = f", {median_ms / 1000:.1f} s a call" if median_ms is not None else ""
    return f"{sums.calls} calls{failed}, {tokens}, ${sums.micros / MICROS:.4f}{time}"


def _limit_words(name: str, budget: Budget, spent: Mapping[str, Sums], registry: Registry) -> str:
    if budget.is_spent(name, spent, registry):
        return "; its budget of today is spent, and the next model is asked"
    limits = [limit for limit in (budget.by_model.get(name), budget.total) if limit is not None]
    return f"; of ${min(limits) / MICROS:.2f} a day" if limits else ""
