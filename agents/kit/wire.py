"""How values look in JSON: money, times and days."""

from datetime import UTC, datetime
from typing import TypedDict


class Money(TypedDict):
    """An amount in minor units with its ISO 4217 currency."""

    amount: int
    currency: str


def money(amount: int, currency: str) -> Money:
    """Spell an amount of minor units."""
    return {"amount": amount, "currency": currency}


def timestamp(moment: datetime) -> str:
    """Spell a time in UTC, RFC 3339, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
