"""Every agent under generated requests, right and wrong ones, alone and in sequences."""

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CheckFunction, not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from contracts.contract import load_contract
from contracts.settings import agent_url, signing_key
from contracts.tokens import Claims, sign
from tests.commerce.processes import AGENTS, ShopProcesses, running_shop

CHECKS: list[CheckFunction] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
CALM = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
SEQUENCES = settings(CALM, max_examples=15, stateful_step_count=8)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ShopProcesses]:
    with running_shop(tmp_path_factory.mktemp("shop")) as running:
        yield running


@pytest.mark.parametrize("agent", AGENTS)
def test_no_request_makes_an_agent_fail(shop: ShopProcesses, agent: str) -> None:
    for found in _schema(shop, agent).get_all_operations():
        operation = found.ok()
        takes_input = any(True for _ in operation.iter_parameters()) or bool(operation.body)
        modes = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE][: 1 + takes_input]
        for mode in modes:

            @CALM
            @given(case=operation.as_strategy(generation_mode=mode))
            def check(case: schemathesis.Case) -> None:
                case.call_and_validate(headers=_headers(shop), checks=CHECKS)

            check()


@pytest.mark.parametrize("agent", AGENTS)
def test_no_sequence_of_requests_makes_an_agent_fail(shop: ShopProcesses, agent: str) -> None:
    class Sequences(_schema(shop, agent).as_state_machine()):  # type: ignore[misc]
        def get_call_kwargs(self, case: schemathesis.Case) -> dict[str, object]:
            return {"headers": _headers(shop)}

        def validate_response(self, response, case, additional_checks=(), **kwargs) -> None:
            case.validate_response(response, checks=CHECKS)

    Sequences.run(settings=SEQUENCES)


def _schema(shop: ShopProcesses, agent: str) -> schemathesis.BaseSchema:
    url = agent_url(load_contract(agent), shop.data_dir)
    return schemathesis.openapi.from_url(f"{url}/openapi.json")


def _headers(shop: ShopProcesses) -> dict[str, str]:
    token = sign(Claims("C-1001", "fuzzing"), signing_key(shop.data_dir))
    return {"Authorization": f"Bearer {token}"}
