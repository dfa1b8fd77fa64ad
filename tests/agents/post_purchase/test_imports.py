"""Orders of another shop: kept once, as far as they are known, and looked after here."""

from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.post_purchase.imports import imported_order
from agents.post_purchase.statuses import Status
from tests.agents.post_purchase.conftest import Shop
from tests.agents.post_purchase.orders import ASHA, BORIS
from tests.agents.post_purchase.sales import ADDRESS, payments, price, tender

PLACED, DELIVERED = "2026-04-20T10:00:00Z", "2026-04-25T12:00:00Z"


def bottle(quantity: int = 2, unit: int = 4_625) -> dict[str, Any]:
    return {
        "sku": "8538875209",
        "productId": "8310926033",
        "name": "Water Bottle",
        "options": {"capacity": "500ml", "material": "glass", "Color": "black"},
        "category": None,
        "quantity": quantity,
        "unitPrice": price(unit),
    }


def row(order_id: str = "W1", status: str = "delivered", **fields: Any) -> dict[str, Any]:
    lines = fields.pop("lines", [bottle()])
    total = sum(line["quantity"] * line["unitPrice"]["amount"] for line in lines)
    return {
        "orderId": order_id,
        "status": status,
        "placedAt": PLACED,
        "deliveredAt": DELIVERED if status == "delivered" else None,
        "cancelReason": "no longer needed" if status == "canceled" else None,
        "lines": lines,
        "delivery": price(0),
        "total": price(total),
        "refunded": price(0),
        "deliveryOption": "standard",
        "address": ADDRESS,
        "tenders": [tender(total, "paypal", "PayPal", tender_id="paypal_1")],
        **fields,
    }


def bring(shop: Shop, *rows: dict[str, Any], shopper: str = ASHA) -> Any:
    return shop.call("importOrders", {"orders": list(rows)}, shopper=shopper, service="import")


def refused(shop: Shop, *rows: dict[str, Any], shopper: str = ASHA) -> Any:
    return shop.fault("importOrders", {"orders": list(rows)}, shopper=shopper, service="import")


def test_a_past_order_is_kept_with_its_history(shop: Shop) -> None:
    assert bring(shop, row()) == {"created": 1, "unchanged": 0}

    order = shop.order("W1")
    assert order["status"] == "delivered"
    assert order["placedAt"] == PLACED
    assert order["history"] == [
        {"status": "confirmed", "at": PLACED},
        {"status": "delivered", "at": DELIVERED},
    ]
    assert order["tenders"] == row()["tenders"]
    (line,) = order["lines"]
    assert (line["options"]["capacity"], line["colour"], line["size"]) == ("500ml", "black", None)
    assert line["lineTotal"] == price(9_250)
    assert order["returnableUntil"] == "2026-05-25"


@pytest.mark.parametrize("status", ["confirmed", "packed", "shipped", "canceled"])
def test_every_state_can_be_brought(shop: Shop, status: str) -> None:
    bring(shop, row(status=status))

    order = shop.order("W1")
    assert order["history"][-1] == {"status": status, "at": PLACED}
    assert order["cancelReason"] == ("no longer needed" if status == "canceled" else None)
    assert order["canCancel"] == (status == "confirmed")


def test_a_repeat_changes_nothing(shop: Shop) -> None:
    bring(shop, row("W1", "confirmed"), row("W2"))
    shop.advance("W1", Status.PACKED)

    assert bring(shop, row("W1", "confirmed"), row("W2"), row("W3")) == {
        "created": 1,
        "unchanged": 2,
    }
    assert shop.order("W1")["status"] == "packed"


def test_an_id_that_comes_twice_is_one_order(shop: Shop) -> None:
    assert bring(shop, row(), row()) == {"created": 1, "unchanged": 1}


def test_an_order_of_another_shopper_is_refused(shop: Shop) -> None:
    bring(shop, row())
    problem = refused(shop, row("W2"), row(), shopper=BORIS)

    assert (problem["status"], problem["code"]) == (409, "order_exists")
    assert shop.fault("getOrder", path={"orderId": "W2"}, shopper=BORIS)["status"] == 404


def test_what_the_other_shop_took_off_is_a_discount(shop: Shop) -> None:
    bring(shop, row(total=price(9_000), tenders=[]))

    (discount,) = shop.order("W1")["discounts"]
    assert discount["amount"] == price(250)


@pytest.mark.parametrize(
    "fields",
    [
        {"total": price(9_251), "tenders": []},
        {"total": price(0), "delivery": price(100), "tenders": []},
        {"tenders": [tender(9_000)]},
        {"refunded": price(9_251)},
        {"refunded": price(0, "USD")},
    ],
)
def test_amounts_that_do_not_add_up_are_refused(shop: Shop, fields: dict[str, Any]) -> None:
    problem = refused(shop, row("W2"), row(**fields))

    assert problem["code"] == "amounts_differ"
    assert "W1" in problem["detail"]
    assert shop.fault("getOrder", path={"orderId": "W2"})["status"] == 404


@pytest.mark.parametrize("when", [None, "2026-04-19T10:00:00Z"])
def test_a_delivered_order_tells_when(shop: Shop, when: str | None) -> None:
    assert refused(shop, row(deliveredAt=when))["code"] == "delivery_unknown"


def test_points_are_not_earned_again(shop: Shop) -> None:
    bring(shop, row("W1"), row("W2", "shipped"))
    shop.peers.answers["loyalty", "earnPoints"] = {"status": "earned", "points": 9, "balance": 9}
    for order_id in ("W1", "W2"):
        body = {"status": "delivered", "reference": "SH-1"}
        shop.call("recordProgress", body, path={"orderId": order_id}, service="fulfillment")

    assert [request["orderId"] for request in shop.called("earnPoints")] == ["W2"]


def test_an_imported_order_has_an_invoice(shop: Shop) -> None:
    bring(shop, row("#W1"))
    shop.peers.answers["payment", "getPayments"] = payments()

    invoice = shop.call("getInvoice", path={"orderId": quote("#W1")})["invoice"]
    assert invoice["orderId"] == "#W1"
    assert (invoice["total"], invoice["due"]) == (price(9_250), price(0))
    assert invoice["lines"][0]["options"]["material"] == "glass"


def test_only_the_shops_own_services_bring_orders(shop: Shop) -> None:
    assert shop.fault("importOrders", {"orders": [row()]})["code"] == "forbidden"


@given(
    st.lists(st.tuples(st.integers(1, 99), st.integers(0, 10**6)), min_size=1, max_size=6),
    st.integers(0, 10**6),
)
def test_shares_of_discounts_sum_to_the_total(sale: list[tuple[int, int]], off: int) -> None:
    lines = [bottle(quantity, unit) for quantity, unit in sale]
    goods = sum(quantity * unit for quantity, unit in sale)
    total = max(0, goods - off)
    order = imported_order(ASHA, row(lines=lines, total=price(total), tenders=[]))

    assert sum(line.line_total - line.discount for line in order.lines) == total
    assert order.subtotal - sum(each["amount"] for each in order.discounts) == total
