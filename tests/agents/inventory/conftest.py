"""A small shop: a warehouse, three stores, and one shirt in a few variants."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from agents.inventory import counts
from agents.inventory.counts import Count
from agents.inventory.service import operations
from agents.inventory.tables import Location
from tests.agents.conftest import AgentUnderTest

PLACES = [
    ("WH-1", "warehouse", "Main Warehouse", "Bengaluru"),
    ("ST-IND", "store", "Indiranagar", "Bengaluru"),
    ("ST-KOR", "store", "Koramangala", "Bengaluru"),
    ("ST-BAN", "store", "Bandra", "Mumbai"),
]
SHIRTS = [
    ("S-BLU-M", "blue", "M", {"WH-1": 30, "ST-IND": 15, "ST-KOR": 4}),
    ("S-BLU-L", "blue", "L", {"WH-1": 0, "ST-IND": 3, "ST-BAN": 1}),
    ("S-BLU-XL", "blue", "XL", {"WH-1": 0}),
    ("S-WHT-S", "white", "S", {"WH-1": 60}),
    ("S-WHT-XL", "white", "XL", {"WH-1": 7}),
]


def load_shop(session: Session, now: datetime) -> None:
    for place_id, kind, name, city in PLACES:
        session.add(
            Location(
                location_id=place_id,
                kind=kind,
                name=name,
                city=city,
                address=f"1, {name} Road",
                postcode="560001",
                hours="Every day",
            )
        )
    session.flush()
    shirts = [Count(sku, "P-1", "Linen Shirt", *facts) for sku, *facts in SHIRTS]
    counts.set_counts(session, [*shirts, Count("MUG", "P-2", "Mug", None, None, {"WH-1": 50})])


@pytest.fixture
def shop(start_agent: Callable[..., AgentUnderTest]) -> AgentUnderTest:
    return start_agent(replace(operations, seed=load_shop))
