"""The oracle does what the benchmark's tools do, and puts their item change right."""

import json

import pytest

from benchmarks.replay_retail.oracle import MODIFIED, Oracle, Refused
from tests.takeover.shops import OFFICE, small_shop


@pytest.fixture
def shop(tmp_path):
    path = tmp_path / "db.json"
    value = small_shop()
    value["products"]["p1"]["variants"]["p1-b"]["available"] = True
    value["products"]["p2"]["variants"]["p2-a"]["available"] = True
    path.write_text(json.dumps(value), encoding="utf-8")
    return Oracle.read(path)


def balance(shop):
    return shop.users["ida_holm_1"]["payment_methods"]["gift_card_77"]["balance"]


def bought(shop, order_id):
    return [(item["item_id"], item["price"]) for item in shop.orders[order_id]["items"]]


def test_amounts_are_read_as_cents(shop):
    assert balance(shop) == 3010
    assert shop.products["p1"]["variants"]["p1-a"]["price"] == 1999


def test_a_fraction_of_a_cent_is_no_amount(tmp_path):
    path = tmp_path / "db.json"
    path.write_text('{"products": {"p": {"price": 1.005}}, "users": {}, "orders": {}}')

    with pytest.raises(ValueError, match=r"1\.005"):
        Oracle.read(path)


def test_canceling_refunds_what_paid(shop):
    shop.apply("cancel_pending_order", {"order_id": "#W1", "reason": "no longer needed"})

    order = shop.orders["#W1"]
    assert order["status"] == "cancelled"
    assert [entry["transaction_type"] for entry in order["payment_history"]] == [
        "payment",
        "refund",
    ]
    assert balance(shop) == 3010


def test_canceling_what_a_gift_card_paid_fills_it(shop):
    shop.orders["#W1"]["payment_history"][0]["payment_method_id"] = "gift_card_77"
    shop.apply("cancel_pending_order", {"order_id": "#W1", "reason": "ordered by mistake"})

    assert balance(shop) == 3010 + 4798


def change(old, new, method="credit_card_5"):
    return {
        "order_id": "#W1",
        "item_ids": old,
        "new_item_ids": new,
        "payment_method_id": method,
    }


def test_each_changed_line_gets_its_own_variant(shop):
    shop.apply("modify_pending_order_items", change(["p1-a", "p2-b"], ["p1-b", "p2-a"]))

    assert bought(shop, "#W1") == [("p1-b", 2450), ("p1-a", 1999), ("p2-a", 4010)]
    assert shop.orders["#W1"]["status"] == MODIFIED
    assert shop.orders["#W1"]["payment_history"][-1] == {
        "transaction_type": "payment",
        "amount": 451 + 3210,
        "payment_method_id": "credit_card_5",
    }


def test_two_units_of_a_variant_can_become_one_each(shop):
    shop.orders["#W1"]["items"][2] = dict(shop.orders["#W1"]["items"][0])
    shop.apply("modify_pending_order_items", change(["p1-a", "p1-a"], ["p1-b", "p1-b"]))

    assert bought(shop, "#W1") == [("p1-b", 2450), ("p1-b", 2450), ("p1-a", 1999)]


def test_a_gift_card_pays_the_difference_at_once(shop):
    shop.apply("modify_pending_order_items", change(["p1-a"], ["p1-b"], "gift_card_77"))

    assert balance(shop) == 3010 - 451


def test_items_are_changed_once_and_the_address_still(shop):
    shop.apply("modify_pending_order_items", change(["p1-a"], ["p1-b"]))

    with pytest.raises(Refused, match="item modified"):
        shop.apply("modify_pending_order_items", change(["p1-a"], ["p1-b"]))
    with pytest.raises(Refused, match="item modified"):
        shop.apply("cancel_pending_order", {"order_id": "#W1", "reason": "no longer needed"})
    shop.apply("modify_pending_order_address", {"order_id": "#W1", **OFFICE})
    assert shop.orders["#W1"]["address"] == OFFICE


def test_a_default_address_is_replaced(shop):
    shop.apply("modify_user_address", {"user_id": "ida_holm_1", **OFFICE})

    assert shop.users["ida_holm_1"]["address"] == OFFICE
    assert shop.orders["#W1"]["address"] != OFFICE


def test_another_payment_pays_all_and_the_first_comes_back(shop):
    shop.users["ida_holm_1"]["payment_methods"]["gift_card_77"]["balance"] = 5000
    ways = {"order_id": "#W1", "payment_method_id": "gift_card_77"}
    shop.apply("modify_pending_order_payment", ways)

    assert balance(shop) == 5000 - 4798
    assert len(shop.orders["#W1"]["payment_history"]) == 3
    with pytest.raises(Refused, match="not paid in one"):
        shop.apply("modify_pending_order_payment", {**ways, "payment_method_id": "credit_card_5"})


def test_a_return_waits_for_the_goods(shop):
    back = {"order_id": "#W3", "item_ids": ["p1-b"], "payment_method_id": "gift_card_77"}
    shop.apply("return_delivered_order_items", back)

    assert shop.orders["#W3"]["status"] == "return requested"
    assert shop.orders["#W3"]["return_payment_method_id"] == "gift_card_77"
    assert len(shop.orders["#W3"]["payment_history"]) == 1
    assert balance(shop) == 3010


def test_an_exchange_keeps_the_difference_for_later(shop):
    swap = {**change(["p1-b"], ["p1-a"], "gift_card_77"), "order_id": "#W3"}
    shop.apply("exchange_delivered_order_items", swap)

    assert shop.orders["#W3"]["exchange_price_difference"] == 1999 - 2450
    assert bought(shop, "#W3") == [("p1-b", 2450)]
    assert balance(shop) == 3010


REFUSED = {
    "no reason": ("cancel_pending_order", {"order_id": "#W1", "reason": "too dear"}),
    "not pending": ("cancel_pending_order", {"order_id": "#W2", "reason": "no longer needed"}),
    "no such order": ("cancel_pending_order", {"order_id": "#W9", "reason": "no longer needed"}),
    "another product": ("modify_pending_order_items", change(["p1-a"], ["p2-a"])),
    "not in it": ("modify_pending_order_items", change(["p2-a"], ["p2-b"])),
    "too often": ("modify_pending_order_items", change(["p2-b", "p2-b"], ["p2-a", "p2-a"])),
    "the same": ("modify_pending_order_items", change(["p1-a"], ["p1-a"])),
    "uneven": ("modify_pending_order_items", change(["p1-a", "p2-b"], ["p1-b"])),
    "not covered": ("modify_pending_order_items", change(["p2-b"], ["p2-a"], "gift_card_77")),
    "a foreign tender": ("modify_pending_order_items", change(["p1-a"], ["p1-b"], "paypal_9")),
    "not delivered": (
        "return_delivered_order_items",
        {"order_id": "#W1", "item_ids": ["p1-a"], "payment_method_id": "credit_card_5"},
    ),
    "paid already": (
        "modify_pending_order_payment",
        {"order_id": "#W1", "payment_method_id": "credit_card_5"},
    ),
}


@pytest.mark.parametrize("why", REFUSED)
def test_a_refused_call_changes_nothing(shop, why):
    before = shop.copied()

    with pytest.raises(Refused):
        shop.apply(*REFUSED[why])
    assert shop == before


def test_an_unavailable_variant_is_refused(shop):
    shop.products["p1"]["variants"]["p1-b"]["available"] = False

    with pytest.raises(Refused, match="p1-b is not available"):
        shop.apply("modify_pending_order_items", change(["p1-a"], ["p1-b"]))


def test_reading_changes_nothing(shop):
    before = shop.copied()
    shop.apply("get_order_details", {"order_id": "#W1"})
    shop.apply("calculate", {"expression": "1 + 1"})

    assert shop == before
