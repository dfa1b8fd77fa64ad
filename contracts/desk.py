"""What channels do with the shop directly, without a model; each raises `CallFailed`."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.client import CallFailed
from contracts.shop import Shop

Row = dict[str, Any]
STOCK_FIELDS = ("onlineStatus", "available")


@dataclass(frozen=True)
class ShopDesk:
    """The shop's counter: who the shopper is, her cart's price, her card's token, her orders."""

    shop: Shop

    def identify(self, named: Mapping[str, Any], shopper: str) -> Row:
        """Find the customer by e-mail, by name and postcode, or by a token of the shop's site."""
        return self.shop.call(
            "loyalty", "identifyCustomer", named, shopper=shopper, service="sales"
        )

    def price_cart(self, cart: Mapping[str, Any], shopper: str) -> Row:
        """Price a cart of the session (`lines`, `coupons`)."""
        return self.shop.call("payment", "priceCart", cart, shopper=shopper)

    def tokenize_card(
        self, number: str, shopper: str, *, expiry: str | None = None, cvc: str | None = None
    ) -> Row:
        """Trade a card that a channel took (`expiry` as MM/YY) for a token."""
        more = {"expiry": expiry, "securityCode": cvc}
        body = {"number": number, **{name: value for name, value in more.items() if value}}
        return self.shop.call("payment", "tokenizeCard", body, shopper=shopper)

    def erase_interactions(self, shopper: str) -> int:
        """Erase what the shop learnt of her tastes; returns how many entries that were."""
        counts = self.shop.call("recommendation", "eraseInteractions", None, shopper=shopper)
        return sum(counts.values())

    def find_by_photo(self, picture: str, shopper: str) -> Row:
        """Products that look like a photo, given as base64 of its file."""
        body = {"picture": picture}
        return self.shop.call("recommendation", "searchByPhoto", body, shopper=shopper)

    def orders_of(self, shopper: str) -> list[Row]:
        """The shopper's orders, newest first."""
        found = self.shop.call("post-purchase", "listOrders", None, shopper=shopper)
        orders: list[Row] = found["orders"]
        return orders

    def reservations_of(self, shopper: str) -> list[Row]:
        """The shopper's reservations in stores that still hold."""
        found = self.shop.call("fulfillment", "listReservations", None, shopper=shopper)
        return [row for row in found["reservations"] if row["status"] == "active"]

    def change_cart(self, cart: Mapping[str, Any], change: Mapping[str, Any], shopper: str) -> Row:
        """Check a change (`kind`, `sku`, `quantity`) of a session's cart, as the tools do."""
        body = {**cart, "change": change}
        result = self.shop.call("payment", "changeCart", body, shopper=shopper)
        added = [one["sku"] for one in result["applied"] if one["op"] == "add"]
        if added:
            self._tell_carted(added, shopper)
        return result

    def products(self, wish: Mapping[str, Any]) -> Row:
        """Find products (`query`, `category`, `limit`), for whoever looks."""
        return self.shop.call("recommendation", "searchProducts", wish, shopper="")

    def product(self, named: str) -> Row | None:
        """A product by its id or a SKU, each variant with its stock; None when there is none."""
        found = self._product({"productIds": [named]}) or self._product({"skus": [named]})
        return self._with_stock(found) if found else None

    def _product(self, named: Mapping[str, Any]) -> Row | None:
        found = self.shop.call("recommendation", "getProducts", named, shopper="")
        products: list[Row] = found["products"]
        return products[0] if products else None

    def _with_stock(self, product: Row) -> Row:
        """The product with what is known of its stock; without it while inventory is away."""
        body = {"productIds": [product["productId"]]}
        try:
            rows = self.shop.call("inventory", "getStock", body, shopper="")["stock"]
        except CallFailed:
            return product
        stock = {row["sku"]: {name: row[name] for name in STOCK_FIELDS} for row in rows}
        variants = [{**row, **stock.get(row["sku"], {})} for row in product["variants"]]
        return {**product, "variants": variants}

    def _tell_carted(self, skus: Sequence[str], shopper: str) -> None:
        interactions = [{"deed": "carted", "sku": sku} for sku in skus]
        body = {"key": f"web:{secrets.token_hex(8)}", "interactions": interactions}
        self.shop.tell("recommendation", "recordInteractions", body, shopper=shopper)
