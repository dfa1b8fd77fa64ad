"""Price limits are read as people say them, and other numbers are left alone."""

from decimal import Decimal

import pytest

from agents.recommendation.language.amounts import limits_in


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("shoes under 120", None, 120),
        ("lamp under $1,500", None, 1500),
        ("less than 1.5k", None, 1500),
        ("my budget is 200, i want a clock", None, 200),
        ("50 or less", None, 50),
        ("not more than 130", None, 130),
        ("fleece for 30 dollars", None, 30),
        ("under fifty dollars", None, 50),
        ("under 9,50", None, "9.5"),
        ("over 200", 200, None),
        ("tables from $200", 200, None),
        ("$100+ rugs", 100, None),
        ("between 50 and 80", 50, 80),
        ("from 20 to 40", 20, 40),
        ("5 to 10 dollars", 5, 10),
        ("$5-$10 mugs", 5, 10),
        ("between 80 and 50", 50, 80),
        ("around 50", 40, 60),
        ("sofa under 24 inches", None, None),
        ("chairs between 2 and 4 people", None, None),
        ("shelf for 30", None, None),
        ("5 year old", None, None),
        ("100+ piece puzzle", None, None),
        ("rug 8x10", None, None),
        ("size 9 or over", None, None),
        ("under a lamp", None, None),
    ],
)
def test_limits_are_read_as_said(
    text: str, least: int | str | None, most: int | str | None
) -> None:
    found = limits_in(text)
    assert (found.least, found.most) == tuple(
        None if one is None else Decimal(one) for one in (least, most)
    )


def test_words_beside_a_limit_are_kept() -> None:
    assert limits_in("rug 8x10 under 300 for men").rest.split() == [
        "rug", "8x10", ",", "for", "men",
    ]  # fmt: skip
