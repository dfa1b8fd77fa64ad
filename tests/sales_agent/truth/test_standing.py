"""How an order stands, what was paid, and deeds that are denied, held against results."""

import pytest

from sales_agent.truth.reading.statement import Kind
from tests.sales_agent.truth.turns import ADDED, SEARCH, kinds


def order_in(status: str, **more: object) -> tuple[str, dict[str, str], dict[str, object]]:
    row = {"orderId": "O-5031", "status": status, **more}
    return ("get_order_status", {"order_id": "O-5031"}, {"status": "ok", "order": row})


@pytest.mark.parametrize(
    ("text", "status", "found"),
    [
        ("O-5031 has been packed.", "confirmed", {Kind.DEED}),
        ("O-5031 has been packed.", "shipped", set()),
        ("Your order O-5031 has been dispatched.", "packed", {Kind.DEED}),
        ("O-5031 is with the courier.", "confirmed", {Kind.DEED}),
        ("O-5031 is with the courier.", "shipped", set()),
        ("O-5031 is out for delivery.", "shipped", {Kind.DEED}),
        ("O-5031 is out for delivery.", "out_for_delivery", set()),
        ("O-5031 has been delivered.", "shipped", {Kind.DEED}),
        ("O-5031 is still on its way to you.", "canceled", {Kind.DEED}),
        ("O-5031 hasn't been packed yet.", "confirmed", set()),
        ("Once O-5031 is packed, it can't be changed any more.", "confirmed", set()),
    ],
)
def test_order_stands_as_its_status_says(text, status, found):
    assert kinds(text, order_in(status)) == found


def test_payment_needs_an_order_that_tells_who_paid():
    paid = order_in("confirmed", tenders=[{"kind": "card", "label": "Visa ending 4242"}])

    assert kinds("Your card has been charged.", order_in("confirmed")) == {Kind.DEED}
    assert kinds("Your payment went through.", order_in("confirmed")) == {Kind.DEED}
    assert kinds("Your card has been charged for O-5031.", paid) == set()


def test_order_that_is_only_looked_at_was_not_placed_just_now():
    looked_at = order_in("confirmed")

    assert kinds("Your purchase is complete, thank you!", looked_at) == {Kind.DEED}
    assert kinds("Thank you for your order, it's been placed.", looked_at) == {Kind.DEED}
    assert kinds("O-5031 was placed already.", looked_at) == set()


@pytest.mark.parametrize(
    "text",
    [
        "I've added the Coastline Linen Shirt and canceled your order.",
        "I've added it and paid for it.",
        "Return for O-5031: opened.",
        "O-5031 is no longer active.",
        "O-5031 is going to your new address now.",
        "O-5031 is set up to come back to us.",
        "I've used your gift card for it.",
        "One Coastline Linen Shirt has your name on it at the store.",
    ],
)
def test_deed_in_other_words_is_found(text):
    assert Kind.DEED in kinds(text, SEARCH, ADDED, order_in("confirmed"))


@pytest.mark.parametrize(
    "text",
    [
        "Just to check: you want O-5031 canceled, right?",
        "To open a return for O-5031, tell me what's wrong with it.",
        "Cancelling O-5031 means it won't be sent; shall I do that?",
        "Your cart has been updated with the Coastline Linen Shirt.",
    ],
)
def test_deed_that_is_only_wanted_or_thought_of_passes(text):
    assert kinds(text, SEARCH, ADDED, order_in("confirmed")) == set()


CART = [{"sku": "W-M", "quantity": 1}]
QUEUED = ("hand_over_to_person", {}, {"status": "queued", "ticketId": "T-9BYQVR"})
APPLIED = ("apply_coupon", {"code": "RUN12"}, {"status": "applied"})
OPENED = ("commit_return", {}, {"status": "return_opened", "orderId": "O-5031"})
MOVED = ("commit_order_change", {}, {"status": "changed", "orderId": "O-5031"})


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("The Coastline Linen Shirt isn't in your cart.", ADDED),
        ("Nothing's in your cart yet.", ADDED),
        ("No return is open for O-5031.", OPENED),
        ("RUN12 was declined.", APPLIED),
        ("The address on O-5031 is unchanged.", MOVED),
        ("I couldn't reach a colleague.", QUEUED),
        ("Nobody has been informed yet.", QUEUED),
    ],
)
def test_deed_that_was_done_is_not_denied_in_other_words(text, done):
    assert Kind.DEED in kinds(text, SEARCH, done, cart=CART, said="use RUN12")


def test_deed_that_was_not_done_is_denied():
    looked_at = order_in("confirmed")

    assert kinds("No return is open for O-5031.", looked_at) == set()
    assert kinds("I couldn't reach a colleague.", looked_at) == set()
    assert kinds("The address on O-5031 is unchanged.", looked_at) == set()


def test_code_that_no_call_took_is_not_used():
    assert kinds("I used RUN12 on your cart.", SEARCH, said="use RUN12") == {Kind.DEED}


def test_return_is_no_exchange():
    assert kinds("Your exchange for O-5031 is confirmed.", OPENED) == {Kind.DEED}
    assert kinds("Your return for O-5031 is confirmed.", OPENED) == set()


def test_second_deed_of_a_sentence_does_not_do_for_the_first():
    said = "I've issued a refund to your card and let a colleague know."

    assert kinds(said, QUEUED) == {Kind.DEED}


@pytest.mark.parametrize(
    "text",
    [
        "Once you give me a yes, the Coastline Linen Shirt will be held for you at the store.",
        "As soon as you confirm, your order is canceled.",
        "If you agree, I cancel O-5031.",
    ],
)
def test_deed_that_waits_for_her_yes_passes(text):
    assert kinds(text, SEARCH, order_in("confirmed")) == set()


def test_deed_behind_what_has_happened_is_one():
    said = "When you asked, I canceled your order."

    assert kinds(said, order_in("confirmed")) == {Kind.DEED}


def test_gift_card_is_taken_by_an_order_and_not_by_a_code():
    said = "I applied your gift card to the order."
    placed = ("commit_checkout", {}, {"status": "placed", "orderId": "O-5031"})

    assert kinds(said, APPLIED) == {Kind.DEED}
    assert kinds(said, placed) == set()


@pytest.mark.parametrize(
    "text",
    [
        "You've paid for the Coastline Linen Shirt, so all that's left is to collect.",
        "As you wanted, O-5031 is stopped and the money refunded.",
        "O-5031 is gone, canceled as you asked.",
        "I stopped O-5031 for you.",
        "O-5031 went out this morning.",
        "Your payment's been taken.",
        "I've canceled O-5031 and opened a return.",
        "You can send O-5031 back now, the return is registered.",
        "You'll see the Market Canvas Tote in your cart.",
        "One of the team will jump in shortly.",
        "I've let the store know you're coming.",
        "I've booked you a phone call with a colleague.",
    ],
)
def test_deed_in_a_clerks_words_is_found(text):
    assert Kind.DEED in kinds(text, SEARCH, ADDED, order_in("confirmed"), cart=CART)


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("Your cart's still empty.", ADDED),
        ("I've not added anything.", ADDED),
        ("The Coastline Linen Shirt didn't go into your cart.", ADDED),
        ("Your return for O-5031 fell through.", OPENED),
        ("I've not opened a return.", OPENED),
        ("RUN12 is not on your cart.", APPLIED),
    ],
)
def test_deed_that_was_done_is_not_denied_in_a_clerks_words(text, done):
    said = kinds(text, SEARCH, done, cart=CART, said="use RUN12")

    assert said & {Kind.DEED, Kind.DENIAL}


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("The Coastline Linen Shirt has gone into your basket.", ADDED),
        ("You'll see the Coastline Linen Shirt listed in your cart.", ADDED),
        ("Your discount with RUN12 is locked in.", APPLIED),
        ("You'll see it in your cart once you've picked a size.", SEARCH),
        ("A colleague will take over if you like.", SEARCH),
        ("We have green ready to ship.", SEARCH),
    ],
)
def test_deed_that_was_done_or_is_offered_in_a_clerks_words_passes(text, done):
    assert Kind.DEED not in kinds(text, done, cart=CART, said="use RUN12")


@pytest.mark.parametrize(
    "text",
    [
        "It takes one word from you and the Coastline Linen Shirt is in your cart.",
        "I'd say the Coastline Linen Shirt is worth adding to your cart.",
        "No refund has gone out yet.",
        "A reservation is quick, shall I make one?",
        "Tell me when you'd like to drop by, and I'll reserve it.",
    ],
)
def test_deed_that_is_spoken_of_and_not_done_passes(text):
    assert kinds(text, SEARCH, order_in("confirmed")) == set()


def test_what_else_was_not_done_denies_no_deed():
    said = "The new address is on O-5031 now, nothing else has changed."

    assert kinds(said, order_in("confirmed"), MOVED) == set()


def test_refund_of_a_return_that_is_open_can_be_promised():
    said = "Your return is open, and we'll refund you once it's here."

    assert kinds(said, OPENED) == set()
    assert kinds(said, order_in("confirmed")) == {Kind.DEED}
