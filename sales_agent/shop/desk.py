"""What channels do with the shop directly, without the model."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


def _unchanged(cart: Json, change: Json, shopper: str) -> Json:
    return {"status": "rejected", "applied": [], "cart": cart, "suggestions": []}


@dataclass(frozen=True)
class Desk:
    """What channels do with the shop directly, without the model; each raises when it cannot.

    Attributes:
        change_cart: Checks a change (`kind`, `sku`, `quantity`) of a cart for a shopper: `status`,
            `applied` (what to change in the session), the `cart` after it, `suggestions`.
        products: Finds products by `category`, `query` and `limit`.
        product: One product by its id or a SKU of it, with the stock of its variants; None when
            there is none.
        tokenize_card: Trades a card number, for a shopper, for a token; `expiry` and `cvc` may
            be named.
    """

    price_cart: Callable[[Json, str], Json]
    tokenize_card: Callable[..., Json]
    identify: Callable[[Json, str], Json]
    list_orders: Callable[[str], list[Json]]
    erase_interactions: Callable[[str], int]
    find_by_photo: Callable[[str, str], Json]
    currency: str = "INR"
    list_reservations: Callable[[str], list[Json]] = field(default=lambda shopper: [])
    change_cart: Callable[[Json, Json, str], Json] = field(default=_unchanged)
    products: Callable[[Json], Json] = field(default=lambda wish: {"products": []})
    product: Callable[[str], Json | None] = field(default=lambda named: None)
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
