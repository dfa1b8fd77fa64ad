"""Words to slots: prices, sizes, quantities, places, addresses."""

import json
import re
from pathlib import Path

import pytest

import sales_agent.models.offline as offline
from sales_agent.models.offline.context.talk import Call, Exchange, Talk
from sales_agent.models.offline.understanding.amounts import (
    read_places,
    read_prices,
    read_quantity,
)
from sales_agent.models.offline.understanding.goods import read_size
from sales_agent.models.offline.understanding.identifiers import read_address, read_identifiers
from sales_agent.models.offline.understanding.tables import load_tables
from sales_agent.models.offline.understanding.text import clean, spell_out, stem
from sales_agent.models.offline.understanding.understand import understand
from sales_agent.models.offline.understanding.vocabulary import read_vocabulary
from sales_agent.models.offline.wording.money import money
from sales_agent.models.offline.wording.texts import load_texts
from tests.sales_agent.models.shop import ScriptedShop


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("shoes under 120", None, 120),
        ("between 1,000 and 2,000", 1000, 2000),
        ("below ₹1500", None, 1500),
        ("$5 to $10", 5, 10),
        ("under 1.5k", None, 1500),
        ("from 2k to 3k", 2000, 3000),
        ("over 3000", 3000, None),
        ("over 1000 but under 2000", 1000, 2000),
        ("under two thousand five hundred", None, 2500),
        ("2000 or less", None, 2000),
        ("around 1000", 750, 1250),
        ("i paid 350 dollars for this order", None, None),
        ("can i get it just for 1 usd", None, None),
        ("two books each less than 10", None, 10),
        ("mugs under 8 apiece", None, 8),
        ("shirts between 5 and 10 each", 5, 10),
        ("sizes under 10", None, None),
        ("in size 9", None, None),
        ("add 2 of them", None, None),
    ],
)
def test_prices_are_read_in_words_and_figures(text, low, high):
    prices = read_prices(text)
    assert (prices.low, prices.high) == (low, high)


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("two of them", 2),
        ("make it 3", 3),
        ("add 2 pairs of socks", 2),
        ("x2", 2),
        ("a couple of mugs", 2),
        ("add the second one", None),
        ("size 9", None),
        ("make it one", 1),
        ("a frame of 22 x 36", None),
    ],
)
def test_quantities_are_told_from_sizes_and_places(text, quantity):
    assert read_quantity(text) == quantity


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("the second one", [2]),
        ("#3", [3]),
        ("the last one", [-1]),
        ("compare the first two", [1, 2]),
        ("the first and the third", [1, 3]),
        ("my last order", []),
        ("cancel both orders", []),
    ],
)
def test_places_in_a_list_are_read(text, places):
    assert read_places(text) == places


@pytest.fixture(scope="module")
def vocabulary():
    return read_vocabulary(json.dumps(ScriptedShop().call("browse_catalog", {})))


@pytest.mark.parametrize(
    ("raw", "size"),
    [
        ("in size 9", "9"),
        ("UK 9", "9"),
        ("in M please", "M"),
        ("medium", "M"),
        ("an extra large one", "XL"),
        ("I'm here", None),
        ("is it there in black 9?", "9"),
        ("in black 9 please", "9"),
        ("put black 9 in my cart", "9"),
        ("a black 9 in pan", None),
        ("black 9 to 12 pieces", None),
        ("it is too small", None),
        ("in 9 days", None),
    ],
)
def test_sizes_are_read_as_the_shop_writes_them(raw, size, vocabulary):
    assert read_size(spell_out(raw, load_tables()), raw, vocabulary)[0] == size


def test_vocabulary_is_read_once_for_the_same_answer(vocabulary):
    again = json.dumps(ScriptedShop().call("browse_catalog", {}))
    assert read_vocabulary(again) is vocabulary


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("where is O-5001", {"order_id": "O-5001"}),
        ("cancel o-bfvf2bw6", {"order_id": "O-BFVF2BW6"}),
        ("where is #W2378156", {"order_id": "W2378156"}),
        ("where is w2378156?", {"order_id": "W2378156"}),
        ("cancel order #w2378156", {"order_id": "W2378156"}),
        ("pay with 1111", {"card_last_four": "1111"}),
        ("[card ending 4242]", {"card_last_four": "4242"}),
        ("use code WELCOME10", {"coupon": "WELCOME10"}),
        ("apply welcome10", {"coupon": "welcome10"}),
        ("I am ananya@example.com", {"email": "ananya@example.com"}),
    ],
)
def test_exact_things_are_read(text, slots):
    assert read_identifiers(text).slots.given() == slots


def test_address_is_read_in_one_line():
    address = read_address("ship it to 5 Hill Road, Bandra West, Mumbai 400050")
    assert address.given() == {
        "line1": "5 Hill Road, Bandra West",
        "city": "Mumbai",
        "postcode": "400050",
    }
    assert read_address("Mumbai") is None


@pytest.mark.parametrize(
    ("said", "state", "country"),
    [
        ("221 Pine Street, Portland, OR 97204", "OR", "US"),
        ("221 Pine Street, Portland or 97204 USA", "OR", "US"),
        ("221 Pine Street, Portland 97204, United States", None, "US"),
        ("221 Pine Street, Portland 97204", None, None),
    ],
)
def test_state_and_country_are_told_from_the_city(said, state, country):
    address = read_address(said)
    assert (address.line1, address.city, address.postcode) == (
        "221 Pine Street",
        "Portland",
        "97204",
    )
    assert (address.state, address.country) == (state, country)


def test_country_of_the_shop_may_be_named():
    address = read_address("5 Hill Road, Mumbai 400050, India")
    assert (address.city, address.country) == ("Mumbai", "IN")


def test_cleaning_drops_control_characters_and_cuts():
    assert clean("a\x00b\u2019s  c") == "a b's c"
    assert len(clean("word " * 5000)) <= 2000


@pytest.mark.parametrize(
    ("one", "other"),
    [("shoes", "shoe"), ("running", "run"), ("dresses", "dress"), ("accessories", "accessory")],
)
def test_forms_of_a_word_share_a_stem(one, other):
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (129900, "INR", "₹1,299"),
        (129950, "INR", "₹1,299.50"),
        (4999, "USD", "$49.99"),
        (1250, "CHF", "CHF 12.50"),
        (500, "JPY", "¥500"),
    ],
)
def test_money_is_worded_by_its_currency(amount, currency, text):
    assert money({"amount": amount, "currency": currency}) == text


def test_every_text_that_is_said_exists():
    texts = load_texts()
    for path in Path(offline.__file__).parent.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        for key in re.findall(r"say\(\s*\"([a-z_.]+)\"", source):
            assert texts.has(key), f"{path.name} says {key!r}"


def imported(**more):
    """A talk's first turn after goods were imported: what the catalogue answers then."""
    result = ScriptedShop().call("browse_catalog", {})
    for name, values in more.items():
        result[name] = [*result[name], *({"value": value, "count": 1} for value in values)]
    return Exchange("", (Call("browse_catalog", {}, result, json.dumps(result)),))


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("do you have quombats?", {"category": "Quombats"}),
        ("a quombat under 500", {"category": "Quombats", "max_price": 500}),
        ("anything by Zorblax", {"brand": "Zorblax"}),
        ("kurtas in vermilion", {"category": "Kurtas", "colour": "vermilion"}),
        ("kurtas in vermillion please", {"colour": "vermilion"}),
        ("quombats made of graphene", {"category": "Quombats", "material": "graphene"}),
        ("a quombat in size 7XR", {"category": "Quombats", "size": "7XR"}),
        ("kurtas, but not from zorblax", {"not_brands": ("Zorblax",)}),
    ],
)
def test_goods_imported_a_minute_ago_are_understood(text, slots):
    new = imported(
        categories=["Quombats"],
        brands=["Zorblax"],
        colours=["vermilion"],
        materials=["graphene"],
        sizes=["7XR"],
    )

    before = understand(Talk((imported(),), Exchange(text)))[0].slots
    after = understand(Talk((imported(), new), Exchange(text)))[0].slots

    assert {name: getattr(after, name) for name in slots} == slots
    assert {name: getattr(before, name) for name in slots} != slots
