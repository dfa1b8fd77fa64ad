"""What the agents say, told in the shopper's language."""

import json
from pathlib import Path

import agents
from sales_agent.shop.spoken import speaking
from sales_agent.shop.told import told

AGENTS = Path(agents.__file__).parent


def rows(path):
    return json.loads((AGENTS / path).read_text(encoding="utf-8"))


def untold(texts):
    with speaking("de"):
        return {text for text in texts if told(text) == text}


def test_reasons_of_the_sample_store_are_told_in_german():
    pairs = rows("recommendation/data/pairings.json")
    assert untold({goods["reason"] for row in pairs for goods in row["goesWith"]}) == set()


def test_offers_of_the_sample_store_are_told_in_german():
    offers = rows("loyalty/data/offers.json")
    assert untold({row[name] for row in offers for name in ("title", "conditions")}) == set()


def test_hours_of_the_sample_store_are_told_in_german():
    hours = {row["hours"] for row in rows("inventory/data/locations.json")}
    assert untold(hours) == {"Not open to shoppers"}


def test_what_stands_in_a_hole_is_told_too():
    with speaking("de"):
        assert told("it is for running shoes, and there are none in the cart") == (
            "es gilt für Laufschuhe, und davon liegt nichts im Warenkorb"
        )
        assert told("There are only 3 of Linen Shirt.") == "Von Linen Shirt gibt es nur 3."
