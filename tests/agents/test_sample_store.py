"""The sample store's goods, stock, shoppers, points and offers, recomputed from each other."""

from collections import Counter, defaultdict

import pytest

from tests.agents.sample import (
    ADDRESSES,
    CUSTOMERS,
    LOCATIONS,
    OFFERS,
    ORDERS,
    ORDERS_BY_ID,
    PAIRINGS,
    PAYMENTS,
    POINTS,
    PRODUCTS,
    RETURNS,
    SHIPMENTS,
    STOCK,
    VARIANTS,
    Row,
)

LOW_STOCK_BELOW = 50
PAISE_PER_POINT = 10_000
TIERS = (("platinum", 6000), ("gold", 3000), ("silver", 1000), ("bronze", 0))
FIVE_YEARS_H = 5 * 365 * 24
CATEGORIES = {product["category"] for product in PRODUCTS}


def test_store_has_the_promised_size() -> None:
    kinds = Counter(location["kind"] for location in LOCATIONS)
    assert len(PRODUCTS) >= 60
    assert len(VARIANTS) >= 300
    assert kinds == {"store": 6, "warehouse": 1}
    assert [c["customerId"] for c in CUSTOMERS] == [f"C-{n}" for n in range(1001, 1021)]
    assert len(ORDERS) == 40
    assert len(OFFERS) == 13


@pytest.mark.parametrize(
    ("found", "key"),
    [
        (PRODUCTS, "productId"),
        (PAIRINGS, "category"),
        (LOCATIONS, "locationId"),
        (STOCK, "sku"),
        (ADDRESSES, "addressId"),
        (SHIPMENTS, "shipmentId"),
        (SHIPMENTS, "orderId"),
        (PAYMENTS, "paymentId"),
        (ORDERS, "orderId"),
        (RETURNS, "rmaId"),
        (CUSTOMERS, "customerId"),
        (CUSTOMERS, "email"),
        (OFFERS, "offerId"),
    ],
)
def test_ids_are_unique(found: list[Row], key: str) -> None:
    values = [row[key] for row in found]
    assert len(set(values)) == len(values)


def test_skus_are_unique_over_all_products() -> None:
    assert len(VARIANTS) == sum(len(product["variants"]) for product in PRODUCTS)


def test_all_prices_are_whole_paise() -> None:
    for _, variant in VARIANTS.values():
        assert type(variant["price"]) is int
        assert variant["price"] > 0
        was = variant["compareAtPrice"]
        assert was is None or was > variant["price"]
    assert {product["currency"] for product in PRODUCTS} == {"INR"}


def test_variants_of_a_product_differ_in_colour_or_size() -> None:
    for product in PRODUCTS:
        choices = Counter((v["colour"], v["size"]) for v in product["variants"])
        assert max(choices.values()) == 1, product["productId"]


def test_categories_offer_a_choice_of_prices() -> None:
    lowest: dict[str, set[int]] = defaultdict(set)
    for product in PRODUCTS:
        lowest[product["category"]].add(min(v["price"] for v in product["variants"]))
    assert [category for category, prices in lowest.items() if len(prices) < 2] == []


def test_running_shoes_come_in_common_sizes_and_a_price_range() -> None:
    shoes = [product for product in PRODUCTS if product["category"] == "Running Shoes"]
    assert len(shoes) >= 5
    for shoe in shoes:
        assert {v["size"] for v in shoe["variants"]} >= {"7", "8", "9", "10", "11"}
        assert all(249_900 <= v["price"] <= 799_900 for v in shoe["variants"])


def test_every_category_goes_with_known_other_ones() -> None:
    assert {pairing["category"] for pairing in PAIRINGS} == CATEGORIES
    for pairing in PAIRINGS:
        partners = [partner["category"] for partner in pairing["goesWith"]]
        assert 2 <= len(partners) <= 4
        assert set(partners) <= CATEGORIES - {pairing["category"]}
        assert all(partner["reason"] for partner in pairing["goesWith"])


def test_stock_describes_exactly_the_variants_of_the_catalogue() -> None:
    assert {row["sku"] for row in STOCK} == set(VARIANTS)
    for row in STOCK:
        product, variant = VARIANTS[row["sku"]]
        assert (row["productId"], row["name"]) == (product["productId"], product["name"])
        assert (row["colour"], row["size"]) == (variant["colour"], variant["size"])


def test_stock_lies_in_known_places_and_is_never_negative() -> None:
    places = {location["locationId"] for location in LOCATIONS}
    for row in STOCK:
        assert set(row["levels"]) <= places
        assert "WH-BLR" in row["levels"]
        assert all(type(n) is int and n >= 0 for n in row["levels"].values())


def stock_status(on_hand: int) -> str:
    if on_hand == 0:
        return "out_of_stock"
    return "low_stock" if on_hand < LOW_STOCK_BELOW else "in_stock"


def test_variants_are_in_every_state_of_stock_and_at_its_boundary() -> None:
    totals = [sum(row["levels"].values()) for row in STOCK]
    states = Counter(map(stock_status, totals))
    assert states["in_stock"] >= 120
    assert states["low_stock"] >= 20
    assert states["out_of_stock"] >= 6
    assert {49, 50} <= set(totals)


def product_totals() -> Counter[str]:
    totals: Counter[str] = Counter({product["productId"]: 0 for product in PRODUCTS})
    for row in STOCK:
        totals[row["productId"]] += sum(row["levels"].values())
    return totals


def test_products_are_in_every_state_of_stock() -> None:
    states = Counter(map(stock_status, product_totals().values()))
    assert states["out_of_stock"] >= 2
    assert states["low_stock"] >= 2
    assert states["in_stock"] >= 40


def test_what_is_out_of_stock_has_alternatives_of_its_kind() -> None:
    in_stock: dict[str, set[str]] = defaultdict(set)
    category = {product["productId"]: product["category"] for product in PRODUCTS}
    for row in STOCK:
        if any(row["levels"].values()):
            in_stock[category[row["productId"]]].add(row["productId"])
    for row in STOCK:
        if not any(row["levels"].values()):
            others = in_stock[category[row["productId"]]] - {row["productId"]}
            assert len(others) >= 2, row["sku"]


def test_some_variants_lie_in_one_store_only() -> None:
    lone = [
        row["sku"]
        for row in STOCK
        if row["levels"]["WH-BLR"] == 0 and sorted(row["levels"].values()) == [0, 3]
    ]
    assert lone


def test_every_customer_has_one_default_address() -> None:
    defaults = Counter(a["customerId"] for a in ADDRESSES if a["isDefault"])
    assert defaults == {customer["customerId"]: 1 for customer in CUSTOMERS}
    homes = {a["customerId"]: a["postcode"] for a in ADDRESSES if a["isDefault"]}
    for customer in CUSTOMERS:
        assert customer["postcode"] == homes[customer["customerId"]]
        assert customer["email"].endswith("@example.com")
    assert all(len(a["postcode"]) == 6 and a["postcode"].isdigit() for a in ADDRESSES)


def points_of(customer: Row, *kinds: str) -> int:
    return sum(
        row["points"]
        for row in POINTS
        if row["customerId"] == customer["customerId"] and row["kind"] in kinds
    )


def test_points_balances_are_never_negative() -> None:
    for customer in CUSTOMERS:
        balance = 0
        mine = [row for row in POINTS if row["customerId"] == customer["customerId"]]
        for row in sorted(mine, key=lambda row: -row["hoursAgo"]):
            balance += row["points"]
            assert balance >= 0, row


def test_tiers_follow_the_points_earned_in_all() -> None:
    for customer in CUSTOMERS:
        earned = points_of(customer, "welcome", "earn", "reverse")
        tier = next(name for name, threshold in TIERS if earned >= threshold)
        assert customer["tier"] == tier, customer["customerId"]
    assert {customer["tier"] for customer in CUSTOMERS} == {name for name, _ in TIERS}


def test_every_customer_was_welcomed_once() -> None:
    welcomed = Counter(row["customerId"] for row in POINTS if row["kind"] == "welcome")
    assert welcomed == {customer["customerId"]: 1 for customer in CUSTOMERS}


def test_points_equal_the_orders_that_earned_them() -> None:
    earned: Counter[str] = Counter()
    reversed_: Counter[str] = Counter()
    for row in POINTS:
        if row["orderId"] is not None:
            assert row["customerId"] == ORDERS_BY_ID[row["orderId"]]["customerId"]
            target = earned if row["kind"] == "earn" else reversed_
            target[row["orderId"]] += row["points"]
    for order in ORDERS:
        is_paid = any(
            row["kind"] == "capture" for row in PAYMENTS if row["orderId"] == order["orderId"]
        )
        expected = order["total"] // PAISE_PER_POINT if is_paid else 0
        assert earned[order["orderId"]] == expected
        assert reversed_[order["orderId"]] == -(order["refunded"] // PAISE_PER_POINT)


def test_offers_name_what_the_catalogue_has() -> None:
    product_ids = {product["productId"] for product in PRODUCTS}
    for offer in OFFERS:
        for goods in (offer, *offer.get("bundle", [])):
            assert set(goods.get("categories", [])) <= CATEGORIES
            assert set(goods.get("productIds", [])) <= product_ids
        assert set(offer["tiers"]) <= {name for name, _ in TIERS}
        assert offer["conditions"]


def test_offers_are_of_every_kind_and_mostly_last_for_years() -> None:
    kinds = {"percent", "amount", "free_delivery", "buy_x_get_y", "bundle", "tier_price"}
    assert {o["kind"] for o in OFFERS} == kinds
    assert "WELCOME10" in {offer["code"] for offer in OFFERS}
    ending = [offer for offer in OFFERS if offer["validHoursAhead"] <= 30 * 24]
    assert 1 <= len(ending) <= 2
    assert all(o["validHoursAhead"] >= FIVE_YEARS_H for o in OFFERS if o not in ending)


def test_first_shopper_can_cancel_track_and_return() -> None:
    mine = [order for order in ORDERS if order["customerId"] == "C-1001"]
    confirmed = [order for order in mine if order["status"] == "confirmed"]
    assert [len(order["lines"]) for order in confirmed] == [2]
    assert [order["status"] for order in mine].count("shipped") == 1
    recent = [order for order in mine if order["history"][-1]["hoursAgo"] == 120]
    assert [order["status"] for order in recent] == ["delivered"]
    assert "Shirts" in {line["category"] for line in recent[0]["lines"]}


def test_some_customers_have_nothing_open() -> None:
    closed = {"delivered", "canceled", "returned", "abandoned"}
    orders: dict[str, list[str]] = {customer["customerId"]: [] for customer in CUSTOMERS}
    for order in ORDERS:
        orders[order["customerId"]].append(order["status"])
    assert [statuses for statuses in orders.values() if not statuses]
    assert ["canceled"] in orders.values()
    assert sum(set(statuses) <= closed for statuses in orders.values()) >= 5
