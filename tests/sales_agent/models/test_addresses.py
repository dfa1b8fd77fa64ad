"""Addresses in sentences and in parts."""

import pytest

from sales_agent.models.offline.understanding.addresses import find_address, read_part


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("delhi 110001", {"city": "Delhi", "postcode": "110001"}),
        ("pincode is 560038", {"postcode": "560038"}),
        ("14 MG Road", {"line1": "14 MG Road"}),
        ("14 MG Road, Bengaluru", {"line1": "14 MG Road", "city": "Bengaluru"}),
        ("560001, 14 MG Road", {"line1": "14 MG Road", "postcode": "560001"}),
    ],
)
def test_part_of_an_address_is_what_it_names(text, expected):
    part = read_part(text)

    assert part is not None
    assert part.given() == expected


@pytest.mark.parametrize("text", ["one pair, size 10", "yes please", "the black one"])
def test_words_that_name_no_place_are_no_part_of_an_address(text):
    assert read_part(text) is None


def test_address_in_a_sentence_is_of_the_city_that_she_lives_in():
    found = find_address("I live in Pune, at 27 Prabhat Road, Deccan, 411004, second floor")

    assert found is not None
    assert found.address.city == "Pune"
    assert found.address.line1 == "27 Prabhat Road, Deccan"


def test_price_is_no_postcode_of_a_sentence_without_a_street():
    assert find_address("add 2 shirts under 20000") is None
