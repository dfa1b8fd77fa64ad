"""A shopper's words for her ways to pay."""

import pytest

from contracts.tenders import find_tenders


def inr(minor):
    return {"amount": minor, "currency": "INR"}


HELD = [
    {"tenderId": "points", "kind": "points", "label": "320 points", "points": 320,
     "balance": inr(8000)},
    {"tenderId": "GC-7QWM", "kind": "gift_card", "label": "gift card ending 7QWM",
     "balance": inr(50000)},
    {"tenderId": "GC-2K8F", "kind": "gift_card", "label": "gift card ending 2K8F",
     "balance": inr(0)},
    {"tenderId": "tok_1", "kind": "card", "label": "Visa ending 4242", "lastFour": "4242"},
    {"tenderId": "paypal_9", "kind": "paypal", "label": "PayPal"},
]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "ids"),
    [
        ("points", ["points"]),
        ("my points", ["points"]),
        ("4242", ["tok_1"]),
        ("card ending 4242", ["tok_1"]),
        ("Visa ending 4242", ["tok_1"]),
        ("the card", ["tok_1"]),
        ("tok_1", ["tok_1"]),
        ("gift card", ["GC-7QWM"]),
        ("gift cards", ["GC-7QWM"]),
        ("gc-7qwm", ["GC-7QWM"]),
        ("gift card ending 2K8F", ["GC-2K8F"]),
        ("PayPal", ["paypal_9"]),
        ("1111", []),
        ("GC-XXXX", []),
        ("cash", []),
        ("", []),
    ],
)
def test_a_word_names_the_tenders_that_it_can_mean(said, ids):
    assert [row["tenderId"] for row in find_tenders(said, HELD)] == ids


@pytest.mark.parametrize(
    ("said", "drawn"),
    [
        ("gift card: 200", {"tenderId": "GC-7QWM", "amount": 20000}),
        ("GC-7QWM: 199.50", {"tenderId": "GC-7QWM", "amount": 19950}),
        ("points: 100", {"tenderId": "points", "amount": 2500}),
    ],
)
def test_a_limit_is_in_whole_units_and_in_points_for_points(said, drawn):
    assert find_tenders(said, HELD) == [drawn]
