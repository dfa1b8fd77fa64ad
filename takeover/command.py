"""The import of whole shops: recognise, check, move in, and tell what came of it."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from contracts.client import CallFailed
from contracts.shop import Shop
from takeover.loading import Loading
from takeover.records import Records, UnreadableShop
from takeover.report import Report
from takeover.tau2 import NAME, is_shop, read_shop

SERVICE = "import"
REPORT_FILE = "import-problems.txt"


def read_shops(paths: Sequence[Path], format_name: str | None, currency: str) -> list[Records]:
    """Read the files that hold a whole shop, by their content or because they are said to.

    Raises:
        UnreadableShop: one cannot be read, or its prices are in another currency than the shop's.
    """
    if format_name not in (None, NAME):
        return []
    shops = [read_shop(path) for path in paths if format_name == NAME or is_shop(path)]
    for records in shops:
        if records.currency != currency:
            raise UnreadableShop(
                f"{records.file} has prices in {records.currency} and the shop sells in "
                f"{currency}; set SALES_CURRENCY={records.currency}"
            )
    return shops


def take_over(shops: Sequence[Records], shop: Shop, out: TextIO, *, is_dry: bool) -> int:
    """Bring the records of shops whose goods are in; returns the exit status."""

    def send(
        agent: str,
        operation: str,
        body: Mapping[str, Any] | None,
        *,
        shopper: str,
        key: str | None = None,
        path: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        who = {"shopper": shopper, "service": SERVICE}
        return shop.call(agent, operation, body, **who, path=path, key=key)

    for records in shops:
        out.writelines(f"{line}\n" for line in _stated(records))
        report = Report()
        if is_dry:
            out.writelines(f"{problem}\n" for problem in records.problems)
            continue
        try:
            Loading(records, send, report, SERVICE).load()
        except CallFailed as error:
            out.write(f"{error}; what was sent before is in, and importing again is safe\n")
            return 1
        out.writelines(f"{line}\n" for line in report.lines())
        _keep(report, shop.data_dir / REPORT_FILE)
    return 0


def _stated(records: Records) -> Iterator[str]:
    """What a file holds, and what was decided where it does not say."""
    tenders = sum(len(shopper.tenders) for shopper in records.shoppers.values())
    yield (
        f"{records.file}: {len(records.shoppers)} customers, {tenders} ways to pay, "
        f"{len(records.orders)} orders; {len(records.problems)} problems"
    )
    yield (
        f"{records.in_stock} variants are said to be available and {records.out_of_stock} not, "
        "without a number: they have as many units as 'in stock' and 'out of stock' stand for"
    )
    yield "orders and payments have no dates: they are of the day of the first import"


def _keep(report: Report, path: Path) -> None:
    """Add the problems to those of the goods."""
    with path.open("a", encoding="utf-8") as file:
        file.writelines(f"{problem}\n" for problem in report.problems)
