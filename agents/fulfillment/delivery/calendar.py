"""When parcels leave and arrive: working days, holidays, the hour of the day."""

from datetime import date, datetime, timedelta

from agents.fulfillment.policy import Policy

ONE_DAY = timedelta(days=1)


def dispatch_day(now: datetime, policy: Policy) -> date:
    """The day a parcel leaves: today before the cutoff of a working day, else the next one."""
    local = now.astimezone(policy.zone)
    day = local.date()
    if policy.calendar.is_working(day) and local.hour < policy.calendar.cutoff_hour:
        return day
    return add_working_days(day, 1, policy)


def add_working_days(day: date, number: int, policy: Policy) -> date:
    """The day so many working days later."""
    while number:
        day += ONE_DAY
        number -= policy.calendar.is_working(day)
    return day
