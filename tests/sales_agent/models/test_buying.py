"""From the first wish to the order, as a shopper would type it."""

from tests.sales_agent.models.conversation import Conversation
from tests.sales_agent.models.shop import ScriptedShop


def test_vague_opener_gets_one_question_and_no_products():
    talk = Conversation()
    reply = talk.say("I need something for a wedding")
    assert reply.count("?") == 1
    assert "wedding" in reply
    assert talk.shop.called("search_products") == []


def test_catalogue_is_browsed_once_before_the_first_search():
    talk = Conversation()
    talk.say("show me running shoes under 5000")
    talk.say("and linen shirts?")
    assert [name for name, _ in talk.shop.calls].count("browse_catalog") == 1
    assert talk.shop.called("search_products")[0] == {
        "category": "Running Shoes",
        "max_price": 5000.0,
    }


def test_whole_journey_from_search_to_order_status():
    talk = Conversation()
    assert "2. Sprintwell Lite" in talk.say("show me running shoes under 5000")
    assert "in stock" in talk.say("the second one in size 9")
    assert "Cushioned Running Socks" in talk.say("add it")
    assert "1. Cushioned Running Socks" in talk.say("what goes with it?")
    assert "size" in talk.say("add the first one")
    assert "colour" in talk.say("M")
    assert "in your cart" in talk.say("black") or "into your cart" in talk.messages[-1].text
    assert "WELCOME10" in talk.say("any offers?")
    assert "card" in talk.say("checkout")
    talk.say("1111")
    assert "not enough money" in talk.say("yes")
    assert talk.shop.cart == {"P-2-BLA-9": 1, "P-4-BLA-M": 1}
    talk.say("try 4242")
    assert "O-9001" in talk.say("yes")
    assert "confirmed" in talk.say("where is my order?")
    cards = [args["pay_with"][0] for args in talk.shop.called("initiate_checkout")[1:]]
    assert cards == ["1111", "4242"]


def test_size_and_colour_that_nobody_named_are_asked_for():
    talk = Conversation()
    talk.say("show me running shoes")
    assert "8, 9 or 10" in talk.say("add the first one")
    assert "black or blue" in talk.say("10")
    talk.say("blue")
    assert talk.shop.cart == {"P-1-BLU-10": 1}


def test_one_complement_is_offered_and_yes_adds_it():
    talk = Conversation()
    talk.say("show me linen shirts")
    reply = talk.say("add it in white M")
    assert "City Chinos" in reply
    assert "completes the outfit" in reply
    assert talk.shop.called("get_recommendations")[-1]["kind"] == "complements"
    talk.say("yes")
    assert talk.shop.called("add_to_cart")[-1] == {"product_id": "P-9"}


def test_answer_may_correct_the_quantity_too():
    talk = Conversation()
    talk.say("show me running shoes")
    talk.say("add the second one in size 9")
    talk.say("no thanks")
    talk.say("make it two")
    assert talk.shop.cart == {"P-2-BLA-9": 2}
    talk.say("in size 10 instead")
    assert talk.shop.cart == {"P-2-BLA-10": 2}


def test_correction_of_the_colour_changes_the_line():
    talk = Conversation()
    talk.say("show me running shoes")
    talk.say("add the first one in black size 9")
    talk.say("no, the blue one")
    assert talk.shop.cart == {"P-1-BLU-9": 1}


def test_line_is_removed_by_its_name():
    talk = Conversation(ScriptedShop(cart={"P-2-BLA-9": 1, "P-5-WHI-X": 2}))
    talk.say("remove the socks")
    assert talk.shop.cart == {"P-2-BLA-9": 1}


def test_removing_something_asks_which_of_several():
    talk = Conversation(ScriptedShop(cart={"P-2-BLA-9": 1, "P-5-WHI-X": 2}))
    assert "Which one" in talk.say("take something out of the cart")
    talk.say("the second one")
    assert len(talk.shop.cart) == 1


def test_filters_carry_over_until_another_garment_is_named():
    talk = Conversation()
    talk.say("running shoes under 5000")
    talk.say("in blue?")
    talk.say("show me socks")
    searches = talk.shop.called("search_products")
    assert searches[1] == {"category": "Running Shoes", "colour": "blue", "max_price": 5000.0}
    assert searches[2] == {"category": "Socks"}


def test_nothing_under_the_limit_names_the_cheapest():
    talk = Conversation()
    reply = talk.say("running shoes under 1000")
    assert "no running shoes under 1,000" in reply
    assert "The cheapest is Sprintwell Lite Running Shoes at ₹3,499" in reply


def test_what_is_not_carried_is_said_with_what_is():
    reply = Conversation().say("show me laptops")
    assert "could not find laptops" in reply
    assert "running shoes" in reply


def test_too_expensive_gets_something_cheaper_and_offers():
    talk = Conversation()
    talk.say("show me linen shirts")
    assert "Oxford Cotton Shirt" in talk.say("that is too expensive")
    assert {name for name, _ in talk.shop.calls[-2:]} == {
        "search_products",
        "get_applicable_offers",
    }


def test_several_wishes_in_one_message_are_all_served():
    talk = Conversation(ScriptedShop(cart={"P-2-BLA-9": 1}))
    reply = talk.say("show me linen shirts and what is in my cart?")
    assert "Coastline" in reply
    assert "Sprintwell" in reply


def test_several_goods_keep_their_own_attributes():
    talk = Conversation()
    talk.say("I'd like socks in M and a linen shirt")
    assert talk.shop.called("search_products") == [
        {"category": "Socks", "size": "M"},
        {"category": "Shirts", "material": "linen"},
    ]


def test_scarcity_is_said_with_the_exact_count_only():
    talk = Conversation()
    talk.say("show me linen shirts")
    assert "only 9 left" in talk.say("is it in stock in olive M?")
    assert "left" not in talk.say("is it in stock in white M?")


def test_compare_puts_two_products_side_by_side():
    talk = Conversation()
    talk.say("show me running shoes")
    reply = talk.say("compare the first two")
    assert talk.shop.called("compare_products") == [{"product_ids": ["P-1", "P-2"]}]
    assert "Sprintwell Lite Running Shoes costs the least" in reply


def test_address_is_asked_for_and_checkout_goes_on_with_it():
    talk = Conversation(ScriptedShop(cart={"P-2-BLA-9": 1}, has_address=False))
    assert "street" in talk.say("checkout")
    reply = talk.say("221 MG Road, Indiranagar, Bengaluru 560038")
    assert talk.shop.called("add_delivery_address") == [
        {"line1": "221 MG Road, Indiranagar", "city": "Bengaluru", "postcode": "560038"}
    ]
    assert "card" in reply


def test_pickup_asks_for_the_store():
    talk = Conversation(ScriptedShop(cart={"P-2-BLA-9": 1}, has_address=False))
    talk.say("checkout")
    assert "Which store" in talk.say("I'd rather pick it up in a store")
    talk.say("Bandra")
    assert talk.shop.called("initiate_checkout")[-1] == {
        "delivery_option": "pickup",
        "pickup_store": "Bandra",
    }


def test_card_caught_by_the_channel_is_used():
    talk = Conversation(ScriptedShop(cart={"P-2-BLA-9": 1}))
    talk.say("checkout with express delivery")
    talk.say("[card ending 4242]")
    last = talk.shop.called("initiate_checkout")[-1]
    assert last == {"pay_with": ["4242"], "delivery_option": "express"}


def test_coupon_is_tried_by_its_code():
    talk = Conversation(ScriptedShop(cart={"P-2-BLA-9": 1}))
    assert "applied" in talk.say("apply the coupon WELCOME10")
    assert talk.shop.called("apply_coupon") == [{"code": "WELCOME10"}]


def test_refusing_a_quote_changes_nothing():
    talk = Conversation(ScriptedShop(cart={"P-2-BLA-9": 1}))
    talk.say("checkout")
    talk.say("4242")
    talk.say("no")
    assert talk.shop.called("commit_checkout") == []
    assert talk.shop.cart == {"P-2-BLA-9": 1}


def test_question_stays_open_over_a_digression():
    talk = Conversation()
    talk.say("show me running shoes")
    talk.say("add the second one")
    talk.say("any offers?")
    talk.say("9")
    assert talk.shop.cart == {"P-2-BLA-9": 1}


def test_yes_to_a_question_of_choice_asks_it_again():
    talk = Conversation()
    talk.say("show me running shoes")
    question = talk.say("add the second one")
    assert talk.say("yeah go on") == question


def test_two_lists_in_one_reply_count_on():
    talk = Conversation()
    reply = talk.say("show me socks and linen shirts")
    assert "2. Everyday Ankle Socks" in reply
    assert "3. Coastline Linen Shirt" in reply
    talk.say("add the third one in white M")
    assert talk.shop.cart == {"P-6-WHI-M": 1}


def test_type_of_goods_that_is_not_sold_shows_nothing():
    shop = ScriptedShop()
    types = [{"value": "sock", "count": 2}, {"value": "shirt", "count": 2}]
    catalog = {**shop.call("browse_catalog", {}), "productTypes": types}
    shop.more["browse_catalog"] = lambda args: catalog
    talk = Conversation(shop)
    assert "do not carry laptops" in talk.say("do you sell laptops?")
    assert shop.called("search_products") == []


def test_most_expensive_one_is_looked_up_and_not_guessed():
    talk = Conversation()
    talk.say("show me running shoes")
    talk.say("what is the most expensive one?")
    assert talk.shop.called("search_products")[-1]["sort"] == "price_desc"
