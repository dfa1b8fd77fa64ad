"""Money, dates and lists of words as a shopper reads them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sales_agent.amounts import money_words

DASH = " \N{EN DASH} "
TIMES = "\N{MULTIPLICATION SIGN}"


def money(value: Mapping[str, Any]) -> str:
    """₹1,299 or $49.99; other currencies by their code ("CHF 12.50")."""
    return money_words(value)


def plain_number(value: float) -> str:
    """1500.0 as "1,500"."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,}"


def day(text: str | None, today: date | None = None) -> str:
    """A calendar day or a time as "24 November", with its year when that is not today's."""
    if not text:
        return ""
    found = date.fromisoformat(text[:10])
    is_near = today is None or found.year == today.year
    return f"{found.day} {found:%B}" if is_near else f"{found.day} {found:%B} {found.year}"


def listing(words: Sequence[str], last: str = "and") -> str:
    """a, b and c."""
    words = [word for word in words if word]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
