"""One order paid with several tenders: each gives its share, or none does."""

from datetime import timedelta

import pytest

from agents.payment.checkout.saga import commit_checkout
from agents.payment.desk import Desk
from agents.payment.gateways.port import ChargeRefused
from agents.payment.sweep import sweep
from tests.agents.conftest import FrozenClock
from tests.agents.payment.conftest import SHOPPER, Shop
from tests.agents.payment.goods import SHIRT, inr
from tests.agents.payment.rewards import offer
from tests.agents.payment.world import BrokenPsp, Killed

TOTAL = 499800 + 9900
PAYPAL = {"kind": "paypal", "brand": None, "lastFour": None, "balance": None, "code": None}


def amounts(reply: dict[str, object]) -> dict[str, int]:
    tenders: list[dict[str, object]] = reply["tenders"]  # type: ignore[assignment]
    return {str(t["kind"]): t["amount"]["amount"] for t in tenders}  # type: ignore[index]


def test_each_tender_gives_what_it_can_in_order(shop: Shop) -> None:
    gift_card = shop.gift_card(200000)
    reply = shop.pay("points", gift_card, shop.card())
    assert reply["status"] == "placed"
    assert amounts(reply) == {"points": 500000, "gift_card": 9700}
    assert shop.balance(gift_card) == 190300
    assert shop.world.points[SHOPPER] == 0
    assert shop.accounts()["points"] == 500000
    shop.check_whole()


def test_explicit_amounts_are_honoured_first(shop: Shop) -> None:
    gift_card = shop.gift_card(200000)
    reply = shop.pay(shop.card(), (gift_card, 150000), ("points", 30050))
    assert amounts(reply) == {"card": TOTAL - 180000, "gift_card": 150000, "points": 30000}
    assert "₹1,500 with the gift card" in reply["message"]
    assert reply["pointsToEarn"] == (TOTAL - 30000) // 10000
    shop.check_whole()


def test_whole_order_by_gift_card_needs_no_gateway(shop: Shop) -> None:
    gift_card = shop.gift_card(1000000)
    assert shop.pay(gift_card)["status"] == "placed"
    assert shop.charges() == []
    assert shop.accounts() == {
        "gift_cards": TOTAL - 1000000,
        "gift_cards_issued": 1000000,
        "sales": -499800,
        "delivery": -9900,
    }


def test_what_is_missing_is_asked_for(shop: Shop) -> None:
    gift_card = shop.gift_card(200000)
    reply = shop.quote(tenders=[{"tenderId": gift_card}])
    assert (reply["status"], reply["remaining"]) == ("needs_tender", inr(TOTAL - 200000))
    assert "₹2,000" in reply["message"]
    assert "₹3,097" in reply["message"]
    assert shop.quote(tenders=[])["remaining"] == inr(TOTAL)


@pytest.mark.parametrize(
    ("tenders", "said"),
    [
        ([{"tenderId": "tok_invented"}], "not known"),
        ([{"tenderId": "GC-1000EURC-1001"}], "pays in EUR"),
        ([{"tenderId": "GC-200000INRC-1001", "amount": 300000}], "can give ₹2,000, not ₹3,000"),
        ([{"tenderId": "GC-200000INRC-1002"}], "not known"),
        ([{"tenderId": "points", "amount": 9900}], "At least 100 points"),
        ([{"tenderId": "points"}, {"tenderId": "points"}], "named twice"),
    ],
)
def test_tender_that_cannot_pay_is_refused(
    shop: Shop, tenders: list[dict[str, object]], said: str
) -> None:
    shop.gift_card(200000)
    shop.gift_card(1000, "EUR")
    shop.gift_card(200000, shopper="C-1002")
    reply = shop.quote(tenders=[*tenders, {"tenderId": shop.card()}])
    assert reply["status"] == "tender_refused"
    assert said in reply["message"]
    assert reply["remaining"] == inr(TOTAL)


def test_points_of_another_currency_are_refused(shop: Shop) -> None:
    shop.world.point_value = {"amount": 1, "currency": "USD"}
    reply = shop.quote(tenders=[{"tenderId": "points"}])
    assert (reply["status"], "pays in USD" in reply["message"]) == ("tender_refused", True)


def test_card_and_paypal_do_not_go_together(shop: Shop) -> None:
    who = {"shopper": SHOPPER, "service": "import"}
    shop.agent.call("importTenders", {"tenders": [{"tenderId": "pp_1", **PAYPAL}]}, **who)
    tenders = [{"tenderId": "pp_1", "amount": 100}, {"tenderId": shop.card()}]
    reply = shop.quote(tenders=tenders)
    assert (reply["status"], reply["policy"]) == ("tender_refused", "tenders.together")
    assert shop.pay("pp_1")["status"] == "placed"


def test_too_many_tenders_are_refused(shop: Shop) -> None:
    tenders = [{"tenderId": shop.card(), "amount": 1000} for _ in range(4)]
    reply = shop.quote(tenders=[*tenders, {"tenderId": shop.card()}])
    assert (reply["status"], reply["policy"]) == ("tender_refused", "tenders.max")


@pytest.mark.parametrize("last_four", ["1111", "2222", "3333"])
def test_declined_card_gives_the_others_back(shop: Shop, last_four: str) -> None:
    gift_card = shop.gift_card(200000)
    reply = shop.pay((gift_card, 200000), ("points", 10000), shop.card(last_four))
    assert reply["status"] == "declined"
    assert "Nothing else was taken" in reply["message"]
    assert shop.balance(gift_card) == 200000
    assert shop.world.points[SHOPPER] == 5000
    assert shop.world.stock[SHIRT] == 10
    if last_four != "3333":
        shop.check_whole()


def test_silent_card_beside_a_gift_card_is_charged_once(shop: Shop) -> None:
    gift_card = shop.gift_card(200000)
    named = [{"tenderId": gift_card}, {"tenderId": shop.card("3333")}]
    quote_id = shop.quote_id(tenders=named)
    assert shop.commit(quote_id)["reason"] == "network_error"
    assert shop.balance(gift_card) == 200000
    assert shop.commit(quote_id)["status"] == "placed"
    assert shop.charges() == ["captured"]
    assert shop.balance(gift_card) == 0
    shop.check_whole()


def test_two_quotes_on_one_gift_card_take_it_once(shop: Shop) -> None:
    named = [{"tenderId": shop.gift_card(TOTAL + 100)}]
    first, second = shop.quote_id(tenders=named), shop.quote_id(tenders=named)
    assert shop.commit(first)["status"] == "placed"
    reply = shop.commit(second)
    assert (reply["status"], reply["reason"]) == ("declined", "insufficient_balance")
    shop.check_whole()


def test_points_spent_since_the_quote_decline_it(shop: Shop) -> None:
    quote_id = shop.quote_id(tenders=[{"tenderId": "points"}, {"tenderId": shop.card()}])
    shop.world.points[SHOPPER] = 10
    assert shop.commit(quote_id)["reason"] == "insufficient_balance"
    assert shop.world.points[SHOPPER] == 10
    shop.check_whole()


@pytest.mark.parametrize("step", ["burnPoints", "registerOrder"])
def test_death_among_the_shares_gives_all_back(shop: Shop, clock: FrozenClock, step: str) -> None:
    gift_card = shop.gift_card(200000)
    named = [{"tenderId": gift_card}, {"tenderId": "points"}, {"tenderId": shop.card()}]
    quote_id = shop.quote_id(tenders=named)
    shop.world.dying = {step}
    with pytest.raises(Killed):
        shop.commit(quote_id)
    shop.world.dying = set()
    clock.now += timedelta(minutes=3)
    sweep(shop.store, shop.world.peers(), clock.now)
    assert shop.balance(gift_card) == 200000
    assert shop.world.points[SHOPPER] == 5000
    shop.check_whole()


@pytest.mark.parametrize("has_effect", [False, True])
@pytest.mark.parametrize("spares", [0, 1])
def test_death_between_captures_is_finished(
    shop: Shop, clock: FrozenClock, spares: int, has_effect: bool
) -> None:
    gift_card = shop.gift_card(100000)
    named = [{"tenderId": gift_card}, {"tenderId": shop.card(), "amount": 100000}]
    quote_id = shop.quote_id(tenders=[*named, {"tenderId": shop.card()}])
    dying = BrokenPsp(shop.store, "capture", Killed("capture"), has_effect, spares)
    with pytest.raises(Killed):
        commit_checkout(Desk(shop.store, shop.world.peers(), dying, clock.now), quote_id, SHOPPER)
    clock.now += timedelta(minutes=3)
    sweep(shop.store, shop.world.peers(), clock.now)
    assert shop.charges() == ["captured", "captured"]
    assert shop.balance(gift_card) == 0
    assert shop.commit(quote_id)["status"] == "placed"
    shop.check_whole()


def test_share_refused_after_another_was_taken_gives_it_back(
    shop: Shop, clock: FrozenClock
) -> None:
    named = [{"tenderId": shop.card(), "amount": 100000}, {"tenderId": shop.card()}]
    quote_id = shop.quote_id(tenders=named)
    refusing = BrokenPsp(shop.store, "capture", ChargeRefused("expired"), False, 1)
    desk = Desk(shop.store, shop.world.peers(), refusing, clock.now)
    with pytest.raises(Exception, match="given back"):
        commit_checkout(desk, quote_id, SHOPPER)
    assert shop.accounts()["psp_clearing"] == 0
    assert shop.world.stock[SHIRT] == 10
    assert shop.world.standing_orders() == []
    shop.check_whole()


def test_exhausted_offer_is_refused_before_anything_moves(shop: Shop) -> None:
    shop.world.offers = [offer("OF-02", 50000)]
    shop.world.offer_limits = {"OF-02": 1}
    first, second = shop.quote_id(), shop.quote_id(quantity=1)
    assert shop.commit(first)["status"] == "placed"
    reply = shop.commit(second)
    assert reply["status"] == "offer_exhausted"
    assert "OF-02" in reply["message"]
    assert len(shop.charges()) == 1
    shop.check_whole()


def test_failed_checkout_gives_its_offers_back(shop: Shop) -> None:
    shop.world.offers = [offer("OF-02", 50000)]
    shop.world.offer_limits = {"OF-02": 1}
    assert shop.commit(shop.quote_id(card=shop.card("1111")))["status"] == "declined"
    assert shop.world.reserved_offers == {}
    assert shop.commit(shop.quote_id())["status"] == "placed"


@pytest.mark.parametrize("goes_at", ["at once", "later"])
def test_order_canceled_before_it_is_confirmed_is_refunded(
    shop: Shop, clock: FrozenClock, goes_at: str
) -> None:
    gift_card = shop.gift_card(100000)
    named = [{"tenderId": gift_card}, {"tenderId": "points", "amount": 10000}]
    quote_id = shop.quote_id(tenders=[*named, {"tenderId": shop.card()}])
    if goes_at == "later":
        shop.world.down = {"confirmOrder"}
        assert shop.commit(quote_id)["status"] == "placed"
        shop.world.down = set()
    shop.world.refused = {"confirmOrder"}
    clock.now += timedelta(minutes=3)
    reply = shop.commit(quote_id)
    assert reply["status"] == "declined"
    assert "goes back" in reply["message"]
    assert shop.balance(gift_card) == 100000
    assert shop.world.points[SHOPPER] == 5000
    assert shop.accounts()["psp_clearing"] == 0
    assert (shop.world.stock[SHIRT], shop.world.shipments) == (10, set())
    clock.now += timedelta(minutes=3)
    assert sweep(shop.store, shop.world.peers(), clock.now) == 0
    assert shop.commit(quote_id) == reply


def test_slot_is_passed_on_and_rechecked(shop: Shop) -> None:
    wish = {"deliveryOption": "pickup", "store": "Indiranagar", "slotId": "SL-1"}
    quote = shop.quote(**wish)["quote"]
    assert quote["delivery"]["slot"]["slotId"] == "SL-1"
    shop.world.slots["SL-1"] = 0
    reply = shop.commit(quote["quoteId"])
    assert (reply["status"], reply["reason"]) == ("quote_changed", None)
    assert shop.quote(**wish)["status"] == "slot_taken"
    shop.world.slots["SL-1"] = 1
    assert shop.commit(quote["quoteId"])["status"] == "placed"
    assert shop.world_calls("createShipment")[0]["slotId"] == "SL-1"
    shop.check_whole()


def test_slot_lost_after_payment_keeps_the_order(shop: Shop, clock: FrozenClock) -> None:
    wish = {"deliveryOption": "pickup", "store": "Indiranagar", "slotId": "SL-1"}
    quote_id = shop.quote_id(**wish)
    shop.world.down = {"createShipment"}
    assert shop.commit(quote_id)["status"] == "placed"
    shop.world.down, shop.world.slots = set(), {"SL-1": 0}
    clock.now += timedelta(minutes=3)
    sweep(shop.store, shop.world.peers(), clock.now)
    assert len(shop.world.shipments) == 1
    again = shop.commit(quote_id)
    assert again["status"] == "placed"
    assert "pickup time was taken meanwhile" in again["message"]
    shop.check_whole()


def test_slot_taken_in_the_last_moment_is_told(shop: Shop) -> None:
    wish = {"deliveryOption": "pickup", "store": "Indiranagar", "slotId": "SL-1"}
    shop.world.racing = {"SL-1"}
    reply = shop.commit(shop.quote_id(**wish))
    assert reply["status"] == "placed"
    assert "pickup time was taken meanwhile" in reply["message"]
    assert len(shop.world_calls("createShipment")) == 1
    shop.check_whole()


def test_goods_are_allocated_by_postcode_and_sent_from_there(shop: Shop) -> None:
    shop.commit(shop.quote_id())
    assert shop.world_calls("placeHold")[0]["postcode"] == "560038"
    sent = shop.world_calls("createShipment")[0]
    assert sent["allocations"] == [{"sku": SHIRT, "locationId": "WH-1", "quantity": 2}]
    assert sent["address"]["postcode"] == "560038"
    assert shop.world_calls("registerOrder")[0]["allocations"] == sent["allocations"]
