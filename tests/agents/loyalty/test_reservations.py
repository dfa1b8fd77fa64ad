from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from agents.loyalty.offers.listings import merge_rows
from agents.loyalty.service import operations
from contracts.client import AgentUnavailable
from tests.agents.conftest import AgentUnderTest, FrozenClock
from tests.agents.loyalty.offers import past_order, row
from tests.doubles import ScriptedPeers

SHOPPER, OTHER = "C-1003", "C-1004"
Start = Callable[..., AgentUnderTest]


@pytest.fixture
def agent(start_agent: Start, peers: ScriptedPeers, clock: FrozenClock) -> AgentUnderTest:
    """The agent with a once-only, a twice-in-all, two first-order offers and one for gold."""
    agent = start_agent(operations, peers=peers)
    rows = [
        row("OF-ONCE", perShopper=1, code="ONCE"),
        row("OF-TWICE", inAll=2, code="TWICE"),
        row("OF-FIRST", firstOrder=True, code="FIRST"),
        row("OF-NEW", firstOrder=True, code="NEW"),
        row("OF-GOLD", tiers=["gold"]),
    ]
    with agent.app.extensions["store"].write() as session:
        merge_rows(session, rows, clock.now)
    return agent


def reserve(
    agent: AgentUnderTest, order_id: str, *offer_ids: str, shopper: str = SHOPPER
) -> dict[str, Any]:
    body = {"orderId": order_id, "offerIds": list(offer_ids)}
    reply: dict[str, Any] = agent.call("reserveOffers", body, shopper=shopper, service="payment")
    return reply


def release(agent: AgentUnderTest, order_id: str, shopper: str = SHOPPER) -> str:
    body = {"orderId": order_id}
    reply = agent.call("releaseOffers", body, shopper=shopper, service="payment")
    return str(reply["status"])


def reason(reply: dict[str, Any]) -> str:
    assert reply["status"] == "exhausted"
    return str(reply["exhausted"][0]["reason"])


def test_a_once_only_offer_is_counted_once(agent: AgentUnderTest) -> None:
    assert reserve(agent, "O-1", "OF-ONCE")["status"] == "reserved"
    assert reserve(agent, "O-1", "OF-ONCE") == {"status": "reserved", "exhausted": []}
    refused = reserve(agent, "O-2", "OF-ONCE")
    assert reason(refused) == "it can be used once and you have used it once"
    assert refused["exhausted"][0]["title"] == "Offer OF-ONCE"
    assert reserve(agent, "O-3", "OF-ONCE", shopper=OTHER)["status"] == "reserved"


def test_a_limit_in_all_counts_every_shopper(agent: AgentUnderTest) -> None:
    assert reserve(agent, "O-1", "OF-TWICE")["status"] == "reserved"
    assert reserve(agent, "O-2", "OF-TWICE", shopper=OTHER)["status"] == "reserved"
    assert "2 times by all shoppers together" in reason(reserve(agent, "O-3", "OF-TWICE"))
    body = {"lines": [{"sku": "SHIRT", "quantity": 1}], "coupons": ["TWICE"]}
    reply = agent.call("getApplicableOffers", body, shopper="C-1008")
    assert "is used up" in reply["rejectedCoupons"][0]["reason"]


def test_all_are_reserved_or_none(agent: AgentUnderTest) -> None:
    refused = reserve(agent, "O-1", "OF-ONCE", "OF-GOLD")
    assert [each["offerId"] for each in refused["exhausted"]] == ["OF-GOLD"]
    assert reason(refused) == "it is for gold members"
    assert reserve(agent, "O-2", "OF-ONCE")["status"] == "reserved"


def test_a_release_gives_back_once(agent: AgentUnderTest) -> None:
    reserve(agent, "O-1", "OF-ONCE")
    assert release(agent, "O-1") == "released"
    assert release(agent, "O-1") == "nothing_to_release"
    assert release(agent, "O-9") == "nothing_to_release"
    assert reserve(agent, "O-2", "OF-ONCE")["status"] == "reserved"
    assert reserve(agent, "O-1", "OF-ONCE")["status"] == "exhausted"


def test_a_released_order_can_reserve_again(agent: AgentUnderTest) -> None:
    reserve(agent, "O-1", "OF-ONCE")
    release(agent, "O-1")
    assert reserve(agent, "O-1", "OF-TWICE")["status"] == "reserved"
    assert reserve(agent, "O-1", "OF-TWICE")["status"] == "reserved"


def test_other_offers_for_one_order_are_a_conflict(agent: AgentUnderTest) -> None:
    reserve(agent, "O-1", "OF-ONCE")
    body = {"orderId": "O-1", "offerIds": ["OF-TWICE"]}
    problem = agent.fault("reserveOffers", body, shopper=SHOPPER, service="payment")
    assert (problem["status"], problem["code"]) == (409, "reference_reused")


def test_nobody_releases_or_sees_anothers_offers(agent: AgentUnderTest) -> None:
    reserve(agent, "O-1", "OF-ONCE")
    assert release(agent, "O-1", shopper=OTHER) == "nothing_to_release"
    assert reserve(agent, "O-1", "OF-TWICE", shopper=OTHER)["status"] == "reserved"
    assert reserve(agent, "O-2", "OF-ONCE")["status"] == "exhausted"


def test_an_offer_that_is_not_there_is_exhausted(agent: AgentUnderTest) -> None:
    refused = reserve(agent, "O-1", "OF-404", "OF-ONCE")
    assert refused["exhausted"] == [
        {
            "offerId": "OF-404",
            "title": "OF-404",
            "reason": "the shop does not have this offer, or has it no more",
        }
    ]


def test_an_offer_that_ended_meanwhile_is_exhausted(
    agent: AgentUnderTest, clock: FrozenClock
) -> None:
    clock.now += timedelta(hours=24)
    assert reason(reserve(agent, "O-1", "OF-ONCE")) == "it ended on 5 May 2026"


def test_two_open_checkouts_share_one_first_order(agent: AgentUnderTest) -> None:
    assert reserve(agent, "O-1", "OF-FIRST")["status"] == "reserved"
    for offer_id in ("OF-FIRST", "OF-NEW"):
        assert "another order of yours" in reason(reserve(agent, "O-2", offer_id))
    release(agent, "O-1")
    assert reserve(agent, "O-2", "OF-NEW")["status"] == "reserved"


def test_a_first_order_offer_is_not_for_a_second(
    agent: AgentUnderTest, peers: ScriptedPeers
) -> None:
    peers.answers["post-purchase", "listOrders"] = {"orders": [past_order()]}
    assert reason(reserve(agent, "O-2", "OF-FIRST")) == "it is for a first order only"
    assert reserve(agent, "O-1", "OF-FIRST")["status"] == "reserved"


def test_past_orders_unknown_reserve_no_first_order_offer(
    agent: AgentUnderTest, peers: ScriptedPeers
) -> None:
    down = AgentUnavailable("post-purchase", "is down")
    peers.answers["post-purchase", "listOrders"] = down
    assert "cannot be checked" in reason(reserve(agent, "O-1", "OF-FIRST"))
    assert reserve(agent, "O-1", "OF-ONCE")["status"] == "reserved"


@pytest.mark.parametrize(
    ("offer_id", "winners", "is_one_shopper"),
    [("OF-ONCE", 1, True), ("OF-TWICE", 2, False), ("OF-FIRST", 1, True)],
)
def test_racing_orders_stay_within_the_limit(
    agent: AgentUnderTest, offer_id: str, winners: int, is_one_shopper: bool
) -> None:
    def race(number: int) -> str:
        shopper = SHOPPER if is_one_shopper else f"C-10{number:02}"
        return str(reserve(agent, f"O-{number}", offer_id, shopper=shopper)["status"])

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(race, range(1, 17)))
    assert statuses.count("reserved") == winners
    assert statuses.count("exhausted") == 16 - winners


def test_racing_repeats_of_one_order_count_once(agent: AgentUnderTest) -> None:
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda _: reserve(agent, "O-1", "OF-TWICE"), range(16)))
    assert {reply["status"] for reply in replies} == {"reserved"}
    assert reserve(agent, "O-2", "OF-TWICE")["status"] == "reserved"
    assert reserve(agent, "O-3", "OF-TWICE")["status"] == "exhausted"
