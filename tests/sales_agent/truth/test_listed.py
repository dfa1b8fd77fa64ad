"""What is said of lists, orders and offers in the words of every day."""

import pytest

from sales_agent.truth.reading.statement import Kind
from tests.sales_agent.truth.turns import ADDED, OFFERS, ORDER, SEARCH, STOCK, kinds


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I found three options for you.", {Kind.COUNT}),
        ("I found two options for you.", set()),
        ("The shirt comes in five colours.", {Kind.COUNT}),
        ("The shirt comes in two colours.", set()),
        ("Both come in white.", {Kind.VARIANT}),
        ("The two are the same price.", {Kind.AMOUNT}),
        ("Not both come in white.", set()),
        ("The tote comes in sizes S and M.", {Kind.VARIANT}),
        ("The shirt is available up to 3XL.", {Kind.VARIANT}),
        ("The shirt is available up to M.", set()),
    ],
)
def test_list_is_as_it_was_found(text, found):
    assert kinds(text, SEARCH) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("No store has it right now.", {Kind.DENIAL}),
        ("No other store has it right now.", set()),
        ("None of our other branches has it.", set()),
        ("Bandra has it.", set()),
    ],
)
def test_stores_that_have_it_are_not_denied(text, found):
    assert kinds(text, STOCK) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("You paid by card.", {Kind.DEED}),
        ("Your payment has arrived, thank you!", {Kind.DEED}),
        ("It's two days late.", {Kind.DATE}),
        ("It isn't late.", set()),
        ("If it's late, just write to me.", set()),
        ("It ships with DHL.", {Kind.POLICY}),
    ],
)
def test_order_is_told_as_it_stands(text, found):
    assert kinds(text, ORDER, said="where is it?") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("RUN12 is valid until the end of the year.", {Kind.DATE}),
        ("The towel offer needs the code RUN12.", {Kind.IDENTIFIER}),
        ("The running shoes offer needs the code RUN12.", set()),
        ("The offer on bedsheets ends on 31 January.", {Kind.DATE}),
        ("The offer on bedsheets ends on 25 December.", set()),
        ("The offer on bedsheets runs until Christmas.", set()),
        ("You can combine both offers.", {Kind.POLICY}),
    ],
)
def test_offer_is_told_with_its_own_code_and_day(text, found):
    assert kinds(text, OFFERS, said="any offers?") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I added two shirts.", {Kind.DEED}),
        ("I added the shirt.", set()),
        ("I've added the shirt in white; want the tote too?", set()),
        ("I've added the shirt and the tote; shall we check out?", {Kind.DEED}),
    ],
)
def test_no_more_was_added_than_calls_have_put_there(text, found):
    cart = [{"sku": "W-M", "quantity": 1}]
    assert kinds(text, SEARCH, ADDED, said="add it", cart=cart) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("u can have the tote for 899 rupees", set()),
        ("u can pay in 3 parts if u wanna", {Kind.POLICY}),
        ("i put 2 shirts in ur cart", {Kind.DEED}),
        ("the tote is the lowest price here", set()),
    ],
)
def test_typing_in_haste_is_read_as_it_is_said(text, found):
    assert kinds(text, SEARCH) == found


def product(number: int, *colours: str) -> dict[str, object]:
    price = {"amount": 49900 + number, "currency": "INR"}
    row = {"productId": f"P-{number}", "name": f"Number {number} Mug", "price": price}
    return {**row, "colours": [*colours], "sizes": []}


def test_both_of_a_longer_list_are_not_all_of_it():
    rows = [product(1, "black"), product(2, "black"), product(3, "red")]
    three = ("search_products", {}, {"status": "ok", "total": 3, "products": rows})
    text = "Number 1 Mug and Number 2 Mug are the sturdiest. Both come in black."

    assert kinds(text, three) == set()
    assert kinds("All of them come in black.", three) == {Kind.VARIANT}


@pytest.mark.parametrize(
    "text",
    [
        "It's too late to change O-5031.",
        "The money goes back to what you paid with.",
    ],
)
def test_what_only_sounds_like_lateness_or_payment_passes(text):
    assert kinds(text, ORDER, said="can i change it?") == set()


def test_day_of_something_else_is_not_held_to_an_offer():
    kept = {"status": "reserved", "reservation": {"reservationId": "RS-1", "status": "active"}}
    kept["reservation"] |= {"name": "Tempo Running Shoes", "expiresAt": "2026-12-03T10:00:00Z"}
    reserved = ("reserve_in_store", {}, kept)
    text = "Your running shoes are kept until 3 December."

    assert kinds(text, OFFERS, reserved, said="reserve them") == set()
