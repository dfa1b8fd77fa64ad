"""What every gateway does alike: reserve, take, give back, each once for its key."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from agents.kit.storage import Store
from agents.payment.gateways.port import ChargeRefused, GatewaySilent, Psp, Reserve
from agents.payment.gateways.sandbox import SandboxPsp
from agents.payment.gateways.stripe_api import StripePsp
from agents.payment.settings import StripeSettings
from agents.payment.tables import Base
from tests.agents.payment.gateways.stripe_wire import KEY, StripeWire, serve

TOKENS = {
    "4242": "pm_card_visa",
    "1111": "pm_card_visa_chargeDeclinedInsufficientFunds",
    "2222": "pm_card_chargeDeclinedExpiredCard",
    "5556": "pm_card_visa_chargeDeclined",
}


@dataclass
class Bench:
    """A gateway under test, and how the first answer to a reservation is lost."""

    psp: Psp
    lose_an_answer: Callable[[], str]

    def reserve(self, last_four: str = "4242", key: str = "CH-1", amount: int = 1000) -> Reserve:
        return Reserve(key, TOKENS.get(last_four), last_four, False, amount, "INR")


@pytest.fixture
def store(open_store: Callable[..., Store]) -> Store:
    return open_store(Base.metadata)


@pytest.fixture
def wire() -> StripeWire:
    return StripeWire()


@pytest.fixture(params=["sandbox", "stripe"])
def bench(request: pytest.FixtureRequest, store: Store, wire: StripeWire) -> Iterator[Bench]:
    if request.param == "sandbox":
        yield Bench(SandboxPsp(store), lambda: "3333")
        return

    def lose() -> str:
        wire.lost["confirm"] = 1
        return "4242"

    with serve(wire) as base:
        yield Bench(StripePsp(store, StripeSettings(KEY, base, timeout_s=5)), lose)


@pytest.mark.parametrize(
    ("last_four", "reason"),
    [
        ("4242", None),
        ("1111", "insufficient_funds"),
        ("2222", "expired_card"),
        ("5556", "card_not_accepted"),
    ],
)
def test_card_decides_and_decides_alike_again(
    bench: Bench, last_four: str, reason: str | None
) -> None:
    assert bench.psp.authorize(bench.reserve(last_four)) == reason
    assert bench.psp.authorize(bench.reserve(last_four)) == reason


def test_unknown_card_is_not_accepted(bench: Bench) -> None:
    assert bench.psp.authorize(bench.reserve("9999")) == "card_not_accepted"


def test_lost_answer_is_found_by_its_key(bench: Bench) -> None:
    last_four = bench.lose_an_answer()
    with pytest.raises(GatewaySilent):
        bench.psp.authorize(bench.reserve(last_four))
    assert bench.psp.authorize(bench.reserve(last_four)) is None
    bench.psp.capture("CH-1")


def test_capture_needs_reserved_money(bench: Bench) -> None:
    with pytest.raises(ChargeRefused):
        bench.psp.capture("unknown")
    bench.psp.authorize(bench.reserve())
    bench.psp.capture("CH-1")
    bench.psp.capture("CH-1")
    with pytest.raises(ChargeRefused):
        bench.psp.void("CH-1")
    assert bench.psp.authorize(bench.reserve()) is None


def test_declined_charge_is_never_captured(bench: Bench) -> None:
    bench.psp.authorize(bench.reserve("1111"))
    with pytest.raises(ChargeRefused):
        bench.psp.capture("CH-1")


def test_voided_charge_is_never_captured(bench: Bench) -> None:
    bench.psp.void("unknown")
    bench.psp.authorize(bench.reserve())
    bench.psp.void("CH-1")
    bench.psp.void("CH-1")
    with pytest.raises(ChargeRefused):
        bench.psp.capture("CH-1")
    with pytest.raises(ChargeRefused):
        bench.psp.authorize(bench.reserve())


def test_refunds_stay_within_the_capture(bench: Bench) -> None:
    bench.psp.authorize(bench.reserve())
    with pytest.raises(ChargeRefused):
        bench.psp.refund("CH-1", amount=1, reference="early")
    bench.psp.capture("CH-1")
    bench.psp.refund("CH-1", amount=600, reference="a")
    bench.psp.refund("CH-1", amount=600, reference="a")
    bench.psp.refund("CH-1", amount=400, reference="b")
    with pytest.raises(ChargeRefused):
        bench.psp.refund("CH-1", amount=1, reference="c")


def test_charges_do_not_touch_each_other(bench: Bench) -> None:
    for key in ("CH-1", "CH-2"):
        bench.psp.authorize(bench.reserve(key=key))
    bench.psp.void("CH-1")
    bench.psp.capture("CH-2")
    with pytest.raises(ChargeRefused):
        bench.psp.refund("CH-1", amount=1, reference="x")
