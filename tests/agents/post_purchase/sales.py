"""Orders with what an invoice tells: several lines, discounts, an address, tenders, payments."""

from typing import Any

Row = dict[str, Any]
AT = "2026-05-04T09:30:00Z"
ADDRESS: Row = {
    "name": "आशा शर्मा",
    "line1": "14, 3rd Cross",
    "line2": "Indiranagar",
    "city": "Bengaluru",
    "state": "Karnataka",
    "postcode": "560038",
    "country": "IN",
}


def price(amount: int, currency: str = "INR") -> Row:
    return {"amount": amount, "currency": currency}


def tender(amount: int, kind: str = "card", label: str = "card ending 4242", **how: Any) -> Row:
    return {
        "tenderId": how.get("tender_id", f"tok_{kind}"),
        "kind": kind,
        "label": label,
        "brand": None,
        "lastFour": "4242" if kind == "card" else None,
        "amount": price(amount, how.get("currency", "INR")),
        "points": how.get("points"),
    }


def sold(name: str = "Coastline Linen Shirt", quantity: int = 1, unit: int = 112_000) -> Row:
    return {
        "sku": f"{name[:3].upper()}-{unit}",
        "productId": f"P-{name[:3]}",
        "name": name,
        "colour": "blue",
        "size": "M",
        "category": "Shirts",
        "options": {"colour": "blue", "size": "M"},
        "quantity": quantity,
        "unitPrice": price(unit),
        "lineTotal": price(quantity * unit),
    }


def sale_body(
    order_id: str = "O-1", *lines: Row, discount: int = 0, delivery: int = 0, **fields: Any
) -> Row:
    """What checkout registers, paid with one card and with 12 % of tax in its total."""
    lines = lines or (sold(),)
    subtotal = sum(line["lineTotal"]["amount"] for line in lines)
    total = subtotal - discount + delivery
    off = {"offerId": "OF-6", "title": "Gold", "reason": "you are a gold member"}
    return {
        "orderId": order_id,
        "lines": list(lines),
        "subtotal": price(subtotal),
        "discounts": [{**off, "amount": price(discount)}] if discount else [],
        "delivery": price(delivery),
        "total": price(total),
        "deliveryOption": "standard",
        "promisedBy": "2026-05-09",
        "address": ADDRESS,
        "storeName": None,
        "tenders": [tender(total)],
        "offerIds": [],
        "taxIncluded": price((2 * total * 12 + 112) // 224),
        **fields,
    }


def given_back(amount: int, reference: str | None, **how: Any) -> Row:
    """A refund as payment tells it."""
    return {
        "paymentId": how.get("payment_id", f"PY-{reference}-{amount}"),
        "kind": "refund",
        "status": how.get("status", "succeeded"),
        "amount": price(amount),
        "at": how.get("at", AT),
        "tender": tender(amount, how.get("kind", "card"), how.get("label", "card ending 4242")),
        "reference": reference,
    }


def payments(*entries: Row, captured: int = 0) -> Row:
    sent = sum(entry["amount"]["amount"] for entry in entries if entry["status"] == "succeeded")
    return {
        "payments": list(entries),
        "captured": price(captured),
        "refunded": price(sent),
        "tenders": [],
    }
