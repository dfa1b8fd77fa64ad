"""A size or a colour that only a model came up with is not hers."""

import pytest

from contracts.named import Heard, asks_to_replace, is_said, unnamed_options

SHIRT = {"productId": "P-1005", "sizes": ["S", "M", "L"], "colours": ["white", "navy blue"]}
SHOES = {"productId": "P-1001", "sizes": ["7", "8", "9", "9.5"], "colours": ["olive"]}
MUG = {"productId": "P-1030", "sizes": [], "colours": ["white"]}


def variant(size=None, colour="olive"):
    return {"sku": f"X-{colour}-{size}", "size": size, "colour": colour}


def unnamed(chosen, product, *words, wish=None, **heard):
    return unnamed_options(wish or {}, chosen, product, Heard(list(words), **heard))


def test_what_nobody_said_is_not_named():
    assert unnamed(variant("M", "white"), SHIRT, "add the linen shirt") == ["size", "colour"]
    assert unnamed(variant("M", "white"), SHIRT, "add the white one") == ["size"]
    assert unnamed(variant("9"), SHOES, "put the first one into my cart") == ["size"]


def test_one_choice_is_no_choice():
    assert unnamed(variant(colour="white"), MUG, "add the mug") == []


@pytest.mark.parametrize(
    "words",
    [
        "add it in M",
        "white, m please",
        "the medium one in white",
        "Size M!",
        "in size-M",
        "add it, any size",
        "my usual",
        "one size up",
        "same again",
        "X-white-M",
    ],
)
def test_a_size_is_named_in_many_ways(words):
    assert "size" not in unnamed(variant("M", "white"), SHIRT, words)


@pytest.mark.parametrize("words", ["in a 9", "nine", "9 please", "UK 9", "size 9, and two of them"])
def test_a_number_is_named_as_digits_or_a_word(words):
    assert unnamed(variant("9"), SHOES, words) == []


@pytest.mark.parametrize("words", ["under 9.99", "it costs 1,999", "O-5009", "in 9.5", "29"])
def test_a_size_is_not_read_out_of_other_numbers(words):
    assert unnamed(variant("9"), SHOES, words) == ["size"]


def test_what_was_said_earlier_counts():
    words = ("is the linen shirt there in M in white?", "add it")

    assert unnamed(variant("M", "white"), SHIRT, *words) == []


def test_a_shade_of_the_colour_she_said_is_hers():
    olive = {**SHIRT, "colours": ["white", "olive"]}
    wish = {"colour": "green"}

    assert unnamed(variant("M"), olive, "a green one in M", wish=wish) == []
    assert unnamed(variant("M"), olive, "add one in M", wish=wish) == ["colour"]


def test_one_word_of_a_colour_names_it():
    assert unnamed(variant("M", "navy blue"), SHIRT, "the navy one in M") == []


def test_a_proposal_she_agrees_to_names_it():
    proposed = "Shall I add it in white, size M?"

    assert unnamed(variant("M", "white"), SHIRT, "yes", proposal=proposed) == []


def test_a_list_of_sizes_proposes_none():
    listed = "It comes in S, M and L, in white and navy blue. Shall I add it?"

    assert unnamed(variant("M", "white"), SHIRT, "yes", proposal=listed) == ["size", "colour"]


def test_her_usual_size_is_known():
    assert unnamed(variant("M", "white"), SHIRT, "add the white one", known={"m"}) == []


def test_nobody_is_asked_twice():
    answer = "the one between S and L, snow coloured"

    assert unnamed(variant("M", "white"), SHIRT, answer, asked={"P-1005"}) == []


def test_colours_of_other_languages_and_of_pictures_are_not_judged():
    assert unnamed(variant("M", "white"), SHIRT, "das Hemd in weiß, Größe M") == []
    assert unnamed(variant("M", "white"), SHIRT, "add this in M", has_picture=True) == []


@pytest.mark.parametrize(
    ("words", "is_change"),
    [
        ("change it to a 9", True),
        ("make them an 8 instead", True),
        ("add a 9 as well", False),
        ("swap one and keep the other", False),
        ("the 9 please", False),
    ],
)
def test_a_change_is_told_from_an_addition(words, is_change):
    assert asks_to_replace(Heard([words])) == is_change


def test_an_address_is_hers_when_she_said_it():
    heard = Heard(["I am Ananya.Iyer@example.com, 560 038"])

    assert is_said("ananya.iyer@example.com", heard)
    assert is_said("560038", heard)
    assert not is_said("rohan.mehta@example.com", heard)
    assert not is_said("56003", heard)
