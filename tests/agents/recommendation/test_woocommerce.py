"""A WooCommerce export's rows become products with their variations."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from agents.recommendation.feeds.goods import FeedError
from tests.agents.recommendation.feed_files import Contents, read, read_file

COLUMNS = next(
    csv.reader(
        [
            "ID,Type,SKU,Name,Published,Visibility in catalog,Description,Date sale price starts,"
            "Date sale price ends,In stock?,Stock,Sale price,Regular price,Categories,Tags,Images,"
            "Parent,Attribute 1 name,Attribute 1 value(s),Attribute 2 name,Attribute 2 value(s)"
        ]
    )
)
SHORT = {
    "sale": "Sale price",
    "regular": "Regular price",
    "starts": "Date sale price starts",
    "ends": "Date sale price ends",
    "in_stock": "In stock?",
    "visibility": "Visibility in catalog",
    "name1": "Attribute 1 name",
    "value1": "Attribute 1 value(s)",
    "name2": "Attribute 2 name",
    "value2": "Attribute 2 value(s)",
}
DEFAULTS = {"Type": "simple", "Published": "1", "In stock?": "1", "Regular price": "10"}


def woo(**cells: str) -> dict[str, str]:
    told = {SHORT.get(name, name.capitalize()): value for name, value in cells.items()}
    told = {
        "ID" if name == "Id" else "SKU" if name == "Sku" else name: v for name, v in told.items()
    }
    return {**DEFAULTS, **told}


def export(*rows: dict[str, str]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def load(path: Path, *rows: dict[str, str]) -> Contents:
    return read(path, export(*rows), "wc-product-export.csv")


def test_variations_join_their_product_by_sku_or_number(tmp_path: Path) -> None:
    rows = [
        woo(type="variation", sku="T-RED", parent="T", name1="Color", value1="Red", stock="3"),
        woo(type="variable", id="7", sku="T", name="Tee", name1="Color", value1="Red, Blue"),
        woo(name="Mug", sku="M"),
        woo(type="variation", sku="T-BLU", parent="id:7", name1="pa_color", value1="Blue"),
    ]
    (tee, mug), problems = load(tmp_path, *rows)
    assert problems == []
    assert [(v.sku, v.colour, v.quantity) for v in tee.variants] == [
        ("T-RED", "Red", 3),
        ("T-BLU", "Blue", 100),
    ]
    assert (tee.product_id, mug.product_id) == ("T", "M")


def test_variations_without_their_product_are_told(tmp_path: Path) -> None:
    rows = [woo(name="Mug", sku="M"), woo(type="variation", sku="X", parent="GONE")]
    products, problems = load(tmp_path, *rows)
    assert [product.name for product in products] == ["Mug"]
    assert str(problems[0]).endswith(
        ":3: the product 'GONE' of 1 variations is not in the file; left out"
    )


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        ({}, "active"),
        ({"published": "-1"}, "draft"),
        ({"published": "0"}, "private"),
        ({"visibility": "hidden"}, "hidden"),
        ({"visibility": "search"}, "active"),
        ({"type": "external"}, "external"),
        ({"type": "simple, virtual"}, "active"),
        ({"type": "simple, downloadable, virtual"}, "active"),
    ],
)
def test_status_says_whether_it_is_sold_here(
    tmp_path: Path, cells: dict[str, str], status: str
) -> None:
    (product,), _ = load(tmp_path, woo(name="Album", sku="A", **cells))
    assert product.status == status


def test_grouped_product_has_no_variant_of_its_own(tmp_path: Path) -> None:
    products, problems = load(tmp_path, woo(name="Set", type="grouped", regular=""))
    assert (products, problems) == ([], [])


@pytest.mark.parametrize(
    ("starts", "ends", "price"),
    [
        ("", "", 800),
        ("2026-05-01", "2026-05-04", 800),
        ("2026-05-05", "", 1000),
        ("", "2026-05-03", 1000),
        ("2026-05-04T09:00:00", "2026-05-04T09:31:00", 800),
        ("soon", "", 1000),
    ],
)
def test_sale_holds_in_its_days(tmp_path: Path, starts: str, ends: str, price: int) -> None:
    path = tmp_path / "woo.csv"
    path.write_text(export(woo(name="Cap", sku="C", sale="8", starts=starts, ends=ends)), "utf-8")
    (cap,), _ = read_file(path, now=datetime(2026, 5, 4, 9, 30, tzinfo=UTC))
    assert cap.variants[0].price == price
    assert cap.variants[0].compare_at_price == (1000 if price == 800 else None)


@pytest.mark.parametrize(
    ("cells", "units"),
    [
        ({"stock": "4"}, 4),
        ({"stock": ""}, 100),
        ({"stock": "", "in_stock": "0"}, 0),
        ({"stock": "parent"}, 100),
        ({"stock": "-3"}, 0),
    ],
)
def test_stock_is_counted_or_stands_for_units(
    tmp_path: Path, cells: dict[str, str], units: int
) -> None:
    (cap,), _ = load(tmp_path, woo(name="Cap", sku="C", **cells))
    assert cap.variants[0].quantity == units


def test_attributes_become_colour_material_and_category(tmp_path: Path) -> None:
    cells = {"name1": "Couleur", "value1": "Bleu", "name2": "Matière", "value2": "Laine, Soie"}
    row = woo(name="Scarf", sku="S", categories="Sale, Clothing > Scarves", tags="a, b", **cells)
    (scarf,), _ = load(tmp_path, row)
    assert scarf.variants[0].colour == "Bleu"
    assert (scarf.materials, scarf.category, scarf.tags) == (
        ("laine", "soie"),
        "Scarves",
        ("a", "b"),
    )


def test_missing_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="no column 'Regular price', which a WooCommerce export"):
        read(tmp_path, "ID,Type,Name,Parent\n1,simple,Mug,\n")
