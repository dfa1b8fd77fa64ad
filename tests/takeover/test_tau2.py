"""Reading a whole shop: exact money, our own words, and what cannot be brought by its place."""

import json
from decimal import Decimal

import pytest

from takeover.records import UnreadableShop
from takeover.tau2 import cents, is_shop, read_shop, stored_order_id
from tests.takeover.shops import HOME, small_shop


def read(tmp_path, shop):
    return read_shop(written(tmp_path, shop))


def written(tmp_path, shop):
    path = tmp_path / "db.json"
    path.write_text(json.dumps(shop), encoding="utf-8")
    return path


def orders_of(records):
    return {order.order_id: order for order in records.orders}


def test_a_customer_comes_with_address_and_ways_to_pay(tmp_path):
    ida = read(tmp_path, small_shop()).shoppers["ida_holm_1"]

    assert (ida.first_name, ida.last_name, ida.email) == ("Ida", "Holm", "ida@example.com")
    assert (ida.address.name, ida.address.line1, ida.address.line2) == (
        "Ida Holm",
        "12 Harbour Road",
        "Flat 3",
    )
    assert (ida.address.state, ida.address.postcode, ida.address.country) == ("OR", "97201", "US")
    assert [(t.tender_id, t.kind, t.balance, t.last_four) for t in ida.tenders] == [
        ("gift_card_77", "gift_card", 3010, None),
        ("credit_card_5", "card", None, "4711"),
    ]


def test_an_empty_second_line_is_none(tmp_path):
    assert read(tmp_path, small_shop()).shoppers["bo_ek_2"].address.line2 is None


def test_statuses_become_ours(tmp_path):
    records = read(tmp_path, small_shop())

    assert records.problems == []
    assert {key: order.status for key, order in orders_of(records).items()} == {
        "W1": "confirmed",
        "W2": "shipped",
        "W3": "delivered",
        "W4": "canceled",
    }


def test_what_is_processed_without_a_tracking_id_is_packed(tmp_path):
    shop = small_shop()
    shop["orders"]["#W2"]["fulfillments"] = []

    assert orders_of(read(tmp_path, shop))["W2"].status == "packed"


def test_the_same_variant_twice_is_one_line_of_two(tmp_path):
    order = orders_of(read(tmp_path, small_shop()))["W1"]

    assert [(line.sku, line.quantity, line.unit_price) for line in order.lines] == [
        ("p1-a", 2, 1999),
        ("p2-b", 1, 800),
    ]
    assert order.total == 4798


def test_an_open_order_has_a_parcel_to_be_packed(tmp_path):
    parcels = {key: o.parcels for key, o in orders_of(read(tmp_path, small_shop())).items()}

    assert [(p.status, p.tracking_number, p.units) for p in parcels["W1"]] == [
        ("preparing", None, {"p1-a": 2, "p2-b": 1})
    ]
    assert [(p.status, p.tracking_number) for p in parcels["W3"]] == [("delivered", "900")]


def test_a_cancellation_keeps_its_refund(tmp_path):
    order = orders_of(read(tmp_path, small_shop()))["W4"]

    assert [(p.kind, p.amount) for p in order.payments] == [("capture", 1999), ("refund", 1999)]
    assert (order.total, order.refunded) == (1999, 1999)


def test_availability_is_counted(tmp_path):
    records = read(tmp_path, small_shop())

    assert (records.in_stock, records.out_of_stock) == (2, 2)


@pytest.mark.parametrize(
    ("amount", "minor"),
    [(Decimal("19.99"), 1999), (Decimal("0.29"), 29), (86, 8600), (Decimal("1.10"), 110)],
)
def test_dollars_are_exact_cents(amount, minor):
    assert cents(amount) == minor


@pytest.mark.parametrize(
    "amount",
    [Decimal("1.005"), Decimal("-1"), "12", None, True, Decimal("NaN"), Decimal("Infinity")],
)
def test_what_is_no_amount_is_refused(amount):
    with pytest.raises(ValueError, match=r"amount|cents|negative"):
        cents(amount)


@pytest.mark.parametrize("told", ["#W2378156", "W2378156", " #w2378156 "])
def test_an_order_id_is_kept_without_its_mark(told):
    assert stored_order_id(told) == "W2378156"


def _foreign_customer(shop):
    shop["orders"]["#W1"]["user_id"] = "nobody_0"


def _foreign_tender(shop):
    shop["orders"]["#W1"]["payment_history"][0]["payment_method_id"] = "paypal_9"


def _wrong_sum(shop):
    shop["orders"]["#W1"]["payment_history"][0]["amount"] = 1.0


def _broken_price(shop):
    shop["orders"]["#W1"]["items"][0]["price"] = "cheap"


def _unknown_status(shop):
    shop["orders"]["#W1"]["status"] = "lost at sea"


def _no_items(shop):
    del shop["orders"]["#W1"]["items"]


def _sent_what_was_not_ordered(shop):
    shop["orders"]["#W1"]["fulfillments"] = [{"tracking_id": ["1"], "item_ids": ["p9-z"]}]


def _no_object(shop):
    shop["orders"]["#W1"] = ["a", "list"]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_foreign_customer, "'nobody_0' is not there"),
        (_foreign_tender, "'paypal_9' is no way to pay of ida_holm_1"),
        (_wrong_sum, "100 cents were paid for goods of 4798"),
        (_broken_price, "'cheap' is no amount"),
        (_unknown_status, "status 'lost at sea'"),
        (_no_items, "'items' is missing"),
        (_sent_what_was_not_ordered, "'p9-z' was sent and not ordered"),
        (_no_object, "not made as it should be"),
    ],
)
def test_a_broken_order_costs_itself_and_is_named(tmp_path, spoil, said):
    shop = small_shop()
    spoil(shop)
    records = read(tmp_path, shop)

    assert sorted(orders_of(records)) == ["W2", "W3", "W4"]
    (problem,) = records.problems
    assert said in str(problem)
    assert str(problem).startswith("db.json: orders/#W1: ")
    assert str(problem).endswith("; order left out")


def test_a_second_customer_with_the_same_email_is_left_out(tmp_path):
    shop = small_shop()
    shop["users"]["bo_ek_2"]["email"] = "IDA@example.com"
    records = read(tmp_path, shop)

    assert list(records.shoppers) == ["ida_holm_1"]
    assert "users/bo_ek_2: 'IDA@example.com' is the e-mail of ida_holm_1" in str(
        records.problems[0]
    )


def test_an_unknown_way_to_pay_leaves_its_customer_out(tmp_path):
    shop = small_shop()
    shop["users"]["bo_ek_2"]["payment_methods"]["paypal_9"]["source"] = "shells"

    assert "'shells' is no way to pay" in str(read(tmp_path, shop).problems[0])


def test_a_line_of_goods_that_are_gone_is_told_and_brought(tmp_path):
    shop = small_shop()
    del shop["products"]["p2"]["variants"]["p2-a"]
    records = read(tmp_path, shop)

    assert len(records.orders) == 4
    assert [str(problem) for problem in records.problems] == [
        "db.json: orders/#W2/items/0: 'p2-a' is not among the products; "
        "brought as the order tells it"
    ]


@pytest.mark.parametrize("part", ["products", "users", "orders"])
def test_a_shop_with_a_part_missing_is_none(tmp_path, part):
    shop = small_shop()
    del shop[part]
    path = written(tmp_path, shop)

    assert not is_shop(path)
    with pytest.raises(UnreadableShop, match=f"db.json has no '{part}'"):
        read_shop(path)


@pytest.mark.parametrize(
    "text", ["", "[]", '{"products": [', '{"products": {"a": {', "Handle,Title\n"]
)
def test_other_files_are_no_shop(tmp_path, text):
    path = tmp_path / "db.json"
    path.write_text(text, encoding="utf-8")

    assert not is_shop(path)
    with pytest.raises(UnreadableShop, match=r"db\.json"):
        read_shop(path)


def test_a_shop_is_recognised_by_its_content(tmp_path):
    path = tmp_path / "shop.txt"
    path.write_text("\ufeff" + json.dumps(small_shop(), indent=2), encoding="utf-8")

    assert is_shop(path)
    assert read_shop(path).shoppers["ida_holm_1"].address.line1 == HOME["address1"]
