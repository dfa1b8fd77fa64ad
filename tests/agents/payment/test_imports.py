"""Ways to pay and payments of another shop: once, whole, payable and refundable here."""

from typing import Any

import pytest

from tests.agents.payment.conftest import SERVICE, SHOPPER, Shop
from tests.agents.payment.goods import inr

CARD = {
    "tenderId": "credit_card_7815826",
    "kind": "card",
    "brand": "mastercard",
    "lastFour": "9212",
    "balance": None,
    "code": None,
}
PAYPAL = {**CARD, "tenderId": "paypal_5727330", "kind": "paypal", "brand": None, "lastFour": None}
GIFT = {
    **PAYPAL,
    "tenderId": "gift_card_4374071",
    "kind": "gift_card",
    "balance": inr(5100),
    "code": "GIFT-OLD1-SHOP-CODE",
}
PAID = {"kind": "capture", "amount": inr(50000), "at": "2026-04-01T10:00:00Z"}
REFUND = {**PAID, "kind": "refund", "at": "2026-04-09T10:00:00Z"}


def import_tenders(shop: Shop, *rows: dict[str, Any], shopper: str = SHOPPER) -> tuple[int, int]:
    who = SERVICE | {"shopper": shopper}
    reply = shop.agent.call("importTenders", {"tenders": list(rows)}, **who)
    return reply["created"], reply["updated"]


def import_payments(shop: Shop, *rows: dict[str, Any], shopper: str = SHOPPER) -> int:
    body = {"orderId": "#W2611340", "payments": list(rows)}
    who = SERVICE | {"shopper": shopper}
    return int(shop.agent.call("importPayments", body, **who)["created"])


def test_tenders_are_added_once_and_updated(shop: Shop) -> None:
    assert import_tenders(shop, CARD, PAYPAL, GIFT) == (3, 0)
    assert import_tenders(shop, CARD, PAYPAL, GIFT) == (0, 3)
    tenders = shop.agent.call("listTenders", shopper=SHOPPER)["tenders"]
    labels = {t["tenderId"]: t["label"] for t in tenders}
    assert labels[CARD["tenderId"]] == "Mastercard ending 9212"
    assert labels[PAYPAL["tenderId"]] == "PayPal account"
    assert labels[GIFT["tenderId"]] == "gift card ending 4071"
    assert shop.balance("gift_card_4374071") == 5100


def test_code_that_opens_another_gift_card_is_refused(shop: Shop) -> None:
    import_tenders(shop, GIFT)
    body = {"tenders": [{**GIFT, "tenderId": "gift_card_1"}]}
    fault = shop.agent.fault("importTenders", body, **SERVICE)
    assert (fault["status"], fault["code"]) == (409, "code_taken")
    assert "'gift_card_4374071' already" in fault["detail"]


def test_repeated_import_keeps_what_was_spent_here(shop: Shop) -> None:
    import_tenders(shop, GIFT)
    shop.pay("gift_card_4374071", shop.card())
    assert shop.balance("gift_card_4374071") == 0
    import_tenders(shop, GIFT)
    assert shop.balance("gift_card_4374071") == 0
    import_tenders(shop, {**GIFT, "balance": inr(6100)})
    assert shop.balance("gift_card_4374071") == 1000


def test_tender_of_another_shopper_is_not_taken_over(shop: Shop) -> None:
    import_tenders(shop, CARD, GIFT)
    for row in (CARD, GIFT):
        who = SERVICE | {"shopper": "C-1002"}
        fault = shop.agent.fault("importTenders", {"tenders": [row]}, **who)
        assert (fault["status"], fault["code"]) == (409, "tender_taken")


@pytest.mark.parametrize("tender", [CARD, PAYPAL, {**CARD, "lastFour": "1111"}])
def test_imported_tender_pays_in_the_sandbox(shop: Shop, tender: dict[str, Any]) -> None:
    import_tenders(shop, tender)
    assert shop.pay(tender["tenderId"])["status"] == "placed"
    shop.check_whole()


@pytest.mark.parametrize("tender", [CARD, PAYPAL, GIFT])
def test_past_payment_is_added_once_and_refunded_here(shop: Shop, tender: dict[str, Any]) -> None:
    import_tenders(shop, tender)
    row = {**PAID, "tenderId": tender["tenderId"]}
    assert import_payments(shop, row) == 1
    assert import_payments(shop, row) == 0
    reply = shop.refund("#W2611340", 60000, "RMA-1")
    assert (reply["status"], reply["amount"]) == ("refunded", inr(50000))
    assert reply["refunds"][0]["tenderId"] == tender["tenderId"]
    if tender is GIFT:
        assert shop.balance("gift_card_4374071") == 5100 + 50000


def test_refunded_past_payment_has_nothing_left(shop: Shop) -> None:
    import_tenders(shop, CARD)
    rows = [{**row, "tenderId": CARD["tenderId"]} for row in (REFUND, PAID)]
    assert import_payments(shop, *rows) == 2
    assert import_payments(shop, *rows) == 0
    assert shop.refund("#W2611340", 1, "RMA-1")["status"] == "nothing_to_refund"


def test_two_alike_payments_of_one_order_are_two(shop: Shop) -> None:
    import_tenders(shop, CARD)
    row = {**PAID, "tenderId": CARD["tenderId"]}
    assert import_payments(shop, row, row) == 2
    assert import_payments(shop, row, row) == 0
    assert shop.refund("#W2611340", 10**9, "RMA-1")["amount"] == inr(100000)


@pytest.mark.parametrize(
    ("row", "shopper", "code"),
    [
        ({**PAID, "tenderId": "invented"}, SHOPPER, "unknown_tender"),
        ({**PAID, "tenderId": "credit_card_7815826"}, "C-1002", "unknown_tender"),
        ({**REFUND, "tenderId": "credit_card_7815826"}, SHOPPER, "refund_without_capture"),
    ],
)
def test_payment_that_cannot_be_is_refused(
    shop: Shop, row: dict[str, Any], shopper: str, code: str
) -> None:
    import_tenders(shop, CARD)
    who = SERVICE | {"shopper": shopper}
    fault = shop.agent.fault("importPayments", {"orderId": "#W1", "payments": [row]}, **who)
    assert fault["code"] == code


def test_refund_beyond_the_capture_is_not_imported(shop: Shop) -> None:
    import_tenders(shop, CARD)
    rows = [{**row, "tenderId": CARD["tenderId"]} for row in (PAID, REFUND, REFUND)]
    fault = shop.agent.fault("importPayments", {"orderId": "#W1", "payments": rows}, **SERVICE)
    assert fault["code"] == "refund_without_capture"


def test_order_of_another_shopper_takes_no_payments(shop: Shop) -> None:
    import_tenders(shop, CARD)
    import_payments(shop, {**PAID, "tenderId": CARD["tenderId"]})
    import_tenders(shop, PAYPAL, shopper="C-1002")
    body = {"orderId": "#W2611340", "payments": [{**PAID, "tenderId": PAYPAL["tenderId"]}]}
    fault = shop.agent.fault("importPayments", body, **(SERVICE | {"shopper": "C-1002"}))
    assert (fault["status"], fault["code"]) == (404, "not_found")


def test_imported_code_adds_nothing_to_another_shopper(shop: Shop) -> None:
    import_tenders(shop, GIFT)
    body = {"code": "GIFT-OLD1-SHOP-CODE"}
    assert shop.agent.call("addGiftCard", body, shopper="C-1002")["status"] == "taken"
    assert shop.agent.call("addGiftCard", body, shopper=SHOPPER)["status"] == "added"
