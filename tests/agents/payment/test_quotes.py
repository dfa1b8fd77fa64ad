"""Quotes: exact amounts, or the one thing that is missing."""

from datetime import timedelta

import pytest

from tests.agents.conftest import FrozenClock
from tests.agents.payment.conftest import SHOPPER, Shop
from tests.agents.payment.goods import LAMP, SHIRT, SOCKS, inr
from tests.agents.payment.rewards import offer


def test_quote_tells_exact_amounts(shop: Shop) -> None:
    shop.world.offers = [offer("OF-02", 50000)]
    quote = shop.quote()["quote"]
    assert quote["quoteId"].startswith("Q-")
    assert quote["subtotal"] == inr(499800)
    assert quote["delivery"]["price"] == inr(9900)
    assert quote["total"] == inr(499800 - 50000 + 9900)
    assert quote["taxIncluded"] == inr(49254)
    tender = quote["tenders"][0]
    assert (tender["kind"], tender["lastFour"], tender["brand"]) == ("card", "4242", "Test card")
    assert tender["amount"] == quote["total"]
    assert quote["address"]["postcode"] == "560038"
    assert "isDefault" not in quote["address"]
    assert quote["expiresAt"] == "2026-05-04T09:45:00Z"


def test_free_delivery_is_for_standard_delivery(shop: Shop) -> None:
    shop.world.offers = [offer("OF-03", 0, free_delivery=True)]
    standard = shop.quote()["quote"]
    assert standard["delivery"]["price"] == inr(0)
    assert standard["total"] == inr(499800)
    assert standard["discounts"] == []
    assert standard["notes"] == ["Offer OF-03: your cart is big enough"]
    express = shop.quote(deliveryOption="express")["quote"]
    assert express["delivery"]["price"] == inr(19900)
    assert express["notes"] == []


def test_delivery_price_follows_the_discounted_subtotal(shop: Shop) -> None:
    shop.world.prices[SHIRT] = inr(500000)
    assert shop.quote()["quote"]["delivery"]["price"] == inr(0)
    shop.world.offers = [offer("OF-02", 1)]
    assert shop.quote()["quote"]["delivery"]["price"] == inr(9900)


def test_missing_things_are_asked_for_one_at_a_time(shop: Shop) -> None:
    shop.world.addresses = []
    shop.world.stock[SHIRT] = 1
    body = {"lines": [{"sku": "NO-SUCH", "quantity": 1}, {"sku": SHIRT, "quantity": 2}]}
    asked = []
    for mend in (
        lambda: body["lines"].pop(0),
        lambda: shop.world.stock.update({SHIRT: 2}),
        lambda: shop.world.addresses.append({**_address(), "isDefault": False}),
        lambda: body.update(tenders=[{"tenderId": shop.card()}]),
    ):
        reply = shop.agent.call("quoteCheckout", body, shopper=SHOPPER)
        asked.append(reply["status"])
        assert reply["quote"] is None
        assert len(reply["suggestions"]) >= 2
        mend()
    assert asked == ["unknown_sku", "out_of_stock", "needs_address", "needs_tender"]
    assert shop.agent.call("quoteCheckout", body, shopper=SHOPPER)["status"] == "quoted"


def test_shortages_are_named_with_how_many_there_are(shop: Shop) -> None:
    shop.world.stock.update({SHIRT: 1, SOCKS: 0})
    lines = [{"sku": SHIRT, "quantity": 2}, {"sku": SOCKS, "quantity": 1}]
    reply = shop.quote(lines=lines)
    assert reply["status"] == "out_of_stock"
    assert [(s["sku"], s["wanted"], s["available"]) for s in reply["shortages"]] == [
        (SHIRT, 2, 1),
        (SOCKS, 1, 0),
    ]
    assert "only 1 left, not 2" in reply["message"]
    assert f"Change Thing {SHIRT} ({SHIRT}) to 1" in reply["suggestions"]


def test_whole_stock_can_be_quoted(shop: Shop) -> None:
    assert shop.quote(quantity=10)["status"] == "quoted"
    assert shop.quote(quantity=11)["status"] == "out_of_stock"


def test_unserved_postcode_offers_pickup(shop: Shop) -> None:
    shop.world.served = False
    reply = shop.quote()
    assert reply["status"] == "not_served"
    assert "560038" in reply["message"]
    assert "Pick it up in a store" in reply["suggestions"]


def test_pickup_needs_no_address_and_costs_nothing(shop: Shop) -> None:
    shop.world.addresses = []
    quote = shop.quote(deliveryOption="pickup", store="Indiranagar")["quote"]
    assert quote["delivery"]["storeName"] == "Indiranagar"
    assert quote["address"] is None
    assert quote["total"] == inr(499800)


@pytest.mark.parametrize("wish", [{}, {"store": "Atlantis"}])
def test_pickup_asks_which_store(shop: Shop, wish: dict[str, str]) -> None:
    reply = shop.quote(deliveryOption="pickup", **wish)
    assert reply["status"] == "unknown_store"
    assert "Pick it up at Indiranagar" in reply["suggestions"]
    assert all(name in reply["message"] for name in wish.values())


def test_pickup_counts_the_stores_own_stock(shop: Shop) -> None:
    reply = shop.quote(quantity=3, deliveryOption="pickup", store="Indiranagar")
    assert reply["status"] == "out_of_stock"
    assert reply["shortages"][0]["available"] == 2
    assert "Indiranagar" in reply["message"]
    assert reply["suggestions"][-2:] == ["Pick it up at Koramangala", "Deliver it instead"]


@pytest.mark.parametrize("token", ["tok_invented", "another's"])
def test_foreign_card_is_unknown(shop: Shop, token: str) -> None:
    card = token if token.startswith("tok_") else shop.card(shopper="C-1002")
    reply = shop.quote(card=card)
    assert reply["status"] == "tender_refused"
    assert "not known" in reply["message"]


def test_delivery_in_another_currency_is_refused(shop: Shop) -> None:
    body = {"lines": [{"sku": LAMP, "quantity": 1}], "tenders": [{"tenderId": shop.card()}]}
    fault = shop.agent.fault("quoteCheckout", body, shopper=SHOPPER)
    assert fault["code"] == "mixed_currencies"


@pytest.mark.parametrize("agent", ["recommendation", "inventory", "fulfillment"])
def test_quote_without_an_agent_names_it(shop: Shop, agent: str) -> None:
    body = {"lines": [{"sku": SHIRT, "quantity": 1}], "tenders": [{"tenderId": shop.card()}]}
    shop.world.down.add(agent)
    fault = shop.agent.fault("quoteCheckout", body, shopper=SHOPPER)
    assert fault["code"] == "agent_unavailable"
    assert agent in fault["detail"]


def test_quote_is_new_each_time(shop: Shop, clock: FrozenClock) -> None:
    card = shop.card()
    first = shop.quote_id(card=card)
    clock.now += timedelta(minutes=1)
    assert shop.quote_id(card=card) != first


def _address() -> dict[str, object]:
    return {
        "addressId": "A-1",
        "name": "Ananya Iyer",
        "line1": "12 Lake Road",
        "line2": None,
        "city": "Bengaluru",
        "state": None,
        "postcode": "560038",
        "country": "IN",
    }
