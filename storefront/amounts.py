"""Amounts as a page writes them."""

from collections.abc import Mapping
from typing import Any

from contracts.currency import minor_digits

SYMBOLS = {"INR": "₹", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}


def money_words(money: Mapping[str, Any]) -> str:
    """Write an amount as ₹1,299 or $49.00; paise only where there are any."""
    currency = str(money["currency"])
    digits = minor_digits(currency)
    whole, part = divmod(abs(int(money["amount"])), 10**digits)
    is_round = not digits or (currency == "INR" and not part)
    number = f"{whole:,}" if is_round else f"{whole:,}.{part:0{digits}d}"
    sign = "-" if money["amount"] < 0 else ""
    return f"{sign}{SYMBOLS.get(currency, f'{currency} ')}{number}"
