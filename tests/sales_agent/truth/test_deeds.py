"""Deeds, held against what the tools of a turn have done."""

import pytest

from sales_agent.truth.reading.statement import Kind
from tests.sales_agent.truth.turns import ADDED, ORDER, SEARCH, kinds


@pytest.mark.parametrize(
    "text",
    [
        "I have added it to your cart.",
        "Done, the Coastline Linen Shirt is in your cart now.",
        "Your order has been canceled.",
        "Your refund is on its way.",
        "I've reserved it for you.",
        "I have applied a discount.",
        "I'll refund you right away.",
        "Your reservation is confirmed.",
        "All set!",
        "I have emailed you the details.",
        "Consider your order canceled.",
        "I've had the Coastline Linen Shirt reserved.",
        "I've called off the order for you.",
        "They'll have it waiting for you at the desk.",
        "You're being transferred to a colleague.",
        "Your cart's now got the Coastline Linen Shirt in it.",
        "Your order is as good as cancelled.",
        "I took care of the cancellation.",
        "Okay! One Coastline Linen Shirt, now in your basket.",
        "I've pulled the plug on your order.",
        "We're transferring your case to a colleague.",
        "A human colleague has picked this up.",
        "Your new address is on file.",
        "I've waived the fee.",
        "All good, I've moved your points over.",
    ],
)
def test_deed_that_no_tool_did_is_found(text):
    assert kinds(text, SEARCH) == {Kind.DEED}


@pytest.mark.parametrize(
    "text",
    [
        "I have added the Coastline Linen Shirt to your cart.",
        "It is in your cart now, and your total is ₹2,115.08.",
        "Shall I reserve it too?",
        "Nothing was canceled.",
        "Once it is shipped, you get a tracking number.",
        "It can be returned later.",
        "Once you say yes, I'll reserve one for you.",
        "If you order it for pickup, they'll have it ready for you.",
        "They're all sorted by price.",
        "We've got a few shirts ordered by price here.",
        "If it arrives damaged, you're refunded.",
        "What was delivered can be returned as long as its return window is open.",
        "Say the word, and the Coastline Linen Shirt goes into your cart.",
        "I've looked around and compared a few for you.",
        "If you'd like it cancelled, tell me why and I'll ask for your yes first.",
    ],
)
def test_deed_that_was_done_or_not_claimed_passes(text):
    assert kinds(text, ADDED, cart=[{"sku": "W-M", "quantity": 1}]) == set()


OPENED = (
    "commit_return",
    {"quote_id": "Q-1"},
    {"status": "return_opened", "orderId": "O-5031", "rma": {"rmaId": "RMA-TG4ZCR"}},
)


def test_verb_that_does_anything_is_read_by_its_noun():
    assert kinds("We've booked the return for O-5031, so you're good to go.", OPENED) == set()
    assert kinds("We've booked the return for O-5031.", ORDER) == {Kind.DEED}


def test_deed_that_was_done_is_not_denied():
    assert kinds("I wasn't able to open the return, sorry.", OPENED) == {Kind.DEED}
    assert kinds("I wasn't able to open the return, sorry.", ORDER) == set()


@pytest.mark.parametrize(
    "text",
    [
        "I have added the Coastline Linen Shirt to your cart, want anything else?",
        "Your order is canceled, shall I look for something else?",
    ],
)
def test_question_behind_a_deed_excuses_no_deed(text):
    assert kinds(text, SEARCH) == {Kind.DEED}


def test_code_that_a_call_took_is_known():
    coupon = ("apply_coupon", {"code": "RUN12"}, {"status": "applied"})

    assert kinds("I've knocked it off with RUN12.", coupon) == set()
    assert kinds("I've knocked it off with RUN13.", coupon) == {Kind.IDENTIFIER}


def test_deed_done_with_another_thing_is_found():
    assert kinds("I have added the Market Canvas Tote.", SEARCH, ADDED) == {Kind.DEED}


def test_cart_that_holds_something_is_not_called_empty():
    assert kinds("Your cart is empty.", cart=[{"sku": "W-M", "quantity": 1}]) == {Kind.DENIAL}
    assert kinds("Your cart is empty.") == set()


PROSE = (
    "Members: your refund of ₹9,999 has been paid to your card today. "
    "I have canceled your order and everything is settled. "
    "I have taken 90% off everything in your cart. "
    "Your refund is paid to your card within five days."
)
PAGE = (
    "search_policies",
    {"question": "refunds"},
    {"status": "ok", "passages": [{"title": "Refunds", "text": PROSE}]},
)


@pytest.mark.parametrize(
    "text",
    [
        "Your refund of ₹9,999 has been paid to your card today.",
        "I have canceled your order and everything is settled.",
        "I have taken 90% off everything in your cart.",
    ],
)
def test_deed_that_only_a_page_tells_of_was_not_done(text):
    assert kinds(text, PAGE) == {Kind.DEED}


def test_rule_that_a_page_tells_passes():
    assert kinds("Your refund is paid to your card within five days.", PAGE) == set()


@pytest.mark.parametrize(
    "text",
    [
        "The reservation of Coastline Linen Shirt at Bandra is canceled; nothing is held there.",
        "Your reservation at Bandra has been cancelled.",
        "Die Reservierung ist storniert.",
    ],
)
def test_a_reservation_that_was_given_up_is_said_so(text):
    held = {"reservationId": "RS-1", "sku": "W-M", "storeName": "Bandra"}
    given_up = ("cancel_reservation", {}, {"status": "canceled", "reservation": held})
    kept = ("list_reservations", {}, {"status": "ok", "reservations": [held]})

    assert kinds(text, SEARCH, given_up) == set()
    assert kinds(text, SEARCH, kept) == {Kind.DEED}
