"""The import command: load feeds through the agents of a shop, and tell what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from agents.recommendation.feeds.formats import format_of
from agents.recommendation.feeds.goods import FeedError, FeedProblem
from agents.recommendation.feeds.loading import Loading, Send
from agents.recommendation.feeds.mapping import FeedMapping
from agents.recommendation.feeds.progress import watching
from agents.recommendation.feeds.reading import Reading
from agents.recommendation.feeds.report import FeedReport, Problems, describe
from agents.recommendation.feeds.scratch import scratch
from contracts.client import CallFailed
from contracts.shop import Shop

WAREHOUSE = "WH-BLR"
"""Where imported units lie. Source: the sample store's one warehouse."""
SERVICE = "import"
REPORT_FILE = "import-problems.txt"


@dataclass(frozen=True)
class ImportOptions:
    """How feeds are imported; `format_name` is None for formats recognised by content."""

    format_name: str | None = None
    is_replacing: bool = False
    is_dry: bool = False
    mapping_file: Path | None = None


def run_import(
    paths: Sequence[Path], shop: Shop, out: TextIO, progress: TextIO, options: ImportOptions
) -> int:
    """Load the files; returns the exit status, 1 when nothing could be loaded."""

    def send(agent: str, operation: str, body: dict[str, Any]) -> dict[str, Any]:
        return shop.call(agent, operation, body, shopper=SERVICE, service=SERVICE)

    kept = shop.data_dir / REPORT_FILE
    try:
        report = _load(
            paths, shop.currency, None if options.is_dry else send, options, progress, kept
        )
    except (FeedError, OSError) as error:
        out.write(f"{error}\n")
        return 1
    except CallFailed as error:
        out.write(f"{error}; what was sent before is in, and importing again is safe\n")
        return 1
    out.writelines(f"{line}\n" for line in describe(report, shop.currency, is_dry=options.is_dry))
    if report.problems.total:
        out.write(f"every problem with its line: {kept}\n")
    return 0


def _load(
    paths: Sequence[Path],
    currency: str,
    send: Send | None,
    options: ImportOptions,
    progress: TextIO,
    kept: Path,
) -> FeedReport:
    mapping = FeedMapping.load(options.mapping_file)
    files = [(path, format_of(path, options.format_name)) for path in paths]
    kept.parent.mkdir(parents=True, exist_ok=True)
    with (
        scratch() as scratched,
        kept.open("w", encoding="utf-8", errors="replace") as problems,
        watching(paths, progress) as watch,
    ):

        def keep(problem: FeedProblem) -> None:
            problems.write(f"{problem}\n")

        loading = Loading(
            Reading(currency, mapping, scratched, on_bytes=watch.on_bytes),
            send,
            WAREHOUSE,
            is_replacing=options.is_replacing,
            on_products=watch.on_products,
            report=FeedReport(Problems(keep)),
        )
        return loading.load(files)
