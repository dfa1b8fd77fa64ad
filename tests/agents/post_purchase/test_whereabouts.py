"""Where the money of an order's refunds is: what payment tells, and what the order knows."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.post_purchase.imports import imported_order
from agents.post_purchase.policy import POLICY
from agents.post_purchase.tables import Commit, Exchange, Order, Refund, Return
from agents.post_purchase.whereabouts import (
    Part,
    Stage,
    answer_sentence,
    expected_by,
    find_parts,
    part_sentence,
    part_wire,
    sent_amount,
    ways_on,
)
from tests.agents.post_purchase.sales import AT, given_back, payments, price, sold, tender

NOW = datetime(2026, 5, 6, 8, tzinfo=UTC)
TODAY = NOW.date()
CARD = {"tenderId": "tok_1", "kind": "card", "label": "card ending 4242"}
POINTS = {"tenderId": "points", "kind": "points", "label": "points"}
PACK = "Pack the goods."


def order(status: str = "delivered", refunded: int = 0) -> Order:
    names = ("sku", "productId", "name", "options", "category", "quantity", "unitPrice")
    line = {name: sold()[name] for name in names}
    row = {
        "orderId": "O-1",
        "status": status,
        "placedAt": AT,
        "deliveredAt": AT,
        "cancelReason": None,
        "lines": [line],
        "delivery": price(0),
        "total": price(112_000),
        "refunded": price(refunded),
        "deliveryOption": "standard",
        "address": None,
        "tenders": [tender(112_000)],
    }
    return imported_order("C-1", row)


def returned(status: str = "requested", **fields: Any) -> Return:
    legs = [CARD | {"amount": 100_000}, POINTS | {"amount": 2_100}]
    row = {"refund": 102_100, "legs": legs, "instructions": PACK, "lines": [], **fields}
    return Return(rma_id="RMA-1", status=status, opened_at=NOW, **row)


def refund(reference: str = "CQ-1", reason: str = "cancellation", **fields: Any) -> Refund:
    legs = [CARD | {"amount": 80_000}, POINTS | {"amount": 32_000}]
    row = {"amount": 112_000, "legs": legs, "asked_at": NOW, "sent_at": NOW, **fields}
    return Refund(reference=reference, reason=reason, **row)


def part(stage: Stage = Stage.SENT, kind: Any = "card", day: int = 4, **fields: Any) -> Part:
    at = None if stage == Stage.WAITING else datetime(2026, 5, day, 9, tzinfo=UTC)
    row = {"reference": "RMA-1", "reason": "return", "amount": 5_000, "to": "card ending 4242"}
    return Part(**{**row, "kind": kind, "stage": stage, "at": at, **fields})


def test_payment_tells_when_money_was_sent_and_to_what() -> None:
    its = order("canceled")
    its.refunds.append(refund())
    told = payments(given_back(80_000, "CQ-1"), given_back(32_000, "CQ-1-2", kind="points"))

    parts = find_parts(its, told)
    assert [(each.amount, each.kind, each.stage, each.reason) for each in parts] == [
        (80_000, "card", "sent", "cancellation"),
        (32_000, "points", "sent", "cancellation"),
    ]


def test_what_payment_has_not_sent_is_in_progress() -> None:
    its = order("canceled")
    its.refunds.append(refund(sent_at=None))

    parts = find_parts(its, payments(given_back(32_000, "CQ-1", kind="points")))
    assert [(each.amount, each.stage) for each in parts] == [
        (32_000, Stage.SENT),
        (80_000, Stage.IN_PROGRESS),
    ]


@pytest.mark.parametrize("told", [None, payments()])
def test_without_payment_the_order_tells_what_it_knows(told: Any) -> None:
    its = order("canceled")
    its.refunds.append(refund())

    assert [(each.amount, each.to, each.stage) for each in find_parts(its, told)] == [
        (80_000, "card ending 4242", Stage.SENT),
        (32_000, "points", Stage.SENT),
    ]


def test_a_return_waits_for_its_goods() -> None:
    its = order()
    its.returns.append(returned())

    parts = find_parts(its, payments())
    assert [(each.amount, each.stage, each.what_to_do) for each in parts] == [
        (100_000, Stage.WAITING, PACK),
        (2_100, Stage.WAITING, PACK),
    ]


def test_a_return_without_legs_tells_its_sum() -> None:
    its = order()
    its.returns.append(returned(legs=[], refund_to="gift card ending 77K2"))

    (only,) = find_parts(its, payments())
    assert (only.amount, only.to) == (102_100, "gift card ending 77K2")


def test_goods_that_are_here_set_their_money_in_motion() -> None:
    its = order()
    its.returns.append(returned("received"))

    assert {each.stage for each in find_parts(its, None)} == {Stage.IN_PROGRESS}


@pytest.mark.parametrize("status", ["refunded", "refused"])
def test_a_return_that_ended_waits_for_nothing(status: str) -> None:
    its = order()
    its.returns.append(returned(status))

    assert find_parts(its, payments()) == []


@pytest.mark.parametrize(("difference", "waiting"), [(-9_000, 1), (9_000, 0), (0, 0)])
def test_an_exchange_gives_back_only_what_it_costs_less(difference: int, waiting: int) -> None:
    its = order()
    legs = [CARD | {"amount": 9_000}] if difference < 0 else []
    row = {"difference": difference, "legs": legs, "instructions": PACK}
    its.exchanges.append(Exchange(rma_id="RMA-2", status="requested", opened_at=NOW, **row))

    assert len(find_parts(its, payments())) == waiting


def test_a_refund_is_told_once_though_its_goods_are_open() -> None:
    its = order()
    its.returns.append(returned("received"))
    its.refunds.append(refund("RMA-1", "return", amount=102_100, legs=[CARD | {"amount": 102_100}]))

    (only,) = find_parts(its, payments(given_back(102_100, "RMA-1")))
    assert (only.amount, only.reason, only.stage) == (102_100, "return", Stage.SENT)


def test_an_imported_payment_is_told_by_its_amount() -> None:
    its = order("canceled")
    its.refunds.append(refund(legs=[CARD | {"amount": 112_000}]))

    (only,) = find_parts(its, payments(given_back(112_000, None)))
    assert (only.reference, only.reason) == ("CQ-1", "cancellation")


def test_an_imported_order_tells_the_sum_that_it_came_with() -> None:
    (only,) = find_parts(order("canceled", refunded=112_000), None)

    assert (only.amount, only.to, only.reason) == (112_000, "card ending 4242", "cancellation")
    assert expected_by(only, POLICY) is None


def test_a_declined_refund_is_none() -> None:
    assert find_parts(order(), payments(given_back(5_000, "RMA-1", status="declined"))) == []


@pytest.mark.parametrize(
    ("kind", "due"), [("card", "2026-05-09"), ("gift_card", "2026-05-04"), (None, "2026-05-09")]
)
def test_the_policy_tells_when_money_arrives(kind: Any, due: str) -> None:
    shown = part_wire(part(kind=kind), "INR", POLICY, TODAY)

    assert (shown["expectedBy"], shown["policy"]) == (due, "refund.timing")


@pytest.mark.parametrize("stage", [Stage.WAITING, Stage.IN_PROGRESS])
def test_no_day_is_promised_for_what_has_not_been_sent(stage: Stage) -> None:
    assert expected_by(part(stage), POLICY) is None


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (
            part(),
            "₹50 was sent to card ending 4242 on 4 May 2026 and arrives by 9 May 2026 at the "
            "latest.",
        ),
        (
            part(day=1, at=datetime(2026, 4, 20, tzinfo=UTC)),
            "₹50 was sent to card ending 4242 on 20 April 2026 and should have arrived by "
            "25 April 2026; if your statement does not show it, a person here will look into it "
            "with you.",
        ),
        (
            part(kind="gift_card", to="gift card ending 77K2"),
            "₹50 went back to gift card ending 77K2 on 4 May 2026 and is there already.",
        ),
        (
            part(Stage.IN_PROGRESS),
            "₹50 for card ending 4242 has not left us yet; it is sent without your doing anything.",
        ),
        (
            part(Stage.WAITING, what_to_do=PACK),
            "₹50 goes to card ending 4242 once the goods of RMA-1 have reached us. Pack the goods.",
        ),
        (part(at=None), "₹50 was sent to card ending 4242."),
    ],
)
def test_each_part_is_told_in_a_sentence(told: Part, sentence: str) -> None:
    assert part_sentence(told, "INR", POLICY, TODAY) == sentence


def test_several_parts_are_summed_in_one_sentence() -> None:
    parts = [part(), part(amount=2_500), part(Stage.IN_PROGRESS), part(Stage.WAITING)]

    assert answer_sentence(order(), parts, POLICY, TODAY) == (
        "Of order O-1, ₹75 has been sent back, ₹50 has not left us yet and ₹50 waits for goods "
        "that you send back."
    )
    assert answer_sentence(order(), parts[:2], POLICY, TODAY) == (
        "Of order O-1, ₹75 has been sent back."
    )


def test_an_order_without_refunds_says_so() -> None:
    assert "has no refund" in answer_sentence(order(), [], POLICY, TODAY)
    told = answer_sentence(order("canceled"), [], POLICY, TODAY)
    assert told == "Order O-1 is canceled; nothing had been charged for it."


def test_a_cancellation_that_is_not_through_is_told() -> None:
    its = order("confirmed")
    its.commits.append(Commit(commit_id="CQ-1", kind="cancellation", state="open", begun_at=NOW))

    told = answer_sentence(its, find_parts(its, payments()), POLICY, TODAY)
    assert told == "Order O-1 is being canceled; its money goes back as the next step."


def test_a_canceled_order_that_is_still_tidied_up_has_nothing_to_wait_for() -> None:
    its = order("canceled")
    its.commits.append(Commit(commit_id="CQ-1", kind="cancellation", state="settled", begun_at=NOW))

    told = answer_sentence(its, find_parts(its, payments()), POLICY, TODAY)
    assert told == "Order O-1 is canceled; nothing had been charged for it."


def test_money_without_a_known_tender_goes_to_what_paid() -> None:
    its = order("confirmed")
    nobody = {"tenderId": None, "kind": "card", "label": "", "amount": 112_000}
    its.refunds.append(refund(legs=[nobody], sent_at=None))

    (only,) = find_parts(its, None)
    assert only.to == "what paid for it"


def test_money_that_is_late_is_a_matter_for_a_person() -> None:
    late = part(at=datetime(2026, 4, 20, tzinfo=UTC))

    assert ways_on(order(), [late], POLICY, TODAY) == ["Talk to a person"]
    assert ways_on(order(), [part()], POLICY, TODAY) == ["Show order O-1"]
    assert "Show order O-1" in ways_on(order(), [part(Stage.WAITING)], POLICY, TODAY)
    assert ways_on(order(), [], POLICY, TODAY) == ["Return something of order O-1"]
    assert ways_on(order("canceled"), [], POLICY, TODAY) == ["Show order O-1"]


@given(st.lists(st.tuples(st.integers(1, 10**6), st.booleans()), max_size=6))
def test_parts_sum_to_what_was_asked_for(legs: list[tuple[int, bool]]) -> None:
    its = order("canceled")
    amount = sum(each for each, _ in legs)
    asked = [CARD | {"amount": each} for each, _ in legs]
    its.refunds.append(refund(amount=amount, legs=asked, sent_at=None))
    sent = [given_back(each, f"CQ-1-{at}") for at, (each, is_sent) in enumerate(legs) if is_sent]

    parts = find_parts(its, payments(*sent))
    assert sum(each.amount for each in parts) == amount
    assert sent_amount(parts) == sum(each for each, is_sent in legs if is_sent)
