"""Amounts as people say them, in the minor units that the contracts carry."""

from decimal import ROUND_HALF_UP, Decimal

MINOR_DIGITS = {"BHD": 3, "CLP": 0, "ISK": 0, "JPY": 0, "JOD": 3, "KRW": 0, "KWD": 3, "VND": 0}
"""Currencies without two digits after the point. Source: ISO 4217."""


def minor_digits(currency: str) -> int:
    """How many digits of a currency's amounts are minor units."""
    return MINOR_DIGITS.get(currency, 2)


def to_minor(amount: float | Decimal, currency: str) -> int:
    """Turn 1499.5 rupees into 149950 paise."""
    scaled = Decimal(str(amount)).scaleb(minor_digits(currency))
    return int(scaled.to_integral_value(ROUND_HALF_UP))


def to_major(minor: int, currency: str) -> Decimal:
    """Turn 149950 paise into 1499.50 rupees."""
    return Decimal(minor).scaleb(-minor_digits(currency))
