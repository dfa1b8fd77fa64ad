"""An agent under test: its real app over a store in a temporary directory."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import MetaData
from werkzeug.test import TestResponse

from agents.kit.app import create_app
from agents.kit.operations import Operations
from agents.kit.settings import AgentSettings
from agents.kit.storage import Store
from contracts.contract import load_contract
from contracts.tokens import Claims, sign
from tests.agents.stocked import StockedStores
from tests.doubles import ScriptedPeers

KEY = b"a key for tests that is long enough to sign"


@dataclass
class AgentUnderTest:
    """Calls an agent's operations as a shopper or as one of the shop's services."""

    app: Flask
    agent: str

    @property
    def http(self) -> FlaskClient:
        return self.app.test_client()

    def send(
        self,
        operation_id: str,
        body: dict[str, Any] | None = None,
        *,
        shopper: str | None = None,
        service: str | None = None,
        key: str | None = None,
        path: dict[str, str] | None = None,
        query: dict[str, int] | None = None,
    ) -> TestResponse:
        operation = load_contract(self.agent).operation(operation_id)
        headers = {}
        if shopper:
            headers["Authorization"] = f"Bearer {sign(Claims(shopper, service), KEY)}"
        if key:
            headers["Idempotency-Key"] = key
        url = operation.path.format(**(path or {}))
        return self.http.open(
            url, method=operation.method, json=body, headers=headers, query_string=query
        )

    def call(self, operation_id: str, body: dict[str, Any] | None = None, **who: Any) -> Any:
        """Send, and expect success."""
        response = self.send(operation_id, body, **who)
        assert response.status_code == 200, response.get_json()
        return response.get_json()

    def fault(self, operation_id: str, body: dict[str, Any] | None = None, **who: Any) -> Any:
        """Send, and expect a problem."""
        response = self.send(operation_id, body, **who)
        assert response.status_code >= 400
        assert response.mimetype == "application/problem+json"
        return response.get_json()


class FrozenClock:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(datetime(2026, 5, 4, 9, 30, tzinfo=UTC))


@pytest.fixture
def settings(tmp_path: Path, database_url: str | None) -> AgentSettings:
    """Of a shop on each of the databases."""
    return AgentSettings(data_dir=tmp_path, signing_key=KEY, database_url=database_url)


@pytest.fixture
def open_store(settings: AgentSettings) -> Iterator[Callable[..., Store]]:
    """Open a store of one's own on each of the databases: `open_store(Base.metadata)`."""
    with ExitStack() as stack:

        def start(tables: MetaData, name: str = "test-store") -> Store:
            store = Store(settings.store_url(name), tables, schema=settings.schema(name))
            stack.callback(store.close)
            return store

        yield start


@pytest.fixture(scope="session")
def stocked_stores(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> StockedStores:
    """Of this test process; PostgreSQL is started by the first test that needs it."""
    at_rest = partial(request.getfixturevalue, "databases_at_rest")
    return StockedStores(tmp_path_factory.mktemp("stocked"), at_rest)


@pytest.fixture
def start_agent(
    settings: AgentSettings, clock: FrozenClock, stocked_stores: StockedStores
) -> Iterator[Callable[..., AgentUnderTest]]:
    """Start an agent's app: `start_agent(operations, peers=..., has_sample=False)`.

    Where it has no store yet, it finds the one that its first start would have made.
    """
    apps: list[Flask] = []

    def start(
        operations: Operations, *, peers: Any = None, has_sample: bool = True
    ) -> AgentUnderTest:
        chosen = replace(settings, has_sample=has_sample)
        stocked_stores.fill(operations, chosen, clock.now)
        app = create_app(operations, chosen, clock=clock, peers=peers or ScriptedPeers())
        apps.append(app)
        return AgentUnderTest(app, operations.agent)

    yield start
    for app in apps:
        app.extensions["store"].close()
