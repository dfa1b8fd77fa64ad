"""A hundred shoppers at once for the last ten units."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest

from contracts.client import AgentError, CallFailed
from tests.commerce.books import open_books
from tests.commerce.processes import ShopProcesses, running_shop
from tests.commerce.shopping import WAREHOUSE, Buyer

SKU = "RS-01-BLK-9"
UNITS = 10
SHOPPERS = 100
AT_ONCE = 25
PATIENCE_S = 120.0
ROUNDS = 10
STALE_S = 61.0
"""After so long without a sign the sweep takes a checkout over: `checkout.staleSeconds`."""
BUSY = ("agent_unavailable", "checkout_in_progress")
ResultT = TypeVar("ResultT")


def test_a_hundred_shoppers_buy_the_last_ten_units_once_each(
    tmp_path: Path, database_url: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SALES_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", database_url or "")
    with running_shop(tmp_path, workers=2) as shop:
        _leave_units(shop, UNITS)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            buyers = list(pool.map(lambda _: _insist(lambda: Buyer.guest(shop)), range(SHOPPERS)))
            outcomes = _buy_out(shop, pool, buyers)
        placed = [order for buyer in buyers for order in buyer.orders]
        with open_books() as books:
            problems = books.problems()
    assert Counter(outcomes.values()) == {"placed": UNITS, "out_of_stock": SHOPPERS - UNITS}
    assert len(set(placed)) == len(placed) == UNITS
    assert problems == []


def _buy_out(
    shop: ShopProcesses, pool: ThreadPoolExecutor, buyers: Sequence[Buyer]
) -> dict[str, str]:
    """Everybody tries at once; whoever was refused comes again while there are units left.

    Units are left when a checkout gave up in the rush and the sweep put its hold back.
    """
    outcomes: dict[str, str] = {}
    for _ in range(ROUNDS):
        refused = [buyer for buyer in buyers if outcomes.get(buyer.shopper) != "placed"]
        tried = pool.map(_try_to_buy, refused)
        outcomes |= zip([buyer.shopper for buyer in refused], tried, strict=True)
        shop.advance(STALE_S)
        shop.sweep()
        if not _available(shop):
            break
    return outcomes


def _try_to_buy(buyer: Buyer) -> str:
    card = _insist(buyer.card)
    quoted = _insist(lambda: buyer.quote({SKU: 1}, [card]))
    if quoted["status"] != "quoted":
        return str(quoted["status"])
    body = {"quoteId": quoted["quote"]["quoteId"]}
    placed = _insist(lambda: buyer.ask("payment.commitCheckout", body))
    if placed["status"] == "placed":
        buyer.orders.append(placed["orderId"])
    return str(placed["status"])


def _insist(call: Callable[[], ResultT]) -> ResultT:
    """Ask again, as a client does, while agents are too busy to answer in time."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            return call()
        except CallFailed as error:
            is_busy = not isinstance(error, AgentError) or error.code in BUSY
            if not is_busy or time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def _available(shop: ShopProcesses) -> int:
    def ask() -> dict[str, Any]:
        return shop.call("inventory.getStock", {"skus": [SKU]}, shopper="tests")

    return int(_insist(ask)["stock"][0]["available"])


def _leave_units(shop: ShopProcesses, units: int) -> None:
    """Leave so many units in all: most in the warehouse, the rest in two stores."""
    body = {"skus": [SKU]}
    known = shop.call("inventory.getStock", body, shopper="tests")["stock"][0]
    stores = shop.call("inventory.listStores", shopper="tests")["stores"]
    levels = {store["storeId"]: 0 for store in stores}
    levels |= {WAREHOUSE: units - 3, stores[0]["storeId"]: 2, stores[1]["storeId"]: 1}
    item = {"sku": SKU, "productId": known["productId"], "name": known["name"], "levels": levels}
    shop.call("inventory.setStock", {"items": [item]}, shopper="tests", service="tests")
