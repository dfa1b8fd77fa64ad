"""Where a refund goes: to what paid, by the policy's order, or to a gift card."""

import pytest

from agents.payment.policy import POLICY
from tests.agents.payment.conftest import SERVICE, SHOPPER, Shop
from tests.agents.payment.goods import inr

TOTAL = 499800 + 9900


@pytest.fixture
def gift_card(shop: Shop) -> str:
    return shop.gift_card(100000)


@pytest.fixture
def order_id(shop: Shop, gift_card: str) -> str:
    """₹1,000 by gift card, ₹500 by points, the rest by card."""
    reply = shop.pay((gift_card, 100000), ("points", 50000), shop.card())
    return str(reply["orderId"])


CARD_SHARE = TOTAL - 150000


def parts(reply: dict[str, object]) -> dict[str, int]:
    refunds: list[dict[str, object]] = reply["refunds"]  # type: ignore[assignment]
    return {str(r["kind"]): r["amount"]["amount"] for r in refunds}  # type: ignore[index]


def test_refund_goes_back_by_the_policys_order(shop: Shop, order_id: str, gift_card: str) -> None:
    assert POLICY.refund.order == ("card", "paypal", "gift_card", "points")
    first = shop.refund(order_id, CARD_SHARE + 40000, "RMA-1")
    assert parts(first) == {"card": CARD_SHARE, "gift_card": 40000}
    assert "within 5 to 7 business days" in first["message"]
    second = shop.refund(order_id, 10**9, "RMA-2")
    assert parts(second) == {"gift_card": 60000, "points": 50000}
    assert "500 points come back at once" in second["message"]
    assert shop.balance(gift_card) == 100000
    assert shop.world.points[SHOPPER] == 5000
    assert shop.accounts()["psp_clearing"] == 0
    assert shop.refund(order_id, 1, "RMA-3")["status"] == "nothing_to_refund"


def test_refund_starts_with_the_tender_that_is_wished(shop: Shop, order_id: str) -> None:
    reply = shop.refund(order_id, 60000, "RMA-1", "points")
    assert parts(reply) == {"points": 50000, "card": 10000}


def test_refund_to_a_gift_card_that_did_not_pay(shop: Shop, order_id: str) -> None:
    other = shop.gift_card(1)
    reply = shop.refund(order_id, TOTAL, "RMA-1", other)
    assert {r["tenderId"] for r in reply["refunds"]} == {other, "points"}
    assert shop.balance(other) == 1 + TOTAL - 50000
    assert shop.world.points[SHOPPER] == 5000
    assert shop.refund(order_id, 1, "RMA-2")["status"] == "nothing_to_refund"
    path = {"orderId": order_id}
    payments = shop.agent.call("getPayments", path=path, shopper=SHOPPER)
    assert (payments["captured"], payments["refunded"]) == (inr(TOTAL), inr(TOTAL))
    assert all(t["captured"] == t["refunded"] for t in payments["tenders"])


@pytest.mark.parametrize("wish", ["other card", "foreign", "invented", "euros"])
def test_refund_elsewhere_is_refused(shop: Shop, order_id: str, wish: str) -> None:
    to = {
        "other card": shop.card(),
        "foreign": shop.gift_card(1, shopper="C-1002"),
        "invented": "GC-INVENTED",
        "euros": shop.gift_card(1, "EUR"),
    }[wish]
    reply = shop.refund(order_id, 1000, "RMA-1", to)
    assert (reply["status"], reply["refunds"]) == ("tender_refused", [])
    assert shop.refund(order_id, 1000, "RMA-1")["status"] == "refunded"


@pytest.mark.parametrize(("amount", "to"), [(999, None), (1000, "points")])
def test_reference_of_another_refund_is_a_conflict(
    shop: Shop, order_id: str, amount: int, to: str | None
) -> None:
    shop.refund(order_id, 1000, "RMA-1")
    body = {"orderId": order_id, "amount": inr(amount), "reference": "RMA-1", "tenderId": to}
    fault = shop.agent.fault("refundPayment", body, **SERVICE)
    assert (fault["status"], fault["code"]) == (409, "reference_reused")
    assert shop.accounts()["refunds"] == 1000


def test_points_come_back_whole_in_the_end(shop: Shop, order_id: str) -> None:
    for number in range(3):
        shop.refund(order_id, 16666, f"RMA-{number}", "points")
    assert shop.world.points[SHOPPER] == 4500 + 499
    shop.refund(order_id, 2, "RMA-9", "points")
    assert shop.world.points[SHOPPER] == 5000


def test_loyalty_that_is_down_leaves_the_rest_for_later(shop: Shop, order_id: str) -> None:
    shop.world.down = {"restorePoints"}
    body = {"orderId": order_id, "amount": inr(60000), "reference": "RMA-1", "tenderId": "points"}
    assert shop.agent.fault("refundPayment", body, **SERVICE)["status"] == 503
    shop.world.down = set()
    assert parts(shop.refund(order_id, 60000, "RMA-1", "points")) == {
        "card": 10000,
        "points": 50000,
    }
    assert shop.world.points[SHOPPER] == 5000
