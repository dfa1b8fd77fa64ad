from hypothesis import given
from hypothesis import strategies as st

from agents.post_purchase.refunds import allocate, line_refund, paid_for_units
from agents.post_purchase.tables import Order, OrderLine

amounts = st.integers(min_value=0, max_value=10**9)
weights = st.lists(st.integers(min_value=0, max_value=10**8), min_size=1, max_size=20)


@given(amounts, weights)
def test_parts_sum_to_the_amount_exactly(amount: int, weights: list[int]) -> None:
    parts = allocate(amount, weights)
    assert sum(parts) == amount
    assert len(parts) == len(weights)
    assert min(parts) >= 0


@given(amounts, weights)
def test_each_part_is_within_one_of_its_share(amount: int, weights: list[int]) -> None:
    whole = sum(weights)
    for part, weight in zip(allocate(amount, weights), weights, strict=True):
        if whole:
            assert abs(part * whole - amount * weight) < whole


def test_the_largest_remainder_takes_what_is_left() -> None:
    assert allocate(100, [1, 1, 1]) == [34, 33, 33]
    assert allocate(101, [10, 10, 1]) == [48, 48, 5]
    assert allocate(0, [5, 5]) == [0, 0]
    assert allocate(7, [0, 0]) == [7, 0]
    assert allocate(0, []) == []


@given(amounts, st.lists(st.integers(min_value=1, max_value=9), min_size=1, max_size=9))
def test_units_returned_one_by_one_sum_to_what_was_paid(paid: int, steps: list[int]) -> None:
    quantity, first, given_back = sum(steps), 0, 0
    for count in steps:
        given_back += paid_for_units(paid, quantity, first, count)
        first += count
    assert given_back == paid


@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(0, 500_000)), min_size=1, max_size=8),
    st.data(),
)
def test_returning_everything_gives_back_what_the_goods_cost(
    lines: list[tuple[int, int]], data: st.DataObject
) -> None:
    subtotal = sum(quantity * price for quantity, price in lines)
    off = data.draw(st.integers(0, subtotal))
    delivery = data.draw(st.integers(0, 20_000))
    order = Order(total=subtotal - off + delivery, delivery=delivery)
    order.lines = [
        OrderLine(quantity=n, unit_price=p, line_total=n * p, returned_quantity=0) for n, p in lines
    ]
    refund = sum(line_refund(order, line, line.quantity) for line in order.lines)
    assert refund == subtotal - off
