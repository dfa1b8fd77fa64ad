"""Cards become tokens; the sandbox gateway decides by the last four and remembers by key."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from agents.kit.storage import Store
from agents.payment.gateways.port import ChargeRefused, Decline, GatewaySilent, Reserve
from agents.payment.gateways.sandbox import SandboxPsp
from agents.payment.tables import Base
from agents.payment.tenders.cards import brand_of, passes_luhn
from tests.agents.payment.conftest import SHOPPER, Shop

VISA = "4000 0566 5566 5556"


@pytest.fixture
def psp(tmp_path: Path) -> Iterator[SandboxPsp]:
    store = Store(f"sqlite:///{tmp_path / 'psp.sqlite'}", Base.metadata)
    yield SandboxPsp(store)
    store.close()


def charge(last_four: str, key: str = "k1") -> Reserve:
    return Reserve(key, None, last_four, False, 1000, "INR")


def test_card_becomes_a_token_with_its_last_four(shop: Shop) -> None:
    reply = shop.agent.call("tokenizeCard", {"number": VISA}, shopper=SHOPPER)
    assert reply["token"].startswith("tok_")
    assert (reply["lastFour"], reply["brand"]) == ("5556", "Visa")


@pytest.mark.parametrize("number", ["4242", "1111", "2222", "3333", "4000000000004242"])
def test_test_cards_are_taken_by_their_last_four(shop: Shop, number: str) -> None:
    reply = shop.agent.call("tokenizeCard", {"number": number}, shopper=SHOPPER)
    assert reply["lastFour"] == number[-4:]


@pytest.mark.parametrize(
    "number", ["9999", "42424", "400005665565", "4000056655665557", "40000566556655560000"]
)
def test_what_is_no_card_is_refused_without_its_number(shop: Shop, number: str) -> None:
    response = shop.agent.send("tokenizeCard", {"number": number}, shopper=SHOPPER)
    assert response.get_json()["code"] == "invalid_card"
    assert len(number) == 4 or number not in response.text
    assert "4242" in response.get_json()["detail"]


def test_letters_are_refused_without_being_quoted(shop: Shop) -> None:
    response = shop.agent.send("tokenizeCard", {"number": "4000 056x"}, shopper=SHOPPER)
    assert response.status_code == 400
    assert "056x" not in response.text


def test_number_is_in_no_log_and_no_file(
    shop: Shop, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for number in (VISA, "4000056655665557"):
        shop.agent.send("tokenizeCard", {"number": number}, shopper=SHOPPER)
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert "tok_" in shop.kept()
    for secret in ("4000056655665556", VISA, "4000056655665557"):
        assert secret not in shop.kept()
        assert not any(secret.encode() in content for content in files)
        assert secret not in caplog.text


@pytest.mark.parametrize(
    ("last_four", "reason"),
    [
        ("4242", None),
        ("1111", "insufficient_funds"),
        ("2222", "expired_card"),
        ("5556", "card_not_accepted"),
        ("0000", "card_not_accepted"),
    ],
)
def test_last_four_decide(psp: SandboxPsp, last_four: str, reason: Decline | None) -> None:
    assert psp.authorize(charge(last_four)) == reason
    assert psp.authorize(charge(last_four)) == reason


def test_silent_gateway_finds_its_charge_by_key(psp: SandboxPsp) -> None:
    with pytest.raises(GatewaySilent):
        psp.authorize(charge("3333"))
    assert psp.authorize(charge("3333")) is None
    with pytest.raises(GatewaySilent):
        psp.authorize(charge("3333", key="k2"))


def test_capture_needs_reserved_money(psp: SandboxPsp) -> None:
    with pytest.raises(ChargeRefused):
        psp.capture("unknown")
    psp.authorize(charge("4242"))
    psp.capture("k1")
    psp.capture("k1")
    with pytest.raises(ChargeRefused):
        psp.void("k1")


def test_voided_charge_is_never_captured(psp: SandboxPsp) -> None:
    psp.void("unknown")
    psp.authorize(charge("4242"))
    psp.void("k1")
    psp.void("k1")
    with pytest.raises(ChargeRefused):
        psp.capture("k1")
    with pytest.raises(ChargeRefused):
        psp.authorize(charge("4242"))


def test_refunds_stay_within_the_capture(psp: SandboxPsp) -> None:
    psp.authorize(charge("4242"))
    with pytest.raises(ChargeRefused):
        psp.refund("k1", amount=1, reference="early")
    psp.capture("k1")
    psp.refund("k1", amount=600, reference="a")
    psp.refund("k1", amount=600, reference="a")
    psp.refund("k1", amount=400, reference="b")
    with pytest.raises(ChargeRefused):
        psp.refund("k1", amount=1, reference="c")


@pytest.mark.parametrize(
    ("digits", "brand"),
    [
        ("4111111111111111", "Visa"),
        ("5500000000000004", "Mastercard"),
        ("340000000000009", "American Express"),
        ("6521111111111117", "RuPay"),
        ("9111111111111111", "Card"),
        ("4242", "Test card"),
    ],
)
def test_brand_follows_the_first_digits(digits: str, brand: str) -> None:
    assert brand_of(digits) == brand


@pytest.mark.parametrize(
    ("digits", "is_right"),
    [("79927398713", True), ("79927398710", False), ("4000056655665556", True), ("0", True)],
)
def test_luhn_finds_a_mistyped_digit(digits: str, is_right: bool) -> None:
    assert passes_luhn(digits) is is_right
