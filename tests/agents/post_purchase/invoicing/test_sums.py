from hypothesis import given
from hypothesis import strategies as st

from agents.post_purchase.invoicing.sums import included_tax, tax_percent


@given(st.integers(1, 10**9), st.sampled_from([0, 3, 5, 5.5, 7.25, 12, 18, 20, 28]))
def test_the_rate_found_gives_the_tax_again(total: int, rate: float) -> None:
    tax = included_tax(total, rate)
    found = tax_percent(total, tax)

    assert found == 0 or included_tax(total, found) == tax


@given(st.integers(10**6, 10**9), st.sampled_from([5, 12, 18, 20, 28]))
def test_the_rate_of_a_large_sum_is_the_one_it_was_taken_at(total: int, rate: int) -> None:
    assert tax_percent(total, included_tax(total, rate)) == rate


@given(st.integers(0, 10**9), st.integers(0, 50))
def test_tax_is_a_part_of_what_it_is_in(amount: int, rate: int) -> None:
    assert 0 <= included_tax(amount, rate) <= amount


def test_a_sum_without_tax_has_no_rate() -> None:
    assert tax_percent(112_000, 0) == 0
    assert tax_percent(0, 0) == 0


def test_a_rate_with_digits_is_found() -> None:
    assert tax_percent(1_000_000, included_tax(1_000_000, 7.25)) == 7.25
