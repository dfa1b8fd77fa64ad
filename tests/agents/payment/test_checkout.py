"""The checkout saga: one order and one charge, or everything as before."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from agents.payment.checkout.attempts import claim_quote
from agents.payment.desk import Desk
from agents.payment.gateways.sandbox import SandboxPsp
from contracts.client import AgentError
from tests.agents.conftest import FrozenClock
from tests.agents.payment.conftest import SHOPPER, Shop
from tests.agents.payment.goods import SHIRT, inr
from tests.agents.payment.rewards import offer
from tests.agents.payment.world import Killed

TOTAL = 499800 + 9900


def test_approved_card_places_the_order(shop: Shop) -> None:
    reply = shop.commit(shop.quote_id())
    assert reply["status"] == "placed"
    assert reply["total"] == inr(TOTAL)
    assert [(t["lastFour"], t["amount"]) for t in reply["tenders"]] == [("4242", inr(TOTAL))]
    assert reply["promisedBy"] == "2026-05-07"
    assert reply["trackingNumbers"] == ["BC123"]
    assert reply["orderId"] in reply["message"]
    assert shop.world.orders == {reply["orderId"]: "confirmed"}
    assert shop.world.shipments == {reply["orderId"]}
    assert shop.world.stock[SHIRT] == 8
    assert shop.payments() == [
        ("authorization", "succeeded", TOTAL),
        ("capture", "succeeded", TOTAL),
    ]
    assert shop.accounts() == {"psp_clearing": TOTAL, "sales": -499800, "delivery": -9900}
    shop.check_whole()


def test_registered_order_is_what_was_quoted(shop: Shop) -> None:
    shop.world.offers = [offer("OF-02", 50000), offer("OF-03", 0, free_delivery=True)]
    quote = shop.quote()["quote"]
    order_id = shop.commit(quote["quoteId"])["orderId"]
    peers = shop.world_calls("registerOrder")
    assert len(peers) == 1
    assert peers[0]["total"] == quote["total"] == inr(449800)
    assert peers[0]["lines"][0]["category"] == "Things"
    assert shop.world.reserved_offers == {order_id: ["OF-02", "OF-03"]}


def test_repeats_give_the_same_reply_and_one_effect(shop: Shop, clock: FrozenClock) -> None:
    quote_id = shop.quote_id()
    first = shop.commit(quote_id)
    clock.now += timedelta(hours=3)
    assert shop.commit(quote_id) == first
    assert len(shop.world.orders) == 1
    shop.check_whole()


@pytest.mark.parametrize(
    ("last_four", "reason"),
    [("1111", "insufficient_funds"), ("2222", "expired_card"), ("5556", "card_not_accepted")],
)
def test_declined_card_leaves_everything_as_before(shop: Shop, last_four: str, reason: str) -> None:
    number = "4000056655665556" if last_four == "5556" else last_four
    card = shop.agent.call("tokenizeCard", {"number": number}, shopper=SHOPPER)["token"]
    quote_id = shop.quote_id(card=card)
    reply = shop.commit(quote_id)
    assert (reply["status"], reply["reason"]) == ("declined", reason)
    assert reply["orderId"] is None
    assert last_four in reply["message"]
    assert len(reply["suggestions"]) >= 2
    assert shop.world.stock[SHIRT] == 10
    assert list(shop.world.orders.values()) == ["abandoned"]
    assert shop.payments() == [("authorization", "declined", TOTAL)]
    shop.check_whole()
    assert shop.commit(quote_id) == reply
    assert len(shop.world.orders) == 1


def test_another_card_succeeds_after_a_decline(shop: Shop) -> None:
    assert shop.commit(shop.quote_id(card=shop.card("1111")))["status"] == "declined"
    assert shop.commit(shop.quote_id(card=shop.card("4242")))["status"] == "placed"
    shop.check_whole()


def test_silent_gateway_is_retried_with_one_charge(shop: Shop) -> None:
    quote_id = shop.quote_id(card=shop.card("3333"))
    reply = shop.commit(quote_id)
    assert (reply["status"], reply["reason"]) == ("declined", "network_error")
    assert "Try the same card again" in reply["suggestions"]
    assert shop.world.stock[SHIRT] == 10
    assert shop.world.standing_orders() == []
    again = shop.commit(quote_id)
    assert again["status"] == "placed"
    assert shop.commit(quote_id) == again
    assert shop.charges() == ["captured"]
    shop.check_whole()


def test_new_quote_of_the_same_finds_the_open_charge(shop: Shop) -> None:
    card = shop.card("3333")
    quote_id = shop.quote_id(card=card)
    shop.commit(quote_id)
    assert shop.quote_id(card=card) == quote_id
    assert shop.quote_id(card=card, quantity=1) != quote_id
    assert shop.commit(quote_id)["status"] == "placed"
    assert shop.quote_id(card=card) != quote_id


def test_expired_quote_is_refused(shop: Shop, clock: FrozenClock) -> None:
    quote_id = shop.quote_id()
    clock.now += timedelta(minutes=15)
    reply = shop.commit(quote_id)
    assert reply["status"] == "quote_expired"
    assert reply["suggestions"] == ["Check out again"]
    assert shop.world.orders == {}
    assert shop.charges() == []


def test_quote_holds_until_its_last_second(shop: Shop, clock: FrozenClock) -> None:
    quote_id = shop.quote_id()
    clock.now += timedelta(minutes=14, seconds=59)
    assert shop.commit(quote_id)["status"] == "placed"


@pytest.mark.parametrize("shopper", ["C-1002", SHOPPER])
def test_foreign_quote_does_not_exist(shop: Shop, shopper: str) -> None:
    quote_id = shop.quote_id() if shopper == "C-1002" else "Q-invented"
    fault = shop.agent.fault("commitCheckout", {"quoteId": quote_id}, shopper=shopper)
    assert (fault["status"], fault["code"]) == (404, "not_found")
    assert shop.world.orders == {}


@pytest.mark.parametrize("price", [259900, 239900])
def test_changed_price_is_said_and_nothing_charged(shop: Shop, price: int) -> None:
    quote_id = shop.quote_id()
    shop.world.prices[SHIRT] = inr(price)
    reply = shop.commit(quote_id)
    assert (reply["status"], reply["reason"]) == ("quote_changed", "price_changed")
    assert f"₹2,499 to ₹{price // 100:,}" in reply["message"]
    assert "Check out again" in reply["suggestions"]
    assert (shop.charges(), shop.world.orders, shop.world.stock[SHIRT]) == ([], {}, 10)
    shop.world.prices[SHIRT] = inr(249900)
    assert shop.commit(quote_id)["status"] == "placed"


def test_product_that_went_changes_the_quote(shop: Shop) -> None:
    quote_id = shop.quote_id()
    del shop.world.prices[SHIRT]
    assert "no longer sold" in shop.commit(quote_id)["message"]


def test_offer_that_ended_changes_the_quote(shop: Shop) -> None:
    shop.world.offers = [offer("OF-02", 50000)]
    quote_id = shop.quote_id()
    shop.world.offers = []
    assert "₹500 to ₹0" in shop.commit(quote_id)["message"]


@pytest.mark.parametrize("is_free_first", [True, False])
def test_free_delivery_that_moved_changes_the_quote(shop: Shop, is_free_first: bool) -> None:
    free = [offer("OF-03", 0, free_delivery=True)]
    shop.world.offers = free if is_free_first else []
    quote_id = shop.quote_id()
    shop.world.offers = [] if is_free_first else free
    assert "delivery is" in shop.commit(quote_id)["message"]


def test_quoted_discount_is_honoured_and_counted_later(shop: Shop, clock: FrozenClock) -> None:
    shop.world.offers = [offer("OF-02", 50000)]
    quote_id = shop.quote_id()
    shop.world.down.add("loyalty")
    reply = shop.commit(quote_id)
    assert reply["status"] == "placed"
    assert reply["total"] == inr(TOTAL - 50000)
    shop.world.down.clear()
    clock.now += timedelta(minutes=3)
    assert shop.commit(quote_id) == reply
    assert shop.world.reserved_offers == {reply["orderId"]: ["OF-02"]}


def test_goods_gone_since_the_quote_are_named(shop: Shop) -> None:
    quote_id = shop.quote_id()
    shop.world.stock[SHIRT] = 1
    reply = shop.commit(quote_id)
    assert reply["status"] == "out_of_stock"
    assert SHIRT in reply["message"]
    assert len(reply["suggestions"]) >= 2
    assert shop.charges() == []
    shop.world.stock[SHIRT] = 2
    assert shop.commit(quote_id)["status"] == "placed"


def test_pickup_holds_the_stores_goods(shop: Shop) -> None:
    quote_id = shop.quote_id(deliveryOption="pickup", store="Indiranagar")
    reply = shop.commit(quote_id)
    assert "Indiranagar" in reply["message"]
    assert shop.world_calls("placeHold")[0]["locationId"] == "ST-BLR-IND"


@pytest.mark.parametrize("step", ["getProducts", "placeHold", "registerOrder"])
def test_agent_down_before_the_charge_undoes_all(shop: Shop, step: str) -> None:
    quote_id = shop.quote_id()
    shop.world.down.add(step)
    fault = shop.agent.fault("commitCheckout", {"quoteId": quote_id}, shopper=SHOPPER)
    assert (fault["status"], fault["code"]) == (503, "agent_unavailable")
    assert "nothing was charged" in fault["detail"]
    assert (shop.charges(), shop.payments(), shop.world.stock[SHIRT]) == ([], [], 10)
    shop.check_whole()
    shop.world.down.clear()
    assert shop.commit(quote_id)["status"] == "placed"
    assert len(shop.world.standing_orders()) == 1
    shop.check_whole()


@pytest.mark.parametrize("step", ["confirmOrder", "commitHold", "createShipment"])
def test_agent_down_after_the_charge_is_made_up_for(
    shop: Shop, clock: FrozenClock, step: str
) -> None:
    shop.world.offers = [offer("OF-02", 50000)]
    quote_id = shop.quote_id()
    shop.world.down.add(step)
    reply = shop.commit(quote_id)
    assert reply["status"] == "placed"
    shop.world.down.clear()
    clock.now += timedelta(minutes=3)
    assert shop.commit(quote_id) == reply
    order_id = reply["orderId"]
    assert shop.world.orders == {order_id: "confirmed"}
    assert shop.world.shipments == {order_id}
    assert shop.world.reserved_offers.keys() == {order_id}
    shop.check_whole()


def test_undo_that_fails_is_made_up_for(shop: Shop, clock: FrozenClock) -> None:
    quote_id = shop.quote_id(card=shop.card("1111"))
    shop.world.down.update({"abandonOrder", "releaseHold"})
    assert shop.commit(quote_id)["status"] == "declined"
    assert shop.world.held() == 2
    shop.world.down.clear()
    clock.now += timedelta(minutes=3)
    assert shop.commit(quote_id)["status"] == "declined"
    assert shop.world.stock[SHIRT] == 10
    shop.check_whole()


def test_races_on_one_quote_place_one_order(shop: Shop) -> None:
    quote_id = shop.quote_id()
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(shop.commit, [quote_id] * 6))
    assert all(reply == found[0] for reply in found)
    assert found[0]["status"] == "placed"
    assert len(shop.world.orders) == 1
    shop.check_whole()


def test_races_on_an_open_charge_charge_once(shop: Shop) -> None:
    quote_id = shop.quote_id(card=shop.card("3333"))
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(shop.commit, [quote_id] * 4))
    placed = [reply for reply in found if reply["status"] == "placed"]
    assert len(placed) == 3
    assert len({reply["orderId"] for reply in placed}) == 1
    assert shop.charges() == ["captured"]
    shop.check_whole()


def test_last_goods_go_to_as_many_as_there_are(shop: Shop) -> None:
    shop.world.stock[SHIRT] = 3
    quotes = [shop.quote_id(quantity=1) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        found = [reply["status"] for reply in pool.map(shop.commit, quotes)]
    assert sorted(found) == ["out_of_stock"] * 5 + ["placed"] * 3
    assert shop.world.stock[SHIRT] == 0
    shop.check_whole()


@pytest.mark.parametrize("step", ["placeHold", "confirmOrder"])
def test_refund_waits_for_a_checkout_that_has_not_ended(shop: Shop, step: str) -> None:
    quote_id = shop.quote_id()
    shop.world.dying = {step}
    with pytest.raises(Killed):
        shop.commit(quote_id)
    order_id = next(iter(shop.world.holds))
    body = {"orderId": order_id, "amount": inr(TOTAL), "reference": "cancel", "tenderId": None}
    fault = shop.agent.fault("refundPayment", body, shopper=SHOPPER, service="post-purchase")
    assert (fault["status"], fault["code"]) == (409, "payment_in_progress")
    assert ("refund", "succeeded", TOTAL) not in shop.payments()


def test_refusal_of_another_agent_is_passed_on(shop: Shop) -> None:
    quote_id = shop.quote_id()
    problem = {"code": "hold_reused", "detail": "hold is for other units"}
    shop.peers.answers["inventory", "placeHold"] = AgentError("inventory", 409, problem)
    fault = shop.agent.fault("commitCheckout", {"quoteId": quote_id}, shopper=SHOPPER)
    assert (fault["status"], fault["code"]) == (409, "hold_reused")
    shop.check_whole()


def test_order_canceled_under_a_failing_checkout_is_let_go(shop: Shop) -> None:
    quote_id = shop.quote_id(card=shop.card("1111"))
    problem = {"code": "illegal_step", "detail": "order is canceled"}
    shop.peers.answers["post-purchase", "abandonOrder"] = AgentError("post-purchase", 409, problem)
    assert shop.commit(quote_id)["status"] == "declined"
    assert shop.world.held() == 0


def test_checkout_in_progress_is_not_begun_twice(shop: Shop, clock: FrozenClock) -> None:
    quote_id = shop.quote_id()
    desk = Desk(shop.store, shop.world.peers(), SandboxPsp(shop.store), clock.now, patience_s=0)
    claim_quote(desk, quote_id, SHOPPER)
    with pytest.raises(Exception, match="still being worked on") as caught:
        claim_quote(desk, quote_id, SHOPPER)
    assert caught.value.code == "checkout_in_progress"
