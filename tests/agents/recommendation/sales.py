"""Past sales for tests: the post-purchase agent as it tells orders, and goods that were bought."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.doubles import ScriptedPeers

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
Row = dict[str, Any]


def order(
    order_id: str, shopper: str, *product_ids: str, days_ago: float = 1, units: int = 1
) -> Row:
    """An order as the post-purchase agent tells it; without products nothing of it is kept."""
    placed = NOW - timedelta(days=days_ago)
    lines = [{"productId": one, "sku": f"{one}-1", "quantity": units} for one in product_ids]
    return {
        "orderId": order_id,
        "customerId": shopper,
        "placedAt": placed.isoformat().replace("+00:00", "Z"),
        "lines": lines,
    }


@dataclass
class PastOrders:
    """The post-purchase agent's orders, by the point at which each came into its state."""

    told: list[Row] = field(default_factory=list)

    def tell(self, *orders: Row) -> None:
        self.told += orders

    def page(self, asked: Mapping[str, Any]) -> Row:
        after, limit = asked["after"], asked["limit"]
        page = self.told[after : after + limit]
        end = after + len(page)
        return {"purchases": page, "next": end, "hasMore": end < len(self.told)}

    def peers(self, out_of_stock: Sequence[str] = ()) -> ScriptedPeers:
        """Peers with these orders; all goods but those named are in stock."""

        def stock(asked: Row) -> Row:
            ids = [one for one in asked["productIds"] if one not in out_of_stock]
            return {"stock": [_level(one) for one in ids], "unknown": []}

        return ScriptedPeers(
            {
                ("post-purchase", "listPurchases"): self.page,
                ("inventory", "getStock"): stock,
            }
        )


def couples(first: str, second: str, shoppers: int, *, start: int = 0) -> list[Row]:
    """So many shoppers who each bought two products together."""
    return [
        order(f"{first}-{second}-{n}", f"C-{start + n}", first, second, days_ago=1 + n % 20)
        for n in range(shoppers)
    ]


def _level(product_id: str) -> Row:
    return {
        "sku": f"{product_id}-1",
        "productId": product_id,
        "name": product_id,
        "colour": None,
        "size": None,
        "available": 9,
        "onlineStatus": "in_stock",
        "warehouse": 9,
    }
