"""A hundred shoppers at once for the last ten units."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.commerce.books import open_books
from tests.commerce.processes import ShopProcesses, running_shop
from tests.commerce.shopping import WAREHOUSE, Buyer

SKU = "RS-01-BLK-9"
UNITS = 10
SHOPPERS = 100
AT_ONCE = 25


def test_a_hundred_shoppers_buy_the_last_ten_units_once_each(
    tmp_path: Path, database_url: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SALES_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", database_url or "")
    with running_shop(tmp_path, workers=2) as shop:
        _leave_units(shop, UNITS)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            buyers = list(pool.map(lambda _: Buyer.guest(shop), range(SHOPPERS)))
            outcomes = Counter(pool.map(_try_to_buy, buyers))
        placed = [order for buyer in buyers for order in buyer.orders]
        left = shop.call("inventory.getStock", {"skus": [SKU]}, shopper="tests")["stock"][0]
        with open_books() as books:
            problems = books.problems()
    assert outcomes == {"placed": UNITS, "out_of_stock": SHOPPERS - UNITS}
    assert len(set(placed)) == UNITS
    assert left["available"] == 0
    assert problems == []


def _try_to_buy(buyer: Buyer) -> str:
    return str(buyer.buy({SKU: 1})["status"])


def _leave_units(shop: ShopProcesses, units: int) -> None:
    """Leave so many units in all: most in the warehouse, the rest in two stores."""
    body = {"skus": [SKU]}
    known = shop.call("inventory.getStock", body, shopper="tests")["stock"][0]
    stores = shop.call("inventory.listStores", shopper="tests")["stores"]
    levels = {store["storeId"]: 0 for store in stores}
    levels |= {WAREHOUSE: units - 3, stores[0]["storeId"]: 2, stores[1]["storeId"]: 1}
    item = {"sku": SKU, "productId": known["productId"], "name": known["name"], "levels": levels}
    shop.call("inventory.setStock", {"items": [item]}, shopper="tests", service="tests")
