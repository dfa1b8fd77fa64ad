"""Slots in which an order can be collected, cut from a store's opening hours."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from agents.fulfillment.policy import DAYS, Policy
from agents.kit.places import Place

Opening = tuple[time, time]

HOURS = re.compile(
    r"(?P<days>[a-z][a-z ,&-]*?)\s+(?P<open>\d{1,2}:\d\d)\s*(?:to|-)\s*(?P<close>\d{1,2}:\d\d)"
)
EVERY_DAY = frozenset({"every day", "daily", "all days"})


@dataclass(frozen=True)
class Slot:
    """When an order can be collected in a store."""

    slot_id: str
    starts: datetime
    ends: datetime


def slots_from(store: Place, first_day: date, now: datetime, policy: Policy) -> list[Slot]:
    """The slots of the next days that leave the store time to pick the goods."""
    rule = policy.pickup.slots
    soonest = now + timedelta(minutes=rule.lead_minutes)
    days = [first_day + timedelta(days=number) for number in range(rule.days)]
    slots = [slot for day in days for slot in _of_day(store, day, policy)]
    return [slot for slot in slots if slot.starts >= soonest]


def slot_named(store: Place, slot_id: str, policy: Policy) -> Slot | None:
    """The slot of that id, if the store has such a one."""
    named = re.fullmatch(rf"{re.escape(store.place_id)}\.(\d{{8}})T\d{{4}}", slot_id)
    if named is None:
        return None
    try:
        day = datetime.strptime(named[1], "%Y%m%d").date()  # noqa: DTZ007 - a day of the store's calendar
    except ValueError:
        return None
    return next((s for s in _of_day(store, day, policy) if s.slot_id == slot_id), None)


def is_open(store: Place, day: date) -> bool:
    """Whether a store opens that day; one that tells no hours always may."""
    hours = opening_hours(store.hours)
    return not hours or day.weekday() in hours


@cache
def opening_hours(text: str) -> Mapping[int, Opening]:
    """Read hours such as `Mon to Sat 10:00 to 20:00, Sun 11:00 to 18:00` by weekday.

    Nothing where they tell no times, or times that are none.
    """
    found: dict[int, Opening] = {}
    for part in HOURS.finditer(text.casefold()):
        try:
            opens, closes = (time.fromisoformat(part[end].zfill(5)) for end in ("open", "close"))
        except ValueError:
            return {}
        found |= dict.fromkeys(_weekdays(part["days"]), (opens, closes))
    return found


def _of_day(store: Place, day: date, policy: Policy) -> Iterator[Slot]:
    opening = opening_hours(store.hours).get(day.weekday())
    if opening is None:
        return
    length = timedelta(minutes=policy.pickup.slots.minutes)
    starts, closes = (datetime.combine(day, end, policy.zone) for end in opening)
    while starts + length <= closes:
        slot_id = f"{store.place_id}.{starts:%Y%m%dT%H%M}"
        yield Slot(slot_id, starts, starts + length)
        starts += length


def _weekdays(text: str) -> Iterable[int]:
    words = text.strip(" ,")
    if words in EVERY_DAY:
        return range(len(DAYS))
    numbers = [DAYS.index(word[:3].title()) for word in re.findall(_ANY_DAY, words)]
    if len(numbers) == 2 and re.search(r"\bto\b|-", words):
        first, last = numbers
        return [n % 7 for n in range(first, last + (7 if last < first else 0) + 1)]
    return numbers


_ANY_DAY = "|".join(day.casefold() for day in DAYS)
