import pytest

from rehearsal.catalogue import Catalogue, Unfilled


def row(name, price, colours=("red", "blue"), sizes=("S", "M")):
    return {
        "name": name,
        "brand": "Acme",
        "category": "Shirts",
        "price": {"amount": price, "currency": "USD"},
        "colours": list(colours),
        "sizes": list(sizes),
    }


SHIRTS = [row("Dear Shirt", 9000), row("Plain Shirt", 2000), row("Fine Shirt", 5000)]


def catalogue(shelves=None, **more):
    shelves = {"Shirts": SHIRTS} if shelves is None else shelves
    names = [{"value": name, "count": len(rows)} for name, rows in shelves.items()]
    return Catalogue({"categories": names, **more}, lambda name: shelves[name])


def test_places_are_filled_from_the_goods():
    said = "{category_a.name} under {category_a.middle}: {category_a.cheapest}"
    assert catalogue().fill(said) == "Shirts under 51: Plain Shirt"
    assert catalogue().fill("{product_a.name} in {product_a.other_size}") == "Dear Shirt in M"


def test_what_a_catalogue_lacks_is_said():
    with pytest.raises(Unfilled, match=r"category_b\.name"):
        catalogue().fill("show me {category_b.name}")
    with pytest.raises(Unfilled, match="stores"):
        catalogue(stores=[]).fill("is it at {store}?")


def test_what_is_absent_is_not_in_the_catalogue():
    assert catalogue(productTypes=[{"value": "violin"}]).fill("{absent}") == "tractors"


def test_whole_scripts_are_filled():
    script = [{"say": "{category_a.name}", "products": {"category": "{category_a.name}"}}]
    filled = catalogue().fill_all(script)
    assert filled == [{"say": "Shirts", "products": {"category": "Shirts"}}]
