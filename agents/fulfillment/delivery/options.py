"""What delivery costs and when goods arrive: a calendar of working days and a price table."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from agents.fulfillment.policy import DeliveryRule, Policy
from agents.kit.places import Place
from agents.kit.wording import spell_money

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Option:
    """One way to get the goods; `price` in minor units."""

    option_id: str
    name: str
    price: int
    currency: str
    promised_from: date
    promised_by: date
    store: Place | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Order:
    """What matters of the goods: their value in minor units, and when they are ordered."""

    subtotal: int
    currency: str
    at: datetime


def delivery_options(order: Order, policy: Policy) -> list[Option]:
    """Standard and express delivery, with price and promised days."""
    return [_standard(order, policy), _express(order, policy)]


def pickup_option(order: Order, store: Place, policy: Policy, reason: str | None = None) -> Option:
    """Pickup in a store, free, the same day before its hour."""
    local = order.at.astimezone(policy.zone)
    ready = local.date() if local.hour < policy.pickup_cutoff_hour else local.date() + ONE_DAY
    return Option(
        "pickup", policy.pickup_name, 0, order.currency, ready, ready, store=store, reason=reason
    )


def dispatch_day(now: datetime, policy: Policy) -> date:
    """The day a parcel leaves: today before the cutoff of a working day, else the next one."""
    local = now.astimezone(policy.zone)
    day = local.date()
    if day.weekday() in policy.working_days and local.hour < policy.cutoff_hour:
        return day
    return add_working_days(day, 1, policy)


def add_working_days(day: date, number: int, policy: Policy) -> date:
    """The day so many working days later."""
    while number:
        day += ONE_DAY
        number -= day.weekday() in policy.working_days
    return day


def _standard(order: Order, policy: Policy) -> Option:
    prices = policy.prices_in(order.currency)
    free_from = spell_money(prices.free_standard_from, order.currency)
    if order.subtotal >= prices.free_standard_from:
        price, reason = 0, f"Free from {free_from}." if prices.free_standard_from else None
    else:
        price, reason = prices.standard, f"Free if the order reaches {free_from}."
    return _promised("standard", price, order, policy, reason)


def _express(order: Order, policy: Policy) -> Option:
    return _promised("express", policy.prices_in(order.currency).express, order, policy, None)


def _promised(
    option_id: str, price: int, order: Order, policy: Policy, reason: str | None
) -> Option:
    rule: DeliveryRule = policy.delivery[option_id]
    leaves = dispatch_day(order.at, policy)
    return Option(
        option_id=option_id,
        name=rule.name,
        price=price,
        currency=order.currency,
        promised_from=add_working_days(leaves, rule.first_day, policy),
        promised_by=add_working_days(leaves, rule.last_day, policy),
        reason=reason,
    )
