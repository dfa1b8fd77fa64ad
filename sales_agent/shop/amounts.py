"""Amounts and days as a shopper reads them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sales_agent.shop.spoken import phrase

SYMBOLS = {"INR": "₹", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}
MINOR_DIGITS = {"BHD": 3, "CLP": 0, "ISK": 0, "JPY": 0, "JOD": 3, "KRW": 0, "KWD": 3, "VND": 0}
"""Currencies without two digits after the point. Source: ISO 4217."""


def money_words(money: Mapping[str, Any]) -> str:
    """Word an amount as ₹1,299 or $49.00; paise are said only where there are any."""
    currency = str(money["currency"])
    digits = MINOR_DIGITS.get(currency, 2)
    whole, part = divmod(abs(int(money["amount"])), 10**digits)
    is_round = not digits or (currency == "INR" and not part)
    number = f"{whole:,}" if is_round else f"{whole:,}.{part:0{digits}d}"
    sign = "-" if money["amount"] < 0 else ""
    symbol = SYMBOLS.get(currency)
    return f"{sign}{symbol}{number}" if symbol else f"{sign}{currency} {number}"


def price_words(product: Mapping[str, Any]) -> str:
    """Word a product's price; of variants with several prices the lowest."""
    low, high = product.get("price"), product.get("maxPrice")
    if not low:
        return ""
    words = money_words(low)
    if high and high["amount"] > low["amount"]:
        return phrase("tell.price_from", amount=words)
    before = product.get("compareAtPrice")
    if before and before["amount"] > low["amount"]:
        return phrase("tell.price_was", amount=words, before=money_words(before))
    return words


def day_words(day: str) -> str:
    """Word a calendar day, `2025-11-28` or a UTC time on it, as Fri 28 Nov."""
    try:
        parsed = date.fromisoformat(day[:10])
    except ValueError:
        return day
    weekday = phrase("weekdays").split()[parsed.weekday()]
    month = phrase("months").split()[parsed.month - 1]
    return phrase("day", weekday=weekday, day=parsed.day, month=month)


def slot_words(slot: Mapping[str, Any]) -> str:
    """Word a slot's times as Fri 28 Nov, 10:00 to 12:00, in the shop's own time as it is given."""
    begins, ends = (datetime.fromisoformat(str(slot[key])) for key in ("from", "to"))
    day = day_words(begins.date().isoformat())
    return phrase("slot", day=day, begins=f"{begins:%H:%M}", ends=f"{ends:%H:%M}")
