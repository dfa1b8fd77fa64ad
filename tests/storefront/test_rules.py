"""What a page lets choose, where its pictures are, and how it writes amounts and stock."""

import pytest

from storefront.addresses import page_address, picture_address, product_address, readings
from storefront.amounts import money_words
from storefront.choice import choice_of, stock_words
from storefront.goods import range_words


def variant(sku, colour=None, size=None, **options):
    price = {"amount": 100, "currency": "INR"}
    given = {"colour": colour, "size": size, "options": options, "price": price}
    return {"sku": sku, "imageUrl": None, **given}


def product(*variants, **more):
    return {"productId": "P-1", "imageUrl": None, "variants": list(variants), **more}


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        (129900, "INR", "₹1,299"),
        (129950, "INR", "₹1,299.50"),
        (4900, "USD", "$49.00"),
        (500, "JPY", "¥500"),
        (-820, "EUR", "-€8.20"),
        (1500, "CHF", "CHF 15.00"),
    ],
)
def test_amounts_are_written_as_shops_do(amount, currency, words):
    assert money_words({"amount": amount, "currency": currency}) == words


@pytest.mark.parametrize(
    ("units", "words"),
    [(0, "Sold out"), (1, "1 left"), (9, "9 left"), (10, "In stock"), (None, "Stock cannot")],
)
def test_only_few_units_are_counted(units, words):
    assert stock_words(units).startswith(words)


def test_the_first_variant_that_can_be_had_is_shown():
    goods = product(variant("A", "red", "S"), variant("B", "red", "M"), variant("C", "blue", "S"))
    choice = choice_of(goods, None, {"A": {"available": 0}, "B": {"available": 3}})

    assert (choice.colour, choice.shown.sku) == ("red", "B")
    assert [option.label for option in choice.options] == ["S", "M"]
    assert choice_of(goods, "blue", {}).shown.is_sold_out
    assert choice_of(goods, "green", None).colour == "red"


def test_a_variant_without_a_size_is_called_by_its_options():
    assert choice_of(product(variant("A", scent="Rose")), None, None).shown.label == "Rose"
    assert choice_of(product(variant("A")), None, None).shown.label == "One size"


def test_a_picture_is_the_catalogues_own_or_drawn():
    red = variant("A", "dark red")
    assert picture_address(product(red), "dark red") == "/pictures/P-1-dark-red.svg"
    assert picture_address(product(red)) == "/pictures/P-1.svg"
    shot = product(red, imageUrl="https://cdn.example/1.jpg")
    assert picture_address(shot, "dark red") == "https://cdn.example/1.jpg"
    own = product({**red, "imageUrl": "https://cdn.example/red.jpg"})
    assert picture_address(own, "dark red") == "https://cdn.example/red.jpg"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:image/svg+xml,x", "//evil/x.png"])
def test_a_picture_that_leads_off_the_web_is_drawn_instead(address):
    assert picture_address(product(variant("A"), imageUrl=address)) == "/pictures/P-1.svg"


def test_ids_are_safe_in_addresses():
    assert product_address("A/B ?", "off white") == "/product/A%2FB%20%3F?colour=off%20white"
    assert page_address("returns.md") == "/pages/returns.md"
    assert page_address("/pages/returns") == "/pages/returns"
    assert page_address("https://shop.example/x") == "https://shop.example/x"


def test_a_pictures_name_is_read_longest_id_first():
    assert readings("P-1005-white")[:2] == [("P-1005-white", ""), ("P-1005", "white")]
    assert ("P-1", "off-white") in readings("P-1-off-white")


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ("", "Everything that we have"),
        ("A", "A"),
        ("AB", "A and B"),
        ("ABCD", "A, B, C and D"),
        ("ABCDE", "A, B, C, D and more"),
    ],
)
def test_a_range_is_told_by_its_largest_categories(names, words):
    assert range_words([{"value": name, "count": 1} for name in names]) == words
