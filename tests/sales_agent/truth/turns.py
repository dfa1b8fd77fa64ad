"""Turns of a shop, and what the truth check finds in what is said in them."""

import json
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any

from langchain_core.messages import AIMessage, HumanMessage, ToolMessage

from sales_agent.state import State, TurnContext
from sales_agent.truth.check import TruthCheck
from sales_agent.truth.evidence import Evidence, gather
from sales_agent.truth.reading.sentences import split
from sales_agent.truth.reading.statement import Kind

SHIRT = {
    "productId": "P-1005",
    "name": "Coastline Linen Shirt",
    "brand": "Loamfield",
    "category": "Shirts",
    "price": {"amount": 229900, "currency": "INR"},
    "maxPrice": {"amount": 229900, "currency": "INR"},
    "compareAtPrice": {"amount": 289900, "currency": "INR"},
    "colours": ["white", "olive"],
    "sizes": ["S", "M"],
}
TOTE = {
    "productId": "P-1040",
    "name": "Market Canvas Tote",
    "category": "Bags",
    "price": {"amount": 89900, "currency": "INR"},
    "maxPrice": {"amount": 89900, "currency": "INR"},
    "colours": ["black"],
    "sizes": [],
}
SEARCH = ("search_products", {}, {"status": "ok", "total": 2, "products": [SHIRT, TOTE]})
STOCK = (
    "check_inventory",
    {"product_id": "P-1005"},
    {
        "status": "ok",
        "productId": "P-1005",
        "name": "Coastline Linen Shirt",
        "available": 36,
        "warehouse": 27,
        "availableStores": [{"storeId": "B", "name": "Bandra", "city": "Mumbai", "available": 9}],
        "variants": [
            {"sku": "W-M", "productId": "P-1005", "name": "Coastline Linen Shirt"}
            | {"colour": "white", "size": "M", "available": 36, "warehouse": 27},
            {"sku": "O-S", "productId": "P-1005", "name": "Coastline Linen Shirt"}
            | {"colour": "olive", "size": "S", "available": 0, "warehouse": 0},
        ],
        "sizes": ["S", "M"],
        "colours": ["white", "olive"],
    },
)
ORDER = (
    "get_order_status",
    {"order_id": "O-5031"},
    {
        "status": "ok",
        "order": {"orderId": "O-5031", "status": "shipped", "promisedBy": "2026-12-04"}
        | {"placedAt": "2026-11-28T09:00:00Z", "total": {"amount": 453900, "currency": "INR"}},
        "shipments": [{"orderId": "O-5031", "trackingNumber": "MX6373153099"}],
    },
)
OFFERS = (
    "get_applicable_offers",
    {},
    {
        "status": "ok",
        "applied": [],
        "offers": [
            {"title": "15% off bedsheets and towels", "validUntil": "2026-12-25"},
            {"title": "12% off running shoes", "code": "RUN12", "validUntil": "2027-01-31"},
        ],
    },
)
PAGES = (
    "search_policies",
    {},
    {
        "status": "ok",
        "passages": [
            {"text": "You can return what you bought within 30 days of delivery."},
            {"text": "We do not take cash on delivery, cheques or instalments."},
            {"text": "If the goods are damaged, wrong or late, the return is free."},
            {"text": "Towels cannot be returned, for reasons of hygiene."},
        ],
    },
)
ADDED = (
    "add_to_cart",
    {"sku": "W-M"},
    {
        "status": "added",
        "message": "1 x Coastline Linen Shirt (white, M) added to the cart.",
        "cart": {
            "lines": [{"sku": "W-M", "name": "Coastline Linen Shirt", "quantity": 1}],
            "total": {"amount": 211508, "currency": "INR"},
            "discounts": [{"title": "8% off for gold members"}],
        },
    },
)


def evidence_of(*calls: Any, said: str = "hello", cart: list[Any] | None = None) -> Evidence:
    messages: list[Any] = [HumanMessage(said)]
    for number, (tool, args, result) in enumerate(calls):
        call = {"name": tool, "args": args, "id": f"c{number}", "type": "tool_call"}
        messages.append(AIMessage("", tool_calls=[call]))
        messages.append(ToolMessage(json.dumps(result), tool_call_id=f"c{number}", name=tool))
    state: State = {
        "messages": messages,
        "shopper": {"id": "S-1", "name": None, "isSignedIn": False},
        "cart": {"lines": cart or []},
        "pending": [],
        "tender": None,
        "turn": 1,
        "facts": {"asked": [{"kind": "asked", "at": "", "turn": 1, "text": said}]},
    }
    return gather(state, messages, TurnContext("web", datetime(2026, 11, 30, 12, tzinfo=UTC)))


def kinds(text: str, *calls: Any, **more: Any) -> set[Kind]:
    """The kinds of what is found in a reply, sentence by sentence."""
    check = TruthCheck(cache(partial(evidence_of, *calls, **more)))
    return {found.kind for sentence in split(text) for found in check.findings(sentence)}
