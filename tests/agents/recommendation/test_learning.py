"""From orders to lists: taken in once, learnt, and recommended with a reason that is true."""

from collections.abc import Callable
from typing import Any

import pytest

from agents.kit.storage import Store
from agents.recommendation.interactions.purchases import take_in
from agents.recommendation.learning.lessons import learn_now
from agents.recommendation.learning.models import claim, is_due, release
from agents.recommendation.policy import POLICY
from agents.recommendation.service import operations
from agents.recommendation.tables import LearntProduct, Progress, Purchase
from tests.agents.conftest import AgentUnderTest
from tests.agents.recommendation.conftest import product, put
from tests.agents.recommendation.sales import NOW, PastOrders, couples, order

SHOPPER = "C-new"
POLICY_HERE = POLICY.learning.model_copy(update={"ridge": 1.0})


@pytest.fixture
def orders() -> PastOrders:
    """Tents are bought with lamps, lamps with batteries; one shopper bought a tent and a kite."""
    told = PastOrders()
    told.tell(*couples("Tent", "Lamp", 14), *couples("Lamp", "Cell", 6, start=50))
    told.tell(order("odd", "C-odd", "Tent", "Kite"))
    return told


@pytest.fixture
def agent(start_agent: Callable[..., AgentUnderTest], orders: PastOrders) -> AgentUnderTest:
    """An agent that learnt from the orders; nothing but the bulb is out of stock."""
    agent = start_agent(operations, peers=orders.peers(["Bulb"]), has_sample=False)
    for name in ("Tent", "Lamp", "Cell", "Kite", "Bulb"):
        put(agent, product(name, f"{name} One", category=f"{name}s"))
    learn(agent, orders)
    return agent


def store_of(agent: AgentUnderTest) -> Store:
    store: Store = agent.app.extensions["store"]
    return store


def learn(agent: AgentUnderTest, orders: PastOrders) -> None:
    store = store_of(agent)
    take_in(store, orders.peers(), POLICY, NOW)
    held = claim(store, NOW)
    assert held
    assert learn_now(store, POLICY_HERE, held, NOW).startswith("Learnt")


def recommend(agent: AgentUnderTest, kind: str, *, by: str | None = None, **body: Any) -> Any:
    return agent.call("getRecommendations", {"kind": kind, **body}, shopper=by)["recommendations"]


def told(rows: Any) -> dict[str, str]:
    return {row["productId"]: row["reason"] for row in rows}


def test_bought_together_says_by_how_many(agent: AgentUnderTest) -> None:
    found = told(recommend(agent, "bought_together", productIds=["Tent"]))
    assert found == {"Lamp": "bought by 14 shoppers who bought the Tent One"}


def test_complements_of_a_cart_begin_with_what_is_bought_with_it(agent: AgentUnderTest) -> None:
    found = recommend(agent, "complements", skus=["Lamp-1"], excludeSkus=["Lamp-1", "Tent-1"])
    assert found[0]["productId"] == "Cell"
    assert "Tent" not in told(found)


def test_for_a_shopper_by_what_she_bought(agent: AgentUnderTest, orders: PastOrders) -> None:
    orders.tell(order("hers", SHOPPER, "Tent"))
    take_in(store_of(agent), orders.peers(), POLICY, NOW)
    found = told(recommend(agent, "for_you", by=SHOPPER))
    assert next(iter(found)) == "Lamp"
    assert found["Lamp"] == "bought by 14 shoppers who bought the Tent One, like you"
    assert "Tent" not in found


def test_for_a_stranger_by_what_she_looks_at_then_by_what_sells(agent: AgentUnderTest) -> None:
    looking = told(recommend(agent, "for_you", productIds=["Cell"]))
    assert looking["Lamp"] == ("bought by 6 shoppers who bought the Cell One, which you looked at")
    selling = recommend(agent, "for_you")
    assert selling[0]["productId"] == "Lamp"
    assert selling[0]["reason"] == "bought by 20 shoppers in the last 45 days"


def test_popular_is_what_sold_lately_and_new_what_came_in(agent: AgentUnderTest) -> None:
    popular = told(recommend(agent, "popular"))
    assert next(iter(popular)) == "Lamp"
    assert popular["Kite"] == "bought by others lately"
    assert told(recommend(agent, "new", limit=1)).popitem()[1] == "new since 4 May 2026"


def test_a_single_other_shopper_is_never_told_of(agent: AgentUnderTest) -> None:
    assert "Kite" not in told(recommend(agent, "bought_together", productIds=["Tent"]))


def test_canceled_and_returned_goods_are_not_liked(
    agent: AgentUnderTest, orders: PastOrders
) -> None:
    orders.tell(*(order(f"Tent-Lamp-{n}", f"C-{n}") for n in range(14)))
    learn(agent, orders)
    reasons = told(recommend(agent, "bought_together", productIds=["Tent"])).values()
    assert not any("bought" in reason for reason in reasons)


def test_orders_are_taken_in_once_and_on_from_where_it_was_cut_off(
    agent: AgentUnderTest, orders: PastOrders
) -> None:
    store = store_of(agent)

    def rows() -> int:
        with store.read() as session:
            return session.query(Purchase).count()

    before = rows()
    assert take_in(store, orders.peers(), POLICY, NOW) == 0
    with store.write() as session:
        session.get_one(Progress, 1).orders_after = 3  # as if the rest had not been noted
    assert take_in(store, orders.peers(), POLICY, NOW) == len(orders.told) - 3
    assert rows() == before


def test_a_new_model_takes_the_place_of_the_old(agent: AgentUnderTest, orders: PastOrders) -> None:
    learn(agent, orders)
    learn(agent, orders)
    with store_of(agent).read() as session:
        models = session.query(LearntProduct.model).distinct().count()
        serving = session.get_one(Progress, 1).model
        assert session.query(LearntProduct).filter_by(model=serving).count() == 4
    assert models == 2  # the one before stays for readers that began with it


def test_one_learns_at_a_time_and_only_when_there_is_enough(agent: AgentUnderTest) -> None:
    store = store_of(agent)
    eager = POLICY.learning.model_copy(update={"least_new_orders": 1, "every_hours": 1})
    with store.read() as session:
        assert not is_due(session, eager, NOW)  # nothing new since it was learnt
    held = claim(store, NOW)
    assert held
    assert claim(store, NOW) is None
    release(store, held)
    assert claim(store, NOW)


def test_a_learner_that_lost_its_claim_changes_nothing(agent: AgentUnderTest) -> None:
    store = store_of(agent)
    with store.read() as session:
        before = session.get_one(Progress, 1).model
    assert "took over" in learn_now(store, POLICY_HERE, "another's", NOW)
    with store.read() as session:
        assert session.get_one(Progress, 1).model == before
        assert session.query(LearntProduct.model).distinct().count() == 1
