"""Products in JSON: our own lines, and whole documents read value by value."""

import json
from pathlib import Path
from typing import Any

import pytest

from agents.recommendation.feeds.goods import FeedError
from agents.recommendation.feeds.json_values import CHUNK_BYTES, MAX_VALUE
from tests.agents.recommendation.feed_files import Contents, read

TEE: dict[str, Any] = {
    "productId": "tee",
    "name": "Crew Tee",
    "brand": "Tarn",
    "category": "T-Shirts",
    "description": "<p>Soft</p>",
    "materials": ["Cotton"],
    "tags": ["summer"],
    "variants": [
        {
            "sku": "T-S",
            "size": "S",
            "options": {"Farbe": "Rot"},
            "price": "1.299,00",
            "quantity": 4,
        },
        {"sku": "T-M", "size": "M", "price": 12.5, "compareAtPrice": 15, "quantity": 0},
        {"sku": "T-L", "size": "L", "price": {"amount": 1250, "currency": "INR"}},
    ],
}


def lines(path: Path, *values: object) -> Contents:
    text = "\n".join(one if isinstance(one, str) else json.dumps(one) for one in values)
    return read(path, text, "products.jsonl")


def mug(number: int, **fields: object) -> dict[str, object]:
    variants = [{"sku": f"M{number}", "price": 5}]
    return {"productId": f"m{number}", "name": f"Mug {number}", "variants": variants, **fields}


def test_own_lines_are_read_whole(tmp_path: Path) -> None:
    (tee,), problems = lines(tmp_path, TEE)
    assert problems == []
    assert (tee.name, tee.brand, tee.category, tee.description) == (
        "Crew Tee",
        "Tarn",
        "T-Shirts",
        "Soft",
    )
    assert (tee.materials, tee.tags) == (("cotton",), ("summer",))
    assert [(v.sku, v.colour, v.size, v.price, v.quantity) for v in tee.variants] == [
        ("T-S", "Rot", "S", 129900, 4),
        ("T-M", None, "M", 1250, 0),
        ("T-L", None, "L", 1250, 100),
    ]
    assert tee.variants[1].compare_at_price == 1500


@pytest.mark.parametrize("wrap", ["array", "products", "indented", "minified"])
def test_documents_are_read_value_by_value(tmp_path: Path, wrap: str) -> None:
    goods = [mug(n, description="é" * 900) for n in range(1000)]
    whole: object = {"products": goods} if wrap == "products" else goods
    text = json.dumps(whole, indent=1 if wrap == "indented" else None, ensure_ascii=False)
    assert len(text.encode()) > 3 * CHUNK_BYTES
    products, problems = read(tmp_path, text, "products.json")
    assert (len(products), problems) == (1000, [])
    assert products[999].description == "é" * 900


def test_broken_line_costs_itself(tmp_path: Path) -> None:
    broken = ['{"productId": "x"', "[1]", '{"name": "no id"}', '"text"', "NaN", "[" * 3000]
    products, problems = lines(tmp_path, mug(1), *broken, "", mug(2))
    assert [product.product_id for product in products] == ["m1", "m2"]
    assert [problem.line for problem in problems] == [2, 3, 4, 5, 6, 7]


def test_broken_array_keeps_what_came_before(tmp_path: Path) -> None:
    text = json.dumps([mug(1), mug(2)], indent=1)
    products, problems = read(tmp_path, text.replace('"Mug 2"', '"Mug 2'), "products.json")
    assert [product.product_id for product in products] == ["m1"]
    assert problems[0].action == "the rest of the file left out"
    assert problems[0].line == 12


@pytest.mark.parametrize(
    "fields",
    [
        {"variants": "many"},
        {"variants": [1]},
        {"name": {"en": "Mug"}},
        {"tags": "a,b"},
        {"variants": [{"sku": "S", "price": True}]},
        {"variants": [{"sku": "S", "price": {"amount": "x"}}]},
    ],
)
def test_product_of_another_shape_is_told(tmp_path: Path, fields: dict[str, object]) -> None:
    products, problems = lines(tmp_path, mug(1), mug(2, **fields))
    assert [product.product_id for product in products] == ["m1"]
    assert [problem.line for problem in problems] == [2]


def test_unusable_text_is_cleaned(tmp_path: Path) -> None:
    (one,), _ = lines(tmp_path, mug(1, name="Mug\x00 \ud800big", brand="B\x01"))
    assert (one.name, one.brand) == ("Mug big", "B")


def test_drafts_keep_their_status(tmp_path: Path) -> None:
    (one,), problems = lines(tmp_path, mug(1, status="draft"))
    assert (one.status, problems) == ("draft", [])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{}", "holds no products that are known"),
        ('{"a": 1}', "holds no products that are known"),
        ("[]", "is empty"),
        ("{not json", "is no JSON that can be read"),
    ],
)
def test_other_json_is_refused(tmp_path: Path, content: str, reason: str) -> None:
    with pytest.raises(FeedError, match=reason):
        read(tmp_path, content, "other.json")


def fixture(**fields: object) -> list[dict[str, object]]:
    def row(model: str, pk: int, **fields: object) -> dict[str, object]:
        return {"model": model, "pk": pk, "fields": fields}

    return [
        row("product.category", 1, name="Shoes"),
        row("product.product", 1, name="Plimsolls", slug="plims", category=1, product_type=9),
        row("product.productvariant", 5, product=1, sku="P-41", name="41"),
        row("product.productchannellisting", 1, product=1, is_published=True, currency="INR"),
        row(
            "product.productvariantchannellisting",
            1,
            variant=5,
            currency="INR",
            price_amount="80.000",
            discounted_price_amount="60.000",
        ),
        row("warehouse.stock", 1, product_variant=5, quantity=7, quantity_allocated=2),
        row("attribute.attribute", 1, name="Shoe size"),
        row("attribute.attributevalue", 3, name="41", attribute=1),
        row("attribute.assignedvariantattribute", 8, variant=5),
        row("attribute.assignedvariantattributevalue", 1, assignment=8, value=3),
    ]


def test_saleor_s_rows_are_joined(tmp_path: Path) -> None:
    (shoe,), problems = read(tmp_path, json.dumps(fixture()), "saleor.json")
    assert problems == []
    assert (shoe.product_id, shoe.category, shoe.status) == ("plims", "Shoes", "active")
    (one,) = shoe.variants
    assert (one.sku, one.size, one.price, one.compare_at_price, one.quantity) == (
        "P-41",
        "41",
        6000,
        8000,
        5,
    )


def test_saleor_without_the_shop_s_currency_is_refused(tmp_path: Path) -> None:
    text = json.dumps(fixture()).replace('"INR"', '"PLN"')
    with pytest.raises(FeedError, match="has prices in PLN, and the shop sells in INR"):
        read(tmp_path, text, "saleor.json")


def test_object_of_products_by_id_is_read_value_by_value(tmp_path: Path) -> None:
    def one(number: int) -> dict[str, object]:
        variants = {
            f"{number}-{n}": {"options": {}, "available": n == "1", "price": 5} for n in "01"
        }
        options = {"color": "red", "note": "x" * 300}
        variants[f"{number}-0"] = {"options": options, "available": False, "price": 50.88}
        return {"name": f"Tee {number}", "product_id": str(number), "variants": variants}

    text = json.dumps({str(number): one(number) for number in range(800)}, indent=1)
    assert len(text) > CHUNK_BYTES
    products, problems = read(tmp_path, text, "products.json")
    assert (len(products), problems) == (800, [])
    first, second = products[799].variants
    assert (first.sku, first.colour, first.price, first.quantity) == ("799-0", "red", 5088, 0)
    assert (second.price, second.quantity) == (500, 100)


def test_line_beyond_any_product_is_left_out(tmp_path: Path) -> None:
    products, problems = lines(tmp_path, mug(1), f'"{"x" * MAX_VALUE}"', mug(2))
    assert [product.product_id for product in products] == ["m1", "m2"]
    assert [(one.line, one.action) for one in problems] == [(2, "line left out")]
