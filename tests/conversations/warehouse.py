"""What the warehouse does meanwhile: parcels move on, returns come in, by the agents' own calls."""

import secrets
from pathlib import Path
from typing import Any

from contracts.settings import currency
from contracts.shop import Shop

STEPS = ("packed", "shipped", "delivered")


class Warehouse:
    """Moves a shopper's orders on, as one of the shop's own services."""

    def __init__(self, data_dir: Path, shopper: str) -> None:
        self._shop = Shop(data_dir, currency())
        self._shopper = shopper

    def send(self, order_id: str, status: str) -> None:
        """Take every parcel of an order as far as `packed`, `shipped` or `delivered`."""
        found = self._call("fulfillment", "getShipments", None, {"orderId": order_id})
        assert found["shipments"], f"{order_id} has no parcel to send"
        for parcel in found["shipments"]:
            for step in STEPS[: STEPS.index(status) + 1]:
                body = {"eventId": secrets.token_hex(8), "status": step}
                path = {"shipmentId": parcel["shipmentId"]}
                self._call("fulfillment", "recordShipmentEvent", body, path)

    def receive(self, order_id: str) -> None:
        """Take in the goods of an order's latest return or exchange, and accept them."""
        order = self._call("post-purchase", "getOrder", None, {"orderId": order_id})["order"]
        opened = [*order["returns"], *order["exchanges"]][-1]
        self._call("post-purchase", "receiveReturn", {"accepted": True}, {"rmaId": opened["rmaId"]})

    def _call(
        self, agent: str, operation: str, body: dict[str, Any] | None, path: dict[str, str]
    ) -> dict[str, Any]:
        return self._shop.call(
            agent, operation, body, shopper=self._shopper, service="warehouse", path=path
        )
