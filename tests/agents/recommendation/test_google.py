"""A Merchant Center feed's items become products with variants, from a table or from XML."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from agents.recommendation.feeds.goods import FeedError
from tests.agents.recommendation.feed_files import Contents, read, read_file

NAMES = ("id", "item_group_id", "title", "availability", "price", "sale_price", "color", "size")
RSS = '<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>Shop</title>{}</channel></rss>'


def item(id: str, title: str = "Tee", **cells: str) -> dict[str, str]:
    return {"id": id, "title": title, "availability": "in stock", "price": "20.00 INR", **cells}


def tsv(path: Path, *items: dict[str, str], names: tuple[str, ...] = NAMES) -> Contents:
    names = tuple(dict.fromkeys([*names, *(name for one in items for name in one)]))
    lines = ["\t".join(names), *("\t".join(one.get(n, "") for n in names) for one in items)]
    return read(path, "\n".join(lines) + "\n", "feed.tsv")


def xml(path: Path, *items: dict[str, str], prefix: str = "g:") -> Contents:
    return read(path, RSS.format("".join(map(_element(prefix), items))), "feed.xml")


def _element(prefix: str):  # type: ignore[no-untyped-def]
    def element(one: dict[str, str]) -> str:
        inner = "".join(f"<{prefix}{name}>{text}</{prefix}{name}>" for name, text in one.items())
        return f"<item>{inner}</item>\n"

    return element


GROUP = (
    item("1", "Crew Tee - Red, S", item_group_id="tee", color="Red", size="S"),
    item("9", "Mug"),
    item("2", "Crew Tee - Blue, S", item_group_id="tee", color="Blue", size="S"),
)


@pytest.mark.parametrize("source", ["tsv", "xml", "xml without prefix"])
def test_group_is_a_product_wherever_its_items_stand(tmp_path: Path, source: str) -> None:
    prefix = "" if source.endswith("prefix") else "g:"
    read_it = tsv(tmp_path, *GROUP) if source == "tsv" else xml(tmp_path, *GROUP, prefix=prefix)
    (tee, mug), problems = read_it
    assert problems == []
    assert (tee.product_id, tee.name, mug.product_id) == ("tee", "Crew Tee", "9")
    assert [(v.sku, v.colour, v.size, v.price, v.quantity) for v in tee.variants] == [
        ("1", "Red", "S", 2000, 100),
        ("2", "Blue", "S", 2000, 100),
    ]


def test_group_that_is_only_a_shelf_becomes_products(tmp_path: Path) -> None:
    items = [item(f"{n}", f"Thing {n}", item_group_id="Home & Garden") for n in range(3)]
    products, problems = tsv(tmp_path, *items)
    assert [product.product_id for product in products] == ["0", "1", "2"]
    assert len(problems) == 1
    assert "group 'Home & Garden' have titles of their own" in problems[0].reason


@pytest.mark.parametrize(
    ("availability", "units", "problem"),
    [
        ("in stock", 100, None),
        ("in_stock", 100, None),
        ("limited availability", 50, None),
        ("out of stock", 0, None),
        ("preorder", 0, None),
        ("backorder", 0, None),
        ("maybe", 0, "availability 'maybe' is unknown; taken as 0"),
        ("", 0, "the availability is missing; taken as 0"),
    ],
)
def test_availability_stands_for_units(
    tmp_path: Path, availability: str, units: int, problem: str | None
) -> None:
    (mug,), problems = tsv(tmp_path, item("1", "Mug", availability=availability))
    assert mug.variants[0].quantity == units
    assert [str(one).partition(": ")[2] for one in problems] == ([problem] if problem else [])


def test_count_goes_before_availability(tmp_path: Path) -> None:
    (mug,), problems = tsv(tmp_path, item("1", "Mug", availability="", quantity="3"))
    assert (mug.variants[0].quantity, problems) == (3, [])


@pytest.mark.parametrize(
    ("period", "price"),
    [
        ("", 1500),
        ("2026-05-01T00:00+0530/2026-05-09T00:00+0530", 1500),
        ("2026-06-01T00:00Z/2026-06-09T00:00Z", 2000),
        ("whenever", 2000),
    ],
)
def test_sale_price_holds_in_its_time(tmp_path: Path, period: str, price: int) -> None:
    cells = {"sale_price": "15.00 INR", "sale_price_effective_date": period}
    tsv(tmp_path, item("1", "Mug", **cells))
    (mug,), _ = read_file(tmp_path / "feed.tsv", now=datetime(2026, 5, 4, tzinfo=UTC))
    assert mug.variants[0].price == price
    assert mug.variants[0].compare_at_price == (2000 if price == 1500 else None)


def test_currency_is_the_feed_s(tmp_path: Path) -> None:
    mixed = [
        item("1", "Mug", item_group_id="m", price="12.50 EUR", size="S"),
        item("2", "Mug", item_group_id="m", price="14.00 USD", size="L"),
    ]
    (mug,), problems = tsv(tmp_path, *mixed)
    assert (mug.currency, [v.price for v in mug.variants]) == ("EUR", [1250])
    assert "is in USD, the product's in EUR" in problems[0].reason


def test_product_details_become_options(tmp_path: Path) -> None:
    detail = "General:style:crew neck,General:care:wash cold, dry flat,Fit:leg:slim"
    (tee,), _ = tsv(tmp_path, item("1", product_detail=detail))
    assert tee.variants[0].options == {
        "style": "crew neck",
        "care": "wash cold, dry flat",
        "leg": "slim",
    }
    inner = "<g:attribute_name>style</g:attribute_name><g:attribute_value>v</g:attribute_value>"
    (tee,), _ = xml(tmp_path, item("1", product_detail=inner))
    assert tee.variants[0].options == {"style": "v"}


def test_headers_with_capitals_and_blanks_are_read(tmp_path: Path) -> None:
    text = "ID\tTitle\tPrice\tImage link\tAvailability\n1\tMug\t5 INR\thttps://x/1.jpg\tin stock\n"
    (mug,), _ = read(tmp_path, text, "feed.txt")
    assert (mug.image_url, mug.variants[0].price) == ("https://x/1.jpg", 500)


def test_inches_in_a_table_cost_nothing(tmp_path: Path) -> None:
    pipes = [item("1", '"Long" pipe 5"'), item("2", 'Pipe 7"')]
    products, problems = tsv(tmp_path, *pipes)
    assert [product.name for product in products] == ['"Long" pipe 5"', 'Pipe 7"']
    assert problems == []


def test_atom_is_read(tmp_path: Path) -> None:
    entry = (
        "<entry><id>tag:shop,1</id><g:id>1</g:id><title>Mug</title><link href='https://x/1'/>"
        "<g:price>5.00 INR</g:price><g:availability>in stock</g:availability>"
        "<g:description>&lt;b&gt;Big&lt;/b&gt; &amp; blue</g:description></entry>"
    )
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="urn:g">{entry}</feed>'
    (mug,), problems = read(tmp_path, feed, "feed.xml")
    assert (mug.product_id, mug.name, mug.description, problems) == ("1", "Mug", "Big & blue", [])


BOMB = "<!DOCTYPE x [" + "".join(
    f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(12)
)


@pytest.mark.parametrize(
    "head", [f"{BOMB}]>", '<!DOCTYPE rss SYSTEM "file:///etc/passwd">', "<!DOCTYPE rss>"]
)
def test_document_types_are_refused(tmp_path: Path, head: str) -> None:
    with pytest.raises(FeedError, match="has a document type"):
        read(tmp_path, f"<?xml version='1.0'?>{head}<rss><item/></rss>", "feed.xml")


def test_html_page_is_no_feed(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match=r"document type|no XML"):
        read(tmp_path, "<!doctype html><html><p>Log in<br></html>", "feed.xml")


def test_xml_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    whole = RSS.format("".join(map(_element("g:"), [item("1", "Mug"), item("2", "Cup")])))
    products, problems = read(tmp_path, whole[: whole.index("Cup")], "feed.xml")
    assert [product.name for product in products] == ["Mug"]
    assert [problem.line for problem in problems] == [2]
    assert problems[0].action == "the rest of the file left out"


def test_missing_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="no column 'price', which a Merchant Center feed has"):
        read(tmp_path, "id\ttitle\tlink\n1\tMug\thttps://x\n", "feed.tsv")


def test_group_beyond_any_product_becomes_products(tmp_path: Path) -> None:
    items = [item(str(n), f"Thing {n}", item_group_id="all", size=str(n)) for n in range(2100)]
    products, problems = tsv(tmp_path, *items)
    assert [product.product_id for product in products] == [str(n) for n in range(2100)]
    assert [problem.reason for problem in problems] == ["group 'all' holds 2100 items"]
