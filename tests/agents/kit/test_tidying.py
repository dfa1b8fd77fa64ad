"""Tidying: what an agent settles at its start and on a timer."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from agents.kit.app import create_app
from agents.kit.operations import Tidy
from agents.kit.peers import Peers
from agents.kit.settings import AgentSettings
from agents.kit.storage import Store
from agents.kit.tidying import start_tidying
from contracts.contract import Contract
from tests.agents.conftest import FrozenClock
from tests.agents.kit.conftest import DOCUMENT, notes_operations
from tests.doubles import ScriptedPeers

PATIENCE_S = 20


class Counted:
    """A `tidy` that counts its runs, and fails in the first when told to."""

    def __init__(self, *, wanted: int, fails: bool = False) -> None:
        self.seen: list[datetime] = []
        self.enough = threading.Event()
        self._wanted = wanted
        self._fails = fails

    def __call__(self, store: Store, peers: Peers, now: datetime) -> None:
        assert store.check() == "ok"
        self.seen.append(now)
        if len(self.seen) >= self._wanted:
            self.enough.set()
        if self._fails and len(self.seen) == 1:
            raise ZeroDivisionError


@pytest.fixture
def build(settings: AgentSettings, clock: FrozenClock) -> Iterator[Callable[..., Flask]]:
    apps: list[Flask] = []

    def make(tidy: Tidy | None) -> Flask:
        operations = notes_operations()
        operations.tidy = tidy
        peers: Any = ScriptedPeers()
        contract = Contract(DOCUMENT)
        app = create_app(operations, settings, contract=contract, clock=clock, peers=peers)
        apps.append(app)
        return app

    yield make
    for app in apps:
        if app.extensions["tidying"]:
            app.extensions["tidying"].stop()
        app.extensions["store"].close()


def test_an_app_that_is_only_built_does_not_tidy(build: Callable[..., Flask]) -> None:
    counted = Counted(wanted=1)
    build(counted)
    assert counted.seen == []


def test_a_served_app_tidies_at_its_start(build: Callable[..., Flask], clock: FrozenClock) -> None:
    counted = Counted(wanted=1)
    start_tidying(build(counted))
    assert counted.enough.wait(PATIENCE_S)
    assert counted.seen == [clock.now]


def test_an_agent_may_have_nothing_to_tidy(build: Callable[..., Flask]) -> None:
    app = build(None)
    start_tidying(app)
    assert app.extensions["tidying"] is None


def test_tidying_is_repeated_after_a_failure(
    build: Callable[..., Flask], caplog: pytest.LogCaptureFixture
) -> None:
    counted = Counted(wanted=3, fails=True)
    often = replace(build(counted).extensions["tidying"], every_s=0.001)
    thread = often.start()
    assert counted.enough.wait(PATIENCE_S)
    often.stop()
    thread.join(PATIENCE_S)
    assert not thread.is_alive()
    assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [
        ZeroDivisionError
    ]
