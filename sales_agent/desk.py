"""What channels do with the shop directly, without the model."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Desk:
    """The shop, as channels ask it; each raises one of `failures` when it cannot."""

    price_cart: Callable[[Json, str], Json]
    tokenize_card: Callable[[str, str], Json]
    identify: Callable[[Json, str], Json]
    list_orders: Callable[[str], list[Json]]
    erase_interactions: Callable[[str], int]
    find_by_photo: Callable[[str, str], Json]
    currency: str = "INR"
    list_reservations: Callable[[str], list[Json]] = field(default=lambda shopper: [])
    failures: tuple[type[Exception], ...] = ()

    def view_cart(self, cart: Json, shopper: str, priced: Json | None = None) -> Json:
        """The cart as a channel shows it; unpriced when the shop cannot price it now."""
        lines = cart.get("lines", [])
        if not lines:
            return {"lines": [], "total": {"amount": 0, "currency": self.currency}}
        if not priced or _units(priced["lines"]) != _units(lines):
            try:
                bought = {"lines": lines, "coupons": cart.get("coupons", [])}
                priced = self.price_cart(bought, shopper)
            except self.failures:
                bare = [{**line, "name": None, "price": None} for line in lines]
                return {"lines": bare, "total": None}
        return {
            **priced,
            "lines": [{**line, "price": line["unitPrice"]} for line in priced["lines"]],
        }


def _units(lines: list[Json]) -> dict[str, int]:
    return {line["sku"]: line["quantity"] for line in lines}
