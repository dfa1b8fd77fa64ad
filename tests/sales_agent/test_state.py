"""The cart in the session, and the window that a model sees."""

from langchain_core.messages import AIMessage, HumanMessage, ToolMessage

from sales_agent.state import change_cart
from sales_agent.window import recent_turns


def test_changes_are_applied_in_order():
    cart = change_cart({}, [{"op": "add", "sku": "A", "quantity": 1}])
    cart = change_cart(
        cart, [{"op": "add", "sku": "A", "quantity": 2}, {"op": "coupon", "code": "X"}]
    )
    cart = change_cart(cart, [{"op": "set", "sku": "B", "quantity": 4}])

    assert cart == {
        "lines": [{"sku": "A", "quantity": 3}, {"sku": "B", "quantity": 4}],
        "coupons": ["X"],
    }
    assert change_cart(cart, [{"op": "remove", "sku": "A"}])["lines"][0]["sku"] == "B"
    assert change_cart(cart, [{"op": "clear"}]) == {"lines": [], "coupons": []}


def turn(number: int, size: int = 10) -> list:
    call = {"name": "look", "args": {}, "id": str(number)}
    return [
        HumanMessage(f"question {number}"),
        AIMessage("", tool_calls=[call]),
        ToolMessage("r" * size, tool_call_id=str(number)),
        AIMessage(f"answer {number}"),
    ]


def test_the_window_is_cut_before_a_shoppers_message():
    messages = [message for number in range(50) for message in turn(number, 100)]

    seen = recent_turns(messages, limit=1000)

    assert seen[0].type == "human"
    assert seen == messages[-len(seen) :]
    assert 4 <= len(seen) < 40


def test_the_turn_in_progress_is_always_seen_whole():
    messages = [*turn(1), *turn(2, size=5000)]

    seen = recent_turns(messages, limit=100)

    assert [message.content for message in seen] == [m.content for m in turn(2, size=5000)]
