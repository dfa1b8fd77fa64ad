"""The shop's rules over a list: never what is in the cart, margins, variety."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from agents.recommendation.policy import POLICY, Policy
from agents.recommendation.ranking.ranking import Candidate
from agents.recommendation.ranking.rules import Standing, allowed, in_order, varied
from agents.recommendation.tables import Product, Variant

CATEGORIES = ("Shirts", "Socks", "Belts")
IDS = tuple(f"P-{number}" for number in range(12))


def candidate(
    product_id: str,
    category: str = "Shirts",
    *,
    brand: str | None = None,
    price: int = 1000,
    cost: int | None = None,
    score: float = 1.0,
) -> Candidate:
    sold = Variant(sku=f"{product_id}-1", price=price, unit_cost=cost)
    product = Product(
        product_id=product_id, name=product_id, category=category, brand=brand, variants=[sold]
    )
    return Candidate(product, price, price, frozenset({sold.sku}), "because", score)


def ids(candidates: list[Candidate]) -> list[str]:
    return [one.product.product_id for one in candidates]


def with_rules(**rules: Any) -> Policy:
    return POLICY.model_copy(update={"rules": POLICY.rules.model_copy(update=rules)})


candidates_of_any_shop = st.lists(
    st.builds(
        candidate,
        st.sampled_from(IDS),
        st.sampled_from(CATEGORIES),
        brand=st.sampled_from([None, "Vesk", "Tarn"]),
        cost=st.one_of(st.none(), st.integers(0, 1500)),
        score=st.floats(0, 1),
    ),
    unique_by=lambda one: one.product.product_id,
)
some_ids = st.sets(st.sampled_from(IDS))
pasts = st.builds(
    Standing,
    had=some_ids,
    bought=some_ids,
    refused=some_ids,
    tired=some_ids,
    appeals=st.dictionaries(st.sampled_from(IDS), st.floats(0.3, 3.0)),
)


@settings(max_examples=60, deadline=None)
@given(candidates_of_any_shop, pasts, st.integers(1, 8))
def test_nothing_that_is_ruled_out_is_ever_listed(
    candidates: list[Candidate], past: Standing, count: int
) -> None:
    kept = allowed(candidates, past, POLICY)
    listed = varied(kept, POLICY.rules, count)
    assert len(listed) == min(count, len(kept))
    assert len(set(ids(listed))) == len(listed)
    for one in listed:
        product = one.product
        assert product.product_id not in past.had
        assert product.product_id not in past.refused
        assert product.product_id not in past.bought or product.category == "Socks"
        cost = product.variants[0].unit_cost
        assert cost is None or cost <= product.variants[0].price


def test_refused_and_tiring_goods_stand_behind() -> None:
    past = Standing(tired={"P-1"}, appeals={"P-2": 1.4})
    kept = allowed(in_order([candidate(one) for one in ("P-1", "P-0", "P-2")]), past, POLICY)
    assert ids(kept) == ["P-2", "P-0", "P-1"]


def test_the_better_margin_comes_first_at_equal_fit() -> None:
    thin, unknown, rich = (
        candidate("P-0", cost=950),
        candidate("P-1"),
        candidate("P-2", cost=200),
    )
    assert ids(allowed([thin, unknown, rich], Standing(), POLICY)) == ["P-2", "P-1", "P-0"]


def test_nothing_is_pushed_under_its_cost() -> None:
    assert allowed([candidate("P-0", price=1000, cost=1001)], Standing(), POLICY) == []


def test_a_list_is_varied_while_there_are_others() -> None:
    shirts = [candidate(one) for one in IDS[:5]]
    socks = [candidate("P-9", "Socks")]
    rules = POLICY.rules.model_copy(update={"at_most_of_category": 2})
    assert ids(varied([*shirts, *socks], rules, 4)) == ["P-0", "P-1", "P-9", "P-2"]
    shirts_only = varied([*shirts, *socks], rules, 3, of_one_category=True)
    assert ids(shirts_only) == ["P-0", "P-1", "P-2"]


def test_brands_are_varied_too() -> None:
    branded = [candidate(one, f"Kind {one}", brand="Vesk") for one in IDS[:4]]
    other = candidate("P-9", "Socks", brand="Tarn")
    rules = POLICY.rules.model_copy(update={"at_most_of_brand": 1})
    assert ids(varied([*branded, other], rules, 2)) == ["P-0", "P-9"]


def test_a_wholesaler_may_recommend_what_was_bought() -> None:
    policy = with_rules(replenished_categories=("*",))
    past = Standing(bought={"P-0"})
    assert ids(allowed([candidate("P-0")], past, policy)) == ["P-0"]
    assert allowed([candidate("P-0")], past, POLICY) == []
