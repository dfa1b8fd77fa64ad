"""What a page that is read again shows of the conversation."""

import json
from typing import Any

from langchain_core.messages import AIMessage, HumanMessage, ToolMessage

from sales_agent.channels.web.history import is_told, said_rows

PRICE = {"amount": 229900, "currency": "INR"}


def result(content: dict[str, Any]) -> ToolMessage:
    return ToolMessage(json.dumps(content), tool_call_id="c-1")


def test_an_answer_is_one_row_with_all_that_it_showed():
    shirt = {"productId": "P-1005", "name": "Linen Shirt", "price": PRICE}
    rows = said_rows(
        [
            HumanMessage("shirts?", id="m-1"),
            AIMessage("One moment.", id="m-2"),
            result({"status": "ok", "products": [shirt]}),
            AIMessage("Here is one.", id="m-3"),
        ]
    )

    assert [(row["id"], row["role"], row["text"]) for row in rows] == [
        ("m-1", "shopper", "shirts?"),
        ("m-3", "assistant", "One moment.\nHere is one."),
    ]
    assert rows[1]["products"] == [{**shirt, "sku": "P-1005"}]


def test_a_turn_is_told_once_its_message_is_among_the_rows():
    rows = said_rows([HumanMessage("shirts?", id="turn-1"), AIMessage("Here is one.", id="m-2")])

    assert is_told("turn-1", rows)
    assert not is_told("turn-2", rows)


def test_an_order_that_was_placed_stands_with_its_answer():
    placed = {
        "status": "placed",
        "promisedBy": "2026-12-07",
        "trackingNumbers": ["MX1"],
        "orderChanged": {"orderId": "O-1", "total": PRICE},
    }
    rows = said_rows([HumanMessage("yes"), result(placed), AIMessage("All done.")])

    assert rows[1]["order"] == {
        "orderId": "O-1",
        "total": PRICE,
        "promisedBy": "2026-12-07",
        "trackingNumbers": ["MX1"],
    }
    assert rows[0]["order"] is None


def test_the_way_of_an_order_stands_with_its_answer():
    told = {"order": {"orderId": "O-1"}, "shipments": [{"status": "shipped"}]}
    rows = said_rows(
        [HumanMessage("where?"), result({"status": "ok", **told}), AIMessage("On its way.")]
    )

    assert rows[1]["tracking"] == told
