"""The whole agent on Stripe: a checkout, a decline, a lost answer, a refund."""

from collections.abc import Iterator

import pytest

from tests.agents.payment.conftest import SHOPPER, Shop
from tests.agents.payment.gateways.stripe_wire import KEY, StripeWire, serve
from tests.agents.payment.goods import SHIRT

TOTAL = 499800 + 9900


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Iterator[StripeWire]:
    wire = StripeWire()
    with serve(wire) as base:
        monkeypatch.setenv("STRIPE_API_KEY", KEY)
        monkeypatch.setenv("STRIPE_API_BASE", base)
        yield wire


def test_order_is_paid_and_refunded_at_stripe(wire: StripeWire, shop: Shop) -> None:
    order_id = shop.commit(shop.quote_id())["orderId"]
    assert wire.received() == TOTAL
    assert shop.refund(order_id, 100000, "RMA-1")["status"] == "refunded"
    assert wire.received() == TOTAL - 100000
    assert shop.accounts()["psp_clearing"] == TOTAL - 100000


def test_decline_leaves_everything_as_before(wire: StripeWire, shop: Shop) -> None:
    gift_card = shop.gift_card(100000)
    reply = shop.pay(gift_card, shop.card("1111"))
    assert (reply["status"], reply["reason"]) == ("declined", "insufficient_funds")
    assert wire.received() == 0
    assert shop.balance(gift_card) == 100000
    assert shop.world.stock[SHIRT] == 10


@pytest.mark.parametrize("step", ["payment_intents", "confirm"])
def test_lost_answer_is_paid_once_by_a_repeat(wire: StripeWire, shop: Shop, step: str) -> None:
    quote_id = shop.quote_id()
    wire.lost[step] = 1
    assert shop.commit(quote_id)["reason"] == "network_error"
    assert shop.commit(quote_id)["status"] == "placed"
    assert wire.received() == TOTAL
    assert wire.states().count("succeeded") == 1


def test_no_number_goes_over_the_wire(wire: StripeWire, shop: Shop) -> None:
    number = "4242 4242 4242 4242"
    card = shop.agent.call("tokenizeCard", {"number": number}, shopper=SHOPPER)
    assert (card["lastFour"], card["brand"]) == ("4242", "Visa")
    shop.commit(shop.quote_id(card=card["token"]))
    assert "4242424242424242" not in str(wire.seen)


def test_page_card_is_taken_by_its_payment_method(wire: StripeWire, shop: Shop) -> None:
    body = {"paymentMethod": "pm_card_visa"}
    card = shop.agent.call("tokenizeCard", body, shopper=SHOPPER)["token"]
    assert shop.commit(shop.quote_id(card=card))["status"] == "placed"


def test_sandbox_has_no_payment_methods(shop: Shop) -> None:
    body = {"paymentMethod": "pm_card_visa"}
    fault = shop.agent.fault("tokenizeCard", body, shopper=SHOPPER)
    assert fault["code"] == "invalid_card"


def test_live_shop_takes_no_test_card(
    wire: StripeWire, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STRIPE_API_KEY", "sk_live_local")
    for number, code in (("4242", "invalid_card"), ("4242424242424242", "card_page_needed")):
        fault = shop.agent.fault("tokenizeCard", {"number": number}, shopper=SHOPPER)
        assert fault["code"] == code
        assert "test card" not in fault["detail"]
    assert wire.seen == []


def test_decline_at_stripe_speaks_of_no_sandbox(wire: StripeWire, shop: Shop) -> None:
    body = {"paymentMethod": "pm_card_visa_chargeDeclined"}
    card = shop.agent.call("tokenizeCard", body, shopper=SHOPPER)["token"]
    reply = shop.commit(shop.quote_id(card=card))
    assert reply["reason"] == "card_not_accepted"
    assert "sandbox" not in reply["message"]
