"""Stripe on the wire: what is sent, and what every answer of its means for us."""

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from agents.kit.errors import Fault
from agents.kit.storage import Store
from agents.payment.gateways.choice import FormerSandbox, choose_gateway
from agents.payment.gateways.port import ChargeRefused, GatewaySilent, Reserve
from agents.payment.gateways.sandbox import SandboxPsp
from agents.payment.gateways.stripe_api import StripePsp
from agents.payment.gateways.stripe_cards import find_card
from agents.payment.settings import StripeSettings, stripe_settings
from agents.payment.tables import Base
from tests.agents.payment.gateways import stripe_wire
from tests.agents.payment.gateways.stripe_wire import KEY, StripeWire, serve

RESERVE = Reserve("CH-1", "pm_card_visa", "4242", False, 149900, "INR")


@pytest.fixture
def wire() -> StripeWire:
    return StripeWire()


@pytest.fixture
def settings(wire: StripeWire) -> Iterator[StripeSettings]:
    with serve(wire) as base:
        yield StripeSettings(KEY, base, timeout_s=5)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path / 'psp.sqlite'}", Base.metadata)
    yield store
    store.close()


@pytest.fixture
def psp(store: Store, settings: StripeSettings) -> StripePsp:
    return StripePsp(store, settings)


def test_reservation_is_a_payment_intent_captured_by_hand(psp: StripePsp, wire: StripeWire) -> None:
    assert psp.authorize(RESERVE) is None
    method, path, params, key = wire.seen[0]
    assert (method, path, key) == ("POST", "/v1/payment_intents", "CH-1:create")
    assert params == {
        "amount": "149900",
        "currency": "inr",
        "payment_method": "pm_card_visa",
        "payment_method_types[0]": "card",
        "capture_method": "manual",
        "metadata[charge]": "CH-1",
    }
    confirmed = next(row for row in wire.seen if row[1].endswith("/confirm"))
    assert (confirmed[2], confirmed[3]) == ({"off_session": "true"}, "CH-1:confirm")
    assert wire.states() == ["requires_capture"]


def test_whole_life_of_a_charge_moves_its_money_once(psp: StripePsp, wire: StripeWire) -> None:
    psp.authorize(RESERVE)
    psp.capture("CH-1")
    assert wire.received() == 149900
    psp.refund("CH-1", amount=49900, reference="CH-1:RMA-1")
    psp.refund("CH-1", amount=49900, reference="CH-1:RMA-1")
    assert wire.received() == 100000
    assert all(key for method, _, _, key in wire.seen if method == "POST")


def test_refund_is_found_after_stripe_forgot_its_key(psp: StripePsp, wire: StripeWire) -> None:
    psp.authorize(RESERVE)
    psp.capture("CH-1")
    wire.lost["refunds"] = 1
    with pytest.raises(GatewaySilent):
        psp.refund("CH-1", amount=100, reference="r")
    wire.kept.clear()
    psp.refund("CH-1", amount=100, reference="r")
    assert wire.received() == 149800


def test_refund_that_fails_at_the_bank_is_refused(psp: StripePsp, wire: StripeWire) -> None:
    psp.authorize(RESERVE)
    psp.capture("CH-1")
    wire.refund_status = "failed"
    with pytest.raises(ChargeRefused):
        psp.refund("CH-1", amount=100, reference="r")
    assert wire.received() == 149900


@pytest.mark.parametrize("step", ["payment_intents", "confirm"])
def test_lost_answer_to_a_reservation_reserves_once(
    psp: StripePsp, wire: StripeWire, step: str
) -> None:
    wire.lost[step] = 1
    with pytest.raises(GatewaySilent):
        psp.authorize(RESERVE)
    assert psp.authorize(RESERVE) is None
    assert wire.states() == ["requires_capture"]


@pytest.mark.parametrize(("step", "received"), [("capture", 149900), ("refunds", 149800)])
def test_lost_answer_to_a_later_step_moves_money_once(
    psp: StripePsp, wire: StripeWire, step: str, received: int
) -> None:
    psp.authorize(RESERVE)
    wire.lost[step] = 1
    if step == "capture":
        with pytest.raises(GatewaySilent):
            psp.capture("CH-1")
    psp.capture("CH-1")
    if step == "refunds":
        with pytest.raises(GatewaySilent):
            psp.refund("CH-1", amount=100, reference="r")
        psp.refund("CH-1", amount=100, reference="r")
    assert wire.received() == received


def test_lost_answer_to_a_decline_is_the_decline(psp: StripePsp, wire: StripeWire) -> None:
    wire.lost["confirm"] = 1
    token = "pm_card_visa_chargeDeclinedInsufficientFunds"
    reserve = Reserve("CH-1", token, "9995", False, 1000, "INR")
    with pytest.raises(GatewaySilent):
        psp.authorize(reserve)
    assert psp.authorize(reserve) == "insufficient_funds"


@pytest.mark.parametrize(
    ("token", "reason"),
    [
        ("pm_card_visa_chargeDeclined", "card_not_accepted"),
        ("pm_card_visa_chargeDeclinedInsufficientFunds", "insufficient_funds"),
        ("pm_card_chargeDeclinedExpiredCard", "expired_card"),
        ("pm_card_chargeDeclinedProcessingError", "network_error"),
        ("pm_card_authenticationRequired", "card_not_accepted"),
        ("pm_card_threeDSecure2Required", "card_not_accepted"),
        (None, "card_not_accepted"),
    ],
)
def test_decline_is_told_in_our_words(psp: StripePsp, token: str | None, reason: str) -> None:
    assert psp.authorize(Reserve("CH-1", token, "0002", False, 1000, "INR")) == reason


@pytest.mark.parametrize("fault", ["too_many_requests", "broken", "key_in_use", "bad_key"])
@pytest.mark.parametrize("step", ["authorize", "capture", "void", "refund"])
def test_answer_that_says_nothing_is_silence(
    psp: StripePsp, wire: StripeWire, fault: str, step: str
) -> None:
    if step != "authorize":
        psp.authorize(RESERVE)
    if step == "refund":
        psp.capture("CH-1")
    steps = {
        "authorize": lambda: psp.authorize(RESERVE),
        "capture": lambda: psp.capture("CH-1"),
        "void": lambda: psp.void("CH-1"),
        "refund": lambda: psp.refund("CH-1", amount=1, reference="r"),
    }
    wire.faults.append(getattr(stripe_wire, fault)())
    with pytest.raises(GatewaySilent):
        steps[step]()
    assert steps[step]() is None


def test_slow_answer_is_silence(store: Store, wire: StripeWire) -> None:
    with serve(wire) as base:
        psp = StripePsp(store, StripeSettings(KEY, base, timeout_s=0.2))
        wire.delay_s = 0.6
        with pytest.raises(GatewaySilent):
            psp.authorize(RESERVE)
        wire.delay_s = 0.0
        assert psp.authorize(RESERVE) is None
        assert len(wire.intents) == 1


def test_nobody_there_is_silence(store: Store) -> None:
    psp = StripePsp(store, StripeSettings(KEY, "http://127.0.0.1:9", timeout_s=1))
    with pytest.raises(GatewaySilent):
        psp.authorize(RESERVE)


def test_void_of_an_unconfirmed_intent_cancels_it(psp: StripePsp, wire: StripeWire) -> None:
    wire.lost["payment_intents"] = 1
    with pytest.raises(GatewaySilent):
        psp.authorize(RESERVE)
    psp.void("CH-1")
    wire.faults.append(stripe_wire.broken())
    with pytest.raises(GatewaySilent):
        psp.authorize(RESERVE)
    psp.authorize(RESERVE)
    psp.void("CH-1")
    assert wire.states() == ["canceled"]


def test_intent_that_stripe_canceled_is_refused(psp: StripePsp, wire: StripeWire) -> None:
    psp.authorize(RESERVE)
    next(iter(wire.intents.values()))["status"] = "canceled"
    with pytest.raises(ChargeRefused):
        psp.capture("CH-1")
    psp.void("CH-1")


def test_racing_repeats_reserve_once(psp: StripePsp, wire: StripeWire) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(psp.authorize, [RESERVE] * 4))
    assert found == [None] * 4
    assert wire.states() == ["requires_capture"]


def test_key_and_card_are_in_no_log(
    psp: StripePsp, wire: StripeWire, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    psp.authorize(RESERVE)
    wire.faults.append(stripe_wire.bad_key())
    with pytest.raises(GatewaySilent):
        psp.capture("CH-1")
    assert KEY not in caplog.text
    assert KEY not in repr(StripeSettings(KEY))


def test_page_sends_a_payment_method_and_no_number(settings: StripeSettings) -> None:
    known = find_card(settings, {"paymentMethod": "pm_card_visa"})
    assert (known.last_four, known.brand, known.gateway_token) == ("4242", "Visa", "pm_card_visa")
    with pytest.raises(Fault, match="does not know") as caught:
        find_card(settings, {"paymentMethod": "pm_invented"})
    assert caught.value.code == "invalid_card"


@pytest.mark.parametrize("number", ["4242 4242 4242 4242", "4242", "1111"])
def test_test_number_is_never_sent(settings: StripeSettings, wire: StripeWire, number: str) -> None:
    known = find_card(settings, {"number": number})
    assert known.gateway_token is not None
    assert wire.seen == []


def test_raw_number_needs_leave_and_expiry(settings: StripeSettings, wire: StripeWire) -> None:
    entered = {"number": "4000 0566 5566 5556"}
    with pytest.raises(Fault) as caught:
        find_card(settings, entered)
    assert caught.value.code == "card_page_needed"
    allowed = StripeSettings(KEY, settings.api_base, takes_raw_cards=True)
    with pytest.raises(Fault, match="expiry"):
        find_card(allowed, entered)
    known = find_card(allowed, entered | {"expiry": "08/31", "securityCode": "123"})
    assert (known.last_four, str(known.gateway_token)[:3]) == ("5556", "pm_")
    sent = wire.seen[0][2]
    assert (sent["card[exp_month]"], sent["card[exp_year]"]) == ("8", "2031")
    assert sent["card[cvc]"] == "123"


def test_card_that_stripe_refuses_is_invalid(settings: StripeSettings) -> None:
    allowed = StripeSettings(KEY, settings.api_base, takes_raw_cards=True)
    entered = {"number": "4000 0000 0000 0069", "expiry": "01/31"}
    live_like = StripeSettings(KEY.replace("_test_", "_live_"), settings.api_base, True)
    assert not live_like.is_test
    with pytest.raises(Fault):
        find_card(live_like, entered)
    assert find_card(allowed, entered).gateway_token == "pm_card_chargeDeclinedExpiredCard"


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, store: Store) -> None:
    for name in ("STRIPE_API_KEY", "STRIPE_API_BASE", "STRIPE_RAW_CARDS"):
        monkeypatch.delenv(name, raising=False)
    assert stripe_settings() is None
    assert isinstance(choose_gateway(store), SandboxPsp)
    monkeypatch.setenv("STRIPE_API_KEY", KEY)
    monkeypatch.setenv("STRIPE_API_BASE", "http://127.0.0.1:1/")
    found = stripe_settings()
    assert found == StripeSettings(KEY, "http://127.0.0.1:1")
    assert isinstance(choose_gateway(store), FormerSandbox)


def test_former_charges_stay_with_the_sandbox(
    store: Store, settings: StripeSettings, wire: StripeWire
) -> None:
    SandboxPsp(store).authorize(RESERVE)
    both = choose_gateway(store, settings)
    both.capture("CH-1")
    both.refund("CH-1", amount=1, reference="r")
    assert wire.seen == []
    both.authorize(Reserve("CH-2", "pm_card_visa", "4242", False, 1000, "INR"))
    both.void("CH-2")
    assert wire.states() == ["canceled"]
