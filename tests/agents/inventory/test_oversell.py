"""Many at once for the last units, over one real store, in threads and in processes."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

from agents.inventory.service import operations
from agents.kit.app import create_app
from agents.kit.settings import AgentSettings
from tests.agents.conftest import AgentUnderTest
from tests.doubles import ScriptedPeers

LAST = {"sku": "LAST", "productId": "P", "name": "Last Ten", "levels": {"WH-1": 6, "ST-1": 4}}
PROCESSES = 4
SERVICE = {"shopper": "C-1", "service": "payment"}


def try_holds(shop: AgentUnderTest, ids: list[str]) -> Counter[str]:
    """Hold one unit for each id and commit every second one that stands."""
    statuses: Counter[str] = Counter()
    for number, hold_id in enumerate(ids):
        line = {"sku": "LAST", "quantity": 1}
        body = {"holdId": hold_id, "lines": [line], "ttlSeconds": 600}
        status = shop.call("placeHold", body, **SERVICE)["status"]
        statuses[status] += 1
        if status == "held" and number % 2:
            shop.call("commitHold", path={"holdId": hold_id}, **SERVICE)
    return statuses


def try_in_process(settings: AgentSettings, ids: list[str]) -> Counter[str]:
    """The same, as another process would."""
    app = create_app(operations, settings, peers=ScriptedPeers())  # type: ignore[arg-type]
    try:
        return try_holds(AgentUnderTest(app, "inventory"), ids)
    finally:
        app.extensions["store"].close()


def test_a_hundred_shoppers_get_the_last_ten(
    start_agent: Callable[..., AgentUnderTest],
) -> None:
    shop = start_agent(operations, has_sample=False)
    shop.call("setStock", {"items": [LAST]}, **SERVICE)
    groups = [[f"h-{group}-{n}" for n in range(10)] for group in range(10)]
    with ThreadPoolExecutor(10) as pool:
        statuses = sum(pool.map(lambda ids: try_holds(shop, ids), groups), Counter())
    assert statuses == {"held": 10, "out_of_stock": 90}
    assert shop.call("checkInventory", {"sku": "LAST"})["available"] == 0


def test_four_processes_sell_each_unit_once(
    start_agent: Callable[..., AgentUnderTest], settings: AgentSettings
) -> None:
    shop = start_agent(operations, has_sample=False)
    shop.call("setStock", {"items": [LAST]}, **SERVICE)
    own = replace(settings, has_sample=False)
    jobs = [(own, [f"p{process}-{n}" for n in range(25)]) for process in range(PROCESSES)]
    with get_context("spawn").Pool(PROCESSES) as pool:
        statuses = sum(pool.starmap(try_in_process, jobs), Counter())
    assert statuses == {"held": 10, "out_of_stock": 90}
    assert shop.call("checkInventory", {"sku": "LAST"})["available"] == 0
