"""Days and times, held against those of results."""

import pytest

from sales_agent.truth.reading.statement import Kind
from tests.sales_agent.truth.turns import OFFERS, ORDER, kinds


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
    ],
)
def test_days_are_held_against_the_order(text, found):
    assert kinds(text, ORDER, OFFERS) == found
