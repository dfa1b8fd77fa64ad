from agents.post_purchase.statuses import Status
from tests.agents.post_purchase.conftest import Shop
from tests.agents.post_purchase.orders import BORIS
from tests.agents.post_purchase.sales import given_back, payments, price, sale_body

O_1 = {"orderId": "O-1"}


def test_a_refund_is_told_with_its_tender_and_day(shop: Shop) -> None:
    shop.place(Status.DELIVERED, sale_body())
    shop.peers.answers["payment", "getPayments"] = payments(given_back(5_000, "RMA-1"))
    reply = shop.call("getRefunds", path=O_1)

    assert reply["refunded"] == price(5_000)
    assert reply["refunds"] == [
        {
            "reference": "RMA-1",
            "reason": "other",
            "amount": price(5_000),
            "to": "card ending 4242",
            "status": "sent",
            "at": "2026-05-04T09:30:00Z",
            "expectedBy": "2026-05-09",
            "policy": "refund.timing",
            "message": reply["message"],
        }
    ]


def test_an_order_without_refunds_says_so(shop: Shop) -> None:
    shop.place(Status.DELIVERED, sale_body())
    shop.peers.answers["payment", "getPayments"] = payments()
    reply = shop.call("getRefunds", path=O_1)

    assert (reply["refunds"], reply["refunded"]) == ([], price(0))
    assert reply["message"].startswith("Order O-1 has no refund")


def test_payment_that_is_down_is_told(shop: Shop) -> None:
    shop.place(Status.DELIVERED, sale_body())
    shop.peers.answers.pop(("payment", "getPayments"), None)
    message = shop.call("getRefunds", path=O_1)["message"]

    assert "Payments cannot be looked up right now" in message


def test_another_shoppers_refunds_are_not_found(shop: Shop) -> None:
    shop.place(Status.DELIVERED, sale_body())

    assert shop.fault("getRefunds", path=O_1, shopper=BORIS)["code"] == "not_found"
