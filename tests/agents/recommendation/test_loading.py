"""Feeds go into catalogue and stock in batches, and a second time change nothing."""

from pathlib import Path
from typing import Any

import pytest

from agents.recommendation.feeds.goods import FeedError
from agents.recommendation.feeds.loading import FeedReport, load_feed
from contracts.contract import load_contract
from tests.agents.conftest import AgentUnderTest
from tests.agents.recommendation.feed_files import export, row


class StockRoom:
    """Inventory's side of an import: keeps levels, and counts as its contract says."""

    def __init__(self) -> None:
        self.items: dict[str, dict[str, Any]] = {}
        self.operation = load_contract("inventory").operation("setStock")

    def set_stock(self, body: dict[str, Any]) -> dict[str, Any]:
        self.operation.check_request(body)
        removed = len(self.items) if body["replace"] else 0
        if body["replace"]:
            self.items.clear()
        counts = {"created": 0, "updated": 0, "unchanged": 0, "removed": removed}
        for item in body["items"]:
            kept = self.items.get(item["sku"])
            counts["unchanged" if kept == item else "updated" if kept else "created"] += 1
            self.items[item["sku"]] = item
        return counts


def load(
    agent: AgentUnderTest, room: StockRoom, *paths: Path, is_replacing: bool = False
) -> FeedReport:
    def upsert(body: dict[str, Any]) -> Any:
        return agent.call("upsertProducts", body, shopper="import", service="import")

    return load_feed(
        paths,
        upsert_products=upsert,
        set_stock=room.set_stock,
        currency="INR",
        location_id="WH-BLR",
        is_replacing=is_replacing,
    )


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
    assert (report.left_out, report.made_skus) == ({"draft": 1}, 1)
    assert (report.catalogue.created, report.stock.created) == (2, 4)
    assert [problem.line for problem in report.problems] == [7]
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
    assert all(p.file == "copy.csv" for p in report.problems if "there before" in p.reason)


def test_unreadable_file_stops_before_anything_is_sent(
    empty_agent: AgentUnderTest, feed: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.csv"
    other.write_text("name,price\nx,1\n", encoding="utf-8")
    with pytest.raises(FeedError, match=r"other\.csv has no column"):
        load(empty_agent, StockRoom(), feed, other)
    assert empty_agent.call("getVocabulary")["products"] == 0
