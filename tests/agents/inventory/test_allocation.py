"""Where units are taken from, without a store."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.inventory.holds.allocation import MOST_TRIED, Allocation, Source, allocate

SKUS = ("A", "B", "C")


def warehouse(location_id: str = "WH", /, **units: int) -> Source:
    return Source(location_id, is_warehouse=True, units=units, distance=(0,))


def store(location_id: str, distance: int = 0, /, **units: int) -> Source:
    return Source(location_id, is_warehouse=False, units=units, distance=(distance,))


def taken(wanted: dict[str, int], *sources: Source) -> list[tuple[str, str, int]]:
    allocations = allocate(wanted, sources)
    assert allocations is not None
    return [(a.sku, a.location_id, a.quantity) for a in allocations]


def test_units_come_from_the_warehouse_first() -> None:
    assert taken({"A": 4}, store("s", A=9), warehouse(A=5)) == [("A", "WH", 4)]


def test_the_rest_comes_from_the_nearest_store() -> None:
    found = taken({"A": 4}, warehouse(A=1), store("far", 9, A=9), store("near", 1, A=3))
    assert found == [("A", "WH", 1), ("A", "near", 3)]


def test_one_far_parcel_beats_two_near_ones() -> None:
    found = taken({"A": 4}, store("near", 1, A=2), store("next", 2, A=2), store("far", 9, A=4))
    assert found == [("A", "far", 4)]


def test_of_equally_near_stores_the_fullest_gives() -> None:
    sources = (warehouse(A=2), store("a", A=1), store("b", A=6), store("c", A=3))
    assert taken({"A": 9}, *sources) == [("A", "WH", 2), ("A", "b", 6), ("A", "c", 1)]


def test_one_store_for_all_skus_saves_a_parcel() -> None:
    found = taken(
        {"A": 1, "B": 1}, store("a", 1, A=1), store("b", 2, B=1), store("both", 3, A=1, B=1)
    )
    assert found == [("A", "both", 1), ("B", "both", 1)]


def test_what_the_warehouse_lacks_of_one_sku_leaves_the_others_there() -> None:
    found = taken({"A": 2, "B": 2}, warehouse(A=2, B=1), store("s", A=5, B=5))
    assert found == [("A", "WH", 2), ("B", "WH", 1), ("B", "s", 1)]


def test_two_warehouses_are_chosen_as_stores_are() -> None:
    found = taken({"A": 3}, warehouse("W1", A=2), warehouse("W2", A=3), store("s", A=3))
    assert found == [("A", "W2", 3)]


@pytest.mark.parametrize("wanted", [{"A": 4}, {"A": 1, "B": 1}, {"Z": 1}])
def test_too_few_units_allocate_nothing(wanted: dict[str, int]) -> None:
    assert allocate(wanted, [warehouse(A=2), store("s", A=1)]) is None


def test_nothing_wanted_takes_nothing() -> None:
    assert allocate({}, []) == []


def test_a_hundred_stores_are_chosen_from_in_time() -> None:
    sources = [store(f"s{n:03}", n, A=1 + n % 3) for n in range(100)]
    found = taken({"A": 60}, *sources)
    assert sum(units for _, _, units in found) == 60
    assert len(found) == 20
    assert MOST_TRIED < 100**2


places = st.lists(
    st.tuples(
        st.booleans(),
        st.integers(0, 3),
        st.fixed_dictionaries({s: st.integers(0, 8) for s in SKUS}),
    ),
    max_size=6,
).map(
    lambda rows: [
        Source(f"p{n}", is_warehouse, units, (distance,))
        for n, (is_warehouse, distance, units) in enumerate(rows)
    ]
)
orders = st.dictionaries(st.sampled_from(SKUS), st.integers(1, 20), min_size=1)


@settings(deadline=None, max_examples=300)
@given(sources=places, wanted=orders)
def test_allocations_sum_up_and_never_overdraw(
    sources: list[Source], wanted: dict[str, int]
) -> None:
    allocations = allocate(wanted, sources)
    if allocations is None:
        assert any(sum(s.units[sku] for s in sources) < n for sku, n in wanted.items())
        return
    by_place = {source.location_id: source for source in sources}
    assert len({(a.sku, a.location_id) for a in allocations}) == len(allocations)
    for sku, units in wanted.items():
        assert sum(a.quantity for a in allocations if a.sku == sku) == units
    assert all(0 < a.quantity <= by_place[a.location_id].units[a.sku] for a in allocations)
    _assert_warehouses_are_empty_before_stores_give(allocations, sources)


@settings(deadline=None, max_examples=200)
@given(sources=places, wanted=orders)
def test_no_fewer_stores_could_have_given_it(sources: list[Source], wanted: dict[str, int]) -> None:
    allocations = allocate(wanted, sources) or []
    stores = [s for s in sources if not s.is_warehouse]
    used = {a.location_id for a in allocations} & {s.location_id for s in stores}
    from_stores = {
        sku: sum(a.quantity for a in allocations if a.sku == sku and a.location_id in used)
        for sku in wanted
    }
    for fewer in combinations(stores, max(0, len(used) - 1)):
        gives_all = all(sum(s.units[sku] for s in fewer) >= n for sku, n in from_stores.items())
        assert not used or not gives_all


def _assert_warehouses_are_empty_before_stores_give(
    allocations: list[Allocation], sources: list[Source]
) -> None:
    warehouses = {s.location_id for s in sources if s.is_warehouse}
    for sku in {a.sku for a in allocations if a.location_id not in warehouses}:
        given_by_them = sum(
            a.quantity for a in allocations if a.sku == sku and a.location_id in warehouses
        )
        assert given_by_them == sum(s.units[sku] for s in sources if s.is_warehouse)
