"""What was bought and kept, told order by order as orders change."""

from typing import Any

from agents.post_purchase.statuses import Status
from tests.agents.post_purchase.conftest import Shop
from tests.agents.post_purchase.orders import ASHA, order_body

BEN = "C-2002"


def page(shop: Shop, **query: int) -> Any:
    """A page, as another of the shop's agents reads it."""
    return shop.agent.call(
        "listPurchases", shopper="recommendation", service="recommendation", query=query
    )


def kept(shop: Shop) -> dict[str, list[str]]:
    told = page(shop)["purchases"]
    return {one["orderId"]: [line["sku"] for line in one["lines"]] for one in told}


def test_what_was_bought_is_told_with_its_buyer(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    (told,) = [one for one in page(shop)["purchases"] if one["orderId"] == "O-1"]
    assert told["customerId"] == ASHA
    assert [line["sku"] for line in told["lines"]] == ["LS-1"]


def test_nothing_is_kept_of_what_was_not_paid_or_went_back(shop: Shop) -> None:
    for number, status in enumerate((Status.PENDING, Status.CANCELED, Status.RETURNED)):
        shop.place(status, order_body(f"O-{number}"))
    assert kept(shop) == {"O-0": [], "O-1": [], "O-2": []}


def test_reading_goes_on_from_where_it_ended(shop: Shop) -> None:
    for number in range(3):
        shop.place(Status.CONFIRMED, order_body(f"O-{number}"), BEN)
    first = page(shop, limit=2)
    assert [one["orderId"] for one in first["purchases"]] == ["O-0", "O-1"]
    assert first["hasMore"]
    rest = page(shop, after=first["next"])
    assert [one["orderId"] for one in rest["purchases"]] == ["O-2"]
    assert not rest["hasMore"]

    assert page(shop, after=rest["next"]) == {
        "purchases": [],
        "next": rest["next"],
        "hasMore": False,
    }
    shop.advance("O-0", Status.CANCELED)
    (again,) = page(shop, after=rest["next"])["purchases"]
    assert (again["orderId"], again["lines"]) == ("O-0", [])


def test_purchases_are_for_the_shops_own_services(shop: Shop) -> None:
    assert shop.fault("listPurchases")["status"] == 403
