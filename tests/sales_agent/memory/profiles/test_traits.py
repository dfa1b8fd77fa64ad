"""How a profile changes, and which size is the usual one."""

from dataclasses import replace

import pytest

from sales_agent.memory.profiles.traits import (
    DID,
    Change,
    Source,
    Trait,
    apply_change,
    describe_change,
    merge_profiles,
    usual_size,
)


def learned(*traits):
    profile = ()
    for trait in traits:
        profile = apply_change(profile, Change("learn", trait))
    return profile


def at(trait, moment):
    return replace(trait, source=Source("web", "t-1", 3, moment))


SHOES_9 = Trait("size", "9", "shoes")


def test_a_size_without_goods_corrects_the_one_that_was_said():
    profile = learned(SHOES_9, Trait("size", "M", "shirts"), Trait("size", "10"))

    assert [(row.value, row.about) for row in profile] == [("M", "shirts"), ("10", "shoes")]


def test_what_she_does_never_replaces_what_she_said():
    assert learned(SHOES_9, Trait("size", "10", "shoes", how=DID)) == (SHOES_9,)


def test_a_size_is_dropped_for_the_goods_that_are_named():
    profile = learned(SHOES_9, Trait("size", "M", "shirts"))

    kept = apply_change(profile, Change("drop", Trait("size", "", "shoe")))

    assert [row.value for row in kept] == ["M"]
    assert describe_change(profile, kept) == ["I have forgotten size 9 in shoes."]


def test_disliking_a_colour_ends_liking_it():
    profile = learned(Trait("colour", "black"), Trait("dislike", "black"))

    assert [row.kind for row in profile] == ["dislike"]


def test_without_consent_nothing_is_kept_or_learned():
    profile = learned(SHOES_9, Trait("consent", "no"), Trait("colour", "black"))

    assert [row.kind for row in profile] == ["consent"]
    assert [row.kind for row in learned(*profile, Trait("consent", "yes"), SHOES_9)] == [
        "consent",
        "size",
    ]


def test_only_the_last_stores_are_kept():
    profile = learned(*(Trait("store", f"S{number}", how=DID) for number in range(5)))

    assert [row.value for row in profile] == ["S2", "S3", "S4"]


def test_merging_keeps_both_and_the_newer_of_one_kind():
    own = learned(at(SHOES_9, "2026-01-01"), at(Trait("colour", "red"), "2026-01-01"))
    left = learned(at(Trait("size", "10", "shoes"), "2026-02-01"), Trait("brand", "Acme"))

    merged = merge_profiles(own, left)

    assert {row.key: row.value for row in merged} == {
        "colour:red": "red",
        "size:shoes": "10",
        "brand:acme": "Acme",
    }
    assert merge_profiles(merged, left) == merged


@pytest.mark.parametrize("side", [0, 1])
def test_a_refusal_on_either_side_wins_the_merge(side):
    sides = [learned(SHOES_9), learned(Trait("consent", "no"))]

    assert [row.kind for row in merge_profiles(sides[side], sides[1 - side])] == ["consent"]


NINE_TO_ELEVEN = ("9", "10", "11")


@pytest.mark.parametrize(
    ("traits", "sizes", "goods", "expected"),
    [
        ([SHOES_9], NINE_TO_ELEVEN, "Running Shoes", "9"),
        ([SHOES_9], ("UK 8", "UK 9"), "", "9"),
        ([SHOES_9], ("S", "M"), "Shirts", None),
        ([Trait("size", "M")], ("S", "M"), "Shirts", "M"),
        ([SHOES_9, Trait("size", "11", "boots")], NINE_TO_ELEVEN, "", None),
        ([SHOES_9, Trait("size", "11", "boots")], NINE_TO_ELEVEN, "Boots", "11"),
        ([Trait("size", "10", "Running Shoes", DID)], NINE_TO_ELEVEN, "Running Shoes", "10"),
        ([Trait("size", "10", "Running Shoes", DID), SHOES_9], NINE_TO_ELEVEN, "", "9"),
        ([SHOES_9], (), "mugs", None),
        ([], NINE_TO_ELEVEN, "", None),
    ],
)
def test_the_usual_size_is_one_that_she_named_and_that_there_is(traits, sizes, goods, expected):
    found = usual_size(tuple(traits), sizes, goods)

    assert (found.value if found else None) == expected
