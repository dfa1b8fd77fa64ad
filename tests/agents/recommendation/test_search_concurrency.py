"""Searches beside imports in other processes: each answer is one committed state of the goods."""

from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from typing import Any

import pytest

from agents.kit.app import create_app
from agents.kit.settings import AgentSettings
from agents.recommendation.service import operations
from tests.agents.conftest import AgentUnderTest
from tests.agents.recommendation.conftest import product, put, variant
from tests.doubles import ScriptedPeers

GOODS = ("Lantern", "Kettle")
STYLES = ("Fern", "Moss")
PRODUCTS = 6
CHANGES = 10
TIMEOUT_S = 120
Told = tuple[str, list[str]]


@pytest.fixture
def settings(settings: AgentSettings) -> AgentSettings:
    """Without the sample's goods."""
    return replace(settings, has_sample=False)


def test_searches_beside_imports_tell_one_committed_state(settings: AgentSettings) -> None:
    with_agent(settings, lambda agent: [change(agent, goods, 0) for goods in GOODS])
    processes = get_context("forkserver")
    processes.set_forkserver_preload([__name__])  # imports the agent once, not in each process
    start, told = processes.Barrier(4), processes.Queue()
    ended = [processes.Event() for _ in GOODS]
    workers = [
        processes.Process(target=run, args=(told, work, settings, start, *more))
        for work, *more in (
            (keep_changing, "Lantern", ended[0]),
            (keep_changing, "Kettle", ended[1]),
            (keep_searching, ended),
            (keep_searching, ended),
        )
    ]
    for worker in workers:
        worker.start()
    answers = [told.get(timeout=TIMEOUT_S) for _ in workers]
    for worker in workers:
        worker.join()
    assert [wrong for _, wrong in answers if wrong] == []
    assert sorted(name for name, _ in answers) == ["keep_changing"] * 2 + ["keep_searching"] * 2


def run(told: "Queue[Told]", work: Any, settings: AgentSettings, *more: Any) -> None:
    """Work in a process of one's own; tells what was wrong."""
    try:
        wrong = with_agent(settings, lambda agent: work(agent, *more))
    except BaseException as error:  # noqa: BLE001 - told to the test, which fails
        wrong = [repr(error)]
    told.put((work.__name__, wrong))


def with_agent(settings: AgentSettings, work: Any) -> Any:
    app = create_app(operations, settings, peers=ScriptedPeers())
    try:
        return work(AgentUnderTest(app, operations.agent))
    finally:
        app.extensions["store"].close()


def change(agent: AgentUnderTest, goods: str, version: int) -> None:
    """Give all goods of one sort another name, brand and price at once."""
    style = STYLES[version % 2]
    rows = [
        product(
            f"{goods}-{n}",
            f"{style} {goods}",
            brand=f"{goods} House {version}",
            variants=[variant(f"{goods}-{n}-1", 1000 + version)],
        )
        for n in range(PRODUCTS)
    ]
    put(agent, *rows)


def keep_changing(agent: AgentUnderTest, start: Barrier, goods: str, ended: Any) -> list[str]:
    try:
        start.wait(TIMEOUT_S)
        for version in range(1, CHANGES + 1):
            change(agent, goods, version)
    finally:
        ended.set()
    return []


def keep_searching(agent: AgentUnderTest, start: Barrier, ended: list[Any]) -> list[str]:
    versions = dict.fromkeys(GOODS, 0)
    wrong = look(agent, versions)
    start.wait(TIMEOUT_S)
    while not all(one.is_set() for one in ended):
        wrong += look(agent, versions)
    wrong += look(agent, versions)
    return wrong if set(versions.values()) == {CHANGES} else [*wrong, f"ended at {versions}"]


def look(agent: AgentUnderTest, versions: dict[str, int]) -> list[str]:
    """What is wrong in one search for each sort; keeps the newest version that was seen."""
    wrong = []
    for goods, before in versions.items():
        query = f"fern {goods}"
        reply = agent.call("searchProducts", {"query": query, "facets": ["brand"]})
        told = {(one["name"], one["brand"], one["price"]["amount"]) for one in reply["products"]}
        version = max((price for _, _, price in told), default=0) - 1000
        style, brand = STYLES[version % 2], f"{goods} House {version}"
        is_unmet = "'fern'" in " ".join(reply["suggestions"])
        is_whole = (
            told == {(f"{style} {goods}", brand, 1000 + version)}
            and reply["total"] == len(reply["products"]) == PRODUCTS
            and reply["facets"]["brand"] == [{"value": brand, "count": PRODUCTS}]
            and is_unmet is (style != "Fern")
        )
        if not is_whole or version < before:
            wrong.append(f"after {before}: {told}, {reply['facets']}, {reply['suggestions']}")
        versions[goods] = version
    return wrong
