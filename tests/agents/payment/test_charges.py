"""Charges of a placed order: reserved, taken, given back, once for each reference."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from agents.payment.desk import Desk
from agents.payment.gateways.port import ChargeRefused, GatewaySilent, Psp
from agents.payment.orders import charges
from agents.payment.sweep import sweep
from contracts.tokens import Claims
from tests.agents.conftest import FrozenClock
from tests.agents.payment.conftest import SERVICE, SHOPPER, Shop
from tests.agents.payment.goods import inr
from tests.agents.payment.world import BrokenPsp, Killed

TOTAL = 499800 + 9900
CLAIMS = Claims(SHOPPER, "post-purchase")


@pytest.fixture
def order_id(shop: Shop) -> str:
    return str(shop.commit(shop.quote_id())["orderId"])


def step(shop: Shop, operation: str, charge_id: str, **who: str) -> str:
    path = {"chargeId": charge_id}
    return str(shop.agent.call(operation, path=path, **(SERVICE | who))["status"])


def tenders_of(shop: Shop, order_id: str) -> dict[str, tuple[int, int, int]]:
    path = {"orderId": order_id}
    reply = shop.agent.call("getPayments", path=path, shopper=SHOPPER)
    return {
        t["tenderId"]: (t["captured"]["amount"], t["refunded"]["amount"], t["reserved"]["amount"])
        for t in reply["tenders"]
    }


def test_difference_is_taken_at_once(shop: Shop, order_id: str) -> None:
    card = shop.card()
    reply = shop.charge(order_id, card, 5000, "CM-1")
    assert (reply["status"], reply["tender"]["amount"]) == ("captured", inr(5000))
    assert "₹50 taken from the Test card ending 4242" in reply["message"]
    assert shop.charge(order_id, card, 5000, "CM-1") == reply
    assert shop.accounts()["psp_clearing"] == TOTAL + 5000
    assert tenders_of(shop, order_id)[card] == (5000, 0, 0)


def test_reserved_difference_is_taken_later(shop: Shop, order_id: str) -> None:
    gift_card = shop.gift_card(8000)
    reply = shop.charge(order_id, gift_card, 5000, "RMA-1", capture=False)
    charge_id = reply["chargeId"]
    assert reply["status"] == "authorized"
    assert shop.balance(gift_card) == 8000
    assert shop.charge(order_id, gift_card, 5000, "RMA-2")["reason"] == "insufficient_balance"
    assert tenders_of(shop, order_id)[gift_card] == (0, 0, 5000)
    for _ in range(2):
        assert step(shop, "captureCharge", charge_id) == "captured"
    assert step(shop, "voidCharge", charge_id) == "captured"
    assert shop.balance(gift_card) == 3000


def test_reserved_difference_is_given_back(shop: Shop, order_id: str) -> None:
    charge_id = shop.charge(order_id, shop.card(), 5000, "RMA-1", capture=False)["chargeId"]
    for _ in range(2):
        assert step(shop, "voidCharge", charge_id) == "voided"
    assert step(shop, "captureCharge", charge_id) == "voided"
    assert shop.charges() == ["captured", "voided"]


def test_points_pay_a_difference_and_come_back(shop: Shop, order_id: str) -> None:
    charge_id = shop.charge(order_id, "points", 10050, "RMA-1", capture=False)["chargeId"]
    assert shop.world.points[SHOPPER] == 5000 - 101
    assert step(shop, "voidCharge", charge_id) == "voided"
    assert shop.world.points[SHOPPER] == 5000


@pytest.mark.parametrize(
    ("tender", "reason"),
    [
        ("1111", "insufficient_funds"),
        ("2222", "expired_card"),
        ("3333", "network_error"),
        ("tok_invented", "unknown_tender"),
        ("GC-100000INRC-1002", "unknown_tender"),
        ("GC-4000INRC-1001", "insufficient_balance"),
        ("GC-90000EURC-1001", "card_not_accepted"),
        ("points", "insufficient_balance"),
    ],
)
def test_declined_charge_takes_nothing(shop: Shop, order_id: str, tender: str, reason: str) -> None:
    shop.gift_card(100000, shopper="C-1002")
    shop.gift_card(4000)
    shop.gift_card(90000, "EUR")
    tender_id = shop.card(tender) if tender.isdigit() else tender
    reply = shop.charge(order_id, tender_id, 5000, "CM-1")
    assert (reply["status"], reply["reason"]) == ("declined", reason)
    assert len(reply["suggestions"]) >= 2
    assert shop.accounts()["psp_clearing"] == TOTAL
    if reason != "network_error":
        assert shop.charge(order_id, tender_id, 5000, "CM-1") == reply


def test_silent_charge_is_taken_once_by_a_repeat(shop: Shop, order_id: str) -> None:
    card = shop.card("3333")
    assert shop.charge(order_id, card, 5000, "CM-1")["reason"] == "network_error"
    assert shop.charge(order_id, card, 5000, "CM-1")["status"] == "captured"
    assert shop.charges() == ["captured", "captured"]


def test_silent_charge_nobody_repeats_is_voided(
    shop: Shop, order_id: str, clock: FrozenClock
) -> None:
    card = shop.card("3333")
    shop.charge(order_id, card, 5000, "CM-1")
    clock.now += timedelta(minutes=16)
    sweep(shop.store, shop.world.peers(), clock.now)
    assert shop.charges() == ["captured", "voided"]
    body = charge_body(order_id, card)
    fault = shop.agent.fault("chargeOrder", body, **SERVICE)
    assert (fault["status"], fault["code"]) == (409, "charge_voided")


@pytest.mark.parametrize("change", ["amount", "tenderId", "capture"])
def test_reference_of_another_charge_is_a_conflict(shop: Shop, order_id: str, change: str) -> None:
    card = shop.card()
    shop.charge(order_id, card, 5000, "CM-1")
    others = {"amount": inr(4999), "tenderId": shop.card(), "capture": False}
    body = charge_body(order_id, card) | {change: others[change]}
    fault = shop.agent.fault("chargeOrder", body, **SERVICE)
    assert (fault["status"], fault["code"]) == (409, "reference_reused")
    assert shop.accounts()["psp_clearing"] == TOTAL + 5000


@pytest.mark.parametrize("who", ["foreign", "unknown"])
def test_foreign_or_unknown_order_is_not_charged(shop: Shop, order_id: str, who: str) -> None:
    token = SERVICE | ({"shopper": "C-1002"} if who == "foreign" else {})
    body = charge_body(order_id if who == "foreign" else "O-NONE", shop.card())
    fault = shop.agent.fault("chargeOrder", body, **token)
    assert (fault["status"], fault["code"]) == (404, "not_found")


def test_foreign_charge_is_unknown(shop: Shop, order_id: str) -> None:
    charge_id = shop.charge(order_id, shop.card(), 5000, "CM-1", capture=False)["chargeId"]
    for operation in ("captureCharge", "voidCharge"):
        assert step(shop, operation, charge_id, shopper="C-1002") == "unknown"
        assert step(shop, operation, "CH-NONE") == "unknown"
    assert shop.charges() == ["authorized", "captured"]


def test_leg_of_a_checkout_is_no_later_charge(shop: Shop, order_id: str) -> None:
    assert step(shop, "voidCharge", shop.charge_ids()[0]) == "unknown"
    assert order_id in shop.world.orders


def test_charge_in_another_currency_is_refused(shop: Shop, order_id: str) -> None:
    body = charge_body(order_id, shop.card()) | {"amount": {"amount": 5, "currency": "USD"}}
    assert shop.agent.fault("chargeOrder", body, **SERVICE)["code"] == "currency_mismatch"


def test_shopper_herself_may_not_charge(shop: Shop, order_id: str) -> None:
    body = charge_body(order_id, shop.card())
    assert shop.agent.fault("chargeOrder", body, shopper=SHOPPER)["code"] == "forbidden"


def test_card_reservation_expires(shop: Shop, order_id: str, clock: FrozenClock) -> None:
    charge_id = shop.charge(order_id, shop.card(), 5000, "RMA-1", capture=False)["chargeId"]
    clock.now += timedelta(days=7)
    assert step(shop, "captureCharge", charge_id) == "expired"
    assert shop.charges() == ["captured", "voided"]
    assert step(shop, "voidCharge", charge_id) == "voided"


def test_expired_reservations_are_swept_and_gift_cards_are_not(
    shop: Shop, order_id: str, clock: FrozenClock
) -> None:
    gift_card = shop.gift_card(8000)
    kept = shop.charge(order_id, gift_card, 5000, "RMA-2", capture=False)["chargeId"]
    shop.charge(order_id, shop.card(), 5000, "RMA-1", capture=False)
    clock.now += timedelta(days=8)
    sweep(shop.store, shop.world.peers(), clock.now)
    assert shop.charges() == ["captured", "voided"]
    assert step(shop, "captureCharge", kept) == "captured"


def test_money_the_bank_no_longer_holds_is_expired(
    shop: Shop, order_id: str, clock: FrozenClock
) -> None:
    charge_id = shop.charge(order_id, shop.card(), 5000, "RMA-1", capture=False)["chargeId"]
    refusing = BrokenPsp(shop.store, "capture", ChargeRefused("gone"), has_effect=False)
    reply = charges.capture_charge(desk(shop, refusing, clock), charge_id, CLAIMS)
    assert reply["status"] == "expired"
    assert step(shop, "captureCharge", charge_id) == "expired"


@pytest.mark.parametrize("has_effect", [False, True])
@pytest.mark.parametrize("error", [GatewaySilent("no answer"), Killed("capture")])
def test_capture_without_an_answer_is_finished(
    shop: Shop, order_id: str, clock: FrozenClock, error: BaseException, has_effect: bool
) -> None:
    charge_id = shop.charge(order_id, shop.card(), 5000, "RMA-1", capture=False)["chargeId"]
    broken = BrokenPsp(shop.store, "capture", error, has_effect=has_effect)
    with pytest.raises((Exception, Killed)):
        charges.capture_charge(desk(shop, broken, clock), charge_id, CLAIMS)
    clock.now += timedelta(minutes=3)
    sweep(shop.store, shop.world.peers(), clock.now)
    assert step(shop, "captureCharge", charge_id) == "captured"
    assert shop.accounts()["psp_clearing"] == TOTAL + 5000


def test_void_of_what_was_taken_unseen_says_captured(
    shop: Shop, order_id: str, clock: FrozenClock
) -> None:
    charge_id = shop.charge(order_id, shop.card(), 5000, "RMA-1", capture=False)["chargeId"]
    dying = BrokenPsp(shop.store, "capture", Killed("capture"), has_effect=True)
    with pytest.raises(Killed):
        charges.capture_charge(desk(shop, dying, clock), charge_id, CLAIMS)
    assert step(shop, "voidCharge", charge_id) == "captured"
    assert shop.accounts()["psp_clearing"] == TOTAL + 5000


def test_racing_repeats_charge_once(shop: Shop, order_id: str) -> None:
    card = shop.card()
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda _: shop.charge(order_id, card, 5000, "CM-1"), range(6)))
    assert all(reply == found[0] for reply in found)
    assert shop.accounts()["psp_clearing"] == TOTAL + 5000


def test_racing_charges_never_overdraw_a_gift_card(shop: Shop, order_id: str) -> None:
    gift_card = shop.gift_card(12000)

    def charge(number: int) -> Any:
        return shop.charge(order_id, gift_card, 5000, f"CM-{number}")["status"]

    with ThreadPoolExecutor(6) as pool:
        found = sorted(pool.map(charge, range(6)))
    assert found == ["captured"] * 2 + ["declined"] * 4
    assert shop.balance(gift_card) == 2000


def test_payment_moves_to_another_tender(shop: Shop, order_id: str) -> None:
    """As post-purchase changes the payment: the new one first, then the former one back."""
    former = next(iter(tenders_of(shop, order_id)))
    gift_card = shop.gift_card(TOTAL)
    assert shop.charge(order_id, gift_card, TOTAL, "PC-1")["status"] == "captured"
    assert shop.refund(order_id, TOTAL, "PC-1", former)["refunds"][0]["tenderId"] == former
    assert tenders_of(shop, order_id) == {former: (TOTAL, TOTAL, 0), gift_card: (TOTAL, 0, 0)}
    assert shop.accounts()["psp_clearing"] == 0


def charge_body(order_id: str, tender_id: str) -> dict[str, Any]:
    return {
        "orderId": order_id,
        "tenderId": tender_id,
        "amount": inr(5000),
        "reference": "CM-1",
        "capture": True,
    }


def desk(shop: Shop, psp: Psp, clock: FrozenClock) -> Desk:
    return Desk(shop.store, shop.world.peers(), psp, clock.now)
