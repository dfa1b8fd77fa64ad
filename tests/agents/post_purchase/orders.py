"""Orders as checkout registers them, for the tests of what comes after."""

from typing import Any

from tests.doubles import ScriptedPeers

ASHA = "C-2001"
BORIS = "C-2002"
SERVICE = "payment"
Row = dict[str, Any]


def inr(amount: int) -> Row:
    return {"amount": amount, "currency": "INR"}


NOT_PAID = {"payments": [], "captured": inr(0), "refunded": inr(0)}


def line(sku: str, quantity: int = 1, price: int = 100_000, category: str = "Shirts") -> Row:
    return {
        "sku": sku,
        "productId": f"P-{sku}",
        "name": f"The {sku}",
        "colour": "blue",
        "size": "M",
        "category": category,
        "quantity": quantity,
        "unitPrice": inr(price),
        "lineTotal": inr(quantity * price),
    }


def order_body(order_id: str = "O-1", *lines: Row, discount: int = 0, delivery: int = 0) -> Row:
    lines = lines or (line("LS-1"),)
    subtotal = sum(each["lineTotal"]["amount"] for each in lines)
    discounts = [{"offerId": "OF-1", "title": "Off", "reason": "why not", "amount": inr(discount)}]
    return {
        "orderId": order_id,
        "lines": list(lines),
        "subtotal": inr(subtotal),
        "discounts": discounts if discount else [],
        "delivery": inr(delivery),
        "total": inr(subtotal - discount + delivery),
        "deliveryOption": "standard",
        "promisedBy": "2026-05-09",
        "address": None,
        "storeName": None,
        "lastFour": "4242",
    }


def willing_peers(captured: int = 100_000) -> ScriptedPeers:
    """Other agents that do what they are asked."""
    return ScriptedPeers(
        {
            ("payment", "getPayments"): {
                "payments": [],
                "captured": inr(captured),
                "refunded": inr(0),
            },
            ("payment", "refundPayment"): lambda request: {
                "status": "refunded",
                "refundId": "PY-1",
                "amount": request["amount"],
                "lastFour": "4242",
            },
            ("fulfillment", "cancelShipments"): {"status": "canceled", "shipments": []},
            ("inventory", "restock"): {"status": "restocked"},
            ("loyalty", "reversePoints"): {"status": "reversed", "points": 10, "balance": 0},
        }
    )
