"""The import command: load feeds through the agents of a shop, and tell what came of it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from agents.recommendation.feeds.goods import FeedError
from agents.recommendation.feeds.loading import Counted, FeedReport, load_feed
from contracts.client import CallFailed
from contracts.shop import Shop

WAREHOUSE = "WH-BLR"
"""Where imported units lie. Source: the sample store's one warehouse."""
SERVICE = "import"
PROBLEMS_SHOWN = 50


def run_import(paths: Sequence[Path], shop: Shop, out: TextIO, *, is_replacing: bool) -> int:
    """Load the files; returns the exit status, 1 when nothing could be loaded."""

    def send(agent: str, operation: str, body: dict[str, Any]) -> dict[str, Any]:
        return shop.call(agent, operation, body, shopper=SERVICE, service=SERVICE)

    try:
        report = load_feed(
            paths,
            upsert_products=lambda body: send("recommendation", "upsertProducts", body),
            set_stock=lambda body: send("inventory", "setStock", body),
            currency=shop.currency,
            location_id=WAREHOUSE,
            is_replacing=is_replacing,
        )
    except (FeedError, OSError) as error:
        out.write(f"{error}\n")
        return 1
    except CallFailed as error:
        out.write(f"{error}; what was sent before is in, and importing again is safe\n")
        return 1
    out.writelines(f"{line}\n" for line in describe(report, shop.currency))
    return 0


def describe(report: FeedReport, currency: str) -> Iterator[str]:
    """Say what an import did, a line each."""
    for problem in report.problems[:PROBLEMS_SHOWN]:
        yield str(problem)
    if more := len(report.problems) - PROBLEMS_SHOWN:
        yield from [f"... and {more} more problems"] if more > 0 else []
    yield (
        f"{report.products} products with {report.variants} variants and {report.units} units, "
        f"prices in {currency}; {len(report.problems)} problems"
    )
    for status, number in sorted(report.left_out.items()):
        yield f"{number} products left out: {status}"
    if report.made_skus:
        yield f"{report.made_skus} variants had no SKU and were given one"
    yield f"catalogue: {_counts(report.catalogue)}"
    yield f"stock: {_counts(report.stock)}"


def _counts(counted: Counted) -> str:
    return (
        f"{counted.created} new, {counted.updated} changed, {counted.unchanged} as before, "
        f"{counted.removed} removed"
    )
