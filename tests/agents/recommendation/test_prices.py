"""Prices are read as shops write them, or refused; never guessed."""

import pytest

from agents.recommendation.feeds.prices import parse_price


@pytest.mark.parametrize(
    ("written", "minor"),
    [
        ("50", 5000),
        ("50.5", 5050),
        ("0", 0),
        ("0.00", 0),
        (" 19.95 ", 1995),
        ("$50", 5000),
        ("50 €", 5000),
        ("Rs. 1,29,900.00", 12990000),
        ("₹499", 49900),
        ("INR 499", 49900),
        ("1,299.00", 129900),
        ("1.299,00", 129900),
        ("1,299", 129900),
        ("1.234.567,89", 123456789),
        ("1,234,567", 123456700),
        ("12,5", 1250),
        ("1 299,00", 129900),
        ("1\u00a0299,00", 129900),
        ("1'299.00", 129900),
    ],
)
def test_price_is_read(written: str, minor: int) -> None:
    assert parse_price(written, "INR") == minor


@pytest.mark.parametrize(
    "written",
    [
        "",
        "free",
        "-5",
        "$-5",
        "(5.00)",
        "1.299",
        "1.2.3,4,5",
        "12,34,5",
        "5 to 9",
        "0,500",
        "9" * 20,
    ],
)
def test_price_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_price(written, "INR")


def test_minor_units_are_the_currency_s() -> None:
    assert parse_price("1,299", "JPY") == 1299
    assert parse_price("1.299", "KWD") == 1299
