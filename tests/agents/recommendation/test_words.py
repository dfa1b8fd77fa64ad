"""Words take the one form in which they are indexed and looked up."""

import pytest

from agents.recommendation.language.words import kind_words, normal, singular, word_forms


@pytest.mark.parametrize(
    ("plural", "expected"),
    [
        ("shirts", "shirt"),
        ("dresses", "dress"),
        ("shoes", "shoe"),
        ("scarves", "scarf"),
        ("accessories", "accessory"),
        ("brushes", "brush"),
        ("ties", "tie"),
        ("jeans", "jeans"),
        ("trousers", "trousers"),
        ("dress", "dress"),
        ("canvas", "canva"),
        ("men", "man"),
        ("bus", "bus"),
    ],
)
def test_plural_becomes_singular(plural: str, expected: str) -> None:
    assert singular(plural) == expected


@pytest.mark.parametrize("spelling", ["T-Shirt", "t shirts", "TEE", "tee-shirt", "Tshirt", "tees"])
def test_spellings_of_one_word_are_one(spelling: str) -> None:
    assert normal(spelling) == "tshirt"


def test_accents_and_case_do_not_matter() -> None:
    assert normal("Crème BRÛLÉE") == normal("creme brulee")


@pytest.mark.parametrize(
    ("name", "noun"),
    [
        ("Velvet Cushion with Filler", "cushion"),
        ("Everyday Ankle Socks, Pack of 3", "sock"),
        ("Percale Cotton Bedsheet Set", "bedsheet"),
        ("Linen Shirt Dress", "dress"),
        ("CAVENDISH 3-EYE SHOE BLACK", "shoe"),
        ("Jeans for women", "jeans"),
    ],
)
def test_noun_of_name_says_what_it_is(name: str, noun: str) -> None:
    assert kind_words(name)[-1] == noun


def test_brand_before_name_is_no_kind() -> None:
    assert kind_words("ADIDAS | CLASSIC BACKPACK | BLUE", "ADIDAS")[-1] == "backpack"


@pytest.mark.parametrize("name", ["", "***", "Set of 2", "2000", "🧦"])
def test_name_without_noun_has_no_kind(name: str) -> None:
    assert kind_words(name) in ([], ["set"])


def test_synonyms_go_both_ways_and_kinds_one_way() -> None:
    assert "sneaker" in word_forms("trainers")
    assert "trainer" in word_forms("sneakers")
    assert "sandal" in word_forms("footwear")
    assert "footwear" not in word_forms("sandals")
