"""The tools as a model sees them."""

import pytest

from contracts.tool_calls import COMMIT
from sales_agent.graph import COMMIT as GRAPH_COMMIT
from tools import all_tools

PROMISED = {
    "check_inventory",
    "get_recommendations",
    "initiate_checkout",
    "reserve_in_store",
    "get_applicable_offers",
    "get_order_status",
}
JOURNEY = {
    "search_products",
    "get_product_details",
    "compare_products",
    "add_to_cart",
    "update_cart",
    "remove_from_cart",
    "show_cart",
    "get_points",
    "get_delivery_options",
    "list_payment_methods",
    "add_gift_card",
    "list_reservations",
    "cancel_reservation",
    "change_default_address",
    "cancel_order",
    "return_items",
    "exchange_items",
    "change_order_items",
    "change_delivery_address",
    "change_order_payment",
    "get_refund_status",
    "get_invoice",
    "leave_feedback",
    "identify_shopper",
    "hand_over_to_person",
}
NEVER_FROM_A_MODEL = {
    "customer_id",
    "shopper",
    "shopper_id",
    "price",
    "total",
    "discount",
    "refund",
    "amount",
    "card_number",
    "token",
}


def test_all_tools_holds_the_promised_names():
    names = [tool.name for tool in all_tools]

    assert set(names) >= PROMISED | JOURNEY
    assert len(names) == len(set(names))


@pytest.mark.parametrize("tool", all_tools, ids=lambda tool: tool.name)
def test_a_tool_explains_itself_in_a_few_lines(tool):
    assert 1 <= len(tool.description.splitlines()) <= 8


@pytest.mark.parametrize("tool", all_tools, ids=lambda tool: tool.name)
def test_no_tool_takes_identity_or_money_from_a_model(tool):
    arguments = tool.tool_call_schema.model_json_schema()["properties"]

    assert not NEVER_FROM_A_MODEL & arguments.keys()


def test_commits_are_marked_and_take_a_quote_only():
    commits = [tool for tool in all_tools if COMMIT in (tool.tags or ())]

    assert {tool.name for tool in commits} == {
        "commit_checkout",
        "commit_cancellation",
        "commit_return",
        "commit_exchange",
        "commit_order_change",
    }
    for tool in commits:
        assert tool.tool_call_schema.model_json_schema()["required"] == ["quote_id"]
    assert COMMIT == GRAPH_COMMIT
