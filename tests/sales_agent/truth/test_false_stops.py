"""Sentences that hold, and whose words look like a claim of another kind."""

import pytest

from tests.sales_agent.truth.turns import OFFERS, ORDER, SEARCH, STOCK, kinds


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("For you I'd pull the Coastline Linen Shirt off the shelf.", SEARCH),
        ("Bandra would have 9 on the shelf, not more and not less.", STOCK),
        ("12% gets taken off running shoes.", OFFERS),
        ("We've marked down running shoes by 12%.", OFFERS),
        ("Running shoes with 12% knocked off - that's one of the offers.", OFFERS),
        ("The Coastline Linen Shirt popped up in my search.", SEARCH),
        ("No fewer than 36 of the Coastline Linen Shirt are in stock.", STOCK),
        ("I'm seeing 9 at Bandra and 36 overall.", STOCK),
        ("The AWB is MX6373153099.", ORDER),
        ("So that's O-5031, and MX6373153099 is the code for following it.", ORDER),
        ("Order O-5031 left us already.", ORDER),
    ],
)
def test_words_of_another_kind_stop_no_true_sentence(text, call):
    assert kinds(text, call) == set()
