"""What is learnt from baskets: who goes with whom, by how many, and what sells."""

from array import array

import pytest

from agents.recommendation.learning.baskets import Baskets
from agents.recommendation.learning.neighbours import Learnt, Neighbour, unpack
from agents.recommendation.learning.training import learn
from agents.recommendation.policy import POLICY, Learning

GOODS = ["bread", "butter", "jam", "nails", "hammer"]
ORDERS = [
    *[("bread", "butter")] * 8,
    *[("bread", "butter", "jam")] * 4,
    *[("nails", "hammer")] * 6,
    *[("bread", "hammer")] * 2,
    ("jam", "nails"),
]


def baskets(*, age: float = 1.0) -> Baskets:
    """Each order is of another shopper."""
    found = Baskets(product_ids=list(GOODS))
    for number, basket in enumerate(ORDERS):
        for one in basket:
            found.orders.append(number)
            found.shoppers.append(number)
            found.products.append(GOODS.index(one))
            found.ages.append(age)
    return found


def policy(**changes: object) -> Learning:
    return POLICY.learning.model_copy(update={"ridge": 1.0, **changes})


def neighbours(learnt: list[Learnt], name: str) -> dict[str, Neighbour]:
    packed = learnt[GOODS.index(name)].neighbours
    return {GOODS[one.place]: one for one in unpack(packed)}


@pytest.mark.parametrize("dense_products", [5, 2])
def test_what_is_bought_together_are_neighbours(dense_products: int) -> None:
    learnt = list(learn(baskets(), policy(dense_products=dense_products)))
    assert [one.product_id for one in learnt] == GOODS
    assert next(iter(neighbours(learnt, "bread"))) == "butter"
    assert next(iter(neighbours(learnt, "nails"))) == "hammer"


def test_neighbours_tell_how_many_shoppers_bought_both() -> None:
    learnt = list(learn(baskets(), policy()))
    assert neighbours(learnt, "bread")["butter"].shoppers == 12
    assert neighbours(learnt, "hammer")["nails"].shoppers == 6


def test_too_few_shoppers_make_no_neighbour() -> None:
    learnt = list(learn(baskets(), policy(least_shoppers=3)))
    assert "hammer" not in neighbours(learnt, "bread")
    assert "nails" not in neighbours(learnt, "jam")


def test_only_the_strongest_neighbours_are_kept() -> None:
    learnt = list(learn(baskets(), policy(neighbours=1)))
    assert all(len(neighbours(learnt, name)) <= 1 for name in GOODS)


def test_one_shopper_with_many_orders_is_one_shopper() -> None:
    crowd = baskets()
    crowd.shoppers = array("q", [0] * len(crowd.shoppers))
    assert not any(one.neighbours for one in learn(crowd, policy()))


def test_popularity_is_of_lately() -> None:
    popular = {one.product_id: one for one in learn(baskets(), policy())}
    assert popular["bread"].popularity == 1
    assert popular["bread"].recent_shoppers == 14
    assert not any(one.recent_shoppers for one in learn(baskets(age=400), policy()))


def test_nothing_bought_teaches_nothing() -> None:
    assert list(learn(Baskets(), policy())) == []
