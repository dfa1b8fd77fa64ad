"""The rules of stock, without a store."""

import pytest

from agents.inventory.stock import (
    VariantStock,
    is_same_colour,
    is_same_size,
    size_rank,
    stock_level,
)


def variant(warehouse: int, **stores: int) -> VariantStock:
    return VariantStock("S", "P", "Shirt", "blue", "M", {"WH": warehouse}, stores)


@pytest.mark.parametrize(
    ("available", "level"),
    [
        (0, "out_of_stock"),
        (1, "low_stock"),
        (49, "low_stock"),
        (50, "in_stock"),
        (5000, "in_stock"),
    ],
)
def test_fewer_than_fifty_units_is_low(available: int, level: str) -> None:
    assert stock_level(available) == level


def test_available_sums_warehouse_and_stores() -> None:
    assert variant(45, a=4, b=1).available == 50


@pytest.mark.parametrize("spelling", ["M", "m", " m ", "medium", "Medium", "size M"])
def test_medium_is_spelt_in_many_ways(spelling: str) -> None:
    assert is_same_size("M", spelling)


@pytest.mark.parametrize(
    ("size", "other"), [("M", "L"), ("9", "9.5"), ("8", "18"), ("S", "XS"), ("M", None)]
)
def test_other_sizes_stay_apart(size: str, other: str | None) -> None:
    assert not is_same_size(size, other)


def test_a_numbered_size_keeps_its_half() -> None:
    assert is_same_size("9.5", "size 9.5")
    assert is_same_size("9", "UK 9")


def test_colours_ignore_case_and_hyphens_only() -> None:
    assert is_same_colour("Off-White", "off white")
    assert not is_same_colour("navy", "blue")


def test_sizes_sort_as_a_shop_shows_them() -> None:
    sizes = ["10", "XL", "Double", "S", "9.5", "M", "9", "XS"]
    assert sorted(sizes, key=size_rank) == ["XS", "S", "M", "XL", "9", "9.5", "10", "Double"]
