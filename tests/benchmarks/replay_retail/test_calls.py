"""Every call of a task has a tool of ours, or says why it has none."""

import pytest

from benchmarks.replay_retail.calls import CALLS, our_call
from benchmarks.replay_retail.oracle import WRITES
from tests.takeover.shops import HOME, OFFICE
from tools import all_tools


def swap(*pairs):
    return {
        "order_id": "#W1",
        "item_ids": [old for old, _ in pairs],
        "new_item_ids": [new for _, new in pairs],
        "payment_method_id": "gift_card_77",
    }


def test_every_write_has_a_tool():
    assert WRITES.keys() <= CALLS.keys()


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("find_user_id_by_email", {"email": "ida@example.com"}),
        ("find_user_id_by_name_zip", {"first_name": "Ida", "last_name": "Holm", "zip": "97201"}),
        ("get_user_details", {"user_id": "ida_holm_1"}),
        ("get_order_details", {"order_id": "#W1"}),
        ("get_product_details", {"product_id": "p1"}),
        ("get_item_details", {"item_id": "p1-a"}),
        ("list_all_product_types", {}),
        ("transfer_to_human_agents", {"summary": "She asks for a person."}),
        ("cancel_pending_order", {"order_id": "#W1", "reason": "no longer needed"}),
        ("modify_pending_order_items", swap(("p1-a", "p1-b"))),
        ("modify_pending_order_address", {"order_id": "#W1", **HOME}),
        ("modify_pending_order_payment", {"order_id": "#W1", "payment_method_id": "paypal_9"}),
        ("modify_user_address", {"user_id": "ida_holm_1", **OFFICE}),
        ("exchange_delivered_order_items", swap(("p1-a", "p1-b"))),
        (
            "return_delivered_order_items",
            {"order_id": "#W3", "item_ids": ["p1-b"], "payment_method_id": "paypal_9"},
        ),
    ],
)
def test_what_a_call_becomes_is_what_our_tool_takes(name, arguments):
    tools = {tool.name: tool for tool in all_tools}
    ours, args = our_call(name, arguments)

    schema = tools[ours].tool_call_schema.model_json_schema()
    assert args.keys() <= schema["properties"].keys()
    assert set(schema.get("required", ())) <= args.keys()
    tools[ours].tool_call_schema.model_validate(args)


def test_our_agents_do_the_sums():
    assert our_call("calculate", {"expression": "1 + 1"}) is None


def test_a_call_that_nobody_has_thought_of_is_an_error():
    with pytest.raises(KeyError, match="fly_to_the_moon"):
        our_call("fly_to_the_moon", {})


def test_units_of_a_variant_are_counted_by_what_they_become():
    _, args = our_call(
        "exchange_delivered_order_items",
        swap(("p1-a", "p1-b"), ("p1-a", "p1-c"), ("p1-a", "p1-b")),
    )

    assert args["swaps"] == [
        {"sku": "p1-a", "new_sku": "p1-b", "quantity": 2},
        {"sku": "p1-a", "new_sku": "p1-c", "quantity": 1},
    ]
