"""What a shopper does is kept once, moves what is recommended, and is erased when she says so."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from agents.kit.storage import Store
from agents.recommendation.interactions.erasure import erase_old
from agents.recommendation.interactions.purchases import take_in
from agents.recommendation.learning.schedule import count_appeals
from agents.recommendation.policy import POLICY
from agents.recommendation.service import operations
from agents.recommendation.tables import Appeal, Interaction, Purchase, Showing
from tests.agents.conftest import AgentUnderTest, FrozenClock
from tests.agents.recommendation.conftest import product, put
from tests.agents.recommendation.sales import NOW, PastOrders, order

ASHA, BEN = "C-1", "C-2"
GOODS = ("Tent", "Lamp", "Cell", "Kite")


@pytest.fixture
def agent(start_agent: Callable[..., AgentUnderTest]) -> AgentUnderTest:
    agent = start_agent(operations, peers=PastOrders().peers(), has_sample=False)
    put(agent, *(product(name, f"{name} One", category=f"{name}s") for name in GOODS))
    return agent


def store_of(agent: AgentUnderTest) -> Store:
    store: Store = agent.app.extensions["store"]
    return store


def count(agent: AgentUnderTest, table: Any, **which: Any) -> int:
    with store_of(agent).read() as session:
        return int(session.query(table).filter_by(**which).count())


def shown(agent: AgentUnderTest, shopper: str = ASHA, **body: Any) -> list[str]:
    asked = {"kind": "popular", "limit": 4, **body}
    reply = agent.call("getRecommendations", asked, shopper=shopper)
    return [row["productId"] for row in reply["recommendations"]]


def did(agent: AgentUnderTest, deed: str, key: str, shopper: str = ASHA, **what: str) -> int:
    body = {"key": key, "interactions": [{"deed": deed, **what}]}
    recorded: int = agent.call("recordInteractions", body, shopper=shopper)["recorded"]
    return recorded


def test_a_deed_told_twice_is_kept_once(agent: AgentUnderTest) -> None:
    assert did(agent, "viewed", "thread:call", productId="Tent") == 1
    assert did(agent, "viewed", "thread:call", sku="Tent-1") == 1
    assert did(agent, "viewed", "other", productId="nothing-known") == 0
    assert count(agent, Interaction) == 1


def test_deeds_need_a_shopper(agent: AgentUnderTest) -> None:
    body = {"key": "k", "interactions": [{"deed": "viewed", "productId": "Tent"}]}
    assert agent.fault("recordInteractions", body)["status"] == 401
    assert agent.fault("eraseInteractions")["status"] == 401


def test_only_what_a_shopper_sees_herself_counts_as_shown(agent: AgentUnderTest) -> None:
    agent.call("getRecommendations", {"kind": "popular"})
    agent.call("getRecommendations", {"kind": "popular"}, shopper=ASHA, service="campaigns")
    assert count(agent, Showing) == 0
    shown(agent)
    assert count(agent, Showing, shopper=ASHA, outcome=None) == 4


def test_what_she_takes_moves_up_for_all(agent: AgentUnderTest, clock: FrozenClock) -> None:
    last = shown(agent)[-1]
    for number in range(12):
        shopper = f"C-{number}"
        shown(agent, shopper)
        did(agent, "carted", "k", shopper, sku=f"{last}-1")
    assert count(agent, Showing, outcome="taken") == 12
    clock.now += timedelta(hours=1)
    count_appeals(store_of(agent), POLICY, clock.now)
    assert shown(agent, "C-else")[0] == last


def test_what_she_refuses_is_left_out_for_her_and_moves_down_for_all(
    agent: AgentUnderTest, clock: FrozenClock
) -> None:
    first = shown(agent)[0]
    for number in range(40):
        shopper = f"C-{number}"
        shown(agent, shopper)
        assert first not in shown(agent, shopper, refusedProductIds=[first])
    assert first not in shown(agent, "C-3")
    clock.now += timedelta(hours=1)
    count_appeals(store_of(agent), POLICY, clock.now)
    assert shown(agent, "C-else")[-1] == first


def test_what_was_shown_in_vain_stands_back_for_her(agent: AgentUnderTest) -> None:
    first = shown(agent, limit=1)[0]
    for _ in range(POLICY.appeal.tired_after - 1):
        shown(agent, limit=1)
    assert shown(agent, limit=1) != [first]
    assert shown(agent, BEN, limit=1) == [first]


def test_a_purchase_is_taking_too(agent: AgentUnderTest) -> None:
    first = shown(agent)[0]
    orders = PastOrders([order("O-1", ASHA, first, days_ago=-0.1)])
    take_in(store_of(agent), orders.peers(), POLICY, NOW)
    assert count(agent, Showing, product_id=first, outcome="taken") == 1


def test_erasing_leaves_nothing_of_her_and_all_of_others(agent: AgentUnderTest) -> None:
    orders = PastOrders([order("O-1", ASHA, "Tent", "Lamp"), order("O-2", BEN, "Tent")])
    take_in(store_of(agent), orders.peers(), POLICY, NOW)
    for shopper in (ASHA, BEN):
        shown(agent, shopper, limit=2)
        did(agent, "viewed", "k", shopper, productId="Cell")

    erased = agent.call("eraseInteractions", shopper=ASHA)

    assert erased == {"purchases": 2, "interactions": 1, "showings": 2}
    for table in (Purchase, Interaction, Showing):
        assert count(agent, table, shopper=ASHA) == 0
        assert count(agent, table, shopper=BEN) > 0


def test_erased_orders_do_not_come_back_and_new_ones_do(agent: AgentUnderTest) -> None:
    orders = PastOrders([order("O-1", ASHA, "Tent")])
    take_in(store_of(agent), orders.peers(), POLICY, NOW)
    agent.call("eraseInteractions", shopper=ASHA)
    orders.tell(order("O-1", ASHA, "Tent"))  # it was delivered meanwhile
    orders.tell(order("O-2", ASHA, "Lamp", days_ago=-1))
    take_in(store_of(agent), orders.peers(), POLICY, NOW)
    assert count(agent, Purchase, product_id="Tent") == 0
    assert count(agent, Purchase, product_id="Lamp", shopper=ASHA) == 1


def test_what_was_kept_long_enough_is_erased(agent: AgentUnderTest) -> None:
    orders = PastOrders([order("O-1", ASHA, "Tent", days_ago=1), order("O-2", BEN, "Tent")])
    take_in(store_of(agent), orders.peers(), POLICY, NOW)
    shown(agent)
    did(agent, "viewed", "k", productId="Cell")
    with store_of(agent).write() as session:
        later = NOW + timedelta(days=POLICY.retention.interactions_days + 1)
        erase_old(session, POLICY.retention, later)
    assert count(agent, Showing) == count(agent, Interaction) == 0
    assert count(agent, Purchase) == 2
    assert count(agent, Appeal) == 0
