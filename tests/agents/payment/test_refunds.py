"""Refunds stay within what was captured, once for each reference; payments are the shopper's."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from agents.kit.errors import Fault
from agents.payment.desk import Desk
from agents.payment.gateways.port import ChargeRefused, GatewaySilent
from agents.payment.ledger.payments import Money
from agents.payment.orders.refunds import Asked, refund_payment
from agents.payment.sweep import sweep
from contracts.tokens import Claims
from tests.agents.conftest import FrozenClock
from tests.agents.payment.conftest import SHOPPER, Shop
from tests.agents.payment.goods import inr
from tests.agents.payment.world import BrokenPsp

TOTAL = 499800 + 9900


@pytest.fixture
def order_id(shop: Shop) -> str:
    return str(shop.commit(shop.quote_id())["orderId"])


def test_refund_goes_to_the_card_it_came_from(shop: Shop, order_id: str) -> None:
    reply = shop.refund(order_id, 100000, "RMA-1")
    assert reply["status"] == "refunded"
    refund = reply["refunds"][0]
    assert refund["refundId"].startswith("PY-")
    assert (reply["amount"], refund["amount"], refund["lastFour"]) == (
        inr(100000),
        inr(100000),
        "4242",
    )
    assert shop.accounts()["refunds"] == 100000
    shop.check_whole()


def test_repeated_reference_refunds_once(shop: Shop, order_id: str) -> None:
    first = shop.refund(order_id, 100000, "RMA-1")
    assert shop.refund(order_id, 100000, "RMA-1") == first
    shop.check_whole()


def test_refunds_never_exceed_the_capture(shop: Shop, order_id: str) -> None:
    shop.refund(order_id, 500000, "RMA-1")
    assert shop.refund(order_id, 500000, "RMA-2")["amount"] == inr(TOTAL - 500000)
    reply = shop.refund(order_id, 1, "RMA-3")
    assert (reply["status"], reply["refunds"]) == ("nothing_to_refund", [])
    shop.check_whole()


def test_racing_refunds_never_exceed_the_capture(shop: Shop, order_id: str) -> None:
    references = [f"RMA-{number}" for number in range(6)]
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda r: shop.refund(order_id, 200000, r), references))
    assert sum(reply["amount"]["amount"] for reply in found) == TOTAL
    shop.check_whole()


@pytest.mark.parametrize("amount", [0, -500])
def test_refund_of_nothing_moves_nothing(shop: Shop, order_id: str, amount: int) -> None:
    assert shop.refund(order_id, amount, "RMA-1")["status"] == "nothing_to_refund"
    shop.check_whole()


def test_refund_in_another_currency_is_refused(shop: Shop, order_id: str) -> None:
    body = {
        "orderId": order_id,
        "amount": {"amount": 1, "currency": "EUR"},
        "reference": "RMA-1",
        "tenderId": None,
    }
    fault = shop.agent.fault("refundPayment", body, shopper=SHOPPER, service="post-purchase")
    assert fault["code"] == "currency_mismatch"


def test_shopper_cannot_refund_herself(shop: Shop, order_id: str) -> None:
    body = {"orderId": order_id, "amount": inr(1), "reference": "RMA-1", "tenderId": None}
    fault = shop.agent.fault("refundPayment", body, shopper=SHOPPER)
    assert fault["code"] == "forbidden"


@pytest.mark.parametrize("operation", ["refundPayment", "getPayments"])
def test_foreign_order_does_not_exist(shop: Shop, order_id: str, operation: str) -> None:
    who = {"shopper": "C-1002", "service": "post-purchase"}
    body = {"orderId": order_id, "amount": inr(1), "reference": "RMA-1", "tenderId": None}
    if operation == "getPayments":
        fault = shop.agent.fault(operation, path={"orderId": order_id}, **who)
    else:
        fault = shop.agent.fault(operation, body, **who)
    assert (fault["status"], fault["code"]) == (404, "not_found")


def test_payments_tell_what_was_taken_and_given_back(shop: Shop, order_id: str) -> None:
    shop.refund(order_id, 100000, "RMA-1")
    path = {"orderId": order_id}
    reply = shop.agent.call("getPayments", path=path, shopper=SHOPPER)
    assert [p["kind"] for p in reply["payments"]] == ["authorization", "capture", "refund"]
    assert (reply["captured"], reply["refunded"]) == (inr(TOTAL), inr(100000))
    assert reply["payments"][0]["at"] == "2026-05-04T09:30:00Z"


def test_declined_order_shows_its_declined_authorization(shop: Shop) -> None:
    shop.commit(shop.quote_id(card=shop.card("1111")))
    path = {"orderId": next(iter(shop.world.orders))}
    reply = shop.agent.call("getPayments", path=path, shopper=SHOPPER)
    assert [(p["kind"], p["status"]) for p in reply["payments"]] == [("authorization", "declined")]
    assert reply["captured"] == inr(0)
    assert shop.refund(path["orderId"], 1, "X")["status"] == "nothing_to_refund"


@pytest.mark.parametrize("error", [GatewaySilent("no answer"), ChargeRefused("refused")])
def test_refund_the_gateway_does_not_make_is_repeated(
    shop: Shop, clock: FrozenClock, order_id: str, error: Exception
) -> None:
    broken = BrokenPsp(shop.store, "refund", error, has_effect=False)
    desk = Desk(shop.store, shop.world.peers(), broken, clock.now)
    asked = Asked(order_id, Money(9900, "INR"), "RMA-1")
    with pytest.raises(Fault, match="same reference"):
        refund_payment(desk, asked, Claims(SHOPPER, "post-purchase"))
    path = {"orderId": order_id}
    assert shop.agent.call("getPayments", path=path, shopper=SHOPPER)["refunded"] == inr(0)
    clock.now += timedelta(minutes=3)
    sweep(shop.store, shop.world.peers(), clock.now, psp=broken)
    assert shop.refund(order_id, 9900, "RMA-1")["amount"] == inr(9900)
    shop.check_whole()
