"""What messages say, by matter, from a table: wishes in order, slots, the words that gave them."""

import json
from pathlib import Path

import pytest
import yaml

from sales_agent.models.offline.context.talk import Call, Exchange, Talk
from sales_agent.models.offline.understanding.understand import understand
from tests.sales_agent.models.shop import ScriptedShop

FILES = [Path(__file__).with_name(name) for name in ("messages.yaml", "messages_german.yaml")]
TABLE = {
    matter: rows
    for file in FILES
    for matter, rows in yaml.safe_load(file.read_text(encoding="utf-8")).items()
}
ROWS = [(matter, row) for matter, rows in TABLE.items() for row in rows]


def called(name, args, result):
    return Call(name, args, result, json.dumps(result))


@pytest.fixture(scope="module")
def catalogue():
    return called("browse_catalog", {}, ScriptedShop().call("browse_catalog", {}))


@pytest.fixture(scope="module")
def search():
    def row(number, name, category, price, colours, sizes):
        return {
            "productId": f"P-{number}",
            "name": name,
            "brand": "Tarnhill",
            "category": category,
            "price": {"amount": price * 100, "currency": "INR"},
            "colours": colours,
            "sizes": sizes,
            "materials": ["cotton"],
        }

    products = [
        row(1, "Harbour Oxford Shirt", "Shirts", 1500, ["white", "blue"], ["S", "M", "L"]),
        row(2, "Coastline Linen Shirt", "Shirts", 2000, ["white"], ["S", "M", "L"]),
        row(3, "Tempo Daily Running Shoes", "Running Shoes", 5000, ["black"], ["8", "9"]),
        row(4, "Weekend Chinos", "Trousers", 900, ["olive"], ["30", "32"]),
    ]
    found = {"status": "ok", "total": 4, "products": products}
    return called("search_products", {"query": "clothes"}, found)


def test_the_table_holds_messages_enough():
    assert len(ROWS) >= 150


@pytest.mark.parametrize(
    ("matter", "row"), ROWS, ids=[f"{matter}: {row['say']}" for matter, row in ROWS]
)
def test_message_says_what_it_says(matter, row, catalogue, search):
    calls = (catalogue, search) if row.get("shown") else (catalogue,)
    before = "Guten Tag" if matter.startswith("german") else ""
    wishes = understand(Talk((Exchange(before, calls),), Exchange(row["say"])))

    assert all(0 < wish.confidence <= 1 for wish in wishes)
    assert all(wish.words for wish in wishes)
    if "intents" in row:
        assert [wish.intent for wish in wishes] == row["intents"]
    for name, value in row.get("slots", {}).items():
        found = [getattr(wish.slots, name) for wish in wishes]
        wanted = tuple(value) if isinstance(value, list) else value
        assert wanted in found if value is not None else not any(found), (name, found)
    if "products" in row:
        pointed = [product for wish in wishes for product in wish.slots.products]
        assert list(dict.fromkeys(pointed)) == row["products"]
    for name, words in row.get("said", {}).items():
        found = [word for wish in wishes for word in wish.said.get(name, ())]
        assert words in found if words else not found, (name, found)
