from hypothesis import given
from hypothesis import strategies as st

from agents.post_purchase.orders import spread_discounts
from agents.post_purchase.refunds import allocate, line_refund, units_share
from agents.post_purchase.tables import OrderLine

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
    units, left = sum(steps), paid
    for count in steps:
        left -= units_share(left, units, count)
        units -= count
        assert left >= 0
    assert left == 0


def bought(lines: list[tuple[int, int]], goods: int) -> list[OrderLine]:
    found = [
        OrderLine(
            position=index,
            quantity=n,
            unit_price=p,
            line_total=n * p,
            discount=0,
            returned_quantity=0,
            settled=0,
        )
        for index, (n, p) in enumerate(lines)
    ]
    spread_discounts(found, goods)
    return found


@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(0, 500_000)), min_size=1, max_size=8),
    st.data(),
)
def test_goods_give_back_what_they_cost_in_whatever_order(
    lines: list[tuple[int, int]], data: st.DataObject
) -> None:
    subtotal = sum(quantity * price for quantity, price in lines)
    goods = subtotal - data.draw(st.integers(0, subtotal))
    left = bought(lines, goods)
    given_back = 0
    while left:
        line = data.draw(st.sampled_from(left))
        count = data.draw(st.integers(1, line.quantity - line.returned_quantity))
        refund = line_refund(line, count)
        assert refund >= 0
        given_back += refund
        assert given_back <= goods
        line.settled += refund
        line.returned_quantity += count
        left = [each for each in left if each.returned_quantity < each.quantity]
    assert given_back == goods
