"""The sample shop's pages over the real catalogue and stock, in this process."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from agents.inventory.service import operations as inventory
from agents.kit.app import create_app
from agents.kit.settings import AgentSettings
from agents.recommendation.service import operations as recommendation
from contracts.client import AgentError, AgentUnavailable
from contracts.contract import load_contract
from contracts.tokens import Claims, sign
from storefront.shopfront import storefront_blueprint
from tests.doubles import ScriptedPeers

KEY = b"a key for tests that is long enough to sign"


class AgentsInProcess:
    """Calls agents' own apps as `Shop` does; an agent in `silent` cannot be reached."""

    def __init__(self, apps: Mapping[str, Flask]) -> None:
        self._apps = apps
        self.silent: set[str] = set()
        self.asked: list[str] = []

    def call(
        self, agent: str, operation_id: str, body: Mapping[str, Any] | None, *, shopper: str
    ) -> dict[str, Any]:
        if agent in self.silent:
            raise AgentUnavailable(agent, f"the {agent} agent cannot be reached")
        self.asked.append(operation_id)
        operation = load_contract(agent).operation(operation_id)
        if operation.request_schema is not None:
            operation.check_request(body)
        headers = {"Authorization": f"Bearer {sign(Claims(shopper), KEY)}"}
        client = self._apps[agent].test_client()
        answer = client.open(operation.path, method=operation.method, json=body, headers=headers)
        reply: dict[str, Any] = answer.get_json()
        if answer.status_code >= 400:
            raise AgentError(agent, answer.status_code, reply)
        return reply

    def put(self, *goods: dict[str, Any]) -> None:
        """Put products into the catalogue, as an import does."""
        token = sign(Claims("import", "import"), KEY)
        answer = (
            self._apps["recommendation"]
            .test_client()
            .post(
                "/products", json={"products": goods}, headers={"Authorization": f"Bearer {token}"}
            )
        )
        assert answer.status_code == 200, answer.get_json()


@pytest.fixture(scope="module")
def open_agents(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AgentsInProcess]:
    folder: Path = tmp_path_factory.mktemp("agents")
    settings = AgentSettings(data_dir=folder, signing_key=KEY, database_url=None)
    with ExitStack() as stack:
        apps = {}
        for operations in (recommendation, inventory):
            app = create_app(operations, settings, peers=ScriptedPeers())
            stack.callback(app.extensions["store"].close)
            apps[operations.agent] = app
        yield AgentsInProcess(apps)


@pytest.fixture
def agents(open_agents: AgentsInProcess) -> AgentsInProcess:
    open_agents.silent.clear()
    open_agents.asked.clear()
    return open_agents


@pytest.fixture
def visitor(agents: AgentsInProcess) -> FlaskClient:
    app = Flask("shop", static_folder=None)
    app.register_blueprint(storefront_blueprint(agents))
    return app.test_client()
