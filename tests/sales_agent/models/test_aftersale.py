"""What comes after an order: canceled, returned, swapped, changed, paid otherwise."""

import pytest

from tests.sales_agent.models.conversation import Conversation
from tests.sales_agent.models.shop import ScriptedShop


@pytest.fixture
def shop():
    shop = ScriptedShop()
    shop.orders = [
        shop.order("O-5038", "confirmed", {"P-2-BLA-8": 1}),
        shop.order("O-5026", "delivered", {"P-6-OLI-M": 1, "P-4-BLA-M": 2}),
    ]
    return shop


@pytest.fixture
def talk(shop):
    return Conversation(shop)


def last(talk, tool):
    return talk.shop.called(tool)[-1]


def test_cancel_asks_for_the_reason_only_when_it_is_missing(talk):
    assert "Why" in talk.say("cancel my order")
    assert "I ordered it by mistake" in talk.suggestions
    talk.say("I ordered it by mistake")
    assert last(talk, "cancel_order") == {
        "order_id": "O-5038", "reason": "I ordered it by mistake",
    }  # fmt: skip
    assert "O-9001 is canceled" in talk.say("yes")


def test_cancel_with_its_reason_asks_for_nothing(talk):
    talk.say("cancel order O-5038, I changed my mind")
    assert last(talk, "cancel_order")["reason"] == "changed my mind"


def test_several_cancelable_orders_are_asked_about(shop, talk):
    shop.orders.append(shop.order("O-5040", "confirmed", {"P-5-WHI-X": 1}))
    assert "O-5040" in talk.say("I want to cancel an order")
    talk.say("the second one")
    assert last(talk, "cancel_order")["order_id"] == "O-5040"


@pytest.mark.parametrize("no", ["no, wait", "no wait, keep it", "stop", "no"])
def test_a_no_at_the_confirmation_changes_nothing(talk, no):
    talk.say("cancel order O-5038, I changed my mind")
    reply = talk.say(no)
    assert "as it was" in reply or "nothing was changed" in reply
    assert not talk.shop.called("commit_cancellation")


def test_return_finds_line_and_reason_in_the_words(talk):
    talk.say("return the shirt, it is too small")
    assert last(talk, "return_items") == {
        "order_id": "O-5026", "lines": [{"sku": "P-6-OLI-M"}], "reason": "too small",
    }  # fmt: skip
    assert "RMA-1" in talk.say("yes")


def test_return_asks_which_line_how_many_and_why(talk):
    assert "Cushioned Running Socks" in talk.say("I want to return something")
    assert "How many" in talk.say("the socks")
    talk.say("1")
    talk.say("they are scratchy")
    assert last(talk, "return_items") == {
        "order_id": "O-5026",
        "lines": [{"sku": "P-4-BLA-M", "quantity": 1}],
        "reason": "they are scratchy",
    }


@pytest.mark.parametrize(
    ("said", "skus"),
    [
        ("the first two", ["P-6-OLI-M", "P-4-BLA-M"]),
        ("1 and 3", ["P-6-OLI-M", "P-9-BEI-32"]),
        ("the shirt and the chinos", ["P-6-OLI-M", "P-9-BEI-32"]),
        ("all of them", ["P-6-OLI-M", "P-4-BLA-M", "P-9-BEI-32"]),
    ],
)
def test_some_of_several_lines_go_back(said, skus):
    shop = ScriptedShop()
    three = {"P-6-OLI-M": 1, "P-4-BLA-M": 1, "P-9-BEI-32": 1}
    shop.orders = [shop.order("O-5026", "delivered", three)]
    talk = Conversation(shop)
    assert "3. City Chinos" in talk.say("I want to return two of the three")
    talk.say(said)
    talk.say("they do not fit")
    assert [line["sku"] for line in last(talk, "return_items")["lines"]] == skus


def test_lines_named_at_once_go_back_at_once():
    shop = ScriptedShop()
    three = {"P-6-OLI-M": 1, "P-4-BLA-M": 1, "P-9-BEI-32": 1}
    shop.orders = [shop.order("O-5026", "delivered", three)]
    talk = Conversation(shop)
    talk.say("return the shirt and the socks, they are too small")
    lines = last(talk, "return_items")["lines"]
    assert [line["sku"] for line in lines] == ["P-6-OLI-M", "P-4-BLA-M"]


def test_two_of_three_units_go_back():
    shop = ScriptedShop()
    shop.orders = [shop.order("O-5026", "delivered", {"P-4-BLA-M": 3})]
    talk = Conversation(shop)
    talk.say("return two of the three, they are too small")
    assert last(talk, "return_items")["lines"] == [{"sku": "P-4-BLA-M", "quantity": 2}]


def test_refund_can_go_to_a_gift_card(talk):
    talk.say("return the shirt to my gift card, it is too small")
    assert last(talk, "return_items")["refund_to"] == "gift card"


@pytest.mark.parametrize(
    ("said", "new_sku"),
    [
        ("swap the shirt for an L", "P-6-OLI-L"),
        ("exchange the shirt for the white one", "P-6-WHI-M"),
        ("exchange the shirt for a bigger size", "P-6-OLI-L"),
        ("I want to exchange the linen shirt for white in S", "P-6-WHI-S"),
        ("can I get a large instead of the M shirt from order O-5026", "P-6-OLI-L"),
        ("replace the shirt with a small one please", "P-6-OLI-S"),
    ],
)
def test_exchange_finds_line_and_variant_in_the_words(talk, said, new_sku):
    talk.say(said)
    assert last(talk, "exchange_items")["swaps"] == [{"sku": "P-6-OLI-M", "new_sku": new_sku}]


def test_exchange_asks_for_what_is_missing_one_by_one(talk):
    assert "Which one" in talk.say("I want to exchange something from O-5026")
    reply = talk.say("the shirt")
    assert "white" in reply
    assert "L" in reply
    talk.say("white")
    assert last(talk, "exchange_items")["swaps"] == [{"sku": "P-6-OLI-M", "new_sku": "P-6-WHI-M"}]
    assert "RMA-2" in talk.say("yes")


def test_a_variant_that_is_not_made_is_said_with_those_that_are(talk):
    reply = talk.say("exchange the shirt for an XXL")
    assert "XXL" in reply.upper()
    assert "S" in reply
    assert not talk.shop.called("exchange_items")


def test_swap_of_one_of_two_units_names_the_number(talk):
    talk.say("swap one of the socks for the blue ones")
    swaps = [{"sku": "P-4-BLA-M", "new_sku": "P-4-BLU-M", "quantity": 1}]
    assert last(talk, "exchange_items")["swaps"] == swaps


def test_difference_is_paid_as_the_shopper_says(shop, talk):
    shop.costs_more = True
    assert "How will you pay" in talk.say("swap the shirt for an L")
    assert "Pay with gift card ending 7QWM" in talk.suggestions
    talk.say("with my gift card")
    assert last(talk, "exchange_items")["pay_with"] == "gift card"


@pytest.mark.parametrize(
    "said",
    [
        "change the size of my order O-5038 to 9",
        "change the shoes in order O-5038 to size 9",
        "swap the shoes from O-5038 for a 9",
    ],
)
def test_items_of_an_order_that_is_not_packed_are_changed(talk, said):
    talk.say(said)
    swaps = [{"sku": "P-2-BLA-8", "new_sku": "P-2-BLA-9"}]
    assert last(talk, "change_order_items") == {"order_id": "O-5038", "swaps": swaps}
    assert "changed" in talk.say("yes")


def test_refusal_is_told_with_its_reason_and_its_ways_out(shop, talk):
    shop.refused["change_order_items"] = "The items of an order can be changed once."
    reply = talk.say("change the shoes in order O-5038 to size 9")
    assert reply == "The items of an order can be changed once."
    assert talk.suggestions == ["Talk to a person"]


def test_address_of_an_order_is_changed(talk):
    talk.say("change the address of order O-5038 to 5 Park Street, Kolkata 700016")
    assert last(talk, "change_delivery_address") == {
        "order_id": "O-5038", "line1": "5 Park Street", "city": "Kolkata", "postcode": "700016",
    }  # fmt: skip


def test_address_is_asked_for_and_the_only_order_taken(talk):
    assert "Where shall order O-5038 go" in talk.say("I need to change the delivery address")
    talk.say("5 Park Street, Kolkata 700016")
    assert last(talk, "change_delivery_address")["order_id"] == "O-5038"


def test_address_after_delivery_is_refused_with_its_state(shop, talk):
    shop.orders = shop.orders[1:]
    assert "delivered" in talk.say("change the address of my order")
    assert not talk.shop.called("change_delivery_address")


def test_default_address_is_no_change_of_an_order(talk):
    talk.say("change my default address to 5 Park Street, Kolkata 700016")
    assert last(talk, "change_default_address")["line1"] == "5 Park Street"
    assert not talk.shop.called("change_delivery_address")


@pytest.mark.parametrize(
    ("said", "way"),
    [
        ("change the payment of order O-5038 to my gift card", "gift card"),
        ("pay order O-5038 with 4242 instead", "4242"),
        ("switch the payment method of O-5038 to GC-7QWM", "GC-7QWM"),
    ],
)
def test_payment_of_an_order_is_changed(talk, said, way):
    talk.say(said)
    assert last(talk, "change_order_payment") == {"order_id": "O-5038", "pay_with": way}


def test_payment_change_asks_how(talk):
    assert "How would you like to pay" in talk.say("change the payment of my order")
    talk.say("with 4242")
    assert last(talk, "change_order_payment")["pay_with"] == "4242"


@pytest.mark.parametrize("said", ["where is my refund?", "has my refund been sent yet"])
def test_refund_is_told_where_it_is(talk, said):
    assert "25 November" in talk.say(said)


def test_invoice_is_told_with_tax_and_payment(talk):
    reply = talk.say("can I have the invoice for O-5026?")
    assert "INV-7" in reply
    assert "₹246.32" in reply
    assert "Visa ending 4242" in reply


def test_stars_are_kept_for_the_delivered_order(talk):
    talk.say("5 stars for my order, the shirt is lovely")
    assert last(talk, "leave_feedback")["order_id"] == "O-5026"
    assert last(talk, "leave_feedback")["rating"] == 5


def test_stars_are_asked_for(talk):
    assert "stars" in talk.say("I want to leave feedback")
    assert "4 stars" in talk.say("4")


def test_reservation_is_canceled(talk):
    talk.say("show me linen shirts")
    talk.say("reserve it in white M at Bandra")
    assert "canceled" in talk.say("cancel my reservation")
    assert last(talk, "cancel_reservation") == {"reservation_id": "RV-1"}


def test_log_out_is_pointed_to_the_command(talk):
    assert "/logout" in talk.say("log me out please")


@pytest.mark.parametrize(
    ("said", "ways"),
    [
        ("checkout with points first and the rest on 4242", ["points", "4242"]),
        ("pay with my gift card and the rest with 4242", ["gift card", "4242"]),
        ("use 300 points and pay the rest with 1111", ["points: 300", "1111"]),
        ("pay 500 from my gift card, the rest on the card ending 4242", ["gift card: 500", "4242"]),
        ("checkout with GC-7QWM", ["GC-7QWM"]),
        ("checkout, use my points", ["points"]),
        ("use my points", ["points"]),
        ("split it between my gift card and 4242", ["gift card", "4242"]),
    ],
)
def test_ways_to_pay_are_drawn_on_in_order_cards_last(said, ways):
    shop = ScriptedShop(cart={"P-2-BLA-9": 1})
    shop.has_address = True
    talk = Conversation(shop)
    talk.say("show my cart")
    talk.say(said)
    assert last(talk, "initiate_checkout")["pay_with"] == ways


def test_a_card_pays_what_the_gift_card_leaves():
    shop = ScriptedShop(cart={"P-2-BLA-9": 1})
    shop.has_address = True
    talk = Conversation(shop)
    assert "leaves ₹1,000" in talk.say("checkout with my gift card")
    talk.say("1111")
    assert last(talk, "initiate_checkout")["pay_with"] == ["gift card", "1111"]
    talk.say("yes")
    talk.say("try 4242")
    assert last(talk, "initiate_checkout")["pay_with"] == ["gift card", "4242"]


def test_gift_card_code_is_added_and_pays_at_checkout():
    shop = ScriptedShop(cart={"P-2-BLA-9": 1})
    shop.has_address = True
    talk = Conversation(shop)
    talk.say("checkout")
    talk.say("I have a gift card GIFT-7QWM-2K8F-9HXA")
    assert last(talk, "add_gift_card") == {"code": "GIFT-7QWM-2K8F-9HXA"}
    assert last(talk, "initiate_checkout")["pay_with"] == ["GC-7QWM"]


def test_ways_to_pay_are_listed(talk):
    assert "gift card ending 7QWM" in talk.say("what is the balance on my gift card?")
