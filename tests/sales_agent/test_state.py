"""The cart in the session, and the window that a model sees."""

from langchain_core.messages import AIMessage, HumanMessage, ToolMessage

from sales_agent.state import change_cart
from sales_agent.threads.window import Window


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

    seen = Window(tokens=300).show(messages)

    assert seen[0].type == "human"
    assert seen == messages[-len(seen) :]
    assert 4 <= len(seen) < 40


def test_the_turn_in_progress_is_always_seen_whole():
    messages = [*turn(1), *turn(2, size=5000)]

    seen = Window(tokens=30).show(messages)

    assert [message.content for message in seen] == [m.content for m in turn(2, size=5000)]


def test_a_call_that_was_cut_off_gets_a_result_before_the_model_sees_it():
    torn = turn(1)
    del torn[2:]

    seen = Window().show([*torn, HumanMessage("are you there?"), *turn(2)])

    assert [message.type for message in seen[:4]] == ["human", "ai", "tool", "human"]
    assert (seen[2].tool_call_id, seen[2].status) == ("1", "error")
    assert "cut_off" in seen[2].content


def test_a_result_without_its_call_is_not_shown():
    assert [message.type for message in Window().show(turn(1)[2:])] == ["ai"]


def test_a_window_of_tokens_uses_the_counter_it_is_given():
    messages = [message for number in range(10) for message in turn(number)]

    assert len(Window(tokens=12, count=lambda message: 1).show(messages)) == 12
