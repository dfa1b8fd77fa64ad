"""Days and times of day in a sentence, and those that results name."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES.split(), start=1)}
_DAY_NAMES = "monday tuesday wednesday thursday friday saturday sunday"
WEEKDAYS = _DAY_NAMES.split()
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?:,? (?P<year>20\d\d)(?!\d))?"
_DIGITS = re.compile(r"[0-9](?<!\d[0-9])")
"""Where a number begins: each day that is said has one, so that days are looked for there."""
_DAY_FIRST = re.compile(
    r"(?P<iso>\b20\d\d-\d\d-\d\d)"
    rf"|\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH}\b{_YEAR}"
    r"|\b(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<c>(?:20)?\d\d)\b",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"\b{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:){_YEAR}", re.IGNORECASE
)
_MAY_BE = re.compile(r"\d may\b")
"""What may be is no month: "a set of 2 may be had"."""
_LONG = 400
"""Characters from which on a text is a result's and no sentence."""
_LONGEST_MONTH = len("september. ")
_WEEKDAY = re.compile(
    r"\b(mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|"
    r"sat(?:urday)?|sun(?:day)?)s?\b\.?",
    re.IGNORECASE,
)
_WEEKDAY_CUE = re.compile(r"[MTWFSmtwfs](?i:on|ue|ed|hu|ri|at|un)")
"""Begins every name of a day of the week."""
_TIME_12 = re.compile(r"([0-9](?<!\w[0-9])\d?)(?:[:.](\d\d))?\s?([APap])\.?[Mm]\b")
_TIME_24 = re.compile(r"([0-9](?<![A-SU-Za-z0-9_][0-9])\d?):(\d\d)\b(?!\s?[APap]\.?[Mm]\b)")
_RELATIVE = re.compile(
    r"\b(day after tomorrow|tomorrow|today|tonight|"
    r"yesterday)\b",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"\b(?P<which>this|next|coming)(?: coming)? (?P<unit>week|weekend|month)\b", re.IGNORECASE
)
_END = re.compile(
    r"\b(?:the )?(?:end of (?:the|this) (?P<unit>year|month)|year[- ]end)\b|"
    r"\b(?P<feast>christmas(?: day| eve)?|new year(?:'s)?(?: day| eve)?)\b",
    re.IGNORECASE,
)
_FEASTS = {"christmas": (12, 24), "new year": (12, 31)}
"""Month and day on which feasts begin; each is the day, its eve, and what lies between."""
_STEPS = {"day after tomorrow": 2, "tomorrow": 1, "today": 0, "tonight": 0, "yesterday": -1}
_NEAR = timedelta(days=31)


@dataclass(frozen=True)
class Day:
    """A day that a sentence names: the dates that it can mean, and the year if it is said."""

    readings: tuple[tuple[int, int], ...]
    """Month and day."""
    year: int | None
    start: int
    end: int


@dataclass(frozen=True)
class Days:
    """Days and times of day that are known."""

    dates: frozenset[date]
    times: frozenset[tuple[int, int]]
    weekdays: frozenset[int]
    """Said as such: "open Monday to Friday"."""
    today: date

    @classmethod
    def of(
        cls,
        days: Iterable["Day"],
        times: Iterable[tuple[int, int]],
        weekdays: Iterable[int],
        today: date,
        *,
        with_today: bool = True,
    ) -> "Days":
        """The days that were said; one without a year is of the year that brings it nearest."""
        dates = {made for day in days for made in _dates_of(day, today)}
        return cls(
            frozenset({*dates, today} if with_today else dates),
            frozenset(times),
            frozenset(weekdays),
            today,
        )

    def has(self, day: Day) -> bool:
        """Whether a day that was said is known."""
        return any(
            (known.month, known.day) in day.readings and day.year in (None, known.year)
            for known in self.dates
        )

    def falls_on(self, day: Day, weekday: int) -> bool:
        """Whether a known day that was said is that day of the week."""
        return any(
            known.weekday() == weekday
            for known in self.dates
            if (known.month, known.day) in day.readings and day.year in (None, known.year)
        )

    def has_weekday(self, weekday: int) -> bool:
        """Whether a day of the week is said, or one of the days near today falls on it."""
        if weekday in self.weekdays:
            return True
        return any(
            known.weekday() == weekday and abs(known - self.today) <= _NEAR for known in self.dates
        )

    def has_relative(self, step: int) -> bool:
        """Whether today, tomorrow and so on is one of the days."""
        return self.today + timedelta(days=step) in self.dates


def find_days(text: str) -> list[Day]:
    """The days of a text."""
    return list(_days_in(text)) if len(text) > _LONG else list(_days_kept(text))


@lru_cache(128)
def _days_kept(text: str) -> tuple[Day, ...]:
    """The same of a sentence: each check that looks for days reads the same one."""
    return tuple(_days_in(text))


def find_weekdays(text: str) -> list[int]:
    """The days of the week that a text names; Monday is 0."""
    return [weekday for _, _, weekday in weekdays_in(text)]


def weekdays_in(text: str) -> list[tuple[int, int, int]]:
    """Where a text names days of the week: start, end and day."""
    cues = _WEEKDAY_CUE.finditer(text)
    found = [match for cue in cues if (match := _WEEKDAY.match(text, cue.start()))]
    return [
        (match.start(), match.end(), _weekday(match.group(1)))
        for match in found
        if len(match.group(1)) > 3 or match.group()[0].isupper()
    ]


def find_relative(text: str) -> list[int]:
    """Steps from today: tomorrow is 1."""
    return [_STEPS[word.lower()] for word in _RELATIVE.findall(text)]


def find_spans(text: str, today: date) -> Iterator[tuple[str, date, date]]:
    """The weeks, weekends and months that a text names, with their first and last day."""
    yield from _find_ends(text, today)
    monday = today - timedelta(days=today.weekday())
    for found in _SPAN.finditer(text):
        step, unit = found["which"].lower() != "this", found["unit"].lower()
        if unit == "month":
            first = today.replace(day=1)
            first = (first + timedelta(days=32)).replace(day=1) if step else first
            yield found.group(), first, (first + timedelta(days=32)).replace(day=1)
            continue
        first = monday + timedelta(days=7 * step)
        is_end = unit == "weekend"
        if is_end and found["which"].lower() == "coming":
            first = monday
        yield found.group(), first + timedelta(days=5 * is_end), first + timedelta(days=6)


def _find_ends(text: str, today: date) -> Iterator[tuple[str, date, date]]:
    """The ends of the month and of the year, and the feasts, that a text names."""
    for found in _END.finditer(text):
        if feast := found["feast"]:
            named = next(name for name in _FEASTS if feast.lower().startswith(name))
            first = date(today.year, *_FEASTS[named])
            yield found.group(), first, first + timedelta(days=2)
            continue
        is_month = (found["unit"] or "").lower() == "month"
        following = today.replace(day=28) if is_month else date(today.year, 12, 28)
        last = (following + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        yield found.group(), last, last


def find_times(text: str) -> Iterator[tuple[int, int]]:
    """The times of day of a text, by the 24 hours."""
    for hour, minute, half in _TIME_12.findall(text):
        yield int(hour) % 12 + (12 if half.lower() == "p" else 0), int(minute or 0)
    for hour, minute in _TIME_24.findall(text):
        yield int(hour), int(minute)


def _days_in(text: str) -> Iterator[Day]:
    end = 0
    for digit in _DIGITS.finditer(text):
        found = _day_at(text, digit.start()) if digit.start() >= end else None
        if found:
            end = found.end()
            yield _day_of(found)


def _day_at(text: str, place: int) -> re.Match[str] | None:
    """The day that is said with the number at a place."""
    if found := _DAY_FIRST.match(text, place):
        return None if _MAY_BE.search(found.group()) else found
    if text[max(0, place - 1) : place] != " ":
        return None
    found = _MONTH_FIRST.search(text, max(0, place - _LONGEST_MONTH), place + _LONGEST_MONTH)
    return found if found and found.start("day") == place else None


def _day_of(found: re.Match[str]) -> Day:
    said = found.groupdict()
    if iso := said.get("iso"):
        year, month, day = map(int, iso.split("-"))
        return Day(((month, day),), year, *found.span())
    if said.get("a"):
        a, b, year = int(said["a"]), int(said["b"]), int(said["c"]) % 100 + 2000
        return Day(((b, a), (a, b)), year, *found.span())
    named = _MONTHS[said["month"][:3].lower()]
    return Day(
        ((named, int(said["day"])),), int(said["year"]) if said["year"] else None, *found.span()
    )


@lru_cache(1024)
def _dates_of(day: Day, today: date) -> tuple[date, ...]:
    """The dates that a day can mean; each of the year that brings it nearest."""
    years: Sequence[int] = [day.year] if day.year else [today.year - 1, today.year, today.year + 1]
    made = [[_made(year, *reading) for year in years] for reading in day.readings]
    known = [[one for one in dates if one] for dates in made]
    return tuple(min(dates, key=lambda one: abs(one - today)) for dates in known if dates)


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _weekday(word: str) -> int:
    return next(i for i, name in enumerate(WEEKDAYS) if name.startswith(word[:3].lower()))
