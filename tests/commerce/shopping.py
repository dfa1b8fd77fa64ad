"""What shoppers and the shop's own people do, as calls to the agents."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.commerce.processes import ShopProcesses

Json = dict[str, Any]

HOME = {"line1": "12 Lake Road", "city": "Bengaluru", "postcode": "560038", "country": "IN"}
CARD = "4242"
WAREHOUSE = "WH-BLR"


@dataclass
class Buyer:
    """One shopper with an address and ways to pay, and the orders that she placed."""

    shop: ShopProcesses
    shopper: str
    orders: list[str] = field(default_factory=list)

    @classmethod
    def guest(cls, shop: ShopProcesses) -> "Buyer":
        """Somebody whom the shop does not know."""
        return cls(shop, f"anon-{secrets.token_hex(6)}")._at_home()

    @classmethod
    def member(cls, shop: ShopProcesses, *, gift_card: int = 0, points: int = 0) -> "Buyer":
        """A new customer, with a gift card of so many minor units, and points."""
        name = f"T-{secrets.token_hex(6)}"
        customer = {
            "customerId": name,
            "firstName": "Test",
            "lastName": name,
            "email": f"{name.lower()}@example.com",
            "phone": None,
            "postcode": HOME["postcode"],
        }
        shop.call(
            "loyalty.importCustomers", {"customers": [customer]}, shopper="tests", service="tests"
        )
        buyer = cls(shop, name)._at_home()
        if gift_card:
            buyer.give_gift_card(gift_card)
        if points:
            amount = {"amount": points * 10000, "currency": "INR"}
            buyer.serve("loyalty.earnPoints", {"orderId": f"O-PAST-{name}", "amount": amount})
        return buyer

    def ask(
        self,
        operation: str,
        body: Mapping[str, Any] | None = None,
        *,
        path: Mapping[str, str] | None = None,
        key: str | None = None,
    ) -> Json:
        """Call an operation as the shopper."""
        return self.shop.call(operation, body, shopper=self.shopper, path=path, key=key)

    def serve(
        self,
        operation: str,
        body: Mapping[str, Any] | None = None,
        *,
        path: Mapping[str, str] | None = None,
        key: str | None = None,
    ) -> Json:
        """Call an operation for the shopper as one of the shop's own services."""
        return self.shop.call(
            operation, body, shopper=self.shopper, service="tests", path=path, key=key
        )

    def card(self, last_four: str = CARD) -> str:
        """The token of a test card."""
        return str(self.ask("payment.tokenizeCard", {"number": last_four})["token"])

    def give_gift_card(self, amount: int) -> str:
        """A gift card of hers with so many minor units; its tender id."""
        tender_id = f"GC-{secrets.token_hex(5).upper()}"
        tender = {
            "tenderId": tender_id,
            "kind": "gift_card",
            "brand": None,
            "lastFour": None,
            "balance": {"amount": amount, "currency": "INR"},
            "code": None,
        }
        self.serve("payment.importTenders", {"tenders": [tender]})
        return tender_id

    def gift_card(self) -> str:
        """The tender id of her gift card."""
        tenders = self.ask("payment.listTenders")["tenders"]
        return str(next(each["tenderId"] for each in tenders if each["kind"] == "gift_card"))

    def quote(
        self, goods: Mapping[str, int], tenders: Sequence[str], coupons: Sequence[str] = ()
    ) -> Json:
        """Ask what a checkout comes to."""
        body = {
            "lines": [{"sku": sku, "quantity": count} for sku, count in goods.items()],
            "coupons": list(coupons),
            "tenders": [{"tenderId": tender} for tender in tenders],
        }
        return self.ask("payment.quoteCheckout", body)

    def buy(
        self, goods: Mapping[str, int], tenders: Sequence[str] = (), coupons: Sequence[str] = ()
    ) -> Json:
        """Check out and confirm; the answer to the commit, or the quote that was refused."""
        quoted = self.quote(goods, tenders or [self.card()], coupons)
        if quoted["status"] != "quoted":
            return quoted
        placed = self.ask("payment.commitCheckout", {"quoteId": quoted["quote"]["quoteId"]})
        if placed["status"] == "placed":
            self.orders.append(placed["orderId"])
        return placed

    def order(self, order_id: str) -> Json:
        """An order of hers as it stands."""
        found: Json = self.ask("post-purchase.getOrder", path={"orderId": order_id})["order"]
        return found

    def deliver(self, order_id: str) -> None:
        """Have the order's parcels packed, shipped and delivered."""
        for status in ("packed", "shipped", "delivered"):
            self.advance(order_id, status)

    def advance(self, order_id: str, status: str) -> None:
        """Tell fulfillment what happened to the order's parcels."""
        path = {"orderId": order_id}
        for shipment in self.ask("fulfillment.getShipments", path=path)["shipments"]:
            shipment_id = shipment["shipmentId"]
            event = {"eventId": f"{shipment_id}-{status}", "status": status}
            self.serve("fulfillment.recordShipmentEvent", event, path={"shipmentId": shipment_id})

    def _at_home(self) -> "Buyer":
        self.ask("fulfillment.addAddress", HOME, key=secrets.token_hex(8))
        return self


def fill_stock(shop: ShopProcesses, skus: Iterable[str], units: int) -> None:
    """Put so many units of each SKU into the warehouse, and none into a store."""
    rows = shop.call("inventory.getStock", {"skus": list(skus)}, shopper="tests")["stock"]
    stores = shop.call("inventory.listStores", shopper="tests")["stores"]
    levels = {store["storeId"]: 0 for store in stores} | {WAREHOUSE: units}
    items = [
        {"sku": row["sku"], "productId": row["productId"], "name": row["name"], "levels": levels}
        for row in rows
    ]
    shop.call("inventory.setStock", {"items": items}, shopper="tests", service="tests")
