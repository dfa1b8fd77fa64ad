"""Feeds go into catalogue and stock in batches, and a second time change nothing."""

from pathlib import Path
from typing import Any

import pytest

from agents.recommendation.feeds.formats import format_of
from agents.recommendation.feeds.goods import FeedError, FeedProblem
from agents.recommendation.feeds.loading import Loading
from agents.recommendation.feeds.mapping import FeedMapping
from agents.recommendation.feeds.reading import Reading
from agents.recommendation.feeds.report import FeedReport, describe
from agents.recommendation.feeds.scratch import scratch
from contracts.contract import load_contract
from tests.agents.conftest import AgentUnderTest
from tests.agents.recommendation.feed_files import export, row


class StockRoom:
    """Inventory's side of an import: keeps levels, and counts as its contract says."""

    def __init__(self) -> None:
        self.items: dict[str, dict[str, Any]] = {}
        self.named: set[str] = set()
        self.contract = load_contract("inventory")

    def answer(self, operation: str, body: dict[str, Any]) -> dict[str, Any]:
        self.contract.operation(operation).check_request(body)
        reply = self._set(body) if operation == "setStock" else self._remove(body)
        self.contract.operation(operation).check_reply(reply)
        return reply

    def _set(self, body: dict[str, Any]) -> dict[str, Any]:
        counts = {"created": 0, "updated": 0, "unchanged": 0, "removed": 0}
        for item in body["items"]:
            kept = self.items.get(item["sku"])
            counts["unchanged" if kept == item else "updated" if kept else "created"] += 1
            self.items[item["sku"]] = item
            self.named.add(item["sku"])
        return counts

    def _remove(self, body: dict[str, Any]) -> dict[str, Any]:
        ids = body.get("productIds", ())
        gone = [
            sku
            for sku, item in self.items.items()
            if item["productId"] in ids or ("exceptImport" in body and sku not in self.named)
        ]
        names = [self.items.pop(sku)["name"] for sku in gone]
        return {"removed": len(gone), "names": names[:20], "isFinished": True}


def load(
    agent: AgentUnderTest,
    room: StockRoom,
    *paths: Path,
    is_replacing: bool = False,
    currency: str = "INR",
    is_dry: bool = False,
) -> FeedReport:
    def send(name: str, operation: str, body: dict[str, Any]) -> Any:
        if name == "inventory":
            return room.answer(operation, body)
        return agent.call(operation, body, shopper="import", service="import")

    room.named.clear()
    files = [(path, format_of(path)) for path in paths]
    with scratch() as scratched:
        reading = Reading(currency, FeedMapping.load(), scratched)
        loading = Loading(reading, None if is_dry else send, "WH-BLR", is_replacing=is_replacing)
        return loading.load(files)


def problems(report: FeedReport) -> list[FeedProblem]:
    return [problem for told in report.problems.kinds.values() for problem in told]


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    sizes = [row("tee", value1=size, sku=f"T-{size}", quantity="0") for size in "ML"]
    rows = [row("tee", "Crew Tee", name1="Size", value1="S", sku="T-S"), *sizes]
    rows += [row("hidden", "Hidden", status="draft"), row("lamp", "Floor Lamp", sku="")]
    path = tmp_path / "products.csv"
    path.write_text(export(*rows, row("bad", "Bad", price="?")), encoding="utf-8")
    return path


def test_feed_goes_into_catalogue_and_stock(empty_agent: AgentUnderTest, feed: Path) -> None:
    room = StockRoom()
    report = load(empty_agent, room, feed)
    assert (report.products, report.variants, report.units) == (2, 4, 10)
    assert (report.left_out, report.made_skus) == ({"draft": 1, "nothing to sell": 1}, 1)
    assert (report.catalogue.created, report.stock.created) == (2, 4)
    assert [problem.line for problem in problems(report)] == [7]
    assert room.items["T-S"]["levels"] == {"WH-BLR": 5}
    assert empty_agent.call("searchProducts", {"query": "tee", "size": "small"})["total"] == 1


def test_second_import_changes_nothing(empty_agent: AgentUnderTest, feed: Path) -> None:
    room = StockRoom()
    load(empty_agent, room, feed)
    revision = empty_agent.call("getVocabulary")["revision"]
    again = load(empty_agent, room, feed)
    assert (again.catalogue.unchanged, again.stock.unchanged) == (2, 4)
    assert (again.catalogue.created, again.catalogue.updated, again.catalogue.removed) == (0, 0, 0)
    assert empty_agent.call("getVocabulary")["revision"] == revision


def test_replacing_removes_what_was_there(agent: AgentUnderTest, feed: Path) -> None:
    report = load(agent, StockRoom(), feed, is_replacing=True)
    assert report.catalogue.removed == 70
    assert agent.call("getVocabulary")["products"] == 2


def test_large_feed_goes_in_batches(empty_agent: AgentUnderTest, tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_text(export(*(row(f"p{n}", f"Lamp {n}") for n in range(250))), encoding="utf-8")
    report = load(empty_agent, StockRoom(), path, is_replacing=True)
    assert (report.products, report.catalogue.created) == (250, 250)
    assert empty_agent.call("getVocabulary")["products"] == 250


def test_product_in_two_files_is_taken_once(
    empty_agent: AgentUnderTest, feed: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.csv"
    copy.write_bytes(feed.read_bytes())
    report = load(empty_agent, StockRoom(), feed, copy)
    assert report.catalogue.created == 2
    assert [p.file for p in problems(report) if "there before" in p.reason] == ["copy.csv"] * 4


def test_unreadable_file_stops_before_anything_is_sent(
    empty_agent: AgentUnderTest, feed: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.csv"
    other.write_text("name,price\nx,1\n", encoding="utf-8")
    with pytest.raises(FeedError, match=r"other\.csv is in no known format"):
        load(empty_agent, StockRoom(), feed, other)
    assert empty_agent.call("getVocabulary")["products"] == 0


def written(path: Path, *rows: dict[str, str]) -> Path:
    path.write_text(export(*rows), encoding="utf-8")
    return path


def test_second_import_names_what_changed(empty_agent: AgentUnderTest, tmp_path: Path) -> None:
    path, room = tmp_path / "shop.csv", StockRoom()
    load(empty_agent, room, written(path, row("a", "Lamp", sku="A"), row("b", "Mug", sku="B")))
    rows = [row("a", "Lamp", sku="A", price="12.00"), row("b", "Mug", sku="B")]
    report = load(empty_agent, room, written(path, *rows))
    assert (report.catalogue.updated, report.catalogue.unchanged) == (1, 1)
    assert report.catalogue.changes == ["Lamp (a): price of A from ₹10 to ₹12"]


def test_what_is_sold_no_more_goes(empty_agent: AgentUnderTest, tmp_path: Path) -> None:
    path, room = tmp_path / "shop.csv", StockRoom()
    goods = [row(name, name.title()) for name in ("lamp", "mug", "cup", "vase")]
    load(empty_agent, room, written(path, *goods))
    now = [row("lamp", "Lamp", status="draft"), row("mug", "Mug", price="0"), row("cup", "Cup")]
    report = load(empty_agent, room, written(path, *now))
    assert report.left_out == {"draft": 1, "nothing to sell": 1}
    assert (report.catalogue.removed, report.stock.removed) == (2, 2)
    assert report.catalogue.changes == ["Lamp: taken out", "Mug: taken out"]
    assert set(room.items) == {"cup", "vase"}


def test_replacing_twice_tells_the_truth_of_many(
    empty_agent: AgentUnderTest, tmp_path: Path
) -> None:
    path, room = tmp_path / "shop.csv", StockRoom()
    rows = [row(f"p{n}", f"Lamp {n}") for n in range(250)]
    load(empty_agent, room, written(path, *rows), is_replacing=True)
    report = load(empty_agent, room, written(path, *rows[:240]), is_replacing=True)
    assert (report.catalogue.unchanged, report.catalogue.removed) == (240, 10)
    assert (report.stock.unchanged, report.stock.removed) == (240, 10)


def test_feed_without_goods_replaces_nothing(empty_agent: AgentUnderTest, tmp_path: Path) -> None:
    room = StockRoom()
    load(empty_agent, room, written(tmp_path / "a.csv", row("lamp", "Lamp")))
    empty = written(tmp_path / "b.csv", row("x", "X", status="draft"))
    report = load(empty_agent, room, empty, is_replacing=True)
    assert (report.products, report.catalogue.removed) == (0, 0)
    assert empty_agent.call("getVocabulary")["products"] == 1


def test_dry_run_sends_nothing(empty_agent: AgentUnderTest, feed: Path) -> None:
    room = StockRoom()
    report = load(empty_agent, room, feed, is_dry=True, is_replacing=True)
    assert (report.products, report.variants) == (2, 4)
    assert (room.items, empty_agent.call("getVocabulary")["products"]) == ({}, 0)


def test_prices_in_another_currency_are_refused(
    empty_agent: AgentUnderTest, tmp_path: Path
) -> None:
    path = tmp_path / "feed.tsv"
    path.write_text("id\ttitle\tprice\tavailability\n1\tMug\t5 EUR\tin stock\n", "utf-8")
    room = StockRoom()
    load(empty_agent, room, path, currency="EUR")
    with pytest.raises(FeedError, match="prices are in EUR and the shop sells in INR; set SALES_"):
        load(empty_agent, room, path)
    assert empty_agent.call("getVocabulary")["products"] == 1
    assert set(room.items) == {"1"}


def test_option_names_are_counted_as_read(empty_agent: AgentUnderTest, tmp_path: Path) -> None:
    rows = [
        row("a", "A", name1="Farbe", value1="Rot"),
        row("b", "B", name1="Farbe", value1="Blau", name2="Scent", value2="Fig"),
        row("c", "C"),
    ]
    report = load(empty_agent, StockRoom(), written(tmp_path / "a.csv", *rows))
    assert report.option_names == {("Farbe", "colour"): 2, ("Scent", "other"): 1}
    told = list(describe(report, "INR"))
    assert "options read as colour: Farbe (2)" in told
    assert "options kept as they are: Scent (1)" in told


def test_many_problems_are_told_by_kind(empty_agent: AgentUnderTest, tmp_path: Path) -> None:
    free = [row(f"f{n}", f"Free {n}", price="0") for n in range(200)]
    path = written(tmp_path / "a.csv", *free, row("last", "Last", quantity=""))
    report = load(empty_agent, StockRoom(), path)
    lines = list(report.problems.lines())
    assert report.problems.total == 201
    assert len(lines) == 7
    assert lines[5] == "... and 195 more like it"
    assert lines[6] == "a.csv:202: the quantity is missing; taken as 0"
