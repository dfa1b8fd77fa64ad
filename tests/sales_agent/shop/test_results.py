from sales_agent.shop.results import listed_products

SHIRT = {"productId": "P-1", "name": "Linen Shirt", "price": {}}
DRESS = {"productId": "P-2", "name": "Linen Shirt Dress", "price": {}}
SHOES = {"productId": "P-3", "name": "Road Shoes", "price": {}}


def test_what_a_reply_counts_is_what_it_shows():
    reply = "Two fit:\n1. Linen Shirt Dress, ₹2,999\n2) Linen Shirt, ₹2,299\nWhich one?"
    assert listed_products(reply, [SHOES, SHIRT, DRESS, SHIRT]) == [DRESS, SHIRT]


def test_a_reply_that_counts_nothing_shows_all_once():
    assert listed_products("Have a look.", [SHOES, SHIRT, SHOES]) == [SHOES, SHIRT]
    assert listed_products("1. Pay\n2. Leave", [SHOES]) == [SHOES]
