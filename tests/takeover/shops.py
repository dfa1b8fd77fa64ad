"""A small shop in the shape of the τ² benchmark's, of our own making."""

from typing import Any

Json = dict[str, Any]
HOME = {
    "address1": "12 Harbour Road",
    "address2": "Flat 3",
    "city": "Portland",
    "country": "USA",
    "state": "OR",
    "zip": "97201",
}
OFFICE = {**HOME, "address1": "4 Mill Lane", "address2": "", "zip": "97204"}


def small_shop() -> Json:
    """Two customers, two products, and an order in each state."""
    return {
        "products": {
            "p1": _product("p1", "Kettle", 19.99, 24.5),
            "p2": _product("p2", "Lamp", 40.1, 8),
        },
        "users": {
            "ida_holm_1": {
                "user_id": "ida_holm_1",
                "name": {"first_name": "Ida", "last_name": "Holm"},
                "address": dict(HOME),
                "email": "ida@example.com",
                "payment_methods": {
                    "gift_card_77": {"source": "gift_card", "id": "gift_card_77", "balance": 30.1},
                    "credit_card_5": _card("credit_card_5", "4711"),
                },
                "orders": ["#W1", "#W2", "#W3", "#W4"],
            },
            "bo_ek_2": {
                "user_id": "bo_ek_2",
                "name": {"first_name": "Bo", "last_name": "Ek"},
                "address": dict(OFFICE),
                "email": "bo@example.com",
                "payment_methods": {"paypal_9": {"source": "paypal", "id": "paypal_9"}},
                "orders": [],
            },
        },
        "orders": {
            "#W1": _order("#W1", "pending", ["p1-a", "p1-a", "p2-b"]),
            "#W2": _order("#W2", "processed", ["p2-a"]),
            "#W3": _order("#W3", "delivered", ["p1-b"]),
            "#W4": _order("#W4", "cancelled", ["p1-a"]),
        },
    }


def _card(card_id: str, last_four: str) -> Json:
    return {"source": "credit_card", "id": card_id, "brand": "visa", "last_four": last_four}


def _product(product_id: str, name: str, low: float, high: float) -> Json:
    variants = {
        f"{product_id}-{letter}": {
            "item_id": f"{product_id}-{letter}",
            "options": {"color": colour, "finish": "matte"},
            "available": letter == "a",
            "price": price,
        }
        for letter, colour, price in (("a", "red", low), ("b", "blue", high))
    }
    return {"name": name, "product_id": product_id, "variants": variants}


def _order(order_id: str, status: str, skus: list[str]) -> Json:
    products = {"p1": ("Kettle", 19.99, 24.5), "p2": ("Lamp", 40.1, 8)}
    items = []
    for sku in skus:
        product_id, letter = sku.split("-")
        name, low, high = products[product_id]
        colour, price = ("red", low) if letter == "a" else ("blue", high)
        items.append(
            {
                "name": name,
                "product_id": product_id,
                "item_id": sku,
                "price": price,
                "options": {"color": colour, "finish": "matte"},
            }
        )
    paid = {
        "transaction_type": "payment",
        "amount": round(sum(item["price"] for item in items), 2),
        "payment_method_id": "credit_card_5",
    }
    is_sent = status != "pending"
    return {
        "order_id": order_id,
        "user_id": "ida_holm_1",
        "address": dict(HOME),
        "items": items,
        "status": status,
        "fulfillments": [{"tracking_id": ["900"], "item_ids": skus}] if is_sent else [],
        "payment_history": [paid, {**paid, "transaction_type": "refund"}]
        if status == "cancelled"
        else [paid],
    }
