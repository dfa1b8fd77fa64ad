"""A feed's own words are understood in many languages, and a shop's file corrects them."""

import json
from pathlib import Path

import pytest

from agents.recommendation.feeds.goods import FeedError
from agents.recommendation.feeds.mapping import FeedMapping
from tests.agents.recommendation.feed_files import export, read, read_file, row


def mapping_file(path: Path, **sections: object) -> Path:
    file = path / "mapping.json"
    file.write_text(json.dumps(sections), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("Color", "colour"),
        ("COLOUR:", "colour"),
        ("Choose your colour", "colour"),
        ("pa_color", "colour"),
        ("Färg", "colour"),
        ("Цвет", "colour"),
        ("色", "colour"),
        ("색상", "colour"),
        ("لون", "colour"),
        ("Màu sắc", "colour"),
        ("Shoe-Size", "size"),
        ("Size (EU)", "size"),
        ("Größe", "size"),
        ("GRÖSSE", "size"),
        ("Pointure", "size"),
        ("サイズ", "size"),
        ("मटेरियल", "other"),
        ("Matière", "material"),
        ("Fabric type", "material"),
        ("材質", "material"),
        ("Scent", "other"),
        ("Colour temperature", "other"),
    ],
)
def test_option_name_has_its_meaning(name: str, meaning: str) -> None:
    assert FeedMapping.load().meaning_of(name) == meaning


def test_own_file_adds_and_overrules(tmp_path: Path) -> None:
    own = mapping_file(
        tmp_path,
        options={"size": ["Inside leg"], "other": ["Shade"]},
        availability={"In Stock": 7, "on request": 0},
    )
    mapping = FeedMapping.load(own)
    assert mapping.meaning_of("INSIDE LEG") == "size"
    assert mapping.meaning_of("shade") == "other"
    assert mapping.meaning_of("colour") == "colour"
    assert (mapping.units_for("in_stock"), mapping.units_for("on request")) == (7, 0)
    assert mapping.units_for("out of stock") == 0


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "is no mapping"),
        ("[]", "is no mapping"),
        ('{"option": {}}', "'option' is none of options, availability, notGoods"),
        ('{"options": {"hue": ["x"]}}', "'hue' is none of colour, size, material, other"),
        ('{"availability": {"in stock": -1}}', "fewer than no units"),
        ('{"availability": {"in stock": "lots"}}', "is no mapping"),
        ('{"notGoods": {"names": {"fee": ["("]}}}', "is no mapping"),
    ],
)
def test_unusable_mapping_is_refused(tmp_path: Path, content: str, reason: str) -> None:
    file = tmp_path / "mapping.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(FeedError, match=reason):
        FeedMapping.load(file)


def test_missing_mapping_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="No such file"):
        FeedMapping.load(tmp_path / "none.json")


@pytest.mark.parametrize(
    ("title", "what"),
    [
        ("Route Package Protection", "shipping insurance"),
        ("Shipping Insurance", "shipping insurance"),
        ("Worry-Free Purchase Guarantee", "shipping insurance"),
        ("Navidium Shipping Protection", "shipping insurance"),
        ("Versandversicherung", "shipping insurance"),
        ("Gift Wrap", "gift wrap"),
        ("Gift wrapping fee", "gift wrap"),
        ("Geschenkverpackung", "gift wrap"),
        ("Tip", "tip"),
        ("Add a tip 10%", "tip"),
        ("Trinkgeld", "tip"),
        ("Deposit", "deposit"),
        ("Security Deposit", "deposit"),
        ("Carbon-neutral order", "donation"),
        ("Rush fee", "fee"),
        ("Test product", "test"),
    ],
)
def test_what_is_sold_along_is_no_goods(tmp_path: Path, title: str, what: str) -> None:
    (goods,), problems = read(tmp_path, export(row("extra", title)))
    assert goods.why_left_out == f"no goods ({what})"
    assert problems[0].line == 2
    assert problems[0].reason == f"'{title}' is no goods but sold along ({what})"


@pytest.mark.parametrize(
    "title",
    [
        "Gift Wrap Paper Roll, Red",
        "Gift Card",
        "Tip-Toe Socks",
        "Safe Deposit Box",
        "Round Up Weed Killer",
        "Insurance Agent Costume",
        "Screen Protection Film",
        "Express Delivery Van Toy",
        "Donation Box, Oak",
        "Test Tube Vase",
        "Route 66 Cap",
    ],
)
def test_goods_with_such_words_are_goods(tmp_path: Path, title: str) -> None:
    (goods,), problems = read(tmp_path, export(row("goods", title)))
    assert (goods.why_left_out, problems) == (None, [])


def test_vendor_and_type_tell_no_goods(tmp_path: Path) -> None:
    rows = [row("a", "Cover", vendor="Route"), row("b", "Extra", type="Gift Wrap")]
    goods, _ = read(tmp_path, export(*rows))
    assert [one.no_goods for one in goods] == ["shipping insurance", "gift wrap"]


def test_own_file_tells_goods_and_no_goods(tmp_path: Path) -> None:
    not_goods = {"goods": ["wrap"], "names": {"engraving": ["engraving.*"]}}
    own = mapping_file(tmp_path, notGoods=not_goods)
    file = tmp_path / "products.csv"
    file.write_text(export(row("wrap", "Gift Wrap"), row("e", "Engraving, 3 letters")), "utf-8")
    goods, problems = read_file(file, mapping=own)
    assert [one.no_goods for one in goods] == [None, "engraving"]
    assert len(problems) == 1
