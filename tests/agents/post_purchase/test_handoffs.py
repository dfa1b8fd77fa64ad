import pytest

from agents.post_purchase.handoffs import mask_numbers
from agents.post_purchase.tables import Handoff
from tests.agents.post_purchase.conftest import Shop
from tests.agents.post_purchase.orders import ASHA

BODY = {
    "reason": "my card 4111111111111111 was charged twice",
    "transcript": [
        {"role": "shopper", "text": "4111 1111 1111 1111 please"},
        {"role": "assistant", "text": "Order O-5001, +91 90000 01001"},
    ],
}


@pytest.mark.parametrize(
    "number",
    [
        "4111111111111111",
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "4111.1111.1111.1111",
        "3782 822463 10005",
        "4222222222222",
        "6304000000000000000",
        "4111\N{EN DASH}1111\N{EN DASH}1111\N{EN DASH}1111",
        "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
    ],
)
def test_card_like_digits_are_masked(number: str) -> None:
    assert mask_numbers(f"pay with {number}!") == "pay with [number removed]!"


@pytest.mark.parametrize(
    "text", ["order O-5001", "+91 90000 01001", "on 2026-05-04 at 09:30", "ends in 4242", "₹1,299"]
)
def test_other_numbers_stay(text: str) -> None:
    assert mask_numbers(text) == text


def test_a_handoff_keeps_the_transcript_without_numbers(shop: Shop) -> None:
    reply = shop.call("openHandoff", BODY, key="k-1")
    assert reply["status"] == "queued"
    assert reply["ticketId"].startswith("T-")
    assert reply["ticketId"] in reply["message"]
    with shop.store.read() as session:
        kept = session.get_one(Handoff, reply["ticketId"])
    assert kept.customer_id == ASHA
    assert kept.reason == "my card [number removed] was charged twice"
    assert [turn["text"] for turn in kept.transcript] == [
        "[number removed] please",
        "Order O-5001, +91 90000 01001",
    ]


def test_the_same_key_opens_one_ticket(shop: Shop) -> None:
    first = shop.call("openHandoff", BODY, key="k-1")
    assert shop.call("openHandoff", BODY, key="k-1") == first
    assert shop.call("openHandoff", BODY, key="k-2") != first
    problem = shop.fault("openHandoff", {**BODY, "reason": "other"}, key="k-1")
    assert problem["code"] == "key_reused"
