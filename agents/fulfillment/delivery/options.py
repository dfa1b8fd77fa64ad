"""What delivery costs and when goods arrive, by option, zone and subtotal."""

from dataclasses import dataclass
from datetime import date, datetime

from agents.fulfillment.delivery.calendar import ONE_DAY, add_working_days, dispatch_day
from agents.fulfillment.delivery.slots import Slot, is_open, slots_from
from agents.fulfillment.policy import Delivered, Policy, Zone
from agents.kit.places import Place
from agents.kit.wording import spell_money

WEEK_DAYS = 7


@dataclass(frozen=True)
class Option:
    """One way to get the goods; `price` in minor units; `slots` of a pickup."""

    option_id: str
    name: str
    price: int
    currency: str
    promised_from: date
    promised_by: date
    store: Place | None = None
    reason: str | None = None
    slots: tuple[Slot, ...] = ()


@dataclass(frozen=True)
class Order:
    """What matters of the goods: their value, when they are ordered, where they go and are.

    Attributes:
        subtotal: Minor units.
        zone: Where they go, if that is no ordinary place.
        is_from_store: Whether some of it is in stores only, which take longer to send.
    """

    subtotal: int
    currency: str
    at: datetime
    zone: Zone | None = None
    is_from_store: bool = False


def delivery_options(order: Order, policy: Policy) -> list[Option]:
    """Standard and express delivery, where they are offered, with price and promised days."""
    return [
        _option(option_id, order, policy)
        for option_id in policy.delivery
        if order.zone is None or option_id in order.zone.working_days
    ]


def promise(option_id: Delivered, order: Order, policy: Policy) -> tuple[date, date]:
    """The first and the last day on which a parcel should arrive."""
    rule = policy.delivery[option_id]
    first, last = order.zone.working_days[option_id] if order.zone else rule.working_days
    leaves = dispatch_day(order.at, policy)
    if order.is_from_store:
        leaves = add_working_days(leaves, policy.store_handling_days, policy)
    return add_working_days(leaves, first, policy), add_working_days(leaves, last, policy)


def pickup_option(order: Order, store: Place, policy: Policy, reason: str | None = None) -> Option:
    """Pickup in a store, free, the same day before its hour if the store is open."""
    local = order.at.astimezone(policy.zone)
    is_today = local.hour < policy.pickup.cutoff_hour
    ready = local.date() if is_today else local.date() + ONE_DAY
    days = [ready + number * ONE_DAY for number in range(WEEK_DAYS)]
    ready = next((day for day in days if is_open(store, day)), ready)
    return Option(
        "pickup",
        policy.pickup.name,
        0,
        order.currency,
        ready,
        ready,
        store=store,
        reason=reason,
        slots=tuple(slots_from(store, ready, order.at, policy)),
    )


def _option(option_id: Delivered, order: Order, policy: Policy) -> Option:
    price, reasons = _base_price(option_id, order, policy)
    for surcharge in policy.surcharges:
        extra = surcharge.amount_for(
            option_id, zone=order.zone, subtotal=order.subtotal, currency=order.currency
        )
        if extra:
            price += extra
            reasons.append(f"Includes {spell_money(extra, order.currency)} {surcharge.says}.")
    if order.is_from_store:
        reasons.append("It comes from a store, which takes longer to send.")
    promised_from, promised_by = promise(option_id, order, policy)
    return Option(
        option_id=option_id,
        name=policy.delivery[option_id].name,
        price=price,
        currency=order.currency,
        promised_from=promised_from,
        promised_by=promised_by,
        reason=" ".join(reasons) or None,
    )


def _base_price(option_id: Delivered, order: Order, policy: Policy) -> tuple[int, list[str]]:
    prices = policy.prices_in(order.currency, order.zone)
    if option_id == "express":
        return prices.express, []
    free_from = spell_money(prices.free_standard_from, order.currency)
    if order.subtotal < prices.free_standard_from:
        return prices.standard, [f"Free if the order reaches {free_from}."]
    return 0, [f"Free from {free_from}."] if prices.free_standard_from else []
