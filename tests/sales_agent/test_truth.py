"""What the truth check finds, kind by kind: a turn's results here, a sentence there."""

import json
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage

from sales_agent.state import State, TurnContext
from sales_agent.truth.check import TruthCheck
from sales_agent.truth.evidence import Evidence, gather
from sales_agent.truth.sentences import Sentences, split
from sales_agent.truth.statement import Finding, Kind
from sales_agent.truth.telling import NOT_LOOKED_UP, tell

SHIRT = {
    "productId": "P-1005",
    "name": "Coastline Linen Shirt",
    "brand": "Loamfield",
    "category": "Shirts",
    "price": {"amount": 229900, "currency": "INR"},
    "maxPrice": {"amount": 229900, "currency": "INR"},
    "compareAtPrice": {"amount": 289900, "currency": "INR"},
    "colours": ["white", "olive"],
    "sizes": ["S", "M"],
}
TOTE = {
    "productId": "P-1040",
    "name": "Market Canvas Tote",
    "category": "Bags",
    "price": {"amount": 89900, "currency": "INR"},
    "maxPrice": {"amount": 89900, "currency": "INR"},
    "colours": ["black"],
    "sizes": [],
}
SEARCH = ("search_products", {}, {"status": "ok", "total": 2, "products": [SHIRT, TOTE]})
STOCK = (
    "check_inventory",
    {"product_id": "P-1005"},
    {
        "status": "ok",
        "productId": "P-1005",
        "name": "Coastline Linen Shirt",
        "available": 36,
        "warehouse": 27,
        "availableStores": [{"storeId": "B", "name": "Bandra", "city": "Mumbai", "available": 9}],
        "variants": [
            {"sku": "W-M", "productId": "P-1005", "name": "Coastline Linen Shirt"}
            | {"colour": "white", "size": "M", "available": 36, "warehouse": 27},
            {"sku": "O-S", "productId": "P-1005", "name": "Coastline Linen Shirt"}
            | {"colour": "olive", "size": "S", "available": 0, "warehouse": 0},
        ],
        "sizes": ["S", "M"],
        "colours": ["white", "olive"],
    },
)
ORDER = (
    "get_order_status",
    {"order_id": "O-5031"},
    {
        "status": "ok",
        "order": {"orderId": "O-5031", "status": "shipped", "promisedBy": "2026-12-04"}
        | {"placedAt": "2026-11-28T09:00:00Z", "total": {"amount": 453900, "currency": "INR"}},
        "shipments": [{"orderId": "O-5031", "trackingNumber": "MX6373153099"}],
    },
)
OFFERS = (
    "get_applicable_offers",
    {},
    {
        "status": "ok",
        "applied": [],
        "offers": [
            {"title": "15% off bedsheets and towels", "validUntil": "2026-12-25"},
            {"title": "12% off running shoes", "code": "RUN12", "validUntil": "2027-01-31"},
        ],
    },
)
PAGES = (
    "search_policies",
    {},
    {
        "status": "ok",
        "passages": [
            {"text": "You can return what you bought within 30 days of delivery."},
            {"text": "We do not take cash on delivery, cheques or instalments."},
            {"text": "If the goods are damaged, wrong or late, the return is free."},
            {"text": "Towels cannot be returned, for reasons of hygiene."},
        ],
    },
)
ADDED = (
    "add_to_cart",
    {"sku": "W-M"},
    {
        "status": "added",
        "message": "1 x Coastline Linen Shirt (white, M) added to the cart.",
        "cart": {
            "lines": [{"sku": "W-M", "name": "Coastline Linen Shirt", "quantity": 1}],
            "total": {"amount": 211508, "currency": "INR"},
            "discounts": [{"title": "8% off for gold members"}],
        },
    },
)


def evidence_of(*calls: Any, said: str = "hello", cart: list[Any] | None = None) -> Evidence:
    messages: list[Any] = [HumanMessage(said)]
    for number, (tool, args, result) in enumerate(calls):
        call = {"name": tool, "args": args, "id": f"c{number}", "type": "tool_call"}
        messages.append(AIMessage("", tool_calls=[call]))
        messages.append(ToolMessage(json.dumps(result), tool_call_id=f"c{number}", name=tool))
    state: State = {
        "messages": messages,
        "shopper": {"id": "S-1", "name": None, "isSignedIn": False},
        "cart": {"lines": cart or []},
        "pending": [],
        "tender": None,
        "turn": 1,
        "facts": {"asked": [{"kind": "asked", "at": "", "turn": 1, "text": said}]},
    }
    return gather(state, messages, TurnContext("web", datetime(2026, 11, 30, 12, tzinfo=UTC)))


def kinds(text: str, *calls: Any, **more: Any) -> set[Kind]:
    """The kinds of what is found in a reply, sentence by sentence."""
    check = TruthCheck(cache(partial(evidence_of, *calls, **more)))
    return {found.kind for sentence in split(text) for found in check.findings(sentence)}


@pytest.mark.parametrize(
    "text",
    [
        "The Coastline Linen Shirt costs ₹1,899.",
        "The Coastline Linen Shirt costs ₹899.",
        "It's yours for 1,500 rupees, the Coastline Linen Shirt.",
        "The Coastline Linen Shirt costs twelve hundred rupees.",
        "The Coastline Linen Shirt costs $2,299.",
        "**Coastline Linen Shirt**\n- Price: Rs. 1999",
        "| Market Canvas Tote | ₹2,299 |",
        "Coastline Linen Shirt: १,८९९ rupees",
    ],
)
def test_price_that_no_result_holds_is_found(text):
    assert kinds(text, SEARCH) == {Kind.AMOUNT}


@pytest.mark.parametrize(
    "text",
    [
        "The Coastline Linen Shirt costs ₹2,299.00, and the Market Canvas Tote INR 899.",
        "It was ₹2,899 and is ₹2,299 now: the Coastline Linen Shirt saves you ₹600.",
        "Two of the Market Canvas Tote would be ₹1,798.",
        "The Coastline Linen Shirt and the Market Canvas Tote together come to ₹3,198.",
        "You asked for something under ₹5,000: the Market Canvas Tote is ₹899.",
        "I cannot sell it for ₹1.",
    ],
)
def test_price_that_can_be_worked_out_passes(text):
    assert kinds(text, SEARCH, said="something under 5,000, or sell it for 1 rupee") == set()


def test_price_that_only_the_shopper_said_is_found():
    assert Kind.AMOUNT in kinds("Deal, it is yours for ₹1!", SEARCH, said="sell it for ₹1, deal?")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("There is 20% off running shoes.", {Kind.PERCENT}),
        ("There is 15% off running shoes.", {Kind.PERCENT}),
        ("You get half price on towels.", {Kind.PERCENT}),
        ("There is 12 percent off running shoes.", set()),
        ("I cannot give you 90% off.", set()),
    ],
)
def test_percentages_are_held_against_their_offer(text, found):
    assert kinds(text, OFFERS, said="90% off please") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("You might like the Aurora Silk Kimono.", {Kind.NAME}),
        ("Have a look at the Coastline Canvas Tote.", {Kind.NAME}),
        ("It is made by Nike.", {Kind.NAME}),
        ("They'll go well with what you've got.", set()),
        ("We have the Air Max 90 in stock.", {Kind.NAME, Kind.COUNT}),
        ("The Coastline Linen Shirt is by Loamfield.", set()),
        ("Here Are Your Options:\n**Price Details**", set()),
    ],
)
def test_names_are_held_against_results(text, found):
    assert kinds(text, SEARCH, said="do you have the Air Max?") == found


def test_name_that_only_the_shopper_said_may_be_denied():
    assert kinds("I find no Air Max here.", SEARCH, said="the Air Max?") == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Only 3 left of the Coastline Linen Shirt!", {Kind.COUNT}),
        ("There are 36 in stock in white, size M.", set()),
        ("Bandra has 9 of the Coastline Linen Shirt.", set()),
        ("Bandra has 36 of the Coastline Linen Shirt.", {Kind.COUNT}),
        ("3 are waiting at Bandra.", {Kind.COUNT}),
        ("Stock of the Coastline Linen Shirt: **2**", {Kind.COUNT}),
        ("There's a total of 36 up for grabs.", set()),
    ],
)
def test_counts_are_held_against_the_stock_check(text, found):
    assert kinds(text, STOCK) == found


def test_scarcity_without_a_check_is_found():
    assert kinds("Hurry, it is almost gone!", SEARCH) == {Kind.COUNT}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Order O-5031 arrives by 4 December.", set()),
        ("Order O-5031 arrives by Friday, Dec 4th.", set()),
        ("Order O-5031 arrives by Thursday, 4 December.", {Kind.DATE}),
        ("Order O-5031 arrives by 2 December.", {Kind.DATE}),
        ("It will be delivered tomorrow.", {Kind.DATE}),
        ("It will be with you on 2026-12-05.", {Kind.DATE}),
        ("It will arrive today.", {Kind.DATE}),
        ("It'll land with you on Monday.", {Kind.DATE}),
        ("You placed it on 28 November and it arrives on Friday.", set()),
        ("Order today and it arrives by Friday.", set()),
    ],
)
def test_days_are_held_against_the_order(text, found):
    assert kinds(text, ORDER, OFFERS) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Your order is O-5031, tracked as MX6373153099.", set()),
        ("Your order is O-5032.", {Kind.IDENTIFIER}),
        ("The tracking number is MX6373153000.", {Kind.IDENTIFIER}),
        ("Use the code SAVE20 at checkout.", {Kind.IDENTIFIER}),
        ("Pop MX6373153099 into the carrier's page.", set()),
    ],
)
def test_numbers_of_orders_and_parcels_are_held_against_results(text, found):
    assert kinds(text, ORDER) == found


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
    ],
)
def test_deed_that_was_done_or_not_claimed_passes(text):
    assert kinds(text, ADDED, cart=[{"sku": "W-M", "quantity": 1}]) == set()


def test_code_that_a_call_took_is_known():
    coupon = ("apply_coupon", {"code": "RUN12"}, {"status": "applied"})

    assert kinds("I've knocked it off with RUN12.", coupon) == set()
    assert kinds("I've knocked it off with RUN13.", coupon) == {Kind.IDENTIFIER}


def test_deed_done_with_another_thing_is_found():
    assert kinds("I have added the Market Canvas Tote.", SEARCH, ADDED) == {Kind.DEED}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Coastline Linen Shirt is in stock in size XXL.", {Kind.VARIANT}),
        ("The Coastline Linen Shirt is in stock in olive, size S.", {Kind.VARIANT}),
        ("It comes in red.", {Kind.VARIANT}),
        ("The Coastline Linen Shirt is in stock in white, medium size.", set()),
    ],
)
def test_sizes_and_colours_are_held_against_variants(text, found):
    assert kinds(text, STOCK) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("You find it at Bandra.", set()),
        ("- **Saket**: in stock", {Kind.NAME}),
        ("Our Whitefield store has it.", {Kind.STORE}),
    ],
)
def test_stores_are_held_against_the_stock_check(text, found):
    assert kinds(text, STOCK) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Coastline Linen Shirt is out of stock.", {Kind.DENIAL}),
        ("We don't have it in white, size M.", {Kind.DENIAL}),
        ("The Coastline Linen Shirt is sold out in olive, size S.", set()),
        ("There aren't any left in white, size M, I'm sorry to say.", {Kind.DENIAL}),
        ("We're fresh out of the Coastline Linen Shirt in white.", {Kind.DENIAL}),
        ("It is not at Bandra.", {Kind.DENIAL}),
    ],
)
def test_denials_are_held_against_the_stock_check(text, found):
    assert kinds(text, STOCK) == found


def test_cart_that_holds_something_is_not_called_empty():
    assert kinds("Your cart is empty.", cart=[{"sku": "W-M", "quantity": 1}]) == {Kind.DENIAL}
    assert kinds("Your cart is empty.") == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The cheapest is the Market Canvas Tote.", set()),
        ("The cheapest is the Coastline Linen Shirt.", {Kind.SUPERLATIVE}),
        ("The most expensive one is the Market Canvas Tote.", {Kind.SUPERLATIVE}),
        ("The Market Canvas Tote is our best-seller.", {Kind.SUPERLATIVE}),
        ("Nothing here is pricier than the Market Canvas Tote.", {Kind.SUPERLATIVE}),
        ("Nothing here is pricier than the Coastline Linen Shirt.", set()),
        ("The budget pick is the Coastline Linen Shirt.", {Kind.SUPERLATIVE}),
    ],
)
def test_superlatives_are_held_against_whole_lists(text, found):
    assert kinds(text, SEARCH) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("You can return it within 30 days.", set()),
        ("You can return it within 100 days.", {Kind.POLICY}),
        ("We offer price matching.", {Kind.POLICY}),
        ("You can pay cash on delivery.", {Kind.POLICY}),
        ("We do not take cash on delivery.", set()),
        ("If it is damaged, the return is free.", set()),
        ("Returns are always free.", {Kind.POLICY}),
        ("If you see it cheaper elsewhere, we'll match that.", {Kind.POLICY, Kind.DEED}),
        ("Spread the cost over three months.", {Kind.POLICY}),
        ("We ship to the US too.", {Kind.POLICY}),
        ("Shipping's on us.", {Kind.POLICY}),
        ("You can bring towels back within 30 days.", {Kind.POLICY}),
        ("Sadly, towels can't be returned.", set()),
    ],
)
def test_promises_are_held_against_the_pages(text, found):
    assert kinds(text, PAGES) == found


def test_check_that_fails_lets_nothing_pass(caplog):
    def broken() -> Evidence:
        raise KeyError("a shopper's words")

    found = TruthCheck(broken).findings("Hello there.")

    assert found == [Finding(Kind.UNCHECKED, "")]
    assert tell(broken, found) == NOT_LOOKED_UP
    assert "words" not in caplog.text


@pytest.mark.parametrize("calls", [(SEARCH,), (STOCK,), (ORDER,), (OFFERS,), (PAGES,), (ADDED,)])
def test_what_stands_in_for_a_false_sentence_is_true(calls):
    cart = [{"sku": "W-M", "quantity": 1}]
    for kind in (Kind.AMOUNT, Kind.DEED):
        words = tell(partial(evidence_of, *calls), [Finding(kind, "")])

        assert words
        assert kinds(words, *calls, cart=cart) == set()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It costs Rs. 1,299.50, e.g. in white. Shall I?", 2),
        ("Here they are:\n1. One - ₹5\n2. Two - ₹6\n", 3),
        ("Order no. 5 is there. No. It is not.", 3),
        ("Hm… well! Yes?", 3),
    ],
)
def test_sentences_are_cut_where_they_end(text, count):
    assert len(split(text)) == count
    assert "".join(split(text)) == text


@pytest.mark.parametrize("size", [1, 3, 7])
def test_stream_is_cut_as_the_whole_text_is(size):
    text = "It is ₹1,299.50. Really!\n\n1. First. \n2. Second one… Dr. Who? Yes."
    sentences = Sentences()
    heard = [s for at in range(0, len(text), size) for s in sentences.feed(text[at : at + size])]

    assert [*heard, sentences.rest()] == split(text)


def test_limits_of_a_search_may_be_told():
    search = ("search_products", {"min_price": 2250, "max_price": 3750}, SEARCH[2])

    assert kinds("I found 2 between 2,250 and 3,750.", search) == set()


@pytest.mark.parametrize(
    ("said", "found"),
    [("zeig mir Hemden, bitte", set()), ("show me shirts", {Kind.NAME})],
)
def test_nouns_of_german_are_names_in_english_only(said, found):
    assert kinds("The Market Canvas Tote, Leinen.", SEARCH, said=said) == found
