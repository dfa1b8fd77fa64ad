"""The recommendation agent over its sample catalogue, and over goods of a test's own."""

from collections.abc import Callable
from typing import Any

import pytest

from agents.recommendation.service import operations
from tests.agents.conftest import AgentUnderTest


@pytest.fixture
def agent(start_agent: Callable[..., AgentUnderTest]) -> AgentUnderTest:
    """The agent with the sample catalogue; every other agent is down."""
    return start_agent(operations)


@pytest.fixture
def empty_agent(start_agent: Callable[..., AgentUnderTest]) -> AgentUnderTest:
    """The agent without any goods."""
    return start_agent(operations, has_sample=False)


def product(product_id: str, name: str, **fields: Any) -> dict[str, Any]:
    """A product as the contract spells it; one variant unless told otherwise."""
    variants = [{"sku": f"{product_id}-1", "price": 10000}]
    return {"productId": product_id, "name": name, "currency": "INR", "variants": variants} | fields


def variant(sku: str, price: int = 10000, **fields: Any) -> dict[str, Any]:
    """A variant as the contract spells it."""
    return {"sku": sku, "price": price, **fields}


def put(agent: AgentUnderTest, *goods: dict[str, Any], replace: bool = False) -> dict[str, int]:
    """Upsert goods as the shop's importer."""
    body = {"products": list(goods), "replace": replace}
    counts: dict[str, int] = agent.call("upsertProducts", body, shopper="import", service="import")
    return counts


def names(reply: dict[str, Any], field: str = "products") -> list[str]:
    """The names of the products in a reply."""
    return [one["name"] for one in reply[field]]
