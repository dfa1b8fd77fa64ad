"""Days and times of day in a sentence, and those that results name."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES.split(), start=1)}
_DAY_NAMES = "monday tuesday wednesday thursday friday saturday sunday"
WEEKDAYS = _DAY_NAMES.split()
_MONTH = (
    r"(?P<month{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?:,? (?P<year{0}>20\d\d)(?!\d))?"
_DATE = re.compile(
    r"(?P<iso>\b20\d\d-\d\d-\d\d)"
    rf"|\b(?P<day1>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH.format(1)}\b{_YEAR.format(1)}"
    rf"|\b{_MONTH.format(2)} (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:){_YEAR.format(2)}"
    r"|\b(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<c>(?:20)?\d\d)\b",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    r"\b(mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|"
    r"sat(?:urday)?|sun(?:day)?)s?\b\.?",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(\d{1,2})(?:[:.](\d\d))?\s?([ap])\.?m\b|(?:\b|(?<=T))(\d{1,2}):(\d\d)(?=\b)",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\b(day after tomorrow|tomorrow|today|tonight|"
    r"yesterday)\b",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"\b(?P<which>this|next|coming)(?: coming)? (?P<unit>week|weekend|month)\b", re.IGNORECASE
)
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
    return list(_days(text))


def find_weekdays(text: str) -> list[int]:
    """The days of the week that a text names; Monday is 0."""
    found = [(match.group(1), match.group()) for match in _WEEKDAY.finditer(text)]
    return [_weekday(word) for word, whole in found if len(word) > 3 or whole[0].isupper()]


def find_relative(text: str) -> list[int]:
    """Steps from today: tomorrow is 1."""
    return [_STEPS[word.lower()] for word in _RELATIVE.findall(text)]


def find_spans(text: str, today: date) -> Iterator[tuple[str, date, date]]:
    """The weeks, weekends and months that a text names, with their first and last day."""
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


def find_times(text: str) -> Iterator[tuple[int, int]]:
    """The times of day of a text, by the 24 hours."""
    for hour12, minute12, half, hour, minute in _TIME.findall(text):
        if half:
            yield int(hour12) % 12 + (12 if half.lower() == "p" else 0), int(minute12 or 0)
        else:
            yield int(hour), int(minute)


def _days(text: str) -> Iterator[Day]:
    for found in _DATE.finditer(text):
        if iso := found["iso"]:
            year, month, day = map(int, iso.split("-"))
            yield Day(((month, day),), year, *found.span())
        elif found["a"]:
            a, b, year = int(found["a"]), int(found["b"]), int(found["c"]) % 100 + 2000
            yield Day(((b, a), (a, b)), year, *found.span())
        else:
            which = "1" if found["day1"] else "2"
            month = _MONTHS[found[f"month{which}"][:3].lower()]
            year_said = found[f"year{which}"]
            said = int(year_said) if year_said else None
            yield Day(((month, int(found[f"day{which}"])),), said, *found.span())


def _dates_of(day: Day, today: date) -> Iterator[date]:
    years: Sequence[int] = [day.year] if day.year else [today.year - 1, today.year, today.year + 1]
    for month, number in day.readings:
        found = [made for year in years if (made := _made(year, month, number))]
        if found:
            yield min(found, key=lambda made: abs(made - today))


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _weekday(word: str) -> int:
    return next(i for i, name in enumerate(WEEKDAYS) if name.startswith(word[:3].lower()))
