"""Swaps of any units at any prices: totals recompute, and differences are what they say."""

from hypothesis import given
from hypothesis import strategies as st

from agents.post_purchase.orders import spread_discounts
from agents.post_purchase.refunds import line_refund
from agents.post_purchase.standing import free_units
from agents.post_purchase.swaps import (
    Variant,
    apply_swaps,
    choose_units,
    difference_of,
    price_swaps,
)
from agents.post_purchase.tables import Order, OrderLine

prices = st.integers(0, 200_000)
lines = st.lists(st.tuples(st.integers(1, 5), prices), min_size=1, max_size=4)


def bought(rows: list[tuple[int, int]], off: int, delivery: int) -> Order:
    found = [
        OrderLine(
            position=index,
            sku=f"S-{index % 2}",
            product_id="P-1",
            name="Shirt",
            options={},
            quantity=n,
            unit_price=price,
            line_total=n * price,
            discount=0,
            returned_quantity=0,
            exchanged_quantity=0,
            settled=0,
        )
        for index, (n, price) in enumerate(rows)
    ]
    subtotal = sum(line.line_total for line in found)
    spread_discounts(found, subtotal - off)
    discounts = [{"offerId": "OF", "title": "Off", "reason": "r", "amount": off}] if off else []
    order = Order(order_id="O-1", currency="INR", subtotal=subtotal, discounts=discounts)
    order.delivery, order.total, order.tax_included = delivery, subtotal - off + delivery, 0
    order.lines = found
    return order


def variant(price: int) -> Variant:
    return Variant("N", "P-1", "Shirt", None, None, {}, None, price, "INR", 99)


@given(lines, prices, st.data())
def test_totals_recompute_after_any_swaps(
    rows: list[tuple[int, int]], price: int, data: st.DataObject
) -> None:
    subtotal = sum(n * p for n, p in rows)
    off, delivery = data.draw(st.integers(0, subtotal)), data.draw(st.integers(0, 9_900))
    order = bought(rows, off, delivery)
    for line in order.lines:
        returned = data.draw(st.integers(0, line.quantity))
        line.settled = line_refund(line, returned)
        line.returned_quantity = returned
    units = sum(free_units(line) for line in order.lines if line.sku == "S-0")
    if not units:
        return
    wish = {"sku": "S-0", "newSku": "N", "quantity": data.draw(st.integers(1, units))}
    chosen = choose_units(order, [wish])
    assert sum(count for _, _, count in chosen) == wish["quantity"]
    terms = price_swaps(order, chosen, {"N": variant(price)})
    before, quantity = order.total, sum(line.quantity for line in order.lines)
    apply_swaps(order, terms)
    assert order.total == before + difference_of(terms)
    assert order.subtotal == sum(line.line_total for line in order.lines)
    assert sum(d["amount"] for d in order.discounts) == sum(x.discount for x in order.lines)
    assert sum(line.quantity for line in order.lines) == quantity
    assert order.total >= delivery
    for line in order.lines:
        assert line.line_total == line.quantity * line.unit_price
        assert 0 <= line.discount <= line.line_total
        assert line.settled <= line.line_total - line.discount
        assert line.quantity >= line.returned_quantity
    left = sum(
        line_refund(line, line.quantity - line.returned_quantity)
        for line in order.lines
        if line.quantity > line.returned_quantity
    )
    settled = sum(line.settled for line in order.lines)
    assert left + settled == order.total - delivery


@given(st.integers(1, 5), prices, prices)
def test_without_discounts_the_difference_is_that_of_the_prices(n: int, old: int, new: int) -> None:
    order = bought([(n, old)], 0, 0)
    chosen = choose_units(order, [{"sku": "S-0", "newSku": "N"}])
    terms = price_swaps(order, chosen, {"N": variant(new)})
    assert difference_of(terms) == n * (new - old)


def test_the_same_variant_again_costs_nothing() -> None:
    order = bought([(2, 5_000)], 1_001, 0)
    chosen = choose_units(order, [{"sku": "S-0", "newSku": "S-0", "quantity": 1}])
    same = Variant("S-0", "P-1", "Shirt", None, None, {}, None, 9_000, "INR", 9)
    assert difference_of(price_swaps(order, chosen, {"S-0": same})) == 0
