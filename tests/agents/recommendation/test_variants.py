"""The variant that size and colour name; what nobody named is asked for and never assumed."""

from typing import Any

import pytest

from tests.agents.conftest import AgentUnderTest
from tests.agents.recommendation.conftest import product, put, variant


@pytest.fixture
def shirts(empty_agent: AgentUnderTest) -> AgentUnderTest:
    made = [("white", "S"), ("white", "M"), ("navy", "M"), ("blue", "L")]
    sold = [variant(f"S-{c[0]}{s}".upper(), colour=c, size=s) for c, s in made]
    put(empty_agent, product("P-1", "Linen Shirt", variants=sold), product("P-2", "Clay Vase"))
    return empty_agent


def find(agent: AgentUnderTest, **body: Any) -> tuple[str, list[str]]:
    reply = agent.call("findVariant", body)
    assert (reply["variant"] is not None) == (reply["status"] == "found")
    return reply["status"], [one["sku"] for one in reply["candidates"]]


@pytest.mark.parametrize(
    ("body", "status", "skus"),
    [
        ({"productId": "P-1", "size": "medium", "colour": "White"}, "found", ["S-WM"]),
        ({"productId": "P-1", "size": "S"}, "found", ["S-WS"]),
        ({"productId": "P-1", "colour": "blue"}, "found", ["S-BL"]),
        ({"productId": "P-2"}, "found", ["P-2-1"]),
        ({"productId": "P-1", "size": "M"}, "needs_choice", ["S-WM", "S-NM"]),
        ({"productId": "P-1", "size": "XXL"}, "no_such_variant", ["S-WS", "S-WM", "S-NM", "S-BL"]),
        ({"productId": "P-1", "size": "L", "colour": "navy"}, "no_such_variant", ["S-BL"]),
        ({"sku": "S-NM"}, "found", ["S-NM"]),
        ({"insteadOf": "S-WM", "size": "s"}, "found", ["S-WS"]),
        ({"insteadOf": "S-WM", "colour": "navy"}, "found", ["S-NM"]),
    ],
)
def test_variant_is_the_one_named(
    shirts: AgentUnderTest, body: dict[str, Any], status: str, skus: list[str]
) -> None:
    assert find(shirts, **body) == (status, skus)


def test_unknown_product_is_told_with_similar_ids(shirts: AgentUnderTest) -> None:
    reply = shirts.call("findVariant", {"productId": "P-11"})
    assert (reply["status"], reply["product"]) == ("unknown_product", None)
    assert "P-1" in reply["suggestions"]
