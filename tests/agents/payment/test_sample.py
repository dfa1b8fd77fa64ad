"""The sample's payments: loaded once, with books that balance and charges to refund from."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from agents.kit.rows import read_rows
from agents.payment import service
from agents.payment.sample import load_sample
from agents.payment.service import operations
from tests.agents.conftest import AgentUnderTest
from tests.agents.payment.conftest import Shop
from tests.agents.payment.world import World
from tests.doubles import ScriptedPeers

ROWS = read_rows(service.__file__, "payments")


@pytest.fixture
def shop(start_agent: Callable[..., AgentUnderTest]) -> Shop:
    return Shop(start_agent(operations), World(), ScriptedPeers())


def total(kind: str) -> int:
    return sum(r["amount"] for r in ROWS if (r["kind"], r["status"]) == (kind, "succeeded"))


def order_with(*kinds: str) -> Any:
    """A row of an order that has just these kinds of payments."""
    for row in ROWS:
        if row["status"] == "succeeded" and {
            r["kind"] for r in ROWS if r["orderId"] == row["orderId"]
        } == set(kinds):
            return row
    raise AssertionError(f"the sample has no order with {kinds}")


def test_books_of_the_past_balance(shop: Shop) -> None:
    accounts = shop.accounts()
    assert sum(accounts.values()) == 0
    assert accounts["psp_clearing"] == total("capture") - total("refund")
    assert len(shop.payments()) == len(ROWS)


def test_sample_is_loaded_once(shop: Shop) -> None:
    before = shop.payments()
    shop.store.seed(load_sample, datetime(2026, 5, 5, tzinfo=UTC))
    assert shop.payments() == before


def test_past_order_can_be_refunded_in_full(shop: Shop) -> None:
    row = order_with("authorization", "capture")
    who = {"shopper": row["customerId"], "service": "post-purchase"}
    body = {
        "orderId": row["orderId"],
        "amount": {"amount": row["amount"] + 1, "currency": "INR"},
        "reference": "RMA-NEW",
        "tenderId": None,
    }
    reply = shop.agent.call("refundPayment", body, **who)
    assert (reply["status"], reply["amount"]["amount"]) == ("refunded", row["amount"])
    assert sum(shop.accounts().values()) == 0


def test_past_authorization_is_voided_once(shop: Shop) -> None:
    row = order_with("authorization")
    who = {"shopper": row["customerId"], "service": "post-purchase"}
    amount = {"amount": row["amount"], "currency": "INR"}
    body = {"orderId": row["orderId"], "amount": amount, "reference": "cancel", "tenderId": None}
    first = shop.agent.call("refundPayment", body, **who)
    assert (first["status"], first["amount"]) == ("voided", amount)
    assert shop.agent.call("refundPayment", body, **who) == first
    voids = [payment for payment in shop.payments() if payment[0] == "void"]
    assert len(voids) == 1 + sum(r["kind"] == "void" for r in ROWS)
    assert sum(shop.accounts().values()) == 0


def test_refunded_return_is_not_refunded_again(shop: Shop) -> None:
    row = next(r for r in ROWS if r["kind"] == "refund" and r["reference"])
    who = {"shopper": row["customerId"], "service": "post-purchase"}
    amount = {"amount": row["amount"], "currency": "INR"}
    body = {"orderId": row["orderId"], "amount": amount, "reference": row["reference"]}
    body["tenderId"] = None
    assert (
        shop.agent.call("refundPayment", body, **who)["refunds"][0]["refundId"] == row["paymentId"]
    )
    assert shop.accounts()["refunds"] == total("refund")
