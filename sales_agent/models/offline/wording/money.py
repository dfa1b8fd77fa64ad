"""Money, dates and lists of words as a shopper reads them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

DASH = " \N{EN DASH} "
TIMES = "\N{MULTIPLICATION SIGN}"
_SIGNS = {"INR": "₹", "USD": "$", "EUR": "€", "GBP": "£"}
_WITHOUT_CENTS = ("JPY", "KRW", "VND", "CLP")


def money(value: Mapping[str, Any]) -> str:
    """₹1,299 or $49.99; other currencies by their code ("CHF 12.50")."""
    currency, minor = str(value["currency"]), int(value["amount"])
    if currency in _WITHOUT_CENTS:
        text = f"{abs(minor):,}"
    else:
        whole, cents = divmod(abs(minor), 100)
        text = f"{whole:,}" if not cents and currency == "INR" else f"{whole:,}.{cents:02d}"
    sign = _SIGNS.get(currency)
    return ("-" if minor < 0 else "") + (f"{sign}{text}" if sign else f"{currency} {text}")


def plain_number(value: float) -> str:
    """1500.0 as "1,500"."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,}"


def day(text: str | None) -> str:
    """A calendar day or a time as "24 November"; empty when there is none."""
    if not text:
        return ""
    found = date.fromisoformat(text[:10])
    return f"{found.day} {found:%B}"


def listing(words: Sequence[str], last: str = "and") -> str:
    """a, b and c."""
    words = [word for word in words if word]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
