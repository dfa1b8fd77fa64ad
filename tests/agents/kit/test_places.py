"""Which store a shopper means."""

import pytest

from agents.kit.places import Place, find_places

STORES = [
    Place("ST-IND", "Indiranagar", "Bengaluru", "212, 100 Feet Road", "560038"),
    Place("ST-KOR", "Koramangala", "Bengaluru", "47, 80 Feet Road", "560034"),
    Place("ST-BAN", "Bandra", "Mumbai", "18, Hill Road, Bandra West", "400050"),
    Place("ST-ANN", "Anna Nagar", "Chennai", "9, 2nd Avenue", "600040"),
]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("st-ban", ["ST-BAN"]),
        ("Indiranagar", ["ST-IND"]),
        ("the Indiranagar store in Bangalore", ["ST-IND"]),
        ("Bombay", ["ST-BAN"]),
        ("bengaluru", ["ST-IND", "ST-KOR"]),
        ("Hill Road", ["ST-BAN"]),
        ("560034", ["ST-KOR"]),
        ("nagar", ["ST-IND", "ST-ANN"]),
        ("indranagar", ["ST-IND"]),
        ("annanagar", ["ST-ANN"]),
        ("Kormangala store", ["ST-KOR"]),
        ("Chenai", ["ST-ANN"]),
        ("Goa", []),
        ("in", []),
        ("", []),
        ("the store", []),
        ("💥", []),
    ],
)
def test_words_find_the_stores_they_name(wanted: str, found: list[str]) -> None:
    assert [place.place_id for place in find_places(wanted, STORES)] == found


def test_no_places_find_none() -> None:
    assert find_places("Indiranagar", []) == []
