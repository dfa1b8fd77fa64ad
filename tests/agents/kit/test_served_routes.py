"""Each agent serves what its contract declares, and nothing else."""

from collections.abc import Callable

import pytest

from agents.__main__ import find_agents, load_operations
from contracts.contract import METHODS, load_contract
from tests.agents.conftest import AgentUnderTest


@pytest.mark.parametrize("name", find_agents())
def test_routes_are_those_of_the_contract(
    start_agent: Callable[..., AgentUnderTest], name: str
) -> None:
    agent = start_agent(load_operations(name), has_sample=False)
    served = {
        (rule.rule.replace("<", "{").replace(">", "}"), method.lower())
        for rule in agent.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    paths = load_contract(name).document["paths"]
    declared = {(path, m) for path, item in paths.items() for m in METHODS if m in item}
    assert served == declared
