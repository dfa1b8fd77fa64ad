"""The sweep: wherever the process died, nothing is left half done, and a repeat pays once."""

import time
from datetime import timedelta

import pytest

from agents.kit.errors import Fault
from agents.payment.checkout.attempts import Superseded
from agents.payment.checkout.saga import commit_checkout
from agents.payment.desk import Desk
from agents.payment.gateways.port import ChargeRefused, GatewaySilent, Psp
from agents.payment.gateways.sandbox import SandboxPsp
from agents.payment.ledger.payments import Money
from agents.payment.orders.refunds import Asked, refund_payment
from agents.payment.sweep import sweep
from contracts.tokens import Claims
from tests.agents.conftest import FrozenClock
from tests.agents.payment.conftest import SHOPPER, Shop
from tests.agents.payment.goods import SHIRT
from tests.agents.payment.rewards import offer
from tests.agents.payment.world import BrokenPsp, Killed

BEFORE_CAPTURE = ("getProducts", "placeHold", "registerOrder")
AFTER_CAPTURE = ("confirmOrder", "commitHold", "createShipment")


def die_at(shop: Shop, step: str, **wish: str) -> str:
    """Commit a quote and die when `step` has had its effect; returns the quote's id."""
    quote_id = shop.quote_id(**wish)
    shop.world.dying = {step}
    with pytest.raises(Killed):
        shop.agent.send("commitCheckout", {"quoteId": quote_id}, shopper=SHOPPER)
    shop.world.dying = set()
    return quote_id


def sweep_later(shop: Shop, clock: FrozenClock) -> int:
    clock.now += timedelta(minutes=3)
    return sweep(shop.store, shop.world.peers(), clock.now)


@pytest.mark.parametrize("step", BEFORE_CAPTURE)
def test_death_before_the_charge_is_undone(shop: Shop, clock: FrozenClock, step: str) -> None:
    quote_id = die_at(shop, step)
    assert sweep_later(shop, clock) == 1
    assert shop.world.stock[SHIRT] == 10
    assert shop.world.standing_orders() == []
    shop.check_whole()
    assert shop.commit(quote_id)["status"] == "placed"
    shop.check_whole()


@pytest.mark.parametrize("step", AFTER_CAPTURE)
def test_death_after_the_charge_is_finished(shop: Shop, clock: FrozenClock, step: str) -> None:
    shop.world.offers = [offer("OF-02", 50000)]
    quote_id = die_at(shop, step)
    assert sweep_later(shop, clock) == 1
    order_id = next(iter(shop.world.orders))
    assert shop.world.shipments == {order_id}
    assert shop.world.reserved_offers.keys() == {order_id}
    shop.check_whole()
    assert shop.commit(quote_id)["orderId"] == order_id
    assert sweep_later(shop, clock) == 0


@pytest.mark.parametrize("has_effect", [False, True])
@pytest.mark.parametrize(("call", "is_paid"), [("authorize", False), ("capture", True)])
def test_death_at_the_gateway_is_settled(
    shop: Shop, clock: FrozenClock, call: str, is_paid: bool, has_effect: bool
) -> None:
    quote_id = shop.quote_id()
    psp = BrokenPsp(shop.store, call, Killed(call), has_effect=has_effect)
    with pytest.raises(Killed):
        commit_checkout(Desk(shop.store, shop.world.peers(), psp, clock.now), quote_id, SHOPPER)
    assert sweep_later(shop, clock) == 1
    assert bool(shop.world.standing_orders()) is is_paid
    shop.check_whole()
    assert shop.commit(quote_id)["status"] == "placed"
    assert shop.charges().count("captured") == 1
    shop.check_whole()


@pytest.mark.parametrize("step", ["abandonOrder", "releaseHold"])
def test_death_while_undoing_keeps_the_decline(shop: Shop, clock: FrozenClock, step: str) -> None:
    quote_id = die_at(shop, step, card=shop.card("1111"))
    assert sweep_later(shop, clock) == 1
    assert shop.world.stock[SHIRT] == 10
    shop.check_whole()
    assert shop.commit(quote_id)["reason"] == "insufficient_funds"


def test_fresh_checkouts_are_left_alone(shop: Shop, clock: FrozenClock) -> None:
    die_at(shop, "registerOrder")
    clock.now += timedelta(seconds=60)
    assert sweep(shop.store, shop.world.peers(), clock.now) == 0
    assert shop.world.held() == 2


def test_sweep_waits_for_an_agent_that_is_down(shop: Shop, clock: FrozenClock) -> None:
    die_at(shop, "registerOrder")
    shop.world.down.add("inventory")
    assert sweep_later(shop, clock) == 1
    assert shop.world.held() == 2
    assert shop.world.standing_orders() == []
    shop.world.down.clear()
    assert sweep_later(shop, clock) == 1
    shop.check_whole()
    assert sweep_later(shop, clock) == 0


def test_open_charge_is_voided_when_its_quote_ends(shop: Shop, clock: FrozenClock) -> None:
    quote_id = shop.quote_id(card=shop.card("3333"))
    shop.commit(quote_id)
    assert shop.charges() == ["authorized"]
    clock.now += timedelta(minutes=14)
    assert sweep(shop.store, shop.world.peers(), clock.now) == 0
    clock.now += timedelta(minutes=1)
    assert sweep(shop.store, shop.world.peers(), clock.now) == 1
    assert shop.charges() == ["voided"]
    assert shop.commit(quote_id)["status"] == "quote_expired"
    shop.check_whole()


def test_paid_goods_whose_hold_ran_out_are_held_anew(shop: Shop, clock: FrozenClock) -> None:
    die_at(shop, "confirmOrder")
    shop.world.expire_hold(next(iter(shop.world.holds)))
    assert shop.world.stock[SHIRT] == 10
    sweep_later(shop, clock)
    assert shop.world.stock[SHIRT] == 8
    shop.check_whole()


def test_next_commit_sweeps_first(shop: Shop, clock: FrozenClock) -> None:
    shop.world.stock[SHIRT] = 2
    die_at(shop, "registerOrder")
    clock.now += timedelta(minutes=3)
    shop.world.in_store = {}
    shop.world.stock[SHIRT] += 1
    quote_id = shop.quote_id(quantity=1)
    assert shop.commit(quote_id)["status"] == "placed"
    assert shop.world.stock[SHIRT] == 2
    shop.check_whole()


def test_death_in_a_refund_is_finished(shop: Shop, clock: FrozenClock) -> None:
    order_id = shop.commit(shop.quote_id())["orderId"]
    psp = BrokenPsp(shop.store, "refund", Killed("refund"), has_effect=True)
    desk = Desk(shop.store, shop.world.peers(), psp, clock.now)
    asked = Asked(order_id, Money(9900, "INR"), "RMA-1")
    with pytest.raises(Killed):
        refund_payment(desk, asked, Claims(SHOPPER, "post-purchase"))
    assert ("refund", "pending", 9900) in shop.payments()
    sweep_later(shop, clock)
    assert ("refund", "succeeded", 9900) in shop.payments()
    reply = shop.refund(order_id, 9900, "RMA-1")
    assert (reply["status"], reply["amount"]["amount"]) == ("refunded", 9900)
    shop.check_whole()


@pytest.mark.parametrize("has_effect", [False, True])
def test_silent_capture_is_settled_by_the_sweep(
    shop: Shop, clock: FrozenClock, has_effect: bool
) -> None:
    quote_id = shop.quote_id()
    silent = BrokenPsp(shop.store, "capture", GatewaySilent("no answer"), has_effect=has_effect)
    with pytest.raises(Fault, match="at most once") as caught:
        commit_checkout(desk(shop, clock, silent), quote_id, SHOPPER)
    assert caught.value.code == "gateway_unavailable"
    clock.now += timedelta(minutes=3)
    sweep(shop.store, shop.world.peers(), clock.now, psp=silent)
    assert shop.world.held() == 2
    sweep_later(shop, clock)
    shop.check_whole()
    assert shop.commit(quote_id)["status"] == "placed"
    assert shop.charges() == ["captured"]


def test_charge_voided_under_a_checkout_is_undone(shop: Shop, clock: FrozenClock) -> None:
    quote_id = shop.quote_id()
    refusing = BrokenPsp(shop.store, "capture", ChargeRefused("voided"), has_effect=False)
    with pytest.raises(Fault, match="given back") as caught:
        commit_checkout(desk(shop, clock, refusing), quote_id, SHOPPER)
    assert caught.value.code == "payment_voided"
    assert ("void", "succeeded", 509700) in shop.payments()
    shop.check_whole()


def test_charge_voided_before_the_sweep_is_undone(shop: Shop, clock: FrozenClock) -> None:
    quote_id = shop.quote_id()
    dying = BrokenPsp(shop.store, "capture", Killed("capture"), has_effect=False)
    with pytest.raises(Killed):
        commit_checkout(desk(shop, clock, dying), quote_id, SHOPPER)
    SandboxPsp(shop.store).void(shop.charge_ids()[0])
    sweep_later(shop, clock)
    assert shop.world.stock[SHIRT] == 10
    shop.check_whole()


def test_slow_worker_leaves_the_checkout_to_the_sweep(shop: Shop, clock: FrozenClock) -> None:
    quote_id = shop.quote_id()

    class SlowPsp(SandboxPsp):
        def capture(self, key: str) -> None:
            super().capture(key)
            assert sweep_later(shop, clock) == 1

    with pytest.raises(Superseded) as caught:
        commit_checkout(desk(shop, clock, SlowPsp(shop.store)), quote_id, SHOPPER)
    assert caught.value.code == "checkout_in_progress"
    assert shop.commit(quote_id)["status"] == "placed"
    assert len(shop.world.orders) == 1
    shop.check_whole()


def test_checkout_that_is_slow_but_lives_is_left_alone(shop: Shop, clock: FrozenClock) -> None:
    quote_id = shop.quote_id()
    looked_at = []

    class SlowPsp(SandboxPsp):
        """A gateway that takes its time; the sweep of another process runs meanwhile."""

        def capture(self, key: str) -> None:
            later = clock.now + timedelta(seconds=100)
            looked_at.append(sweep(shop.store, shop.world.peers(), later))
            super().capture(key)

    psp, begun_s = SlowPsp(shop.store), time.monotonic() - 90
    desk = Desk(shop.store, shop.world.peers(), psp, clock.now, begun_s=begun_s)
    assert commit_checkout(desk, quote_id, SHOPPER)["status"] == "placed"
    assert looked_at == [0]


def desk(shop: Shop, clock: FrozenClock, psp: Psp) -> Desk:
    return Desk(shop.store, shop.world.peers(), psp, clock.now)
