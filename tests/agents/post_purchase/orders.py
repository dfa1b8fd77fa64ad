"""Orders as checkout registers them, for the tests of what comes after."""

from typing import Any

from tests.doubles import ScriptedPeers

ASHA = "C-2001"
BORIS = "C-2002"
SERVICE = "payment"
CARD = "tok_asha_4242"
SECOND_CARD = "tok_asha_1881"
GIFT_CARD = "GC-7Q2M"
LABELS = {
    CARD: "Visa ending 4242",
    SECOND_CARD: "Mastercard ending 1881",
    GIFT_CARD: "gift card GC-7Q2M",
    "points": "your points",
}
Row = dict[str, Any]


def inr(amount: int) -> Row:
    return {"amount": amount, "currency": "INR"}


NOT_PAID = {"payments": [], "captured": inr(0), "refunded": inr(0), "tenders": []}


def payments(captured: int, refunded: int = 0) -> Row:
    """What payment says was taken for an order and given back."""
    return {**NOT_PAID, "captured": inr(captured), "refunded": inr(refunded)}


def line(sku: str, quantity: int = 1, price: int = 100_000, category: str = "Shirts") -> Row:
    return {
        "sku": sku,
        "productId": f"P-{sku}",
        "name": f"The {sku}",
        "colour": "blue",
        "size": "M",
        "options": {"colour": "blue", "size": "M"},
        "category": category,
        "quantity": quantity,
        "unitPrice": inr(price),
        "lineTotal": inr(quantity * price),
    }


def tender(tender_id: str, amount: int, kind: str = "card") -> Row:
    """A tender with what it pays; its label is told by its id."""
    return {
        "tenderId": tender_id,
        "kind": kind,
        "label": LABELS.get(tender_id, tender_id),
        "brand": None,
        "lastFour": tender_id[-4:],
        "amount": inr(amount),
        "points": None,
    }


def order_body(
    order_id: str = "O-1",
    *lines: Row,
    discount: int = 0,
    delivery: int = 0,
    tenders: list[Row] | None = None,
) -> Row:
    lines = lines or (line("LS-1"),)
    subtotal = sum(each["lineTotal"]["amount"] for each in lines)
    total = subtotal - discount + delivery
    discounts = [{"offerId": "OF-1", "title": "Off", "reason": "why not", "amount": inr(discount)}]
    return {
        "orderId": order_id,
        "lines": list(lines),
        "subtotal": inr(subtotal),
        "discounts": discounts if discount else [],
        "delivery": inr(delivery),
        "total": inr(total),
        "deliveryOption": "standard",
        "promisedBy": "2026-05-09",
        "address": None,
        "storeName": None,
        "tenders": [tender(CARD, total)] if tenders is None else tenders,
        "offerIds": ["OF-1"] if discount else [],
        "taxIncluded": inr(total * 12 // 112),
    }


def own_tender(tender_id: str, kind: str, balance: int | None = None) -> Row:
    """A way to pay of the shopper, as payment lists it."""
    return {
        "tenderId": tender_id,
        "kind": kind,
        "label": LABELS[tender_id],
        "brand": None,
        "lastFour": tender_id[-4:],
        "balance": None if balance is None else inr(balance),
        "points": None,
    }


TENDERS = [
    own_tender(CARD, "card"),
    own_tender(SECOND_CARD, "card"),
    own_tender(GIFT_CARD, "gift_card", 50_000),
]


def refunded(request: Row) -> Row:
    """A refund as payment answers it: all of it to the tender that was named."""
    tender_id = request["tenderId"] or CARD
    part = {
        "refundId": "PY-1",
        "tenderId": tender_id,
        "kind": "gift_card" if tender_id == GIFT_CARD else "card",
        "label": LABELS.get(tender_id, tender_id),
        "brand": None,
        "lastFour": tender_id[-4:],
        "amount": request["amount"],
        "points": None,
    }
    return {
        "status": "refunded",
        "amount": request["amount"],
        "refunds": [part],
        "message": "Sent.",
    }


def charged(request: Row) -> Row:
    """A charge as payment answers it: it goes through."""
    kind = "gift_card" if request["tenderId"] == GIFT_CARD else "card"
    return {
        "status": "captured" if request["capture"] else "authorized",
        "reason": None,
        "chargeId": f"CH-{request['reference']}",
        "tender": tender(request["tenderId"], request["amount"]["amount"], kind),
        "message": "Charged.",
        "suggestions": [],
    }


def allocated(lines: list[Row]) -> list[Row]:
    """Units as inventory says where it takes them from."""
    return [
        {"sku": each["sku"], "locationId": "WH-1", "quantity": each["quantity"]} for each in lines
    ]


def willing_peers(captured: int = 100_000) -> ScriptedPeers:
    """Other agents that do what they are asked."""
    return ScriptedPeers(
        {
            ("payment", "getPayments"): payments(captured),
            ("payment", "listTenders"): {"tenders": TENDERS},
            ("payment", "refundPayment"): refunded,
            ("payment", "chargeOrder"): charged,
            ("payment", "captureCharge"): lambda request: {"status": "captured", **request},
            ("payment", "voidCharge"): lambda request: {"status": "voided", **request},
            ("fulfillment", "cancelShipments"): {"status": "canceled", "shipments": []},
            ("fulfillment", "changeShipments"): {"status": "changed", "shipments": []},
            ("fulfillment", "createShipment"): {"status": "prepared", "shipments": []},
            ("inventory", "restock"): {"status": "restocked"},
            ("inventory", "releaseHold"): lambda request: {"status": "released", **request},
            ("loyalty", "reversePoints"): {"status": "reversed", "points": 10, "balance": 0},
            ("loyalty", "releaseOffers"): {"status": "released"},
            ("loyalty", "earnPoints"): {"status": "earned", "points": 10, "balance": 10},
        }
    )


def variant(product_id: str, sku: str, price: int, size: str) -> Row:
    """A variant as the catalogue tells it."""
    return {
        "sku": sku,
        "productId": product_id,
        "colour": "blue",
        "size": size,
        "options": {"colour": "blue", "size": size},
        "price": inr(price),
        "compareAtPrice": None,
        "imageUrl": None,
    }


def product(product_id: str, *variants: Row) -> Row:
    """A product as the catalogue tells it."""
    return {
        "productId": product_id,
        "name": f"The {product_id[2:]}",
        "brand": None,
        "category": "Shirts",
        "description": "Good.",
        "materials": [],
        "tags": [],
        "price": variants[0]["price"],
        "maxPrice": variants[-1]["price"],
        "colours": ["blue"],
        "sizes": [each["size"] for each in variants],
        "imageUrl": None,
        "variants": list(variants),
    }


def in_stock(row: Row, available: int) -> Row:
    """Stock of a variant as inventory tells it."""
    return {
        "sku": row["sku"],
        "productId": row["productId"],
        "name": row["sku"],
        "colour": row["colour"],
        "size": row["size"],
        "available": available,
        "onlineStatus": "in_stock" if available else "out_of_stock",
        "warehouse": available,
    }


SHELF = {
    "P-LS-1": (
        (variant("P-LS-1", "LS-1", 100_000, "M"), 5),
        (variant("P-LS-1", "LS-1-L", 120_000, "L"), 5),
        (variant("P-LS-1", "LS-1-S", 70_000, "S"), 5),
        (variant("P-LS-1", "LS-1-XL", 100_000, "XL"), 1),
        (variant("P-LS-1", "LS-1-XXL", 100_000, "XXL"), 0),
    ),
    "P-MG-1": (
        (variant("P-MG-1", "MG-1", 9_900, "M"), 5),
        (variant("P-MG-1", "MG-2", 9_900, "L"), 5),
    ),
}
"""What the shop of these tests sells, with how many are there."""


def stock_shelf(peers: ScriptedPeers) -> None:
    """Let catalogue and inventory answer of the shelf, and hold what is asked for."""
    held: dict[str, list[Row]] = {}

    def hold(request: Row) -> Row:
        held[request["holdId"]] = request["lines"]
        return {
            "status": "held",
            "holdId": request["holdId"],
            "expiresAt": "2026-05-04T10:00:00Z",
            "allocations": allocated(request["lines"]),
            "shortages": [],
        }

    def take(request: Row) -> Row:
        lines = allocated(held[request["holdId"]])
        return {"status": "committed", "allocations": lines, **request}

    answers = peers.answers
    answers["recommendation", "getProducts"] = lambda request: {
        "products": [
            product(each, *(row for row, _ in SHELF[each])) for each in request["productIds"]
        ],
        "unknown": [],
    }
    answers["inventory", "getStock"] = lambda request: {
        "stock": [in_stock(*pair) for each in request["productIds"] for pair in SHELF[each]],
        "unknown": [],
    }
    answers["inventory", "placeHold"] = hold
    answers["inventory", "commitHold"] = take
