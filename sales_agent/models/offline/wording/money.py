"""Money, dates and lists of words as a shopper reads them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sales_agent.models.offline.wording.texts import words
from sales_agent.shop.amounts import money_words

DASH = " \N{EN DASH} "
TIMES = "\N{MULTIPLICATION SIGN}"


def money(value: Mapping[str, Any]) -> str:
    """₹1,299 or $49.99; other currencies by their code ("CHF 12.50")."""
    return money_words(value)


def plain_number(value: float) -> str:
    """1500.0 as "1,500", or as the spoken language writes it."""
    plain = f"{value:,.0f}" if float(value).is_integer() else f"{value:,}"
    return plain if (mark := words("thousands")) == "," else plain.translate({44: mark, 46: ","})


def day(text: str | None, today: date | None = None) -> str:
    """A calendar day or a time as "24 November", with its year when that is not today's."""
    if not text:
        return ""
    found = date.fromisoformat(text[:10])
    is_near = today is None or found.year == today.year
    key, month = "day" if is_near else "day_of_year", words("months", seed=found.month - 1)
    return words(key, day=found.day, month=month, year=found.year)


def listing(rows: Sequence[str], last: str = "and") -> str:
    """a, b and c; `last` is "and" or "or", said in the spoken language."""
    rows = [row for row in rows if row]
    if len(rows) < 2:
        return "".join(rows)
    return f"{', '.join(rows[:-1])} {words(last)} {rows[-1]}"
