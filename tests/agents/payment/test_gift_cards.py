"""Gift cards are added by a code that is nowhere kept, and wrong codes are slowed down."""

import logging
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from agents.payment.policy import POLICY
from agents.payment.service import operations
from agents.payment.tenders.gift_cards import hash_code, pause_after
from tests.agents.conftest import AgentUnderTest, FrozenClock
from tests.agents.payment.conftest import SHOPPER, Shop
from tests.agents.payment.goods import inr
from tests.agents.payment.world import World

CODE = "GIFT-7QWM-2K8F-9HXA"


@pytest.fixture
def sample(start_agent: Callable[..., AgentUnderTest], world: World) -> Shop:
    peers = world.peers()
    return Shop(start_agent(operations, peers=peers), world, peers)


def add(shop: Shop, code: str, shopper: str = SHOPPER) -> dict[str, object]:
    reply: dict[str, object] = shop.agent.call("addGiftCard", {"code": code}, shopper=shopper)
    return reply


@pytest.mark.parametrize("code", [CODE, "gift 7qwm 2k8f 9hxa", "GIFT7QWM2K8F9HXA"])
def test_code_adds_the_card_with_its_balance(sample: Shop, code: str) -> None:
    reply = add(sample, code)
    tender = reply["tender"]
    assert isinstance(tender, dict)
    assert (reply["status"], tender["balance"]) == ("added", inr(200000))
    assert tender["label"] == "gift card ending 9HXA"
    assert "₹2,000" in str(reply["message"])
    assert add(sample, code)["status"] == "added"
    assert sample.balance(tender["tenderId"]) == 200000


def test_card_of_another_shopper_is_taken(sample: Shop) -> None:
    add(sample, CODE)
    reply = add(sample, CODE, "C-1002")
    assert (reply["status"], reply["tender"]) == ("taken", None)


def test_card_of_a_guest_follows_its_code_when_she_has_signed_in(sample: Shop) -> None:
    add(sample, CODE, "anon-7f3a")
    assert add(sample, CODE)["status"] == "added"
    assert add(sample, CODE, "anon-7f3a")["status"] == "taken"


def test_unknown_code_says_how_one_reads(sample: Shop) -> None:
    reply = add(sample, "GIFT-NONE")
    assert reply["status"] == "unknown_code"
    assert "GIFT-XXXX-XXXX-XXXX" in str(reply["message"])
    assert len(reply["suggestions"]) >= 2  # type: ignore[arg-type]


def test_wrong_codes_are_slowed_down_for_longer_and_longer(
    sample: Shop, clock: FrozenClock
) -> None:
    for _ in range(POLICY.gift_cards.free_tries):
        assert add(sample, "GIFT-NONE")["status"] == "unknown_code"
    assert (add(sample, CODE)["status"], add(sample, CODE)["retryAfterSeconds"]) == (
        "slow_down",
        30,
    )
    assert add(sample, CODE, "C-1002")["status"] == "added"
    clock.now += timedelta(seconds=30)
    assert add(sample, "GIFT-NONE")["status"] == "unknown_code"
    assert add(sample, CODE)["retryAfterSeconds"] == 60


def test_wrong_codes_are_remembered_by_the_next_process(
    start_agent: Callable[..., AgentUnderTest], world: World
) -> None:
    for _ in range(2):
        peers = world.peers()
        shop = Shop(start_agent(operations, peers=peers), world, peers)
        for _ in range(3):
            reply = add(shop, "GIFT-NONE")
    assert reply["status"] == "slow_down"


def test_right_code_and_time_forgive_wrong_ones(sample: Shop, clock: FrozenClock) -> None:
    for _ in range(4):
        add(sample, "GIFT-NONE")
    assert add(sample, CODE)["status"] == "added"
    for _ in range(5):
        assert add(sample, "GIFT-NONE")["status"] == "unknown_code"
    clock.now += timedelta(hours=POLICY.gift_cards.forget_hours)
    assert add(sample, "GIFT-NONE")["status"] == "unknown_code"


@pytest.mark.parametrize(
    ("wrong", "pause"), [(0, 0), (4, 0), (5, 30), (6, 60), (7, 120), (12, 3600), (900, 3600)]
)
def test_pause_doubles_up_to_an_hour(wrong: int, pause: int) -> None:
    assert pause_after(wrong, POLICY.gift_cards) == pause


def test_code_is_in_no_file_and_no_log(
    sample: Shop, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    add(sample, CODE)
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert hash_code(CODE) in sample.kept()
    for secret in (CODE, "GIFT7QWM2K8F9HXA", "GIFT-7QWM"):
        assert secret not in sample.kept()
        assert not any(secret.encode() in content for content in files)
        assert secret not in caplog.text


def test_added_card_pays_and_shows_what_it_still_holds(sample: Shop) -> None:
    card_id = str(add(sample, CODE)["tender"]["tenderId"])  # type: ignore[index]
    reply = sample.pay((card_id, 150000), sample.card())
    assert reply["status"] == "placed"
    assert sample.balance(card_id) == 50000
    sample.check_books()


def test_tenders_are_the_shoppers_own(shop: Shop) -> None:
    gift_card, card = shop.gift_card(5000), shop.card()
    shop.gift_card(7000, shopper="C-1002")
    tenders = shop.agent.call("listTenders", shopper=SHOPPER)["tenders"]
    assert {t["tenderId"] for t in tenders} == {gift_card, card, "points"}
    points = next(t for t in tenders if t["kind"] == "points")
    assert (points["points"], points["balance"], points["label"]) == (
        5000,
        inr(500000),
        "5000 points",
    )


def test_tenders_are_listed_without_loyalty(shop: Shop) -> None:
    card = shop.card()
    shop.world.down.add("loyalty")
    tenders = shop.agent.call("listTenders", shopper=SHOPPER)["tenders"]
    assert [t["tenderId"] for t in tenders] == [card]
    body = {"lines": [{"sku": "LS-01-BLU-M", "quantity": 1}], "tenders": [{"tenderId": "points"}]}
    fault = shop.agent.fault("quoteCheckout", body, shopper=SHOPPER)
    assert fault["code"] == "agent_unavailable"
