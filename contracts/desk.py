"""What channels do with the shop directly, without a model; each raises `CallFailed`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contracts.shop import Shop

Row = dict[str, Any]


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

    def tokenize_card(self, number: str, shopper: str) -> Row:
        """Trade a card number that a channel took for a token."""
        return self.shop.call("payment", "tokenizeCard", {"number": number}, shopper=shopper)

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
