"""The day by which something is wanted: "tomorrow", "by Friday"."""

import re
from datetime import date, timedelta
from functools import lru_cache

from sales_agent.models.offline.understanding.tables import Tables, alternatives, load_tables

_WEEK = 7


def read_day(text: str, today: date) -> date | None:
    """The day that a text names; a weekday is the next one, today's own is today."""
    tables = load_tables()
    found = _named_days(tables).search(text.lower())
    if found is None:
        return None
    if found[0] in tables.words["near_days"]:
        return today + timedelta(days=int(tables.words["near_days"][found[0]]))
    ahead = (int(tables.words["weekdays"][found[0]]) - today.weekday()) % _WEEK
    return today + timedelta(days=ahead)


@lru_cache(maxsize=4)
def _named_days(tables: Tables) -> re.Pattern[str]:
    names = alternatives([*tables.words["near_days"], *tables.words["weekdays"]])
    no_day = "".join(rf"(?<!\b{word} )" for word in tables.words["no_days_after"])
    return re.compile(rf"{no_day}\b(?:{names})\b")
