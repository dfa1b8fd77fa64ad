"""The loyalty agent over the sample store, beside a catalogue of three goods."""

from collections.abc import Callable

import pytest

from agents.loyalty.service import operations
from tests.agents.conftest import AgentUnderTest
from tests.agents.loyalty.offers import GOODS, catalogue
from tests.doubles import ScriptedPeers

Start = Callable[..., AgentUnderTest]


@pytest.fixture
def peers() -> ScriptedPeers:
    return ScriptedPeers(
        {
            ("recommendation", "getProducts"): catalogue(GOODS),
            ("post-purchase", "listOrders"): {"orders": []},
        }
    )


@pytest.fixture
def agent(start_agent: Start, peers: ScriptedPeers) -> AgentUnderTest:
    return start_agent(operations, peers=peers)
