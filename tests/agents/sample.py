"""The sample store's rows, as the tests of the sample read them."""

import json
from pathlib import Path
from typing import Any

Row = dict[str, Any]

AGENTS = Path(__file__).parents[2] / "agents"


def rows(agent: str, name: str) -> list[Row]:
    path = AGENTS / agent / "data" / f"{name}.json"
    found: list[Row] = json.loads(path.read_text(encoding="utf-8"))
    return found


PRODUCTS = rows("recommendation", "products")
PAIRINGS = rows("recommendation", "pairings")
LOCATIONS = rows("inventory", "locations")
STOCK = rows("inventory", "stock")
ADDRESSES = rows("fulfillment", "addresses")
SHIPMENTS = rows("fulfillment", "shipments")
PAYMENTS = rows("payment", "payments")
ORDERS = rows("post_purchase", "orders")
RETURNS = rows("post_purchase", "returns")
EXCHANGES = rows("post_purchase", "exchanges")
CUSTOMERS = rows("loyalty", "customers")
POINTS = rows("loyalty", "points")
OFFERS = rows("loyalty", "offers")

VARIANTS = {v["sku"]: (p, v) for p in PRODUCTS for v in p["variants"]}
ORDERS_BY_ID = {order["orderId"]: order for order in ORDERS}
OFFERS_BY_ID = {offer["offerId"]: offer for offer in OFFERS}
