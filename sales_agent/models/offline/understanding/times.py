"""Days and times of the day, as a shopper names one of several slots."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sales_agent.models.offline.understanding.tables import alternatives, load_tables, pattern
from sales_agent.models.offline.understanding.text import spell_out

_WEEK, _NOON, _OPENS, _HOURS = 7, 12, 8, 24


@dataclass(frozen=True)
class Moment:
    """A day, or a time of the day, or both; None where it is not named."""

    day: date | None = None
    begins: time | None = None
    ends: time | None = None

    @property
    def is_named(self) -> bool:
        """Whether anything was named."""
        return self.day is not None or self.begins is not None

    def fits(self, begins: datetime, ends: datetime) -> bool:
        """Whether a slot of the shop is meant."""
        if self.day and begins.date() != self.day:
            return False
        if self.begins is None:
            return True
        if self.ends is None:
            return begins.time() <= self.begins < ends.time()
        return self.begins <= begins.time() < self.ends


def read_moment(text: str, today: date) -> Moment:
    """The day and the time of "tmrw evening", "wed 6pm", "Wednesday 18:00", "the one at 6"."""
    low = spell_out(text, load_tables())
    parts = load_tables().words["day_parts"]
    part = re.search(rf"\b(?:{alternatives(parts)})\b", low)
    hour = _hour(low)
    if hour is not None or part is None:
        return Moment(_day(low, today), hour)
    begins, ends = (time(min(number, _HOURS - 1)) for number in parts[part[0]])
    return Moment(_day(low, today), begins, ends)


def names_moment(text: str) -> bool:
    """Whether a text names a day or a time."""
    return read_moment(text, date.min).is_named or bool(pattern("same_time").search(text.lower()))


def _day(text: str, today: date) -> date | None:
    words = load_tables().words
    days = {**words["weekdays"], **words["short_weekdays"]}
    near = re.search(rf"\b(?:{alternatives(words['near_days'])})\b", text)
    if near:
        return today + timedelta(days=int(words["near_days"][near[0]]))
    named = re.search(rf"\b(?:{alternatives(days)})\b", text)
    if named is None:
        return None
    return today + timedelta(days=(int(days[named[0]]) - today.weekday()) % _WEEK)


def _hour(text: str) -> time | None:
    """A time of the clock; in a shop "at 6" is in the evening."""
    found = pattern("clock").search(text)
    if found is None:
        return None
    hour, minute = int(found["hour"] or found["at"]), int(found["minute"] or 0)
    is_late = (found["half"] or "").startswith("p") or (not found["half"] and hour < _OPENS)
    hour += _NOON if is_late and hour < _NOON else 0
    return time(hour, minute) if hour < _HOURS else None
