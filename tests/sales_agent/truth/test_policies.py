"""Promises, held against the shop's own pages."""

import pytest

from sales_agent.truth.reading.statement import Kind
from tests.sales_agent.truth.turns import PAGES, kinds


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("You can return it within 30 days.", set()),
        ("Our returns window is 30 days.", set()),
        ("Our returns window is 60 days.", {Kind.POLICY}),
        ("You can return it within 100 days.", {Kind.POLICY}),
        ("We offer price matching.", {Kind.POLICY}),
        ("You can pay cash on delivery.", {Kind.POLICY}),
        ("We do not take cash on delivery.", set()),
        ("If it is damaged, the return is free.", set()),
        ("Returns are always free.", {Kind.POLICY}),
        ("If you see it cheaper elsewhere, we'll match that.", {Kind.POLICY, Kind.DEED}),
        ("Spread the cost over three months.", {Kind.POLICY}),
        ("We ship to the US too.", {Kind.POLICY}),
        ("Shipping's on us.", {Kind.POLICY}),
        ("You can bring towels back within 30 days.", {Kind.POLICY}),
        ("Sadly, towels can't be returned.", set()),
        ("Engraving is free.", {Kind.POLICY}),
        ("You can return it as often as you like.", {Kind.POLICY}),
        ("You can pay by cheque.", {Kind.POLICY}),
        ("If you'd rather try before you buy, come to the store.", set()),
    ],
)
def test_promises_are_held_against_the_pages(text, found):
    assert kinds(text, PAGES) == found


def test_heading_of_a_page_is_no_rule():
    heading = "What cannot be returned"
    passage = {"text": "Towels cannot be returned.", "heading": heading, "title": "Returns"}
    page = ("search_policies", {}, {"status": "ok", "passages": [passage]})

    assert kinds(f"(From our page Returns, \u201c{heading}\u201d: /pages/returns)", page) == set()
