"""Misspelt words are read as the catalogue's; words for other goods are not."""

import pytest

from agents.recommendation.language.spelling import KnownWords, readings

KNOWN = {"running": 6, "shoe": 13, "sneaker": 3, "jeans": 3, "boot": 2, "coat": 1, "lamp": 4}
KNOWN |= {"floor": 1, "backpack": 2, "trousers": 3, "shirt": 5}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("runing", "running"),
        ("shoos", "shoe"),
        ("sneekers", "sneaker"),
        ("jens", "jeans"),
        ("shrit", "shirt"),
        ("trowsers", "trousers"),
        ("sneak", "sneaker"),
        ("floorlamp", "floor lamp"),
    ],
)
def test_slip_is_read_as_what_was_meant(typed: str, read: str) -> None:
    assert readings(typed, KnownWords(KNOWN))[0] == read


@pytest.mark.parametrize("typed", ["books", "boat", "bike", "xyz", "surfboard", "3000", "sho", ""])
def test_other_goods_are_not_read_as_ours(typed: str) -> None:
    assert readings(typed, KnownWords(KNOWN)) == ()


def test_commoner_word_comes_first() -> None:
    assert readings("lam", KnownWords({"lamb": 1, "lamp": 5})) == ()
    assert readings("lampp", KnownWords({"lampe": 1, "lamp": 5}))[0] == "lamp"
