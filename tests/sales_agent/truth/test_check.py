"""The check as a whole: it fails closed, and what it says instead holds."""

from functools import partial

import pytest

from sales_agent.truth.check import TruthCheck
from sales_agent.truth.evidence import Evidence
from sales_agent.truth.statement import Finding, Kind
from sales_agent.truth.telling import NOT_LOOKED_UP, tell
from tests.sales_agent.truth.turns import (
    ADDED,
    OFFERS,
    ORDER,
    PAGES,
    SEARCH,
    STOCK,
    evidence_of,
    kinds,
)


def test_check_that_fails_lets_nothing_pass(caplog):
    def broken() -> Evidence:
        raise KeyError("a shopper's words")

    found = TruthCheck(broken).findings("Hello there.")

    assert found == [Finding(Kind.UNCHECKED, "")]
    assert tell(broken, found) == NOT_LOOKED_UP
    assert "words" not in caplog.text


@pytest.mark.parametrize("calls", [(SEARCH,), (STOCK,), (ORDER,), (OFFERS,), (PAGES,), (ADDED,)])
def test_what_stands_in_for_a_false_sentence_is_true(calls):
    cart = [{"sku": "W-M", "quantity": 1}]
    for kind in (Kind.AMOUNT, Kind.DEED):
        words = tell(partial(evidence_of, *calls), [Finding(kind, "")])

        assert words
        assert kinds(words, *calls, cart=cart) == set()
