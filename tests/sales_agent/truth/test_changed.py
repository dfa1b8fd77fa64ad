"""What is said to have changed with a thing of the shop, in words of no table."""

import pytest

from sales_agent.truth.reading.statement import Kind
from tests.sales_agent.truth.test_extent import CHANGED
from tests.sales_agent.truth.turns import ORDER, SEARCH, STOCK, kinds


@pytest.mark.parametrize(
    "text",
    [
        "O-5031 has a new destination.",
        "O-5031 got the chop, as you wanted.",
        "We've called a halt to O-5031.",
        "A pickup is lined up for you.",
        "Your return is all signed up.",
        "O-5031 goes somewhere else now.",
        "Your return label is in your inbox.",
    ],
)
def test_change_that_no_call_made_is_found(text):
    assert kinds(text, ORDER) == {Kind.DEED}


@pytest.mark.parametrize(
    "text",
    [
        "O-5031 is on its way now.",
        "Your order is now due on 4 December.",
        "If you want, O-5031 can go somewhere else instead.",
        "Shall I try O-5031 again?",
        "Nothing about O-5031 is different now.",
        "Let me look at O-5031 again.",
    ],
)
def test_how_an_order_stands_is_no_change(text):
    assert kinds(text, ORDER) == set()


def test_change_that_a_call_made_passes():
    assert kinds("O-5031 has a new destination.", CHANGED) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Bandra is hanging on to the Coastline Linen Shirt for you.",
        "The people at Bandra have your Coastline Linen Shirt tucked away.",
    ],
)
def test_goods_that_nobody_keeps_are_not_said_to_be_kept(text):
    assert kinds(text, STOCK) == {Kind.DEED}


def test_new_goods_are_no_change():
    assert (
        kinds("The Coastline Linen Shirt is new in our shop, and now at ₹2,299.", SEARCH) == set()
    )
