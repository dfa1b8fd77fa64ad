"""Delivery prices and promises, without a store."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.fulfillment.delivery.calendar import add_working_days, dispatch_day
from agents.fulfillment.delivery.options import (
    Order,
    delivery_options,
    pickup_option,
)
from agents.fulfillment.policy import Surcharge, load_policy
from agents.kit.places import Place, nearest_first

POLICY = load_policy()
STORE = Place("ST-IND", "Indiranagar", "Bengaluru", postcode="560038")
MONDAY = datetime(2026, 5, 4, 6, 0, tzinfo=UTC)


def order(subtotal: int = 0, currency: str = "INR", at: datetime = MONDAY) -> Order:
    return Order(subtotal, currency, at)


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 5, 4, 8, 29, 59, tzinfo=UTC), date(2026, 5, 4)),
        (datetime(2026, 5, 4, 8, 30, tzinfo=UTC), date(2026, 5, 5)),
        (datetime(2026, 5, 3, 20, 0, tzinfo=UTC), date(2026, 5, 4)),
        (datetime(2026, 5, 9, 8, 0, tzinfo=UTC), date(2026, 5, 9)),
        (datetime(2026, 5, 9, 9, 0, tzinfo=UTC), date(2026, 5, 11)),
        (datetime(2026, 5, 10, 4, 0, tzinfo=UTC), date(2026, 5, 11)),
    ],
    ids=[
        "just before the cutoff in Kolkata",
        "at the cutoff",
        "already Monday in Kolkata",
        "Saturday morning",
        "Saturday afternoon",
        "Sunday",
    ],
)
def test_parcels_leave_by_the_cutoff_of_a_working_day(now: datetime, day: date) -> None:
    assert dispatch_day(now, POLICY) == day


def test_sundays_are_no_days_of_delivery() -> None:
    assert add_working_days(date(2026, 5, 8), 2, POLICY) == date(2026, 5, 11)


@settings(deadline=None)
@given(
    now=st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    hours=st.integers(0, 200),
)
def test_promises_are_working_days_and_never_go_back(now: datetime, hours: int) -> None:
    later = now + timedelta(hours=hours)
    for early, late in zip(
        delivery_options(order(at=now), POLICY),
        delivery_options(order(at=later), POLICY),
        strict=True,
    ):
        assert now.date() <= early.promised_from <= early.promised_by <= late.promised_by
        assert early.promised_by.weekday() != 6


def test_standard_and_express_have_their_days() -> None:
    standard, express = delivery_options(order(), POLICY)
    assert (standard.promised_from, standard.promised_by) == (date(2026, 5, 7), date(2026, 5, 9))
    assert (express.promised_from, express.promised_by) == (date(2026, 5, 5), date(2026, 5, 6))


@pytest.mark.parametrize(
    ("subtotal", "price", "reason"),
    [
        (0, 9900, "Free if the order reaches ₹1,499."),
        (149899, 9900, "Free if the order reaches ₹1,499."),
        (149900, 0, "Free from ₹1,499."),
    ],
)
def test_standard_delivery_is_free_from_an_amount(subtotal: int, price: int, reason: str) -> None:
    standard, express = delivery_options(order(subtotal), POLICY)
    assert (standard.price, standard.reason) == (price, reason)
    assert express.price == 19900


def test_another_currency_has_its_own_prices() -> None:
    standard, express = delivery_options(order(4999, "USD"), POLICY)
    assert [(o.price, o.currency) for o in (standard, express)] == [(499, "USD"), (1499, "USD")]


def test_a_currency_without_prices_pays_none() -> None:
    standard, express = delivery_options(order(100, "SEK"), POLICY)
    assert (standard.price, standard.reason, express.price) == (0, None, 0)


@pytest.mark.parametrize(("hour", "day"), [(13, 4), (14, 5)])
def test_pickup_is_ready_the_same_day_until_evening(hour: int, day: int) -> None:
    at = datetime(2026, 5, 4, hour, 0, tzinfo=UTC)
    option = pickup_option(order(at=at), STORE, POLICY)
    assert (option.price, option.store, option.promised_by) == (0, STORE, date(2026, 5, day))


def test_stores_that_share_more_of_the_postcode_are_nearer() -> None:
    stores = [Place("A", "A", "X", postcode="400050"), STORE, Place("B", "B", "Y", postcode="56")]
    assert [s.place_id for s in nearest_first(stores, "560 034")] == ["ST-IND", "B", "A"]
    assert nearest_first(stores, None) == stores


@pytest.mark.parametrize(
    ("postcode", "is_served"),
    [
        ("560038", True),
        ("560 038", True),
        ("682016", True),
        ("682551", False),
        ("744101", False),
        ("012345", False),
        ("9999", False),
        ("SW1A 1AA", False),
        ("", False),
    ],
)
def test_postcodes_are_served_by_their_prefix(postcode: str, is_served: bool) -> None:
    assert POLICY.is_served(postcode) is is_served


@pytest.mark.parametrize(
    ("day", "number", "arrives"),
    [
        (date(2026, 8, 14), 1, date(2026, 8, 17)),
        (date(2026, 10, 1), 1, date(2026, 10, 3)),
        (date(2026, 12, 24), 2, date(2026, 12, 28)),
    ],
    ids=["Independence Day and a Sunday", "Gandhi Jayanti", "Christmas and a Sunday"],
)
def test_holidays_are_no_days_of_delivery(day: date, number: int, arrives: date) -> None:
    assert add_working_days(day, number, POLICY) == arrives


def test_no_parcel_leaves_on_a_holiday() -> None:
    assert dispatch_day(datetime(2026, 10, 2, 4, 0, tzinfo=UTC), POLICY) == date(2026, 10, 3)


def test_a_zone_takes_its_days_and_its_surcharge() -> None:
    far = replace(order(149_900), zone=POLICY.zone_of("781001"))
    standard, express = delivery_options(far, POLICY)
    assert (standard.price, express.price) == (6000, 25900)
    assert standard.reason == "Free from ₹1,499. Includes ₹60 for a remote area."
    assert (standard.promised_from, standard.promised_by) == (date(2026, 5, 9), date(2026, 5, 13))


def test_a_zone_offers_only_its_options() -> None:
    mountains = replace(order(), zone=POLICY.zone_of("190001"))
    assert [option.option_id for option in delivery_options(mountains, POLICY)] == ["standard"]


def test_a_zone_may_have_prices_of_its_own() -> None:
    abroad = replace(order(5000, "USD"), zone=POLICY.zone_of("10001", "US"))
    assert [option.price for option in delivery_options(abroad, POLICY)] == [999, 2999]


def test_goods_in_stores_only_leave_later() -> None:
    standard, _ = delivery_options(replace(order(149_900), is_from_store=True), POLICY)
    assert (standard.promised_from, standard.promised_by) == (date(2026, 5, 8), date(2026, 5, 11))
    assert standard.reason == "Free from ₹1,499. It comes from a store, which takes longer to send."


@pytest.mark.parametrize(
    ("rule", "subtotal", "amount"),
    [
        ({"below": {"INR": 50_000}}, 49_999, 2500),
        ({"below": {"INR": 50_000}}, 50_000, 0),
        ({"below": {"USD": 50_000}}, 10, 0),
        ({}, 10**9, 2500),
        ({"zones": ["mountains"]}, 10, 0),
        ({"options": ["express"]}, 10, 0),
    ],
)
def test_a_surcharge_holds_where_its_rule_says(
    rule: dict[str, Any], subtotal: int, amount: int
) -> None:
    facts = {"name": "small", "says": "for a small order", "options": ["standard"]}
    surcharge = Surcharge.model_validate({**facts, "amounts": {"INR": 2500}, **rule})
    found = surcharge.amount_for("standard", zone=None, subtotal=subtotal, currency="INR")
    assert found == amount
