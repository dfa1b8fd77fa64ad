"""Coming back: what waits is said, and what is not known is not."""

from datetime import UTC, datetime, timedelta

import pytest
from langchain_core.messages import AIMessage, HumanMessage

from sales_agent.shoppers.greeting import HELLO, greet
from sales_agent.shoppers.identity import Session
from sales_agent.threads.stored import Stored

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
QUOTE = {
    "kind": "cancellation",
    "orderId": "O-1",
    "refund": {"amount": 99900, "currency": "INR"},
    "refundTo": "card ending 4242",
}


class AgentDown(Exception):
    pass


def down():
    raise AgentDown


def said(values=None, *, quote=None, orders=list, reservations=list, last_channel="web"):
    session = Session("web", "here", "C-1", "t-1", True, False, NOON, (), last_channel)
    talk = [HumanMessage("hi"), AIMessage("Hello.")]
    state = {"messages": talk, "shopper": {"name": "Ananya"}, **(values or {})}
    return greet(
        session,
        Stored(state, quote),
        NOON,
        ask_orders=orders,
        ask_reservations=reservations,
        failures=(AgentDown,),
    )


def order(order_id, status, promised="2026-11-25"):
    return {"orderId": order_id, "status": status, "promisedBy": promised}


def reservation(code, left):
    ends = (NOON + left).isoformat().replace("+00:00", "Z")
    place = {"storeName": "Indiranagar", "pickupCode": code, "expiresAt": ends}
    return {"reservationId": f"RS-{code}", "sku": "LS-1-M", "quantity": 1, **place}


def test_a_stranger_is_told_what_this_is():
    assert said({"messages": []}) == HELLO


def test_nothing_waits():
    assert said() == "Welcome back, Ananya."


def test_the_channel_of_the_last_turn_is_named_when_it_was_another():
    assert "where we were on terminal" in said(last_channel="terminal")


def test_all_that_waits_is_said():
    cart = {"lines": [{"sku": "A", "quantity": 2}]}
    orders = [order("O-3", "shipped"), order("O-2", "delivered"), order("O-1", "return_requested")]
    held = [reservation("K2", timedelta(hours=30)), reservation("K1", timedelta(minutes=59))]

    text = said({"cart": cart}, quote=QUOTE, orders=lambda: orders, reservations=lambda: held)

    assert text == (
        "Welcome back, Ananya. Your cart holds 2 pieces. 1 x LS-1-M at Indiranagar is held for "
        "59 minutes more, and 1 more is held; your code there is K1. Your order O-3 is on its "
        "way, promised by Wed 25 Nov. Your order O-1 waits for your return to arrive. Still open: "
        "Canceling order O-1 gives ₹999 back to card ending 4242. Shall I cancel it? (yes / no)"
    )


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=119), "1 hour"),
        (timedelta(hours=47), "1 day"),
        (timedelta(days=3), "3 days"),
    ],
)
def test_a_reservation_is_never_said_to_hold_longer_than_it_does(left, words):
    assert f"held for {words} more" in said(reservations=lambda: [reservation("K1", left)])


def test_what_is_over_is_not_said():
    over = [reservation("K1", timedelta(seconds=-1))]
    orders = [order("O-2", "delivered"), order("O-1", "canceled")]

    assert said(orders=lambda: orders, reservations=lambda: over) == "Welcome back, Ananya."


def test_an_agent_that_is_down_is_not_spoken_for():
    orders = [order("O-3", "packed")]

    assert "O-3" in said(orders=lambda: orders, reservations=down)
    assert said(orders=down, reservations=down) == "Welcome back, Ananya."


def test_an_open_question_is_asked_again():
    talk = [HumanMessage("add it"), AIMessage("Lovely.\nWhich size?")]

    assert said({"messages": talk}).endswith("I had asked: Which size?")


def test_a_turn_of_phrase_is_no_open_question():
    polite = AIMessage("All right! What next?", additional_kwargs={"suggestions": []})

    assert said({"messages": [HumanMessage("thanks"), polite]}) == "Welcome back, Ananya."
