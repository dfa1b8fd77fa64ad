"""The tool calls by which deeds are done, with the results that say so."""

from collections.abc import Iterator

from benchmarks.truth.store import Json

Call = tuple[str, Json, Json]
"""A tool's name, its arguments and its result."""


def deed_results(
    deed: str, product: Json, variant: Json, store: str, order: str, cart: Json
) -> Iterator[Call]:
    """The call that did a deed of this name; none for a name that is not known."""
    changed = {"orderId": order, "status": "canceled"}
    match deed:
        case "add":
            result = {"status": "added", "cart": cart, "message": "added to the cart"}
            yield "add_to_cart", {"sku": variant["sku"]}, result
        case "reserve":
            row = {
                "reservationId": "RS-7F3K2Q",
                "status": "active",
                "sku": variant["sku"],
                "quantity": 1,
                "storeName": store,
                "expiresAt": "2026-12-02T12:00:00Z",
            }
            yield (
                "reserve_in_store",
                {"sku": variant["sku"]},
                {"status": "reserved", "reservation": row},
            )
        case "cancel":
            result = {"status": "canceled", "orderId": order, "order": changed}
            yield "commit_cancellation", {"quote_id": "Q-1"}, {**result, "refund": cart["total"]}
        case "coupon":
            yield "apply_coupon", {"code": "RUN12"}, {"status": "applied", "cart": cart}
        case "return":
            row = {"rmaId": "RMA-TG4ZCR", "status": "requested"}
            yield (
                "commit_return",
                {"quote_id": "Q-1"},
                {"status": "return_opened", "orderId": order, "rma": row},
            )
        case "address":
            yield (
                "commit_order_change",
                {"quote_id": "Q-1"},
                {"status": "changed", "orderId": order},
            )
        case "person":
            yield (
                "hand_over_to_person",
                {"reason": "asked"},
                {"status": "queued", "ticketId": "T-9BYQVR"},
            )
