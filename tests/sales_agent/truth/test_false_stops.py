"""Sentences that hold, and whose words look like a claim of another kind."""

import pytest

from tests.sales_agent.truth.turns import OFFERS, ORDER, SEARCH, STOCK, kinds


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("For you I'd pull the Coastline Linen Shirt off the shelf.", SEARCH),
        ("Bandra would have 9 on the shelf, not more and not less.", STOCK),
        ("12% gets taken off running shoes.", OFFERS),
        ("So that's O-5031, and MX6373153099 is the code for following it.", ORDER),
        ("Order O-5031 left us already.", ORDER),
    ],
)
def test_words_of_another_kind_stop_no_true_sentence(text, call):
    assert kinds(text, call) == set()
