"""Days, times and plain numbers held against what results name."""

import re
from collections.abc import Iterator
from decimal import Decimal

from sales_agent.truth.evidence import Evidence
from sales_agent.truth.figures.dates import (
    WEEKDAYS,
    Day,
    Days,
    find_days,
    find_relative,
    find_spans,
    find_times,
    weekdays_in,
)
from sales_agent.truth.reading.statement import Finding, Kind, Statement
from sales_agent.truth.traces import numbers_in

_PROMISED = re.compile(
    r"\b(?:deliver\w*|arriv\w*|with you|ship\w*|reach\w*|dispatch\w*|get (?:it|them)|receive|"
    r"com(?:e|es|ing)|here|home|door\w*|hands?|due|expect\w*|lands?|yours|there|"
    r"collect\w*|pick(?:ed)? (?:it |them )?up|pickup|ready|refund\w*|until|expires?|valid|"
    r"ends?)\b",
    re.I,
)
_COMING = re.compile(
    r"\b(?:deliver\w*|arriv\w*|with you|reach\w*|get (?:it|them)|receive|dispatch\w*|come by|"
    r"estimate\w*|eta|(?:it|they|order|parcel|package|delivery)(?:'s|'re| is| are) (?:\w+ )?(?:due|"
    r"expected|coming|planned|scheduled|promised)|land(?:s|ing)?|turns? up|doorstep|dropped off)\b",
    re.I,
)
_COMES_TODAY = re.compile(
    rf"{_COMING.pattern}(?:(?!order|buy|ship)[^.,;]){{0,24}}\b(?:today|tonight)\b", re.I
)
_PLACED = re.compile(r"\b(?:placed|ordered|bought|purchased)\b[^.,;]{0,16}$", re.I)
"""Before a day: it is the day on which something began, and not that on which it comes."""
_OTHERWISE = re.compile(
    r"\b(?:placed|invoice|rechnung|"
    r"order(?:ed)? (?:on|was|from|of|date)|bought|purchased|since|open(?:ed|s)?|"
    r"clos\w+|hours?|today is|"
    r"return\w*|reserv\w*|held|hold|kept|keep|slot|collect\w*|pick\w*|left (?:us|our)|shipped on|"
    r"sent on|dispatched on|changed|until|joined)\b",
    re.I,
)
"""With these words a day may be another than that on which goods come."""
_SPOKEN = re.compile(
    r"\d|\b(?:mon|tue|wed|thu|fri|sat|sun|today|tonight|tomorrow|yesterday|week|month)", re.I
)
"""Without these a sentence names no day and no time."""
_LATE = re.compile(
    r"\b(?:is|are|was|were|'s|'re|running|runs|been) (?:(?!not\b|never\b|too\b)\w+ ){0,3}?"
    r"(?:late|overdue|delayed|behind schedule|held up)\b(?! (?:as|to|for)\b)|"
    r"\b(?:hat sich|ist) [^.;]{0,24}verspätet\b",
    re.I,
)
_THAT_DAY = re.compile(
    r"\b(?:that's|that is|that'll be|which is|as that's|it's) (?:when|the day|the date)\b"
    r"|\b(?:when|as|because|since) (?:it|your|the|they|we|our)\b[^.;]{0,30}\b(?:due|coming|comes|"
    r"expected|planned|scheduled|promised|arriv\w+|deliver\w*)",
    re.I,
)
"""What says of the day in another clause that something comes on it."""
_ENDING = re.compile(r"\b(?:until|valid|expires?|ends?|offers?)\b", re.I)
_NO_DAY = re.compile(
    r"\b(?:not|never|except|excluding|without|but not|no \w+) (?:\w+ ){0,2}"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?)\b"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days? (?:\w+ ){0,2}?"
    r"(?:doesn't|don't|isn't|aren't|does not|do not|is not|are not|is no|are no|never)\b",
    re.I,
)
"""A day of the week of which something is denied."""
_NUMBER = re.compile(
    r"(?<![\w.,:/₹$€£-])\d+(?:[.,]\d+)*(?![\w:/%]|[.,]\d|\s?(?:%|percent|per cent))"
)
_TERM = re.compile(r"\s?-?\s?(?:\w+ )?(?:minute|hour|day|week|month|year)s?\b", re.I)
"""Behind a number it is a span of time, which the check of policies looks at."""
_MARKER = re.compile(r"^\W*(?:option |step |no\. ?)?(\d{1,3})[.):]\s", re.I)
_APART = 3
"""Characters between two days that are not one: "Monday, 3 May" is."""
_SMALL = 3
"""Up to so many of anything may be counted by the model itself."""


def check_days(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """Days and times of day that no result names."""
    if _SPOKEN.search(statement.text):
        yield from _wrong_days(statement, evidence)


def _wrong_days(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    days = _days_meant(statement.text, statement, evidence)
    yield from _wrong_spans(statement, days)
    said_days = find_days(statement.text)
    for day in said_days:
        meant = _days_meant(_beside(day.start, day.end, statement), statement, evidence)
        if not _is_known(day, meant, statement, evidence):
            yield Finding(Kind.DATE, statement.text[day.start : day.end])
    for start, end, weekday in weekdays_in(statement.text):
        meant = _days_meant(_beside(start, end, statement), statement, evidence)
        if not _is_right_weekday(weekday, said_days, meant, statement, evidence):
            yield Finding(Kind.DATE, WEEKDAYS[weekday])
    if _PROMISED.search(statement.text) and not statement.is_negated:
        for step in find_relative(statement.text):
            is_open = step == 0 and not _COMES_TODAY.search(statement.text)
            if not (is_open or days.has_relative(step) or statement.is_question):
                yield Finding(Kind.DATE, "today, tomorrow or yesterday")
    for time in find_times(statement.text):
        if time not in evidence.days.times and not _is_said_back(statement):
            yield Finding(Kind.DATE, f"{time[0]}:{time[1]:02}")


def check_late(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """A delivery that is said to be late, and that no result says so of or shows to be."""
    found = _LATE.search(statement.text)
    if not found or statement.is_question or statement.is_negated:
        return
    if statement.is_conditional_before(found.end() - 1) or "late" in evidence.text_words:
        return
    orders = evidence.orders_in(statement.text)
    coming = evidence.coming_days_of(orders) if orders else evidence.coming_days
    if coming.dates and all(day >= evidence.today for day in coming.dates):
        yield Finding(Kind.DATE, found.group())


def _beside(start: int, end: int, statement: Statement) -> str:
    """The clause that a day is said in, up to the days beside it, and what says what it is."""
    if _THAT_DAY.search(statement.text):
        return statement.text
    clause = statement.clause_at(start)
    spans = [(day.start, day.end) for day in find_days(statement.text)]
    spans += [(a, b) for a, b, _ in weekdays_in(statement.text)]
    first = max((b for _, b in spans if b <= start - _APART), default=0)
    last = min((a for a, _ in spans if a >= end + _APART), default=len(statement.text))
    return statement.text[max(first, clause.start) : min(last, clause.end)]


def check_figures(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """Numbers that are nothing else, and that stand in no result nor in the shopper's words."""
    taken = [(amount.start, amount.end) for amount in statement.amounts]
    taken += [(day.start, day.end) for day in find_days(statement.text)]
    if marker := _MARKER.match(statement.text):
        taken.append(marker.span(1))
    for found in _NUMBER.finditer(statement.text):
        if statement.is_in_name(found.start()) or any(a <= found.start() < b for a, b in taken):
            continue
        if _TERM.match(statement.text, found.end()):
            continue
        if statement.clause_at(found.start()).is_question and not statement.mentions:
            continue
        values = numbers_in(found.group())
        known = evidence.numbers | evidence.said.said_numbers | evidence.asked_numbers
        if not (values & known or _is_small(values)):
            yield Finding(Kind.COUNT, found.group())


def _days_meant(beside: str, statement: Statement, evidence: Evidence) -> Days:
    """The days that words can mean: those that goods come on, unless they are of another thing.

    Of the order that the sentence names, where it names one.
    """
    orders = evidence.orders_in(statement.text)
    is_coming = _COMING.search(beside) or not _OTHERWISE.search(beside)
    if is_coming and not _ENDING.search(beside):
        coming = evidence.coming_days_of(orders) if orders else evidence.coming_days
        if coming.dates:
            return coming
    return evidence.days_of(orders) if orders else evidence.days


def _wrong_spans(statement: Statement, days: Days) -> Iterator[Finding]:
    """A week, a weekend or a month in which nothing comes."""
    if statement.is_negated or statement.is_question or not _PROMISED.search(statement.text):
        return
    for words, first, last in find_spans(statement.text, days.today):
        if not any(first <= day <= last for day in days.dates):
            yield Finding(Kind.DATE, words)


def _is_known(day: Day, days: Days, statement: Statement, evidence: Evidence) -> bool:
    if days.has(day) or (_PLACED.search(statement.text, 0, day.start) and evidence.days.has(day)):
        return True
    return _is_said_back(statement) and evidence.said_days.has(day)


def _is_said_back(statement: Statement) -> bool:
    return statement.is_negated or statement.is_question


def _is_right_weekday(
    weekday: int, said: list[Day], days: Days, statement: Statement, evidence: Evidence
) -> bool:
    if len(said) == 1 and days.has(said[0]):
        return days.falls_on(said[0], weekday) or weekday in evidence.days.weekdays
    if days.has_weekday(weekday):
        return True
    if _NO_DAY.search(statement.text) and evidence.days.weekdays:
        return True  # a page says on which days it is so, and this is none of them
    return statement.is_question or (statement.is_negated and weekday in evidence.said.weekdays)


def _is_small(values: frozenset[Decimal]) -> bool:
    return any(value <= _SMALL and value == int(value) for value in values)
