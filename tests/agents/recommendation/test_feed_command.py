"""The import command says what it did, draws on a terminal, and does what its page says."""

import io
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from agents.recommendation.feeds.command import REPORT_FILE, ImportOptions, run_import
from agents.recommendation.feeds.progress import watching
from contracts.client import CallFailed
from contracts.shop import Shop
from tests.agents.recommendation.feed_files import export, read_file, row

PAGE = Path(__file__).parents[3] / "docs" / "importing.md"


@dataclass(frozen=True)
class CountingShop(Shop):
    """A shop whose agents take everything and count the calls."""

    calls: list[str] = field(default_factory=list)

    def call(self, agent: str, operation_id: str, body: Any, **_: Any) -> dict[str, Any]:
        self.calls.append(operation_id)
        if operation_id.startswith("remove"):
            return {"removed": 0, "names": [], "isFinished": True}
        number = len(body.get("products", body.get("items", ())))
        return {"created": number, "updated": 0, "unchanged": 0, "removed": 0, "changes": []}


@dataclass(frozen=True)
class SilentShop(Shop):
    """A shop whose agents do not answer."""

    def call(self, agent: str, operation_id: str, body: Any, **_: Any) -> dict[str, Any]:
        raise CallFailed(agent, "does not answer")


class Terminal(io.StringIO):
    """Output that says that it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    path = tmp_path / "shop.csv"
    rows = [row(f"p{n}", f"Lamp {n}", sku=f"S{n}") for n in range(300)]
    path.write_text(export(*rows, row("free", "Free", price="0")), encoding="utf-8")
    return path


def run(shop: Shop, *paths: Path, **options: Any) -> tuple[int, str]:
    out = io.StringIO()
    status = run_import(paths, shop, out, io.StringIO(), ImportOptions(**options))
    return status, out.getvalue()


def test_import_says_what_it_did(tmp_path: Path, feed: Path) -> None:
    shop = CountingShop(tmp_path / "data", "INR")
    status, said = run(shop, feed)
    assert status == 0
    assert "300 products with 300 variants and 1500 units, prices in INR; 1 problems" in said
    assert "catalogue: 300 new, 0 changed, 0 as before, 0 removed" in said
    assert shop.calls == ["upsertProducts", "setStock"] * 3 + ["removeProducts", "removeStock"]
    kept = (tmp_path / "data" / REPORT_FILE).read_text(encoding="utf-8")
    assert kept == "shop.csv:302: the price is zero; variant left out\n"


def test_dry_run_calls_nobody(tmp_path: Path, feed: Path) -> None:
    shop = CountingShop(tmp_path, "INR")
    status, said = run(shop, feed, is_dry=True, is_replacing=True)
    assert (status, shop.calls) == (0, [])
    assert "a dry run: nothing was sent" in said


def test_failures_are_told_with_status_1(tmp_path: Path, feed: Path) -> None:
    shop = CountingShop(tmp_path, "INR")
    assert run(shop, feed, format_name="google") == (
        1,
        "shop.csv has no column 'id', 'price', which a Merchant Center feed has; columns found: "
        + ", ".join(name.lower().replace(" ", "_") for name in export().strip().split(","))
        + "\n",
    )
    assert run(shop, tmp_path / "none.csv")[0] == 1
    assert run(shop, tmp_path)[0] == 1
    assert run(shop, feed, mapping_file=feed)[1].startswith(f"{feed} is no mapping")
    assert shop.calls == []


def test_agent_that_is_down_is_told(tmp_path: Path, feed: Path) -> None:
    status, said = run(SilentShop(tmp_path, "INR"), feed)
    assert status == 1
    assert "importing again is safe" in said


def test_terminal_gets_a_bar_and_a_pipe_nothing(tmp_path: Path, feed: Path) -> None:
    terminal, pipe = Terminal(), io.StringIO()
    for stream in (terminal, pipe):
        with watching([feed], stream) as watch:
            watch.on_bytes(feed.stat().st_size)
            watch.on_bytes(0)
            watch.on_products(1200)
    assert "100%" in terminal.getvalue()
    assert "1,200 products" in terminal.getvalue()
    assert pipe.getvalue() == ""


def test_page_s_examples_are_read(tmp_path: Path) -> None:
    lines, mapping = tmp_path / "goods.jsonl", tmp_path / "mapping.json"
    own, goods = re.findall(r"```json\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    mapping.write_text(own, encoding="utf-8")
    lines.write_text(goods, encoding="utf-8")
    (tee, mug), problems = read_file(lines, mapping=mapping)
    assert problems == []
    assert (tee.materials, tee.variants[0].options) == (("cotton",), {"Fit": "Slim"})
    assert (tee.variants[0].price, tee.variants[0].compare_at_price) == (129900, 149900)
    assert (mug.variants[0].price, mug.variants[0].quantity) == (49900, 60)
