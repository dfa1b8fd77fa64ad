"""A talk as the sample shop holds it: the events of its turns, and the goods in them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.widget.scripted_shop import Step, rupees

Json = dict[str, Any]


def product(product_id: str, name: str, price: int, **more: Any) -> Json:
    colours, sizes = more.pop("colours", ["white", "olive"]), more.pop("sizes", ["S", "M", "L"])
    variants = [
        {
            "sku": f"{product_id}-{colour}-{size}",
            "productId": product_id,
            "colour": colour,
            "size": size,
            "options": {"colour": colour, "size": size},
            "price": rupees(price),
            "onlineStatus": "in_stock",
            "available": 120,
        }
        for colour in colours
        for size in sizes
    ]
    return {
        "productId": product_id,
        "name": name,
        "price": rupees(price),
        "maxPrice": rupees(price),
        "colours": colours,
        "sizes": sizes,
        "imageUrl": None,
        "variants": variants,
        **more,
    }


SHIRT = product("P-1005", "Coastline Linen Shirt", 2299, reason="light, for the heat")
TROUSERS = product("P-1014", "Breeze Linen Trousers", 2199, sizes=["30", "32"], colours=["beige"])
BELT = product("P-1030", "Classic Leather Belt", 999, sizes=[], colours=[])
BELT["variants"] = [
    {
        "sku": "BL-01",
        "options": {},
        "price": rupees(999),
        "onlineStatus": "low_stock",
        "available": 3,
    }
]
SHIRT["variants"][1] |= {"onlineStatus": "low_stock", "available": 3}
SHIRT["variants"][2] |= {"onlineStatus": "out_of_stock", "available": 0}
GOODS = {goods["productId"]: goods for goods in (SHIRT, TROUSERS, BELT)}


def tool(name: str, state: str) -> Step:
    return ("tool", {"name": name, "state": state, "status": None, "label": name})


def called(name: str, result: Json) -> Json:
    """A tool call as a turn's object holds it."""
    return {"name": name, "args": {}, "status": "ok", "code": None, "result": result, "ms": 1.0}


def say(text: str) -> list[Step]:
    """A text in the pieces in which it streams."""
    return [("delta", {"text": piece + " "}) for piece in text.split(" ")]


def quote(quote_id: str = "Q-1", *, minutes: float = 15) -> Json:
    expires = datetime.now(UTC) + timedelta(minutes=minutes)
    return {
        "quoteId": quote_id,
        "kind": "checkout",
        "lines": [
            {
                "sku": "P-1005-white-M",
                "name": "Coastline Linen Shirt",
                "quantity": 1,
                "options": {"colour": "white", "size": "M"},
                "lineTotal": rupees(2299),
            }
        ],
        "subtotal": rupees(2299),
        "discounts": [
            {
                "title": "8% off for gold members",
                "reason": "you are a gold member",
                "amount": {"amount": 18392, "currency": "INR"},
            }
        ],
        "delivery": {
            "name": "Standard delivery",
            "price": rupees(0),
            "promisedBy": "2026-12-07",
            "storeName": None,
            "slot": None,
        },
        "address": {
            "name": "Ananya Iyer",
            "line1": "14, 3rd Cross",
            "line2": "Indiranagar",
            "city": "Bengaluru",
            "postcode": "560038",
        },
        "taxIncluded": {"amount": 22662, "currency": "INR"},
        "total": {"amount": 211508, "currency": "INR"},
        "tenders": [{"label": "Test card ending 4242", "amount": rupees(2115)}],
        "notes": ["Free standard delivery from ₹1,499"],
        "pointsToEarn": 21,
        "expiresAt": expires.isoformat().replace("+00:00", "Z"),
    }


ORDER = {"orderId": "O-XBVMSG86", "total": {"amount": 211508, "currency": "INR"}}
PARCEL = {
    "shipmentId": "SH-1",
    "status": "out_for_delivery",
    "carrier": "Marigold Express",
    "trackingNumber": "MX0897336518",
    "trackingUrl": "https://track.marigold.example/MX0897336518",
    "promisedBy": "2026-12-07",
    "events": [
        {
            "at": "2026-11-30T13:45:57Z",
            "status": "preparing",
            "place": None,
            "note": "Your order is being picked",
        },
        {"at": "2026-12-01T08:00:00Z", "status": "shipped", "place": "Bengaluru", "note": None},
        {
            "at": "2026-12-07T06:10:00Z",
            "status": "out_for_delivery",
            "place": "Indiranagar",
            "note": "Out for delivery",
        },
    ],
}


def talk() -> dict[str, list[Step]]:
    """What the shop says to which message."""
    listed = "I found three for you:\n1. Coastline Linen Shirt - ₹2,299\n2. Breeze"
    return {
        "show me linen": [
            tool("search_products", "started"),
            tool("search_products", "finished"),
            *say(listed + " Linen Trousers - ₹2,199\n3. Classic Leather Belt - ₹999"),
            ("products", {"products": [SHIRT, TROUSERS, BELT]}),
            ("done", {"suggestions": ["Is the first one in M?", "Something cheaper"]}),
        ],
        "checkout": [
            tool("initiate_checkout", "started"),
            *say("Which card shall I charge?"),
            (
                "done",
                {
                    "suggestions": ["Pay by card", "Change the delivery"],
                    "tools": [called("initiate_checkout", {"status": "needs_tender"})],
                },
            ),
        ],
        "Use the card ending 4242": [
            *say("1 x Coastline Linen Shirt: ₹2,115.08 in all. Shall I place this order?"),
            ("confirm", {"quote": quote()}),
            ("done", {"confirm": quote(), "suggestions": ["Yes, place the order", "No, not yet"]}),
        ],
        "yes": [
            tool("commit_checkout", "started"),
            *say("All done: your order O-XBVMSG86 is placed. Thank you!"),
            ("order", ORDER),
            (
                "done",
                {
                    "order": ORDER,
                    "suggestions": ["Where is my order?"],
                    "tools": [
                        called(
                            "commit_checkout",
                            {
                                "status": "placed",
                                "promisedBy": "2026-12-07",
                                "trackingNumbers": ["MX0897336518"],
                            },
                        )
                    ],
                },
            ),
        ],
        "Where is my order?": [
            *say("It is out for delivery."),
            (
                "done",
                {
                    "tools": [
                        called(
                            "get_order_status",
                            {
                                "order": {**ORDER, "status": "shipped"},
                                "shipments": [PARCEL],
                            },
                        )
                    ]
                },
            ),
        ],
        "talk to a person": [
            *say("I have handed our conversation over to a person; your ticket is T-Q6C9J3."),
            ("handoff", {"ticket": {"ticketId": "T-Q6C9J3"}}),
        ],
    }
