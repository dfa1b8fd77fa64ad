"""Tools that the policy was never told of are reached by their description."""

import pytest
from langchain_core.tools import tool

from tests.sales_agent.models.conversation import BOUND, Conversation
from tests.sales_agent.models.shop import ScriptedShop


@tool
def check_gift_wrapping(product_id: str) -> dict:
    """Check whether a product can be gift-wrapped, and with what options."""
    raise NotImplementedError


@tool
def estimate_carbon_footprint(order_id: str) -> dict:
    """Estimate the carbon footprint of an order's delivery."""
    raise NotImplementedError


@pytest.fixture
def talk():
    options = [{"type": "standard", "price": 50}, {"type": "premium", "price": 150}]
    shop = ScriptedShop()
    shop.more = {
        "check_gift_wrapping": lambda args: {
            "status": "success",
            "available": True,
            "options": options,
        },
        "estimate_carbon_footprint": lambda args: {"kilograms": 1.2, "method": "road"},
    }
    return Conversation(shop, bound=[*BOUND, check_gift_wrapping, estimate_carbon_footprint])


def test_gift_wrapping_is_asked_of_the_product_in_focus(talk):
    talk.say("show me linen shirts")
    reply = talk.say("can you gift-wrap it?")
    assert talk.shop.called("check_gift_wrapping") == [{"product_id": "P-6"}]
    assert "standard for 50 and premium for 150" in reply


def test_product_that_is_not_clear_is_asked_for(talk):
    talk.say("show me running shoes")
    assert "Which one" in talk.say("do you wrap presents?")
    talk.say("the second one")
    assert talk.shop.called("check_gift_wrapping") == [{"product_id": "P-2"}]


def test_missing_parameter_is_asked_for_by_its_name(talk):
    assert "order id" in talk.say("what is the carbon footprint of my order?")
    assert "Kilograms: 1.2" in talk.say("O-9001")
    assert talk.shop.called("estimate_carbon_footprint") == [{"order_id": "O-9001"}]


def test_gift_alone_is_not_gift_wrapping(talk):
    talk.say("I need a gift for my mother")
    assert talk.shop.called("check_gift_wrapping") == []


def test_fault_of_an_unknown_tool_is_told_plainly(talk):
    talk.shop.more["check_gift_wrapping"] = lambda args: {
        "status": "error",
        "code": "agent_unavailable",
        "message": "x",
        "suggestions": [],
    }
    talk.say("show me linen shirts")
    assert "cannot check gift wrapping right now" in talk.say("can you gift-wrap it?")
    assert "1." in talk.say("show me socks")
