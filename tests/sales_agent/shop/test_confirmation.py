"""What counts as a plain yes; everything else is the shopper's words."""

import pytest

from sales_agent.shop.confirmation import is_plain_yes


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "Yes.",
        "yes please",
        "OK, go ahead!",
        "yep do it",
        "sure, place the order",
        "👍",
        "Ja",
    ],
)
def test_a_plain_yes(text):
    assert is_plain_yes(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no",
        "yes but make it two",
        "not yet",
        "please",
        "thanks",
        "yes, and add socks",
        "is that right?!no",
        "yes" * 3,
        "ok what about red",
        "[card ending 4242]",
    ],
)
def test_no_plain_yes(text):
    assert not is_plain_yes(text)
