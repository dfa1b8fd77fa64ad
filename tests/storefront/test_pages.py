"""The pages show what the agents say, escaped, whole, and honest where an agent is away."""

import re
from html import unescape
from xml.etree import ElementTree as ET

import pytest

ADDRESSES = (
    "/",
    "/category/Shirts",
    "/search?q=linen+shirts+under+2500",
    "/product/P-1005",
    "/product/P-1005?colour=blue",
    "/cart",
    "/orders",
    "/stores",
    "/about",
    "/pages/shipping",
)


def text_of(visitor, address, status=200):
    answer = visitor.get(address)
    assert answer.status_code == status, answer.text
    return answer.text


def status_of(visitor, address):
    with visitor.get(address) as answer:  # a file is open until its answer is closed
        return answer.status_code


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_keeps_to_the_strict_policy(visitor, address):
    answer = visitor.get(address)

    assert answer.status_code == 200
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=|<style", answer.text)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_link_and_picture_of_a_page_leads_somewhere(visitor, address):
    led_to = set(re.findall(r'(?:href|src)="(/[^"#]*)', text_of(visitor, address)))

    lost = [to for to in led_to - {"/widget.js"} if status_of(visitor, unescape(to)) != 200]
    assert lost == []


@pytest.mark.parametrize(("address", "calls"), [("/", 4), ("/product/P-1005", 5), ("/stock/X", 1)])
def test_a_page_asks_each_thing_once(visitor, agents, address, calls):
    visitor.get(address)

    assert len(agents.asked) == calls, agents.asked


def test_a_search_says_what_it_read_out_of_the_words(visitor):
    page = text_of(visitor, "/search?q=linen+shirts+under+2500")

    assert "1 thing" in page
    assert "Coastline Linen Shirt" in page
    assert "Harbour Band-Collar" not in page


def test_a_category_is_narrowed_by_colour_and_shows_it(visitor):
    page = text_of(visitor, "/category/Shirts?colour=blue")

    assert '<img src="/pictures/P-1005-blue.svg"' in page
    assert "Harbour Band-Collar Linen Shirt" not in page
    assert re.search(r'<option value="blue" selected', page)


def test_a_product_lets_choose_the_sizes_of_its_colour(visitor):
    page = text_of(visitor, "/product/P-1005?colour=olive")

    assert set(re.findall(r'name="sku" value="([^"]+)"', page)) == {
        f"LS-01-OLV-{size}" for size in ("S", "M", "L", "XL")
    }
    assert "₹2,299" in page


def test_a_product_without_sizes_has_nothing_to_choose(visitor):
    page = text_of(visitor, "/product/P-1069?colour=green")

    assert re.findall(r'type="hidden" name="sku" value="([^"]+)"', page) == ["MG-01-GRN"]
    assert "<fieldset" not in page


def test_stock_names_the_stores_that_have_it(visitor, agents):
    told = agents.call("inventory", "checkInventory", {"sku": "LS-01-WHT-M"}, shopper="x")
    page = text_of(visitor, "/stock/LS-01-WHT-M")

    for store in told["availableStores"]:
        assert store["name"] in page
    assert f"In {len(told['availableStores'])} stores now" in page


def test_markup_in_a_catalogue_stays_text(visitor, agents):
    hostile = '<img src=x onerror="alert(1)">'
    agents.put(
        {
            "productId": "X/1",
            "name": hostile,
            "category": f"Odd {hostile}",
            "description": "</p><script>alert(1)</script>",
            "currency": "INR",
            "imageUrl": "javascript:alert(1)",
            "variants": [{"sku": "X'1\"<b>", "colour": hostile[:50], "price": 100}],
        }
    )

    pages = [
        text_of(visitor, "/product/X%2F1"),
        text_of(visitor, "/search?q=onerror"),
        text_of(visitor, "/"),
        text_of(visitor, f"/search?q={hostile}"),
    ]
    for page in pages:
        assert "<img src=x" not in page
        assert "<script>alert" not in page
    assert "&lt;img src=x" in pages[0]


def test_a_page_of_the_shop_has_the_anchors_of_its_sections(visitor):
    page = text_of(visitor, "/pages/shipping")

    assert 'id="where-we-deliver-and-shipping-abroad"' in page
    assert "Standard delivery takes 3 to 5 working days" in page


@pytest.mark.parametrize(
    "address", ["/product/P-9999", "/category/Spaceships", "/pages/nowhere", "/pictures/P-9.svg"]
)
def test_what_is_not_there_is_said_with_a_way_on(visitor, address):
    assert "That is not here" in text_of(visitor, address, 404)


def test_without_stock_a_product_is_still_shown(visitor, agents):
    agents.silent.add("inventory")

    assert "Coastline Linen Shirt" in text_of(visitor, "/product/P-1005")
    assert "Stock cannot be looked up just now" in text_of(visitor, "/stock/LS-01-WHT-M")
    assert "Stock cannot be looked up just now" in text_of(visitor, "/product/P-1069")


def test_without_a_catalogue_pages_say_so(visitor, agents):
    agents.silent.update(("recommendation", "inventory"))

    assert "does not answer just now" in text_of(visitor, "/product/P-1005", 503)
    assert "does not answer just now" in text_of(visitor, "/stores", 503)
    assert "Not sure what to take?" in text_of(visitor, "/")


def test_a_picture_is_drawn_in_the_colour_of_its_address(visitor):
    white, olive = (visitor.get(f"/pictures/P-1005-{c}.svg") for c in ("white", "olive"))

    assert white.mimetype == "image/svg+xml"
    assert white.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert ET.fromstring(olive.text)[0].text == "Coastline Linen Shirt, olive"
    assert white.text != olive.text
    again = visitor.get(
        "/pictures/P-1005-white.svg", headers={"If-None-Match": white.headers["ETag"]}
    )
    assert again.status_code == 304


def test_pages_turn_through_a_long_shelf(visitor):
    first, second = text_of(visitor, "/search?q=&page=1"), text_of(visitor, "/search?q=&page=2")

    shown = [set(re.findall(r'href="/product/([^"]+)"', page)) for page in (first, second)]
    assert shown[0]
    assert shown[0].isdisjoint(shown[1])
    assert 'rel="next"' in first
    assert 'rel="prev"' in second
