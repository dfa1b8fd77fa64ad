"""A Shopify export's rows become products; what is wrong is told with its line."""

from pathlib import Path

import pytest

from agents.recommendation.feeds.goods import FeedError
from tests.agents.recommendation.feed_files import COLUMNS, export, read, read_file, row


def told(problems: list[object]) -> list[str]:
    return [str(problem).removeprefix("products_export.csv:") for problem in problems]


def test_rows_of_a_handle_are_one_product(tmp_path: Path) -> None:
    first = row("tee", "Crew Tee", name1="Size", value1="S", sku="T-S", type="T-Shirts")
    first |= {"Vendor": "Tarn", "Tags": "men, summer", "Body (HTML)": "<p>Soft</p>"}
    second = row("tee", name1="", value1="M", sku="T-M", price="12.00", before="15.00")
    picture = {"Handle": "tee", "Image Src": "https://example.com/2.jpg"}
    (product,), problems = read(tmp_path, export(first, second, picture))
    assert problems == []
    assert (product.product_id, product.name, product.brand) == ("tee", "Crew Tee", "Tarn")
    assert (product.category, product.tags, product.description) == (
        "T-Shirts",
        ("men", "summer"),
        "Soft",
    )
    sizes = [(v.sku, v.size, v.price, v.compare_at_price, v.quantity) for v in product.variants]
    assert sizes == [("T-S", "S", 1000, None, 5), ("T-M", "M", 1200, 1500, 5)]
    assert product.image_url == "https://example.com/2.jpg"


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Color", "colour"),
        ("Colour", "colour"),
        ("Couleur", "colour"),
        ("FARBE", "colour"),
        ("Size", "size"),
        ("Taille", "size"),
        ("Größe", "size"),
        ("talla", "size"),
    ],
)
def test_option_names_are_understood(tmp_path: Path, name: str, field: str) -> None:
    (product,), _ = read(tmp_path, export(row("a", "A", name1=name, value1="X")))
    assert getattr(product.variants[0], field) == "X"
    assert product.variants[0].options == {}


def test_other_options_are_kept_and_default_title_is_none(tmp_path: Path) -> None:
    scented = row("c", "Candle", name1="Scent", value1="Vanilla", name2="Material", value2="Wax")
    (plain, candle), _ = read(tmp_path, export(row("a", "A"), scented))
    assert plain.variants[0].options == {}
    assert candle.variants[0].options == {"Scent": "Vanilla"}
    assert candle.materials == ("wax",)


def test_drafts_and_archived_keep_their_status_and_their_peace(tmp_path: Path) -> None:
    rows = [
        row("a", "A", status="draft", price="0"),
        row("b", "B", status="Archived", quantity=""),
        row("c", "C", status="active"),
        row("d", "D", published="false"),
    ]
    products, problems = read(tmp_path, export(*rows))
    statuses = ["draft", "archived", "active", "draft"]
    assert [product.status for product in products] == statuses
    assert [p for p in problems if "zero" in p.reason] == []


def test_missing_skus_are_made_and_stay_the_same(tmp_path: Path) -> None:
    rows = [row("tee", "Tee", name1="Size", value1="X Large", sku=""), row("mug", "Mug", sku="")]
    first, _ = read(tmp_path, export(*rows))
    again, _ = read(tmp_path, export(*reversed(rows)))
    skus = {variant.sku for product in first for variant in product.variants}
    assert skus == {"tee-x-large", "mug"}
    assert skus == {variant.sku for product in again for variant in product.variants}
    assert all(variant.is_sku_made for product in first for variant in product.variants)


def test_line_break_in_a_sku_is_cleaned_and_told(tmp_path: Path) -> None:
    (product,), problems = read(tmp_path, export(row("a", "A", sku="AD-04\n-blue")))
    assert product.variants[0].sku == "AD-04-blue"
    assert told(problems) == ["2: a line break in the SKU; read as 'AD-04-blue'"]


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"price": ""}, "the price is missing; variant left out"),
        ({"price": "0.00"}, "the price is zero; variant left out"),
        ({"price": "ask us"}, "price 'ask us' is no amount; variant left out"),
        ({"price": "-3"}, "price '-3' is a negative amount; variant left out"),
        ({"quantity": "-2"}, "quantity '-2' is none to sell; taken as 0"),
        ({"quantity": ""}, "the quantity is missing; taken as 0"),
        ({"quantity": "many"}, "quantity 'many' is none to sell; taken as 0"),
        ({"quantity": "1e400"}, "quantity '1e400' is none to sell; taken as 0"),
        ({"before": "soon"}, "compare-at price 'soon' is no amount; taken as none"),
    ],
)
def test_unusable_cell_is_told_with_its_line(
    tmp_path: Path, cells: dict[str, str], problem: str
) -> None:
    good = row("good", "Good", sku="G")
    products, problems = read(tmp_path, export(good, row("bad", "Bad", sku="B", **cells)))
    assert told(problems) == [f"3: {problem}"]
    kept = {product.product_id for product in products}
    assert kept == ({"good"} if "left out" in problem else {"good", "bad"})


def test_european_and_plain_prices_stand_side_by_side(tmp_path: Path) -> None:
    rows = [row(f"p{n}", "P", price=price) for n, price in enumerate(["1.299,00", "1,299.00"])]
    products, problems = read(tmp_path, export(*rows))
    assert [product.variants[0].price for product in products] == [129900, 129900]
    assert problems == []


def test_repeated_sku_gets_one_of_its_own(tmp_path: Path) -> None:
    rows = [row("a", "A", sku="X"), row("b", "B", name1="Size", value1="M", sku="X")]
    products, problems = read(tmp_path, export(*rows))
    assert [v.sku for product in products for v in product.variants] == ["X", "b-m"]
    assert told(problems) == ["3: SKU 'X' was there before; given SKU 'b-m'"]


def test_same_variant_twice_goes_in_once(tmp_path: Path) -> None:
    rows = [row("a", "A", sku=""), row("a", sku="")]
    (product,), problems = read(tmp_path, export(*rows))
    assert len(product.variants) == 1
    assert "again" in problems[0].reason


def test_rows_without_handle_title_or_variant_are_told(tmp_path: Path) -> None:
    blank = {"Variant Price": "", "Option1 Value": "", "Option1 Name": ""}
    rows = [row("", "Nameless"), row("b"), row("c", "C") | blank, row("d", "D"), row("", "E")]
    products, problems = read(tmp_path, export(*rows))
    assert [product.product_id for product in products] == ["d"]
    assert told(problems) == [
        "2: the row has no handle; row left out",
        "3: product 'b' has no title; row left out",
        "4: product 'c' has no variant; left out",
        "6: the row has no handle; row left out",
    ]


def test_handle_that_comes_again_later_is_left_out(tmp_path: Path) -> None:
    products, problems = read(tmp_path, export(row("a", "A"), row("b", "B"), row("a", "A2")))
    assert [product.name for product in products] == ["A", "B"]
    assert told(problems) == ["4: product 'a' was there before; row left out"]


@pytest.mark.parametrize("broken", ['x,"Broken,,', 'x,"Bro"ken",,', 'x,"y" z,,'])
def test_broken_quote_costs_its_line_only(tmp_path: Path, broken: str) -> None:
    lines = export(*(row(f"p{n}", f'P "{n}"', body="a,\nb") for n in range(4))).splitlines(True)
    content = "".join([*lines[:3], broken + "\n", *lines[3:]])
    products, problems = read(tmp_path, content)
    assert [product.product_id for product in products] == ["p0", "p1", "p2", "p3"]
    assert told(problems) == ["4: a quote is left open or misplaced; line left out"]


def test_quote_left_open_on_the_last_line(tmp_path: Path) -> None:
    products, problems = read(tmp_path, export(row("a", "A")) + 'b,"Open')
    assert [product.product_id for product in products] == ["a"]
    assert [problem.line for problem in problems] == [3]


def test_quote_left_open_far_from_the_end(tmp_path: Path) -> None:
    rows = [row(f"p{n}", f"P {n}") for n in range(3000)]
    lines = export(*rows).splitlines(True)
    products, problems = read(tmp_path, "".join([lines[0], 'x,"Open\n', *lines[1:]]))
    assert len(products) == 3000
    assert [problem.line for problem in problems] == [2]


def test_lines_are_the_file_s_own_after_cells_with_breaks(tmp_path: Path) -> None:
    content = export(row("a", "A", body="one\ntwo\r\nthree"), row("b", "B", price="?"))
    _, problems = read(tmp_path, content)
    assert content.splitlines()[problems[0].line - 1].startswith("b,")


def test_too_many_cells_are_told(tmp_path: Path) -> None:
    products, problems = read(tmp_path, export(row("a", "A")) + "b,B" + ",x" * 30 + "\n")
    assert len(products) == 1
    assert told(problems) == ["3: 32 cells under 18 columns; row left out"]


def test_byte_order_mark_and_windows_1252_are_read(tmp_path: Path) -> None:
    marked, _ = read(tmp_path, b"\xef\xbb\xbf" + export(row("a", "Café")).encode())
    assert marked[0].name == "Café"
    old, problems = read(tmp_path, export(row("a", "Café €5"), row("b", "Té")).encode("cp1252"))
    assert [product.name for product in old] == ["Café €5", "Té"]
    assert told(problems) == [
        "2: the line is not UTF-8; read as Windows-1252, as later lines like it"
    ]


def test_semicolons_and_newer_column_names_are_read(tmp_path: Path) -> None:
    newer = "Title;URL handle;SKU;Price;Inventory quantity;Status;Description\n"
    (product,), problems = read(tmp_path, newer + "Lamp;lamp;L-1;1.299,00;7;Active;<b>Warm</b>\n")
    assert problems == []
    assert (product.product_id, product.description) == ("lamp", "Warm")
    assert (product.variants[0].price, product.variants[0].quantity) == (129900, 7)


def test_missing_column_is_one_clear_error(tmp_path: Path) -> None:
    columns = tuple(column for column in COLUMNS if column != "Variant Price")
    with pytest.raises(FeedError, match=r"no column 'Variant Price'.*found: 'Handle', 'Title'"):
        read(tmp_path, export(row("a", "A"), columns=columns))


def test_missing_quantity_column_is_told_once(tmp_path: Path) -> None:
    columns = tuple(column for column in COLUMNS if column != "Variant Inventory Qty")
    products, problems = read(tmp_path, export(row("a", "A"), row("b", "B"), columns=columns))
    assert [product.variants[0].quantity for product in products] == [0, 0]
    assert [problem.line for problem in problems] == [1]


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "is empty"), (b"\n\n", "is empty"), ("Handle,Title".encode("utf-16"), "UTF-8")],
)
def test_file_that_is_no_export_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(FeedError, match=reason):
        read(tmp_path, content)


def test_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match=r"cannot be read: No such file"):
        read_file(tmp_path / "none.csv")


def test_long_handles_and_skus_stay_apart(tmp_path: Path) -> None:
    rows = [row("h" * 100 + end, "A", sku="s" * 100 + end) for end in "ab"]
    products, _ = read(tmp_path, export(*rows))
    assert len({product.product_id for product in products}) == 2
    assert len({product.variants[0].sku for product in products}) == 2
    assert all(len(product.product_id) <= 80 for product in products)


@pytest.mark.parametrize(
    ("cells", "category"),
    [
        ({"type": "Rings", "tags": "gift"}, "Rings"),
        ({"tags": "men, Chair, Wood"}, "Chair"),
        ({"tags": "women, H.Y, Ship From Overseas, 2024"}, None),
        ({}, None),
    ],
)
def test_category_is_type_else_a_telling_tag(
    tmp_path: Path, cells: dict[str, str], category: str | None
) -> None:
    (product,), _ = read(tmp_path, export(row("a", "A", **cells)))
    assert product.category == category


def test_variants_beyond_the_limit_are_told(tmp_path: Path) -> None:
    sizes = [row("tee", value1=str(n), sku=f"T{n}") for n in range(1, 2060)]
    first = row("tee", "Tee", name1="Size", value1="0", sku="T0")
    (tee,), problems = read(tmp_path, export(first, *sizes))
    assert len(tee.variants) == 2048
    assert told(problems) == [
        "2050: the product has 2060 variants; 2048 can be; the last 12 left out"
    ]


def test_untracked_variant_counts_as_in_stock(tmp_path: Path) -> None:
    rows = [row("a", "A", quantity=""), row("b", "B", quantity=""), row("c", "C", quantity="3")]
    for one, tracker in zip(rows, ("", "shopify", ""), strict=True):
        one["Variant Inventory Tracker"] = tracker
    columns = (*COLUMNS, "Variant Inventory Tracker")
    products, problems = read(tmp_path, export(*rows, columns=columns))
    assert [product.variants[0].quantity for product in products] == [100, 0, 3]
    assert told(problems) == ["3: the quantity is missing; taken as 0"]


def test_the_cost_per_item_comes_along(tmp_path: Path) -> None:
    first = row("tee", "Crew Tee", sku="T-S") | {"Cost per item": "4.50"}
    second = row("mug", "Mug", sku="M-1") | {"Cost per item": "unknown"}
    columns = (*COLUMNS, "Cost per item")
    (tee, mug), problems = read(tmp_path, export(first, second, columns=columns))
    assert tee.variants[0].unit_cost == 450
    assert tee.as_product()["variants"][0]["unitCost"] == 450
    assert mug.variants[0].unit_cost is None
    assert "cost 'unknown' is" in told(problems)[0]
