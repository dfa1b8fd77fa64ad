"""Pictures of goods: every product gets a whole and safe drawing of its kind and colour."""

import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from storefront.pictures import home
from storefront.pictures.album import draw
from storefront.pictures.colours import colour_of, luminance
from storefront.pictures.drawing import picture, symmetric
from storefront.pictures.kinds import KINDS, Subject, kind_of, weave_of
from storefront.pictures.weaves import WEAVES

SAMPLE = Path("agents/recommendation/data/products.json")
SHIRT = Subject("P-1", "Coastline Linen Shirt", "Shirts", ["linen"], ["men", "summer"], "white")


def sample_subjects() -> list[Subject]:
    goods = json.loads(SAMPLE.read_text(encoding="utf-8"))
    return [
        Subject(p["productId"], p["name"], p["category"], p["materials"], p["tags"], colour)
        for p in goods
        for colour in {v["colour"] for v in p["variants"]}
    ]


def named(name: str, category: str = "") -> Subject:
    return Subject("X-1", name, category, [], [], None)


def test_every_product_of_the_sample_has_a_drawing():
    parcels = [s.name for s in sample_subjects() if kind_of(s) is home.parcel]

    assert parcels == []


@pytest.mark.parametrize("draw_kind", [d for _, d in KINDS] + [home.parcel], ids=lambda _: "")
def test_a_drawing_uses_only_paints_that_exist(draw_kind):
    whole = draw(SHIRT)
    defined = set(re.findall(r'id="([a-z]+)"', whole))

    assert set(re.findall(r"url\(#([a-z]+)\)", draw_kind() + whole)) <= defined


@pytest.mark.parametrize("weave", WEAVES)
def test_a_weave_is_a_pattern_of_a_whole_document(weave):
    root = ET.fromstring(picture("a thing", "", "#4f7cae", weave))

    assert [node.get("id") for node in root.iter() if node.tag.endswith("pattern")] == ["weave"]


def test_pictures_of_the_sample_are_small_and_whole():
    for subject in sample_subjects():
        document = draw(subject)
        assert ET.fromstring(document).tag.endswith("svg")
        assert len(document) < 40_000, subject.name


def test_markup_in_a_product_name_stays_text():
    document = draw(replace(SHIRT, name='<script>alert(1)</script>" onload="x'))

    root = ET.fromstring(document)
    assert root[0].text == '<script>alert(1)</script>" onload="x, white'
    assert "<script" not in document


def test_each_colour_has_a_picture_of_its_own():
    pictures = {draw(replace(SHIRT, colour=colour)) for colour in ("white", "blue", "olive")}

    assert len(pictures) == 3
    assert draw(SHIRT) == draw(SHIRT)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Quick-Dry Training T-Shirt", "Monsoon Rain Jacket"),
        ("Linen Shirt Dress", "Linen Shirt"),
        ("Suede High-Top Sneakers", "Crop Top"),
        ("Running Shorts", "Running Shoes"),
        ("Running Cap", "Running Socks"),
    ],
)
def test_the_more_particular_word_decides(name, other):
    assert kind_of(named(name))() != kind_of(named(other))()


def test_a_name_that_says_nothing_leaves_it_to_the_category():
    assert kind_of(named("Aurora", "Curtains")) is home.curtain
    assert kind_of(named("Aurora", "Novelties")) is home.parcel


def test_a_name_says_more_than_the_material():
    assert weave_of(replace(SHIRT, name="Breton Striped Shirt")) == "striped"
    assert weave_of(SHIRT) == "linen"
    assert weave_of(named("Parcel")) == "plain"


def test_colours_without_a_name_keep_to_the_product():
    assert colour_of("heliotrope", "P-1") == colour_of("heliotrope", "P-1")
    assert colour_of(None, "P-1").startswith("#")
    assert luminance(colour_of("dark blue", "")) < luminance(colour_of("blue", ""))
    assert luminance(colour_of("light blue", "")) > luminance(colour_of("blue", ""))


def test_a_name_tells_the_colour_where_no_variant_does():
    red, blue = named("Red Sports Tee"), named("Blue Sports Tee")

    assert colour_of("red", "") in draw(red)
    assert colour_of("blue", "") in draw(blue)


def test_an_outline_is_the_same_on_both_sides():
    assert symmetric((0, 10), (50, 20), (60, 30, 60, 40, 0, 90)) == (
        "M300 10L350 20C360 30 360 40 300 90L300 90C240 40 240 30 250 20L300 10Z"
    )
