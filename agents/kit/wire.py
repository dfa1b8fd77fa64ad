"""How values look in JSON: money, times and days."""

from datetime import UTC, datetime
from typing import TypedDict

from agents.kit.errors import Fault


class Money(TypedDict):
    """An amount in minor units with its ISO 4217 currency."""

    amount: int
    currency: str


def money(amount: int, currency: str) -> Money:
    """Spell an amount of minor units."""
    return {"amount": amount, "currency": currency}


def timestamp(moment: datetime) -> str:
    """Spell a time in UTC, RFC 3339, to the second."""
    told = moment.astimezone(UTC).replace(tzinfo=None)
    return f"{told.isoformat(timespec='seconds')}Z"


def read_time(text: str, *, pointer: str) -> datetime:
    """Read a time of JSON as UTC; one without a zone is of UTC.

    Args:
        text: RFC 3339.
        pointer: where it stands in the body.

    Raises:
        Fault: it is none, or its UTC lies outside the years 1 to 9999 (`invalid_time`).
    """
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        detail = f"'{text}' is no time; give one such as 2026-05-04T09:30:00Z"
        raise Fault(detail, code="invalid_time", pointer=pointer) from error
