from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from agents.post_purchase.policy import POLICY
from agents.post_purchase.reasons import find_reason
from agents.post_purchase.statuses import Status
from tests.agents.post_purchase.conftest import Shop
from tests.agents.post_purchase.orders import (
    ASHA,
    BORIS,
    CARD,
    GIFT_CARD,
    SECOND_CARD,
    inr,
    line,
    order_body,
    tender,
)

TWO_LINES = order_body("O-1", line("LS-1", 3, 33_333), line("MG-1", 1, 1, "Mugs"), discount=1001)


def quote(shop: Shop, *lines: tuple[str, int | None], reason: str = "arrived damaged") -> Any:
    wanted = [{"sku": sku, "quantity": n} if n else {"sku": sku} for sku, n in lines]
    body = {"orderId": "O-1", "lines": wanted or [{"sku": "LS-1"}], "reason": reason}
    return shop.call("quoteReturn", body)


def commit(shop: Shop, reply: Any) -> Any:
    return shop.call("commitReturn", {"quoteId": reply["quote"]["quoteId"]})


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("it is too small", "too_small"),
        ("I ordered a size too small", "too_small"),
        ("Too tight across the toes", "too_small"),
        ("the legs are too long", "too_large"),
        ("arrived with a HOLE in it", "damaged"),
        ("it broke after two days", "damaged"),
        ("the seam came apart and it fell to pieces", "damaged"),
        ("er ist nach zwei Tagen gerissen", "damaged"),
        ("it is not broken, I changed my mind", "changed_mind"),
        ("You sent me the wrong size", "wrong_product"),
        ("wrong size", "does_not_fit"),
        ("it doesn\N{RIGHT SINGLE QUOTATION MARK}t fit me", "does_not_fit"),
        ("the colour is not what I expected", "not_as_described"),
        ("changed my mind", "changed_mind"),
        ("the whole family laughed", None),
        ("", None),
    ],
)
def test_the_reason_is_read_from_the_shoppers_words(words: str, code: str | None) -> None:
    reason = find_reason(words, POLICY.returns.reasons)
    assert (reason and reason.code) == code


def test_a_quote_shows_each_lines_price_after_discounts(shop: Shop) -> None:
    shop.place(Status.DELIVERED, TWO_LINES)
    reply = quote(shop, ("LS-1", None), ("MG-1", None))
    assert (reply["status"], reply["policy"]) == ("quoted", "returns.window")
    shown = reply["quote"]
    assert [(each["sku"], each["quantity"]) for each in shown["lines"]] == [
        ("LS-1", 3),
        ("MG-1", 1),
    ]
    assert shown["refund"] == inr(100_000 - 1001)
    assert sum(each["refund"]["amount"] for each in shown["lines"]) == 100_000 - 1001
    assert shown["lines"][0]["reason"] == "damaged or faulty"
    assert "refund.after_receipt" in shown["notes"][0]
    assert "within 5 days of the goods reaching us" in shown["notes"][0]


def test_delivery_stays_with_the_shop_and_is_said(shop: Shop) -> None:
    shop.place(Status.DELIVERED, order_body(delivery=9900))
    shown = quote(shop)["quote"]
    assert shown["refund"] == inr(100_000)
    assert shown["notes"][-1] == "The delivery fee stays with the shop."


def test_words_that_name_no_reason_are_kept_without_card_numbers(shop: Shop) -> None:
    shop.place(Status.DELIVERED)
    shown = quote(shop, reason="my aunt, 4242-4242-4242-4242, laughed")["quote"]
    assert shown["lines"][0]["reason"] == "my aunt, [number removed], laughed"


def test_commit_opens_the_return_and_moves_no_money(shop: Shop) -> None:
    shop.place(Status.DELIVERED)
    reply = commit(shop, quote(shop))
    rma = reply["rma"]
    assert reply["status"] == "return_opened"
    assert (rma["status"], rma["refund"]) == ("requested", inr(100_000))
    assert rma["rmaId"] in rma["instructions"]
    order = shop.order()
    assert (order["status"], order["refunded"]) == ("return_requested", inr(0))
    assert order["returns"] == [rma]
    assert order["lines"][0]["returnedQuantity"] == 1
    assert order["returnableUntil"] is None
    assert shop.peers.calls == []


def test_a_repeated_commit_opens_one_return(shop: Shop) -> None:
    shop.place(Status.DELIVERED)
    shown = quote(shop)
    first = commit(shop, shown)
    shop.clock.now += timedelta(days=1)
    assert commit(shop, shown) == first
    assert len(shop.order()["returns"]) == 1


def test_racing_quotes_return_each_unit_once(shop: Shop) -> None:
    shop.place(Status.DELIVERED)
    quotes = [quote(shop)["quote"]["quoteId"] for _ in range(6)]

    def race(quote_id: str) -> str:
        body = {"quoteId": quote_id}
        reply = shop.agent.send("commitReturn", body, shopper=ASHA).get_json()
        status: str = reply["status"]
        return status

    with ThreadPoolExecutor(6) as pool:
        statuses = sorted(pool.map(race, quotes))
    assert statuses == ["refused"] * 5 + ["return_opened"]
    assert len(shop.order()["returns"]) == 1


def test_units_come_back_one_by_one_for_what_they_cost(shop: Shop) -> None:
    shop.place(Status.DELIVERED, TWO_LINES)
    given_back = 0
    for _ in range(3):
        reply = commit(shop, quote(shop, ("LS-1", 1)))
        given_back += reply["rma"]["refund"]["amount"]
    given_back += commit(shop, quote(shop, ("MG-1", 1)))["rma"]["refund"]["amount"]
    assert given_back == 100_000 - 1001
    reply = quote(shop, ("LS-1", 1))
    assert (reply["status"], reply["policy"]) == ("refused", "returns.lines")


def test_a_quote_whose_refund_changed_needs_a_new_one(shop: Shop) -> None:
    shop.place(Status.DELIVERED, order_body("O-1", line("LS-1", 3, 33_333), discount=1))
    one, two = quote(shop, ("LS-1", 1)), quote(shop, ("LS-1", 1))
    commit(shop, one)
    refund = quote(shop, ("LS-1", 1))["quote"]["refund"]
    assert refund != two["quote"]["refund"]
    assert commit(shop, two)["status"] == "quote_changed"


def test_an_expired_or_foreign_quote_opens_nothing(shop: Shop) -> None:
    shop.place(Status.DELIVERED)
    shown = quote(shop)
    body = {"quoteId": shown["quote"]["quoteId"]}
    assert shop.fault("commitReturn", body, shopper=BORIS)["status"] == 404
    assert shop.fault("commitCancellation", body)["status"] == 404
    shop.clock.now += timedelta(minutes=15)
    assert commit(shop, shown)["status"] == "quote_expired"
    assert shop.order()["returns"] == []


@pytest.mark.parametrize(
    ("status", "way_out"),
    [
        (Status.PENDING, "Cancel order O-1 instead"),
        (Status.CONFIRMED, "Cancel order O-1 instead"),
        (Status.PACKED, "Return it once it has arrived"),
        (Status.SHIPPED, "Return it once it has arrived"),
        (Status.CANCELED, "Ask when the money is back"),
        (Status.RETURNED, "Ask when the money is back"),
    ],
)
def test_goods_that_are_not_there_cannot_come_back(
    shop: Shop, status: Status, way_out: str
) -> None:
    shop.place(status)
    reply = quote(shop)
    assert (reply["status"], reply["policy"]) == ("refused", "returns.after_delivery")
    assert reply["suggestions"][0] == way_out


@pytest.mark.parametrize(("days", "status"), [(30, "quoted"), (31, "refused")])
def test_the_window_closes_after_its_last_day(shop: Shop, days: int, status: str) -> None:
    shop.place(Status.DELIVERED)
    shop.clock.now = shop.clock.now.replace(hour=23, minute=59) + timedelta(days=days)
    reply = quote(shop)
    assert (reply["status"], reply["policy"]) == (status, "returns.window")
    if status == "refused":
        assert "until 3 June 2026 (returns.window)" in reply["message"]


def test_a_closed_window_of_one_line_leaves_the_other(shop: Shop) -> None:
    body = order_body("O-1", line("LP-1", category="Lamps"), line("LS-1"))
    shop.place(Status.DELIVERED, body)
    shop.clock.now += timedelta(days=20)
    reply = quote(shop, ("LP-1", None), ("LS-1", None))
    assert reply["suggestions"] == ["Return only The LS-1", "Talk to a person"]
    assert quote(shop, ("LS-1", None))["status"] == "quoted"


@pytest.mark.parametrize(
    ("reason", "status"), [("changed my mind", "refused"), ("arrived torn", "quoted")]
)
def test_towels_come_back_only_when_the_shop_is_at_fault(
    shop: Shop, reason: str, status: str
) -> None:
    shop.place(Status.DELIVERED, order_body("O-1", line("LS-1", category="Towels")))
    reply = quote(shop, reason=reason)
    assert reply["status"] == status
    if status == "refused":
        assert reply["policy"] == "returns.non_returnable"


def test_a_product_of_another_order_is_refused_by_name(shop: Shop) -> None:
    shop.place(Status.DELIVERED)
    shop.place(Status.DELIVERED, order_body("O-2", line("SK-1")))
    reply = quote(shop, ("SK-1", 1))
    assert reply["policy"] == "returns.lines"
    assert "SK-1 is not in order O-1; it has The LS-1 (LS-1)" in reply["message"]


def test_more_than_was_bought_is_refused(shop: Shop) -> None:
    shop.place(Status.DELIVERED)
    for lines in ([("LS-1", 2)], [("LS-1", 1), ("LS-1", 1)]):
        reply = quote(shop, *lines)
        assert (reply["status"], reply["policy"]) == ("refused", "returns.lines")
        assert reply["suggestions"] == ["Return 1 instead"]


def test_a_sku_on_two_lines_comes_back_from_both(shop: Shop) -> None:
    body = order_body("O-1", line("LS-1", 1, 100), line("LS-1", 2, 100))
    shop.place(Status.DELIVERED, body)
    reply = commit(shop, quote(shop, ("LS-1", 2)))
    assert reply["rma"]["refund"] == inr(200)
    assert [each["returnedQuantity"] for each in shop.order()["lines"]] == [1, 1]


def test_the_shopper_pays_for_sending_back_what_she_is_at_fault_for(shop: Shop) -> None:
    shop.place(Status.DELIVERED)
    shown = quote(shop, reason="too small")["quote"]
    assert (shown["refund"], shown["returnShipping"]) == (inr(90_100), inr(9_900))
    assert shown["lines"][0]["refund"] == inr(100_000)
    assert any("returns.shipping" in note for note in shown["notes"])
    assert quote(shop, reason="torn")["quote"]["returnShipping"] == inr(0)


def test_sending_back_never_costs_more_than_the_goods(shop: Shop) -> None:
    shop.place(Status.DELIVERED, order_body("O-1", line("LS-1", 1, 500)))
    shown = quote(shop, reason="too small")["quote"]
    assert (shown["refund"], shown["returnShipping"]) == (inr(0), inr(500))
    assert commit(shop, {"quote": shown})["status"] == "return_opened"


def test_a_blank_reason_is_asked_for(shop: Shop) -> None:
    shop.place(Status.DELIVERED)
    reply = quote(shop, reason="  ")
    assert (reply["status"], reply["policy"]) == ("needs_reason", "returns.reasons")
    assert reply["suggestions"]


def test_the_money_may_go_to_a_gift_card_of_hers(shop: Shop) -> None:
    shop.place(Status.DELIVERED)
    body = {"orderId": "O-1", "lines": [{"sku": "LS-1"}], "reason": "torn", "tenderId": GIFT_CARD}
    shown = shop.call("quoteReturn", body)["quote"]
    assert shown["refundTo"] == "gift card GC-7Q2M"
    assert "as soon as the goods have reached us" in shown["notes"][0]
    assert commit(shop, {"quote": shown})["rma"]["refundTo"] == "gift card GC-7Q2M"


@pytest.mark.parametrize("tender_id", [SECOND_CARD, "GC-ALIEN", "tok_boris_1111"])
def test_a_foreign_tender_gets_no_refund(shop: Shop, tender_id: str) -> None:
    shop.place(Status.DELIVERED)
    body = {"orderId": "O-1", "lines": [{"sku": "LS-1"}], "reason": "torn", "tenderId": tender_id}
    reply = shop.call("quoteReturn", body)
    assert (reply["status"], reply["policy"]) == ("refused", "refund.to")
    assert "Visa ending 4242" in reply["message"]
    assert reply["suggestions"][0] == "Send it back to Visa ending 4242"


def test_two_returns_do_not_overdraw_a_tender(shop: Shop) -> None:
    tenders = [tender(CARD, 60_000), tender(GIFT_CARD, 40_000, "gift_card")]
    body = order_body("O-1", line("LS-1", 2, 50_000), tenders=tenders)
    shop.place(Status.DELIVERED, body)
    one, stale = quote(shop, ("LS-1", 1)), quote(shop, ("LS-1", 1))
    commit(shop, one)
    assert commit(shop, stale)["status"] == "quote_changed"
    legs = quote(shop, ("LS-1", 1))["quote"]["refunds"]
    assert [(leg["tenderId"], leg["amount"]) for leg in legs] == [
        (CARD, inr(10_000)),
        (GIFT_CARD, inr(40_000)),
    ]
