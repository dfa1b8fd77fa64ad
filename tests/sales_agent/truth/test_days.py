"""Days and times, held against those of results."""

import pytest

from sales_agent.truth.figures.dates import find_days, find_times
from sales_agent.truth.reading.statement import Kind
from tests.sales_agent.truth.turns import OFFERS, ORDER, SEARCH, kinds


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Order O-5031 arrives by 4 December.", set()),
        ("Order O-5031 arrives by Friday, Dec 4th.", set()),
        ("Order O-5031 arrives by Thursday, 4 December.", {Kind.DATE}),
        ("Order O-5031 arrives by 2 December.", {Kind.DATE}),
        ("It will be delivered tomorrow.", {Kind.DATE}),
        ("It will be with you on 2026-12-05.", {Kind.DATE}),
        ("It will arrive today.", {Kind.DATE}),
        ("It'll land with you on Monday.", {Kind.DATE}),
        ("It'll be in your hands come Saturday.", {Kind.DATE}),
        ("It'll be in your hands come Friday.", set()),
        ("It'll be at your door next week.", {Kind.DATE}),
        ("It'll be at your door this week.", set()),
        ("You placed it on 28 November and it arrives on Friday.", set()),
        ("Order today and it arrives by Friday.", set()),
        ("We've promised it for Saturday, so please keep an eye out.", {Kind.DATE}),
        ("We've promised it for Friday, so please keep an eye out.", set()),
        ("Keep Saturday free - that's when it's due.", {Kind.DATE}),
        ("Keep Friday free - that's when it's due.", set()),
        ("Your order was placed on Saturday and is due on Friday.", set()),
    ],
)
def test_days_are_held_against_the_order(text, found):
    assert kinds(text, ORDER, OFFERS) == found


@pytest.mark.parametrize(
    ("text", "days", "times"),
    [
        ("by Dec. 4th, 2026, at 10:30 pm", {(12, 4)}, {(22, 30)}),
        ("(March 5) or the 6th of May", {(3, 5), (5, 6)}, set()),
        ("2026-12-04T12:05:00Z", {(12, 4)}, {(12, 5)}),
        ("on 4/12/2026 from 10.30 to 12:00", {(12, 4), (4, 12)}, {(12, 0)}),
        ("version 14, 3 apples, room B12:30", set(), set()),
    ],
)
def test_days_and_times_are_read_at_their_digits(text, days, times):
    assert {reading for day in find_days(text) for reading in day.readings} == days
    assert set(find_times(text)) == times


def test_number_before_what_may_be_is_no_day():
    assert kinds("A set of 2 may be had.", SEARCH) == set()
