"""Facets tell what choosing a value would find, counted by brute force."""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest

from agents.kit.rows import read_rows
from agents.recommendation import service
from agents.recommendation.search.facets import price_ranges
from tests.agents.conftest import AgentUnderTest

ROWS = read_rows(service.__file__, "products")
Fits = Callable[[dict[str, Any], dict[str, Any]], bool]


def facets(agent: AgentUnderTest, **body: Any) -> dict[str, Any]:
    counted: dict[str, Any] = agent.call("searchProducts", body)["facets"]
    return counted


def counted(values: list[dict[str, Any]]) -> dict[str, int]:
    return {one["value"]: one["count"] for one in values}


def by_hand(of: Callable[..., str | None], fits: Fits) -> Counter[str]:
    """How many products have each value in a variant that fits."""
    pairs = {
        (value, row["productId"])
        for row in ROWS
        for one in row["variants"]
        if fits(row, one) and (value := of(row, one))
    }
    return Counter(value for value, _ in pairs)


def test_each_facet_is_counted_without_its_own_filter(agent: AgentUnderTest) -> None:
    low, high = 50000, 250000
    found = facets(agent, colour="white", size="M", minPrice=low, maxPrice=high, facets=True)

    def fits(*without: str) -> Fits:
        return lambda row, one: (
            ("colour" in without or one["colour"] == "white")
            and ("size" in without or one["size"] == "M")
            and ("price" in without or low <= one["price"] <= high)
        )

    assert counted(found["category"]) == by_hand(lambda row, _: row["category"], fits())
    assert counted(found["brand"]) == by_hand(lambda row, _: row["brand"], fits())
    assert counted(found["colour"]) == by_hand(lambda _, one: one["colour"], fits("colour"))
    assert counted(found["size"]) == by_hand(lambda _, one: one["size"], fits("size"))
    for one in found["price"]:
        limits = one["minPrice"]["amount"], one["maxPrice"]["amount"]
        within = by_hand(
            lambda _, v, limits=limits: "in" if limits[0] <= v["price"] <= limits[1] else None,
            fits("price"),
        )
        assert one["count"] == within["in"]


def test_count_is_the_total_of_the_search_that_chooses_it(agent: AgentUnderTest) -> None:
    query = {"query": "shirts in M", "facets": ["brand", "material", "price"]}
    found = facets(agent, **query)
    assert set(found) == {"brand", "material", "price"}
    for name, filters in choices(found):
        reply = agent.call("searchProducts", {"query": "shirts in M", **filters})
        assert reply["total"] == name["count"], filters


def choices(found: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for one in found["brand"]:
        yield one, {"brand": one["value"]}
    for one in found["price"]:
        limits = {name: one[name]["amount"] for name in ("minPrice", "maxPrice")}
        yield one, limits


def test_facets_come_only_when_asked_for(agent: AgentUnderTest) -> None:
    assert "facets" not in agent.call("searchProducts", {"query": "shirts"})
    assert "facets" not in agent.call("searchProducts", {"query": "shirts", "facets": False})


@pytest.mark.parametrize(("low", "high"), [(1, 1), (999, 1000), (500, 5_000_000), (100, 119)])
def test_price_ranges_cover_all_prices_once(low: int, high: int) -> None:
    ranges = price_ranges(low, high)
    assert (ranges[0][0], ranges[-1][1]) == (low, high)
    assert len(ranges) <= 5
    for (_, end), (start, _) in pairwise(ranges):
        assert start == end + 1
