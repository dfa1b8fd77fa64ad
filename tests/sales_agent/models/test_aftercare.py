"""Stock, stores, and what comes after an order."""

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


def test_out_of_stock_offers_alternatives_and_reserves_one():
    talk = Conversation()
    reply = talk.say("is the Cloudline in size 9 in stock?")
    assert "out of stock" in reply
    assert "1. Tempo Daily" in reply
    talk.say("reserve it at Indiranagar")
    reply = talk.say("black")
    assert talk.shop.called("reserve_in_store") == [{"store": "Indiranagar", "sku": "P-1-BLA-9"}]
    assert "K7P2" in reply


def test_reservation_asks_for_the_store_when_none_is_named():
    talk = Conversation()
    talk.say("show me running shoes")
    talk.say("the second one in size 9")
    assert "Which store" in talk.say("can you reserve it for me?")
    assert "Reserved" in talk.say("Bandra")


def test_size_that_does_not_exist_names_those_that_do():
    talk = Conversation()
    talk.say("show me running shoes")
    reply = talk.say("do you have the tempo in size 14?")
    assert "does not come in size 14" in reply
    assert "8, 9 and 10" in reply


def test_store_stock_is_checked_for_every_product_that_fits():
    talk = Conversation()
    reply = talk.say("is the shirt in M at Indiranagar?")
    checked = talk.shop.called("check_inventory")
    assert [args["product_id"] for args in checked] == ["P-6", "P-7"]
    assert all(args["store"] == "Indiranagar" and args["size"] == "M" for args in checked)
    assert "Coastline Linen Shirt: Indiranagar has 7" in reply


def test_shopper_without_orders_signs_in_and_gets_her_answer():
    talk = Conversation()
    assert "e-mail" in talk.say("show my orders")
    reply = talk.say("ananya@example.com")
    assert "Ananya" in reply
    assert "O-5026" in reply


def test_name_and_postcode_sign_in_as_well():
    talk = Conversation()
    talk.say("where is my order?")
    talk.say("I am Ananya Iyer, 560038")
    assert talk.shop.called("identify_shopper")[-1] == {
        "first_name": "Ananya",
        "last_name": "Iyer",
        "postcode": "560038",
    }


def test_order_is_found_by_its_id(shop):
    talk = Conversation(shop)
    talk.say("where is o-5026?")
    assert talk.shop.called("get_order_status") == [{"order_id": "O-5026"}]


def test_person_is_called_on_request():
    talk = Conversation()
    assert "T-77" in talk.say("can I talk to a real person please")


def test_complaint_gets_an_apology_and_a_yes_a_person():
    talk = Conversation()
    assert "sorry" in talk.say("this is unacceptable, I am very disappointed")
    assert "T-77" in talk.say("yes")
