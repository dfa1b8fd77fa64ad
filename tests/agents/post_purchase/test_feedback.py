from typing import Any

import pytest

from agents.post_purchase.statuses import Status
from tests.agents.post_purchase.conftest import Shop
from tests.agents.post_purchase.orders import BORIS
from tests.agents.post_purchase.sales import sale_body, sold

O_1 = {"orderId": "O-1"}
SHIRT, SCARF = sold(), sold("Silk Scarf", unit=56_000)


def rate(shop: Shop, rating: int, key: str = "k-1", **fields: Any) -> Any:
    return shop.call("leaveFeedback", {"rating": rating, **fields}, path=O_1, key=key)


def test_a_delivered_order_can_be_rated(shop: Shop) -> None:
    shop.place(Status.DELIVERED, sale_body("O-1", SHIRT, SCARF))
    lines = [{"sku": SCARF["sku"], "rating": 5, "comment": "Lovely."}]
    reply = rate(shop, 4, comment=" Fine. ", lines=lines)

    assert reply["status"] == "thanked"
    assert reply["message"] == "Thank you: order O-1 has 4 stars from you and Silk Scarf 5."
    assert reply["feedback"] == {
        "rating": 4,
        "comment": "Fine.",
        "lines": lines,
        "at": "2026-05-04T09:30:00Z",
    }
    assert shop.order()["feedback"] == reply["feedback"]


def test_another_rating_takes_the_place_of_the_first(shop: Shop) -> None:
    shop.place(Status.DELIVERED, sale_body("O-1", SHIRT))
    rate(shop, 5, comment="Great", lines=[{"sku": SHIRT["sku"], "rating": 5}])
    reply = rate(shop, 1, key="k-2")

    assert "in place of your earlier rating" in reply["message"]
    assert "1 star from you" in reply["message"]
    assert shop.order()["feedback"] == {
        "rating": 1,
        "comment": None,
        "lines": [],
        "at": "2026-05-04T09:30:00Z",
    }


@pytest.mark.parametrize(
    "status", [Status.PENDING, Status.CONFIRMED, Status.PACKED, Status.SHIPPED, Status.CANCELED]
)
def test_what_has_not_arrived_cannot_be_rated(shop: Shop, status: Status) -> None:
    shop.place(status, sale_body())
    reply = rate(shop, 5)

    assert (reply["status"], reply["policy"]) == ("refused", "feedback.after_delivery")
    assert f"is {status}" in reply["message"]
    assert shop.order()["feedback"] is None


def test_goods_that_come_back_can_be_rated(shop: Shop) -> None:
    shop.place(Status.RETURN_REQUESTED, sale_body())

    assert rate(shop, 2)["status"] == "thanked"


def test_a_product_of_another_order_is_refused(shop: Shop) -> None:
    shop.place(Status.DELIVERED, sale_body("O-1", SHIRT))
    reply = rate(shop, 5, lines=[{"sku": SCARF["sku"], "rating": 5}])

    assert (reply["status"], reply["policy"]) == ("refused", "feedback.lines")
    assert f"it has Coastline Linen Shirt ({SHIRT['sku']})" in reply["message"]
    assert shop.order()["feedback"] is None


def test_a_product_is_rated_once(shop: Shop) -> None:
    shop.place(Status.DELIVERED, sale_body("O-1", SHIRT))
    twice = [{"sku": SHIRT["sku"], "rating": stars} for stars in (1, 5)]

    assert rate(shop, 5, lines=twice)["policy"] == "feedback.lines"


def test_a_shopper_who_is_not_content_is_offered_a_person(shop: Shop) -> None:
    shop.place(Status.DELIVERED, sale_body("O-1", SHIRT))

    assert (
        "Talk to a person"
        in rate(shop, 5, lines=[{"sku": SHIRT["sku"], "rating": 2}])["suggestions"]
    )
    assert "sorry" in rate(shop, 2, key="k-2")["message"]
    assert "Talk to a person" not in rate(shop, 5, key="k-3")["suggestions"]


def test_a_card_number_in_words_is_not_kept(shop: Shop) -> None:
    shop.place(Status.DELIVERED, sale_body("O-1", SHIRT))
    said = "charge 4242 4242 4242 4242"
    reply = rate(shop, 5, comment=said, lines=[{"sku": SHIRT["sku"], "rating": 5, "comment": said}])

    assert "4242" not in str(reply["feedback"])


def test_a_repeat_changes_nothing(shop: Shop) -> None:
    shop.place(Status.DELIVERED, sale_body())

    assert rate(shop, 5) == rate(shop, 5)


def test_another_shoppers_order_cannot_be_rated(shop: Shop) -> None:
    shop.place(Status.DELIVERED, sale_body())
    body = {"rating": 1}

    problem = shop.fault("leaveFeedback", body, path=O_1, key="k-1", shopper=BORIS)
    assert problem["code"] == "not_found"
    assert shop.order()["feedback"] is None
