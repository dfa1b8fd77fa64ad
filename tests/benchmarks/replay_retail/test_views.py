"""The comparison sees every field that a write changes, and takes nothing for a difference."""

import json
from dataclasses import replace

import pytest

from benchmarks.replay_retail.oracle import Oracle
from benchmarks.replay_retail.views import differences, expected
from tests.takeover.shops import OFFICE, small_shop

IDA = "ida_holm_1"
SWAP = {"item_ids": ["p1-a"], "new_item_ids": ["p1-b"], "payment_method_id": "gift_card_77"}
BACK = {"order_id": "#W3", "item_ids": ["p1-b"]}


@pytest.fixture
def shop(tmp_path):
    path = tmp_path / "db.json"
    value = small_shop()
    value["products"]["p1"]["variants"]["p1-b"]["available"] = True
    path.write_text(json.dumps(value), encoding="utf-8")
    return Oracle.read(path)


def seen(shop, name, arguments):
    """The fields that differ once a call was done in one of two shops."""
    changed = shop.copied()
    changed.apply(name, arguments)
    said = differences(expected(changed, IDA), expected(shop, IDA))
    return {line.split(":")[0] for line in said}


@pytest.mark.parametrize(
    ("name", "arguments", "fields"),
    [
        (
            "cancel_pending_order",
            {"order_id": "#W1", "reason": "no longer needed"},
            {"status", "can_change_items", "refunded", "cancel_reason", "parcels", "sent_to"},
        ),
        ("modify_pending_order_address", {"order_id": "#W1", **OFFICE}, {"address", "sent_to"}),
        (
            "modify_pending_order_items",
            {"order_id": "#W1", **SWAP},
            {"can_change_items", "units", "total", "captured", "parcels"},
        ),
        (
            "exchange_delivered_order_items",
            {**BACK, "new_item_ids": ["p1-a"], "payment_method_id": "gift_card_77"},
            {"status", "given_up", "wanted", "exchange_difference", "exchange_tender"},
        ),
        (
            "return_delivered_order_items",
            {**BACK, "payment_method_id": "credit_card_5"},
            {"status", "returned", "return_value", "return_to"},
        ),
    ],
)
def test_a_call_that_was_not_done_is_seen_in_every_field(shop, name, arguments, fields):
    of_order = {line.split()[-1] for line in seen(shop, name, arguments) if line.startswith("W")}

    assert of_order == fields


def test_a_gift_card_that_was_not_charged_is_seen(shop):
    assert "balances" in seen(shop, "modify_pending_order_items", {"order_id": "#W1", **SWAP})


def test_a_default_address_that_stayed_is_seen(shop):
    assert seen(shop, "modify_user_address", {"user_id": IDA, **OFFICE}) == {"address"}


def test_a_missing_order_and_one_more_are_seen(shop):
    whole = expected(shop, IDA)
    less = replace(whole, orders={key: o for key, o in whole.orders.items() if key != "W1"})

    assert differences(whole, less) == ["W1 is missing"]
    assert differences(less, whole) == ["W1 is one more"]


def test_what_is_alike_has_no_differences(shop):
    assert differences(expected(shop, IDA), expected(shop.copied(), IDA)) == []


def test_where_money_will_go_is_compared_in_words(shop):
    shop.apply("return_delivered_order_items", {**BACK, "payment_method_id": "credit_card_5"})
    wanted = expected(shop, IDA)
    order = replace(wanted.orders["W3"], return_to="Visa ending 4711")
    labels = {"credit_card_5": "Visa ending 4711"}
    got = replace(wanted, orders={**wanted.orders, "W3": order}, labels=labels)

    assert differences(wanted, got) == []
    assert differences(wanted, replace(got, labels={})) != []
