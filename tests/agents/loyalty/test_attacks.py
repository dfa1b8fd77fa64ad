"""What nobody may do with points: each try is refused with its reason, and changes nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from tests.agents.conftest import AgentUnderTest, FrozenClock

VICTIM, THIEF, ANON = "C-1001", "C-1003", "anon-7f3k"
WRITES = ("earnPoints", "reversePoints", "burnPoints", "restorePoints")


def body_of(operation: str, number: int, *, order_id: str = "O-9", reference: str = "R") -> Any:
    """What an operation books: so many points, or so much money."""
    if operation in ("burnPoints", "restorePoints"):
        return {"orderId": order_id, "points": number, "reference": reference}
    body: dict[str, Any] = {"orderId": order_id, "amount": {"amount": number, "currency": "INR"}}
    return body | ({"reference": reference} if operation == "reversePoints" else {})


def book(
    agent: AgentUnderTest, operation: str, number: int, shopper: str = VICTIM, **named: str
) -> Any:
    body = body_of(operation, number, **named)
    return agent.call(operation, body, shopper=shopper, service="payment")


def refuse(agent: AgentUnderTest, operation: str, number: Any, **named: str) -> Any:
    body = body_of(operation, number, **named)
    return agent.fault(operation, body, shopper=VICTIM, service="payment")


def points_of(agent: AgentUnderTest, shopper: str = VICTIM) -> int:
    return int(agent.call("getAccount", shopper=shopper)["account"]["points"])


@pytest.mark.parametrize("operation", [*WRITES, "reserveOffers", "releaseOffers"])
def test_a_shopper_books_nothing_herself(agent: AgentUnderTest, operation: str) -> None:
    before = points_of(agent)
    body = body_of(operation, 100)
    if operation in ("reserveOffers", "releaseOffers"):
        body = {"orderId": "O-9", **({"offerIds": []} if operation == "reserveOffers" else {})}
    assert agent.fault(operation, body, shopper=VICTIM)["code"] == "forbidden"
    assert agent.fault(operation, body)["status"] == 401
    assert points_of(agent) == before


def test_nobody_spends_or_gets_back_anothers_points(agent: AgentUnderTest) -> None:
    book(agent, "burnPoints", 500)
    mine, hers = points_of(agent, THIEF), points_of(agent)
    assert book(agent, "restorePoints", 500, THIEF)["status"] == "nothing_to_restore"
    assert book(agent, "burnPoints", 3000, THIEF, reference="S")["status"] == "insufficient"
    reversed_ = book(agent, "reversePoints", 329_900, THIEF, order_id="O-5006")
    assert reversed_["status"] == "nothing_to_reverse"
    assert (points_of(agent, THIEF), points_of(agent)) == (mine, hers)


def test_who_is_no_member_has_no_points(agent: AgentUnderTest) -> None:
    for operation in WRITES:
        reply = book(agent, operation, 100, ANON)
        assert (reply["status"], reply["points"], reply["balance"]) == ("not_a_member", 0, None)


@pytest.mark.parametrize("operation", ["burnPoints", "restorePoints"])
@pytest.mark.parametrize("number", [0, -1, -(2**63), 10_000_001, 2**63, 1.5, "100", None, True])
def test_numbers_that_are_no_points_are_refused(
    agent: AgentUnderTest, operation: str, number: Any
) -> None:
    before = points_of(agent)
    problem = refuse(agent, operation, number)
    assert problem["status"] == 400
    assert points_of(agent) == before


@pytest.mark.parametrize("operation", ["earnPoints", "reversePoints"])
@pytest.mark.parametrize("amount", [-1, -(2**63), 10**13 + 1, 2**63 - 1, 2**63, 0.5, "9", None])
def test_amounts_that_no_order_costs_are_refused(
    agent: AgentUnderTest, operation: str, amount: Any
) -> None:
    before = points_of(agent)
    assert refuse(agent, operation, amount)["status"] == 400
    assert points_of(agent) == before


@pytest.mark.parametrize("operation", WRITES)
def test_a_reference_with_another_number_is_a_conflict(
    agent: AgentUnderTest, operation: str
) -> None:
    if operation == "restorePoints":
        book(agent, "burnPoints", 300, reference="first")
    first = book(agent, operation, 200)
    before = points_of(agent)
    problem = refuse(agent, operation, 201)
    assert (problem["status"], problem["code"]) == (409, "reference_reused")
    assert book(agent, operation, 200) == first
    assert points_of(agent) == before


def test_more_than_she_has_is_refused_with_the_reason(agent: AgentUnderTest) -> None:
    had = points_of(agent)
    reply = book(agent, "burnPoints", had + 1)
    assert (reply["status"], reply["points"], reply["balance"]) == ("insufficient", 0, had)
    assert reply["reason"] == f"you have {had} points, and {had + 1} are asked for"
    few = book(agent, "burnPoints", 99)
    assert (few["status"], few["policy"]) == ("insufficient", "points.redeem.minimum")
    assert points_of(agent) == had


def test_racing_orders_spend_no_point_twice(agent: AgentUnderTest) -> None:
    had = points_of(agent)

    def spend(number: int) -> int:
        reply = book(agent, "burnPoints", 500, order_id=f"O-{number}")
        return int(reply["points"])

    with ThreadPoolExecutor(8) as pool:
        spent = list(pool.map(spend, range(16)))
    assert spent.count(500) == had // 500
    assert points_of(agent) == had - sum(spent) >= 0


def test_racing_restores_give_back_once(agent: AgentUnderTest) -> None:
    had = points_of(agent)
    book(agent, "burnPoints", 500)

    def back(number: int) -> int:
        return int(book(agent, "restorePoints", 300, reference=f"R-{number % 8}")["points"])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(back, range(16)))
    assert points_of(agent) == had


def test_points_end_in_the_account_and_at_checkout(
    agent: AgentUnderTest, clock: FrozenClock
) -> None:
    member = "C-1014"
    account = agent.call("getAccount", shopper=member)["account"]
    assert account["expiring"] == [{"points": 100, "on": "2026-06-03"}]
    assert account["worth"] == {"amount": account["points"] * 100, "currency": "INR"}
    clock.now += timedelta(days=30)
    later = agent.call("getAccount", shopper=member)["account"]
    assert later["points"] == account["points"] - 100
    assert (later["expiring"], later["tier"]) == ([], account["tier"])
    assert book(agent, "burnPoints", account["points"], member)["status"] == "insufficient"
    agent.app.extensions["tidying"].run_once()
    assert points_of(agent, member) == later["points"]


def test_long_names_are_refused_and_break_nothing(agent: AgentUnderTest) -> None:
    problem = refuse(agent, "burnPoints", 100, reference="R" * 121)
    assert (problem["status"], problem["pointer"]) == (400, "/reference")
    assert refuse(agent, "reversePoints", 100, reference="R" * 121)["status"] == 400
    assert book(agent, "burnPoints", 100, reference="R" * 120)["status"] == "burned"
