"""Colours, sizes, brands and materials are matched as shoppers say them."""

import pytest

from agents.recommendation.language.attributes import (
    colour_in,
    matching_colours,
    matching_materials,
    matching_names,
    matching_sizes,
)


def test_blue_finds_navy_but_navy_not_blue() -> None:
    stored = ["navy", "Blue", "red", "Sky Blue"]
    assert matching_colours("BLUE", stored) == {"navy", "Blue", "Sky Blue"}
    assert matching_colours("navy", stored) == {"navy"}


def test_colour_is_a_word_and_not_a_piece_of_one() -> None:
    assert matching_colours("red", ["Redwood brown", "tired", "Dark Red"]) == {"Dark Red"}


def test_gray_is_grey() -> None:
    assert matching_colours("gray", ["Grey", "charcoal"]) == {"Grey", "charcoal"}


@pytest.mark.parametrize(
    ("wanted", "stored"),
    [
        ("medium", "M"),
        ("m", "Medium"),
        ("9", "UK 9"),
        ("9", "9.0"),
        ("uk 9", "9"),
        ("size 9", "9"),
        ("9,5", "9.5"),
        ("2XL", "XXL"),
        ("extra large", "XL"),
        ("one size", "OS"),
        ("one-size", "One Size"),
        ("king", "King"),
        ("EU 42", "42 EU"),
    ],
)
def test_size_is_the_same_size(wanted: str, stored: str) -> None:
    assert matching_sizes(wanted, [stored]) == {stored}


@pytest.mark.parametrize(
    ("wanted", "stored"),
    [("UK 9", "US 9"), ("9", "9.5"), ("M", "XM"), ("S", "XS"), ("10", "1"), ("", "M")],
)
def test_size_is_another_size(wanted: str, stored: str) -> None:
    assert matching_sizes(wanted, [stored]) == frozenset()


def test_brand_is_matched_whole_before_parts() -> None:
    assert matching_names("vans", ["VANS", "VANS Apparel"]) == {"VANS"}
    assert matching_names("martens", ["DR MARTENS", "VANS"]) == {"DR MARTENS"}
    assert matching_names("pacewrn", ["Pacewren", "Tarnhill"]) == {"Pacewren"}
    assert matching_names("nike", ["Pacewren", "Tarnhill"]) == frozenset()


def test_cotton_is_in_organic_cotton() -> None:
    stored = ["organic cotton", "cotton", "cottonwood", "linen"]
    assert matching_materials("Cotton", stored) == {"organic cotton", "cotton"}


def test_colour_is_read_from_a_name() -> None:
    assert colour_in("Ocean Blue Shirt") == "blue"
    assert colour_in("Floor Lamp") is None
