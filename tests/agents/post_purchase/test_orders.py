from datetime import timedelta

import pytest

from agents.post_purchase.statuses import Status
from tests.agents.post_purchase.conftest import Shop
from tests.agents.post_purchase.orders import ASHA, BORIS, SERVICE, inr, line, order_body

STEPS = ("confirmOrder", "abandonOrder")


def step(shop: Shop, operation: str, shopper: str = ASHA) -> str:
    path = {"orderId": "O-1"}
    status: str = shop.call(operation, shopper=shopper, service=SERVICE, path=path)["status"]
    return status


def test_an_order_is_shown_as_it_was_registered(shop: Shop) -> None:
    body = order_body("O-1", line("LS-1", 2), discount=999, delivery=9900)
    shop.place(body=body)
    order = shop.order()
    for field in ("subtotal", "discounts", "delivery", "total", "promisedBy", "deliveryOption"):
        assert order[field] == body[field]
    assert order["lines"] == [{**body["lines"][0], "returnedQuantity": 0, "exchangedQuantity": 0}]
    assert order["history"] == [{"status": "pending", "at": "2026-05-04T09:30:00Z"}]
    assert order["canCancel"] is True
    assert order["returnableUntil"] is None


def test_registering_again_registers_once(shop: Shop) -> None:
    shop.place(Status.CONFIRMED)
    again = shop.call("registerOrder", order_body(), service=SERVICE)
    assert again == {"orderId": "O-1", "status": "confirmed"}
    assert len(shop.call("listOrders")["orders"]) == 1


def test_an_order_id_is_not_taken_twice(shop: Shop) -> None:
    shop.place()
    other = order_body("O-1", line("LS-2"))
    for body, shopper in ((other, ASHA), (order_body(), BORIS)):
        problem = shop.fault("registerOrder", body, shopper=shopper, service=SERVICE)
        assert (problem["status"], problem["code"]) == (409, "order_exists")
    assert shop.order()["lines"][0]["sku"] == "LS-1"


@pytest.mark.parametrize("field", ["subtotal", "total", "delivery"])
def test_amounts_that_do_not_add_up_are_refused(shop: Shop, field: str) -> None:
    body = order_body()
    body[field] = inr(body[field]["amount"] + 1)
    problem = shop.fault("registerOrder", body, service=SERVICE)
    assert problem["code"] == "amounts_differ"
    assert shop.call("listOrders")["orders"] == []


def test_a_wrong_line_total_is_refused(shop: Shop) -> None:
    body = order_body()
    body["lines"][0]["lineTotal"] = inr(1)
    assert "lineTotal of LS-1" in shop.fault("registerOrder", body, service=SERVICE)["detail"]


def test_mixed_currencies_are_refused(shop: Shop) -> None:
    body = {**order_body(), "delivery": {"amount": 0, "currency": "USD"}}
    assert "['INR', 'USD']" in shop.fault("registerOrder", body, service=SERVICE)["detail"]


def test_a_shopper_cannot_register_an_order_herself(shop: Shop) -> None:
    assert shop.fault("registerOrder", order_body())["status"] == 403


@pytest.mark.parametrize("operation", STEPS)
def test_a_step_repeated_is_one_step(shop: Shop, operation: str) -> None:
    shop.place()
    assert step(shop, operation) == step(shop, operation)


def test_a_confirmed_order_that_went_on_stays_where_it_is(shop: Shop) -> None:
    shop.place(Status.SHIPPED)
    assert step(shop, "confirmOrder") == "shipped"


@pytest.mark.parametrize(
    ("status", "operation", "wanted"),
    [
        (Status.CANCELED, "confirmOrder", "confirmed"),
        (Status.CONFIRMED, "abandonOrder", "abandoned"),
        (Status.DELIVERED, "abandonOrder", "abandoned"),
    ],
)
def test_an_illegal_step_names_both_states(
    shop: Shop, status: Status, operation: str, wanted: str
) -> None:
    shop.place(status)
    problem = shop.fault(operation, service=SERVICE, path={"orderId": "O-1"})
    assert (problem["status"], problem["code"]) == (409, "illegal_step")
    assert status in problem["detail"]
    assert wanted in problem["detail"]
    assert shop.order()["status"] == status


def test_an_abandoned_order_is_as_if_never_placed(shop: Shop) -> None:
    shop.place()
    step(shop, "abandonOrder")
    assert shop.call("listOrders")["orders"] == []
    assert shop.fault("getOrder", path={"orderId": "O-1"})["status"] == 404
    problem = shop.fault("confirmOrder", service=SERVICE, path={"orderId": "O-1"})
    assert "abandoned and cannot become confirmed" in problem["detail"]


def test_orders_are_listed_newest_first_and_only_ones_own(shop: Shop) -> None:
    for index in range(3):
        shop.place(body=order_body(f"O-{index}"))
        shop.clock.now += timedelta(hours=1)
    shop.place(body=order_body("O-9"), shopper=BORIS)
    assert [o["orderId"] for o in shop.call("listOrders")["orders"]] == ["O-2", "O-1", "O-0"]
    assert [o["orderId"] for o in shop.call("listOrders", shopper=BORIS)["orders"]] == ["O-9"]


@pytest.mark.parametrize(
    ("operation", "body"),
    [
        ("getOrder", None),
        ("quoteCancellation", {"orderId": "O-1"}),
        ("quoteReturn", {"orderId": "O-1", "lines": [{"sku": "LS-1"}], "reason": "tight"}),
    ],
)
def test_another_shoppers_order_is_as_if_it_did_not_exist(
    shop: Shop, operation: str, body: object
) -> None:
    path = {"orderId": "O-1"}
    missing = shop.fault(operation, body, shopper=BORIS, path=path)
    shop.place(Status.DELIVERED)
    foreign = shop.fault(operation, body, shopper=BORIS, path=path)
    assert foreign["status"] == 404
    assert foreign["detail"] == missing["detail"]
    assert "O-1" in foreign["detail"]
    assert foreign["suggestions"] == ["Show my orders"]
    assert shop.peers.calls == []


@pytest.mark.parametrize("operation", STEPS)
def test_a_service_acts_only_for_the_orders_shopper(shop: Shop, operation: str) -> None:
    shop.place()
    path = {"orderId": "O-1"}
    assert shop.fault(operation, shopper=BORIS, service=SERVICE, path=path)["status"] == 404


@pytest.mark.parametrize("status", [state for state in Status if state is not Status.ABANDONED])
def test_can_cancel_and_returnable_follow_the_state(shop: Shop, status: Status) -> None:
    shop.place(status)
    order = shop.order()
    assert order["canCancel"] is (status in {Status.PENDING, Status.CONFIRMED})
    has_window = status in {Status.DELIVERED, Status.RETURN_REQUESTED, Status.EXCHANGED}
    assert order["returnableUntil"] == ("2026-06-03" if has_window else None)


@pytest.mark.parametrize(
    ("category", "until"),
    [("Shirts", "2026-06-03"), ("Rugs", "2026-06-18"), ("Lamps", "2026-05-18"), ("Towels", None)],
)
def test_the_window_depends_on_the_category(shop: Shop, category: str, until: str) -> None:
    shop.place(Status.DELIVERED, order_body("O-1", line("X-1", category=category)))
    assert shop.order()["returnableUntil"] == until
