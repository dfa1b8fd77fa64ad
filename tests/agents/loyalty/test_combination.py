"""The best combination is the best one: weighed against all that the policy allows."""

import random
from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.loyalty.combination.bundles import bundle_bound
from agents.loyalty.combination.discounts import Remains, after, bound, cut, spread
from agents.loyalty.combination.search import best_combination, group_of, saving
from agents.loyalty.offers.terms import Break, BundlePart, Cart, Offer, missing
from agents.loyalty.policy import POLICY
from tests.agents.loyalty.offers import cart, line, offer

SOCKS, SHIRTS, CAPS = ("Socks",), ("Shirts",), ("Caps",)
GOODS = [(), SOCKS, SHIRTS, CAPS]
SHIRT_AND_SOCKS = (BundlePart("a shirt", 1, SHIRTS), BundlePart("socks", 2, SOCKS))


def found(shown: Cart, *offers: Offer) -> list[tuple[str, int]]:
    combination = best_combination(offers, shown, POLICY)
    assert combination.is_exact
    return [(each.offer.offer_id, each.amount) for each in combination.applied]


def bundle(offer_id: str = "OF-B", **fields: Any) -> Offer:
    return offer(offer_id, "bundle", **{"value": 0, "bundle": SHIRT_AND_SOCKS, **fields})


def tier_price(*breaks: Break, **fields: Any) -> Offer:
    return offer("OF-T", "tier_price", value=0, breaks=breaks, **fields)


@pytest.mark.parametrize(
    ("fields", "quantity", "amount"),
    [
        ({"value": 10}, (1, 2), 120),
        ({"price": 1000}, (1, 2), 200),
        ({"price": 1000}, (2, 4), 400),
        ({"price": 1000}, (2, 3), 200),
        ({"value": 10}, (1, 1), None),
    ],
)
def test_a_bundle_takes_off_once_for_each_whole_set(
    fields: dict[str, Any], quantity: tuple[int, int], amount: int | None
) -> None:
    shown = cart(line("A", 1000, quantity[0]), line("S", 100, quantity[1], "Socks"))
    offered = bundle(**fields)
    if amount is None:
        assert missing(offered, shown, "INR") == "add 1 more from socks"
    else:
        assert found(shown, offered) == [("OF-B", amount)]


def test_a_bundle_takes_the_dearest_goods_that_make_it() -> None:
    shown = cart(line("A", 1000), line("B", 1500), line("S", 100, 5, "Socks"))
    assert found(shown, bundle(value=10)) == [("OF-B", 290)]
    assert found(shown, bundle(price=1000)) == [("OF-B", 900)]


def test_a_bundle_that_costs_more_than_its_goods_does_not_apply() -> None:
    shown = cart(line("A", 1000), line("S", 100, 2, "Socks"))
    assert found(shown, bundle(price=1200)) == []


def test_parts_that_overlap_are_matched_so_that_the_set_is_whole() -> None:
    parts = (BundlePart("any shirt", 1, SHIRTS), BundlePart("the A", 1, (), ("P-A",)))
    shown = cart(line("A", 1000), line("B", 400))
    assert found(shown, bundle(bundle=parts, value=10)) == [("OF-B", 140)]


@pytest.mark.parametrize(
    ("units", "amount"), [(2, 0), (3, 300), (5, 500), (6, 1200), (7, 1400), (99, 19_800)]
)
def test_a_quantity_price_is_that_of_the_highest_break_reached(units: int, amount: int) -> None:
    offered = tier_price(Break(3, percent=10), Break(6, percent=20))
    assert dict(found(cart(line("A", 1000, units)), offered)).get("OF-T", 0) == amount


def test_a_quantity_price_counts_all_its_goods_and_raises_none() -> None:
    offered = tier_price(Break(3, unit_price=500), categories=SHIRTS)
    shown = cart(line("A", 1000, 2), line("B", 400), line("S", 900, 5, "Socks"))
    assert found(shown, offered) == [("OF-T", 1000)]
    few = cart(line("A", 1000, 2), line("S", 900, 5, "Socks"))
    assert missing(offered, few, "INR") == "add 1 more from Shirts"


def test_a_unit_counts_for_one_offer_on_goods_only() -> None:
    shown = cart(line("S", 100, 3, "Socks"))
    free = offer("OF-F", "buy_x_get_y", categories=SOCKS)
    pair = bundle(bundle=(BundlePart("socks", 2, SOCKS),), value=60)
    assert found(shown, free, pair) == [("OF-B", 120)]
    more = cart(line("S", 100, 5, "Socks"))
    assert sum(dict(found(more, free, pair)).values()) == 240


def test_an_exclusive_offer_stands_alone_but_for_free_delivery() -> None:
    alone = offer("OF-X", value=20, is_exclusive=True)
    free = offer("OF-D", "free_delivery")
    third = offer("OF-F", "buy_x_get_y", categories=SOCKS)
    shown = cart(line("A", 1000), line("S", 100, 3, "Socks"))
    assert found(shown, alone, free, third) == [("OF-X", 260), ("OF-D", 0)]
    better = offer("OF-P", value=15)
    assert found(shown, alone, free, third, better) == [
        ("OF-F", 100),
        ("OF-P", 180),
        ("OF-D", 0),
    ]


def test_an_offer_can_name_its_group() -> None:
    first, second = offer("OF-1", value=10), offer("OF-2", value=10, group="goods")
    assert found(cart(line("A", 1000)), first, second) == [("OF-2", 100), ("OF-1", 90)]


@given(st.integers(0, 10**9), st.dictionaries(st.integers(0, 9), st.integers(0, 10**9), max_size=6))
def test_shares_add_up_and_exceed_no_weight(amount: int, weights: dict[int, int]) -> None:
    whole = sum(weights.values())
    shares = spread(min(amount, whole), weights)
    if whole:
        assert sum(shares.values()) == min(amount, whole)
        assert all(0 <= shares[i] <= weights[i] for i in weights)


kinds = ["percent", "amount", "free_delivery", "buy_x_get_y", "bundle", "tier_price"]
parts = st.lists(
    st.builds(BundlePart, st.just("goods"), st.integers(1, 2), st.sampled_from(GOODS[1:])),
    min_size=1,
    max_size=2,
).map(tuple)


@st.composite
def offers(draw: st.DrawFn, kind: str | None = None) -> Offer:
    kind = kind or draw(st.sampled_from(kinds))
    percent = draw(st.integers(1, 100))
    by_price = draw(st.booleans())
    fields: dict[str, Any] = {"value": percent, "categories": draw(st.sampled_from(GOODS))}
    if kind == "buy_x_get_y":
        fields |= {"buy": draw(st.integers(1, 2)), "get": draw(st.integers(1, 2))}
    if kind == "bundle":
        price = draw(st.integers(0, 300))
        fields |= {"bundle": draw(parts), "price": price if by_price else None}
    if kind == "tier_price":
        one = Break(2, unit_price=percent) if by_price else Break(2, percent=percent)
        fields |= {"breaks": (one,)}
    is_exclusive = draw(st.integers(0, 9)) == 0
    code = draw(st.sampled_from([None, None, "CODE"]))
    number = draw(st.integers(0, 10**9))
    return offer(f"OF-{number}", kind, is_exclusive=is_exclusive, code=code, **fields)


lines = st.lists(
    st.builds(
        line,
        st.sampled_from("ABCDEFGH"),
        st.integers(0, 300),
        st.integers(1, 4),
        st.sampled_from(["Socks", "Shirts", "Caps", None]),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda each: each.sku,
)


def sequences(known: Sequence[Offer]) -> Iterator[list[Offer]]:
    """Every order in which the policy lets any of these offers apply."""
    stacking = POLICY.offers.stacking
    ordinary = [each for each in known if not each.is_exclusive]
    yield from _by_group(ordinary, 0)
    beside = [each for each in ordinary if group_of(each, POLICY).name in stacking.beside_exclusive]
    for alone in (each for each in known if each.is_exclusive):
        others = [each for each in beside if group_of(each, POLICY) != group_of(alone, POLICY)]
        for rest in _by_group(others, 0):
            yield sorted([alone, *rest], key=lambda o: stacking.groups.index(group_of(o, POLICY)))


def _by_group(known: Sequence[Offer], depth: int) -> Iterator[list[Offer]]:
    groups = POLICY.offers.stacking.groups
    if depth == len(groups):
        yield []
        return
    mine = [each for each in known if group_of(each, POLICY) == groups[depth]]
    for count in range(min(groups[depth].at_most, len(mine)) + 1):
        for chosen in permutations(mine, count):
            for rest in _by_group(known, depth + 1):
                yield [*chosen, *rest]


def saved_by(chosen: Sequence[Offer], shown: Cart) -> int:
    remains, total = Remains.whole(shown.lines), 0
    for each in chosen:
        off = cut(each, shown.lines, remains)
        remains, total = after(remains, off), total + off.total
    assert min((*remains.price, *remains.units, 0)) >= 0
    return total


@settings(max_examples=300, deadline=None)
@given(lines, st.lists(offers(), max_size=5, unique_by=lambda each: each.offer_id))
def test_no_allowed_combination_saves_more(goods: list[Any], known: list[Offer]) -> None:
    shown = cart(*goods)
    combination = best_combination(known, shown, POLICY)
    assert combination.is_exact
    best = max(saved_by(chosen, shown) for chosen in sequences(known))
    assert saving(combination.applied) == best
    for each in combination.applied:
        assert sum(part for _, part in each.parts) == each.amount


@settings(max_examples=300, deadline=None)
@given(lines, st.lists(offers(), min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_no_offer_takes_more_than_its_bound(
    goods: list[Any], known: list[Offer], chance: random.Random
) -> None:
    """Whatever others left of prices and units: what the search cuts off rests on this."""
    remains = Remains(
        tuple(chance.randint(0, each.total) for each in goods),
        tuple(chance.randint(0, each.quantity) for each in goods),
    )
    for each in known:
        off = cut(each, goods, remains)
        assert off.total <= bound(each, goods)
        assert all(off.amounts[i] <= remains.price[i] for i in off.amounts)
        assert all(off.units[i] <= remains.units[i] for i in off.units)


def test_a_bundles_bound_holds_where_every_set_rounds_up() -> None:
    shown = cart(line("A", 5, 2), line("S", 0, 4, "Socks"))
    assert cut(bundle(value=10), shown.lines, Remains.whole(shown.lines)).total == 2
    assert bundle_bound(bundle(value=10), shown.lines) >= 2


def crowded(seed: int) -> tuple[Cart, list[Offer]]:
    """Fifty lines, and thirty offers that fight for the same goods."""
    chance = random.Random(seed)
    categories = ["Socks", "Shirts", "Caps", "Shoes", "Bags"]
    goods = [
        line(f"S{n}", chance.randint(100, 90_000), chance.randint(1, 9), chance.choice(categories))
        for n in range(50)
    ]
    known = []
    for n in range(30):
        kind = kinds[n % len(kinds)]
        some = tuple(chance.sample(categories, chance.randint(1, 3)))
        percent = chance.randint(5, 40)
        fields: dict[str, Any] = {"value": percent, "categories": some}
        if kind == "amount":
            fields["value"] = chance.randint(1_000, 90_000)
        if kind == "bundle":
            fields["bundle"] = tuple(
                BundlePart(each, chance.randint(1, 2), (each,)) for each in some
            )
        if kind == "tier_price":
            fields["breaks"] = (Break(3, percent=percent), Break(9, percent=percent + 9))
        known.append(offer(f"OF-{n:02}", kind, **fields))
    return cart(*goods), known


@pytest.mark.parametrize("seed", range(8))
def test_thirty_offers_on_fifty_lines_are_weighed_to_the_end(seed: int) -> None:
    shown, known = crowded(seed)
    combination = best_combination(known, shown, POLICY)
    assert saving(combination.applied) > 0
    assert combination.is_exact


def rivals() -> tuple[Cart, list[Offer]]:
    """Offers on the same goods that save nearly the same: hardly any branch can be given up."""
    goods = [line(f"S{n}", 1000 + n, 9, "Socks") for n in range(50)]
    part = (BundlePart("socks", 2, SOCKS),)
    known = [bundle(f"OF-{n:02}", bundle=part, value=20 + n % 3) for n in range(30)]
    return cart(*goods), known


def test_a_search_without_end_is_cut_and_says_so() -> None:
    shown, known = rivals()
    stacking = POLICY.offers.stacking.model_copy(update={"search_steps": 50})
    offers_policy = POLICY.offers.model_copy(update={"stacking": stacking})
    cut_short = POLICY.model_copy(update={"offers": offers_policy})
    combination = best_combination(known, shown, cut_short)
    assert not combination.is_exact
    assert saving(combination.applied) >= max(saved_by([each], shown) for each in known)


def test_even_rivals_are_weighed_within_the_bound() -> None:
    shown, known = rivals()
    combination = best_combination(known, shown, POLICY)
    assert saving(combination.applied) > 0
    assert combination.is_exact
