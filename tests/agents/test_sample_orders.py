"""The sample store's orders, payments, returns and shipments, recomputed from each other."""

from collections import Counter

import pytest

from contracts.contract import load_contract
from tests.agents.sample import (
    ADDRESSES,
    CUSTOMERS,
    EXCHANGES,
    LOCATIONS,
    OFFERS,
    ORDERS,
    ORDERS_BY_ID,
    PAYMENTS,
    RETURNS,
    SHIPMENTS,
    VARIANTS,
    Row,
)

FREE_DELIVERY_FROM = 149_900
UNPAID = ("pending", "abandoned")
OFFERS_BY_ID = {offer["offerId"]: offer for offer in OFFERS}
SHIPMENT_STATUSES = {
    "confirmed": {"preparing"},
    "packed": {"preparing", "ready_for_pickup"},
    "shipped": {"shipped", "in_transit", "out_for_delivery"},
    "delivered": {"delivered", "collected"},
    "return_requested": {"delivered", "collected"},
    "returned": {"returned"},
    "exchange_requested": {"delivered", "collected"},
    "exchanged": {"delivered", "collected"},
    "canceled": {"canceled"},
}


def test_every_order_status_occurs_and_most_are_delivered() -> None:
    schema = load_contract("post-purchase").document["components"]["schemas"]["Order"]
    statuses = Counter(order["status"] for order in ORDERS)
    assert set(statuses) == set(schema["properties"]["status"]["enum"])
    assert statuses.most_common(1) == [("delivered", 18)]


def test_order_lines_equal_the_catalogue() -> None:
    for order in ORDERS:
        for line in order["lines"]:
            product, variant = VARIANTS[line["sku"]]
            assert line["unitPrice"] == variant["price"]
            assert line["lineTotal"] == line["quantity"] * line["unitPrice"]
            assert (line["colour"], line["size"]) == (variant["colour"], variant["size"])
            for field in ("productId", "name", "category"):
                assert line[field] == product[field]


def test_order_totals_add_up() -> None:
    for order in ORDERS:
        discounts = sum(discount["amount"] for discount in order["discounts"])
        assert order["subtotal"] == sum(line["lineTotal"] for line in order["lines"])
        assert order["total"] == order["subtotal"] - discounts + order["delivery"]


def test_order_delivery_is_priced_by_its_option() -> None:
    for order in ORDERS:
        is_free = order["subtotal"] >= FREE_DELIVERY_FROM
        prices = {"standard": 0 if is_free else 9_900, "express": 19_900, "pickup": 0}
        assert order["delivery"] == prices[order["deliveryOption"]], order["orderId"]


def discount_of(offer: Row, order: Row) -> int:
    lines = [
        line
        for line in order["lines"]
        if not offer["categories"] or line["category"] in offer["categories"]
    ]
    if offer["kind"] == "buy_x_get_y":
        prices = sorted(line["unitPrice"] for line in lines for _ in range(line["quantity"]))
        free: int = len(prices) // (offer["buy"] + offer["get"]) * offer["get"]
        return sum(prices[:free])
    base = sum(line["lineTotal"] for line in lines)
    percent: int = base * offer["value"] // 100
    return percent if offer["kind"] == "percent" else int(offer["value"])


def test_order_discounts_follow_their_offers() -> None:
    tiers = {customer["customerId"]: customer["tier"] for customer in CUSTOMERS}
    for order in ORDERS:
        for discount in order["discounts"]:
            offer = OFFERS_BY_ID[discount["offerId"]]
            assert discount["title"] == offer["title"]
            assert discount["amount"] == discount_of(offer, order) > 0
            assert order["subtotal"] >= offer["minSubtotal"]
            assert not offer["tiers"] or tiers[order["customerId"]] in offer["tiers"]


def test_orders_go_to_an_address_of_the_shopper_or_to_a_store() -> None:
    stores = {place["name"] for place in LOCATIONS if place["kind"] == "store"}
    fields = ("name", "line1", "line2", "city", "state", "postcode", "country")
    known = [(a["customerId"], {field: a[field] for field in fields}) for a in ADDRESSES]
    for order in ORDERS:
        if order["deliveryOption"] == "pickup":
            assert order["address"] is None
            assert order["storeName"] in stores
        else:
            assert (order["customerId"], order["address"]) in known
            assert order["storeName"] is None


def test_order_history_runs_in_time_and_ends_in_the_status() -> None:
    joined = {customer["customerId"]: customer["joinedHoursAgo"] for customer in CUSTOMERS}
    for order in ORDERS:
        hours = [entry["hoursAgo"] for entry in order["history"]]
        assert hours == sorted(hours, reverse=True)
        assert hours[-1] >= 0
        assert hours[0] == order["placedHoursAgo"] <= joined[order["customerId"]]
        assert order["history"][0]["status"] == "pending"
        assert order["history"][-1]["status"] == order["status"]


def paid(order: Row, kind: str) -> int:
    return sum(
        payment["amount"]
        for payment in PAYMENTS
        if payment["orderId"] == order["orderId"]
        and payment["kind"] == kind
        and payment["status"] == "succeeded"
    )


def test_payments_equal_their_orders() -> None:
    for order in ORDERS:
        captured, refunded = paid(order, "capture"), paid(order, "refund")
        assert refunded == order["refunded"] <= captured
        if order["status"] in UNPAID:
            assert captured == 0
        elif order["status"] == "canceled":
            assert captured - refunded == 0
            assert paid(order, "authorization") == paid(order, "void") + captured
        else:
            assert captured == paid(order, "authorization") == order["total"]


def test_payments_belong_to_the_order_they_name() -> None:
    for payment in PAYMENTS:
        order = ORDERS_BY_ID[payment["orderId"]]
        assert payment["customerId"] == order["customerId"]
        assert payment["lastFour"] == order["tenders"][0]["lastFour"]
        assert payment["currency"] == "INR"
        assert payment["amount"] > 0


def test_returns_explain_returned_units_and_refunds() -> None:
    returned: Counter[tuple[str, str]] = Counter()
    for rma in RETURNS:
        assert ORDERS_BY_ID[rma["orderId"]]["customerId"] == rma["customerId"]
        for line in rma["lines"]:
            returned[rma["orderId"], line["sku"]] += line["quantity"]
    for order in ORDERS:
        for line in order["lines"]:
            assert line["returnedQuantity"] == returned.pop((order["orderId"], line["sku"]), 0)
            assert line["returnedQuantity"] <= line["quantity"]
    assert not returned


def test_return_refunds_bear_their_share_of_the_discounts() -> None:
    for rma in RETURNS:
        order = ORDERS_BY_ID[rma["orderId"]]
        prices = {line["sku"]: line["unitPrice"] for line in order["lines"]}
        goods = sum(line["quantity"] * prices[line["sku"]] for line in rma["lines"])
        discounts = sum(discount["amount"] for discount in order["discounts"])
        assert rma["refund"] == goods - discounts * goods // order["subtotal"]


def test_exchanges_swap_variants_of_one_product_and_fit_their_orders() -> None:
    states = {"requested": "exchange_requested", "completed": "exchanged"}
    for exchange in EXCHANGES:
        order = ORDERS_BY_ID[exchange["orderId"]]
        assert order["customerId"] == exchange["customerId"]
        assert order["status"] == states[exchange["status"]]
        side = "sku" if exchange["status"] == "requested" else "newSku"
        for swap in exchange["swaps"]:
            assert swap[side] in {line["sku"] for line in order["lines"]}
            (product, old), (other, new) = VARIANTS[swap["sku"]], VARIANTS[swap["newSku"]]
            assert product["productId"] == other["productId"]
            assert old["price"] == new["price"] == swap["unitPrice"]["amount"]


def test_only_refunded_returns_were_paid_back() -> None:
    refunds = {p["reference"]: p["amount"] for p in PAYMENTS if p["reference"] is not None}
    assert refunds == {r["rmaId"]: r["refund"] for r in RETURNS if r["status"] == "refunded"}
    for rma in RETURNS:
        expected = "returned" if rma["status"] == "refunded" else "return_requested"
        assert ORDERS_BY_ID[rma["orderId"]]["status"] == expected


def test_every_order_in_the_works_has_its_shipment() -> None:
    shipped = {shipment["orderId"]: shipment for shipment in SHIPMENTS}
    for order in ORDERS:
        entries = [entry["status"] for entry in order["history"]]
        assert (order["orderId"] in shipped) == ("confirmed" in entries)
        if order["orderId"] in shipped:
            status = shipped[order["orderId"]]["status"]
            assert status in SHIPMENT_STATUSES[order["status"]], order["orderId"]


@pytest.mark.parametrize("shipment", SHIPMENTS, ids=lambda row: str(row["shipmentId"]))
def test_shipment_carries_its_order(shipment: Row) -> None:
    order = ORDERS_BY_ID[shipment["orderId"]]
    swapped = {
        swap["newSku"]: swap["sku"]
        for exchange in EXCHANGES
        if exchange["orderId"] == order["orderId"] and exchange["status"] == "completed"
        for swap in exchange["swaps"]
    }
    lines = [
        {"sku": swapped.get(line["sku"], line["sku"]), "quantity": line["quantity"]}
        for line in order["lines"]
    ]
    names = {place["locationId"]: place["name"] for place in LOCATIONS}
    assert shipment["lines"] == lines
    assert shipment["customerId"] == order["customerId"]
    assert shipment["optionId"] == order["deliveryOption"]
    assert shipment["promisedHoursAhead"] == order["promisedHoursAhead"]
    assert shipment["storeName"] == order["storeName"]
    assert names[shipment["locationId"]] == order["storeName"] or shipment["storeName"] is None


@pytest.mark.parametrize("shipment", SHIPMENTS, ids=lambda row: str(row["shipmentId"]))
def test_shipment_events_fit_the_history_of_the_order(shipment: Row) -> None:
    order = ORDERS_BY_ID[shipment["orderId"]]
    entered = {entry["status"]: entry["hoursAgo"] for entry in order["history"]}
    events = {event["status"]: event["hoursAgo"] for event in shipment["events"]}
    hours = [event["hoursAgo"] for event in shipment["events"]]
    assert hours == sorted(hours, reverse=True)
    assert hours[-1] >= 0
    assert shipment["status"] == shipment["events"][-1]["status"]
    assert events.get("shipped") == entered.get("shipped")
    assert events.get("delivered", events.get("collected")) == entered.get("delivered")
    is_sent = "shipped" in events
    assert (shipment["carrier"] is not None) == (shipment["trackingNumber"] is not None) == is_sent
