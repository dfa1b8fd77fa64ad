"""The calls of `docs/operating.md` are operations of the contracts, with bodies that they take."""

import json
import re
from pathlib import Path

import pytest

from contracts.contract import load_contract

PAGE = (Path(__file__).parents[1] / "docs" / "operating.md").read_text(encoding="utf-8")
CALLS = re.findall(
    r"curl -s -X POST \$(\w+)(/\S+) \\\n.*?\n  -d '(\{.*?\})'", PAGE, flags=re.DOTALL
)


def test_the_page_shows_every_call_of_a_warehouse_and_a_store() -> None:
    assert len(CALLS) == 4


@pytest.mark.parametrize(("agent", "path", "body"), CALLS)
def test_a_call_is_as_its_contract_has_it(agent: str, path: str, body: str) -> None:
    contract = load_contract(agent.lower().replace("_", "-"))
    meant = [
        operation
        for operation in contract.operations.values()
        if operation.method == "POST"
        and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", operation.path), path)
    ]
    assert len(meant) == 1
    assert meant[0].access == "service"
    meant[0].check_request(json.loads(body))
