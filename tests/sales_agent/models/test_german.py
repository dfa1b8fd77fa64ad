"""A second language: found from the messages, read and spoken by tables of its own."""

import json
import re
from pathlib import Path

import pytest

from sales_agent.models.offline.understanding.language import BASE, FOLDER, languages, speaking
from sales_agent.models.offline.understanding.recognition import language_of
from sales_agent.models.offline.understanding.tables import load_tables, pattern
from sales_agent.models.offline.understanding.wish import Slots
from sales_agent.models.offline.wording import texts
from sales_agent.models.offline.wording.goods import filter_words
from sales_agent.models.offline.wording.money import day, listing
from sales_agent.models.offline.wording.names import named
from sales_agent.models.offline.wording.texts import load_texts
from tests.sales_agent.models.conversation import Conversation
from tests.sales_agent.models.shop import ScriptedShop

TEXTS = Path(texts.__file__).parent / "texts"
OTHERS = [name for name in languages() if name != BASE]
SAME_EVERYWHERE = {
    "words": {"letter_sizes"},
    "patterns": {
        *("plain_price", "count_times"),  # made of other patterns
        *("pay_gift_id", "gift_code", "pay_paypal", "state_code", "united_states"),  # names
        "named_thing",  # by its capital, which every noun has in German
    },
    "goods": {"sizes", "brands"},
}
"""What a language leaves to the base, by table."""


def _sentences(language):
    file = TEXTS / f"{language}.json"
    return json.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("messages", "language"),
    [
        (["hello"], "en"),
        (["Hallo"], "de"),
        (["Laufschuhe"], "de"),
        (["sneakers"], "en"),
        (["leg die Classic Baseball Cap in navy in den Warenkorb"], "de"),
        (["ich suche jeans"], "de"),
        (["Toll Free Number"], "en"),
        (["zeig mir Hemden", "jeans"], "de"),
        (["zeig mir Hemden", "12 Park Street, Kolkata 700016"], "de"),
        (["zeig mir Hemden", "4242"], "de"),
        (["zeig mir Hemden", "show me mugs instead"], "en"),
        (["zeig mir Hemden", "where is my order"], "en"),
        (["zeig mir Hemden", "add it to my cart"], "en"),
        (["zeig mir Hemden", "Linen-Look Curtain"], "de"),
        (["zeig mir Hemden", "ok cool"], "de"),
        (["show me mugs", "und jetzt bitte Hemden"], "de"),
        (["show me mugs", "Monsoon Rain Jacket"], "en"),
        (["Leinenhemd"], "de"),
        (["show me mugs", "auf Deutsch bitte"], "de"),
        (["zeig mir Hemden", "can you speak English please?"], "en"),
        (["show me mugs", "a mug with a German flag"], "en"),
        (["was in Leinen?"], "de"),
        ([], "en"),
    ],
)
def test_language_is_found_from_the_messages(messages, language):
    assert language_of(messages) == language


@pytest.mark.parametrize("language", OTHERS)
def test_every_pattern_of_a_language_compiles(language):
    own = json.loads((FOLDER / language / "patterns.json").read_text(encoding="utf-8"))
    base = load_tables(BASE)
    assert set(own) <= set(base.patterns)
    for name in set(own) - {"price"}:  # written into other patterns, with a name for its groups
        groups = set(re.compile(pattern(name, BASE).pattern).groupindex)
        assert set(pattern(name, language).groupindex) == groups, name


@pytest.mark.parametrize("language", OTHERS)
def test_every_intent_has_phrases_in_every_language(language):
    phrases = {phrase.intent for phrase in load_tables(language).phrases}
    assert {phrase.intent for phrase in load_tables(BASE).phrases} <= phrases


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", ["words", "patterns", "cues", "goods"])
def test_every_table_has_its_twin_in_every_language(language, name):
    base, own = (
        json.loads((FOLDER / of / f"{name}.json").read_text(encoding="utf-8"))
        for of in (BASE, language)
    )
    assert set(base) - set(own) == SAME_EVERYWHERE.get(name, set())


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_has_its_twin_in_every_language(language):
    base, own = (
        {key for key in _sentences(of) if not key.startswith("quick.")} for of in (BASE, language)
    )
    assert base <= own


@pytest.mark.parametrize("language", OTHERS)
def test_sentences_take_the_same_values_in_every_language(language):
    def places(variants):
        return {name for text in variants for name in re.findall(r"\{(\w+)\}", text)}

    base, own = load_texts(BASE).variants, load_texts(language).variants
    strange = {key for key in base if not places(own[key]) <= places(base[key])}
    assert strange == set()


def test_filters_dates_and_lists_are_worded_in_german():
    with speaking("de"):
        said = filter_words(
            Slots(category="Running Shoes", colour="black", size="9", max_price=5e3)
        )
        assert said == "Laufschuhe in Schwarz in Größe 9 unter 5.000"
        linen = Slots(category="Shirts", material="linen", query="warm", colour="blue")
        assert filter_words(linen) == "Hemden (warm) aus Leinen in Blau"
        assert named("recycled polyester") == "recyceltes Polyester"
        assert day("2026-12-07") == "7. Dezember"
        assert listing(["S", "M"], "or") == "S oder M"
    assert listing(["S", "M"], "or") == "S or M"


def test_quick_replies_are_translated_with_what_they_hold():
    quick = load_texts("de").quick
    assert quick("Show my cart") == "Zeig meinen Warenkorb"
    assert quick("Show me socks") == "Zeig mir socks"
    assert quick("Something nobody translated") == "Something nobody translated"


def test_german_shopper_is_sold_to_in_german():
    shop = ScriptedShop()
    talk = Conversation(shop)

    assert "Laufschuhe unter 5.000" in talk.say("zeig mir Laufschuhe unter 5000")
    assert "vorrätig" in talk.say("das erste in Größe 9")
    assert "schwarz oder blau" in talk.say("ja")
    assert talk.suggestions == ["schwarz", "blau"]
    assert "Warenkorb" in talk.say("in schwarz")
    assert shop.called("add_to_cart")[-1]["colour"] == "black"
    assert "Karte" in talk.say("zur Kasse")


def test_umlauts_may_be_spelled_out_and_goods_run_together():
    shop = ScriptedShop()
    talk = Conversation(shop)
    talk.say("ich haette gern Baumwollhemden in Groesse M")
    called = shop.called("search_products")[-1]
    assert (called["category"], called["size"]) == ("Shirts", "M")


def test_chat_that_no_table_knows_is_not_looked_for():
    shop = ScriptedShop()
    talk = Conversation(shop)
    talk.say("Guten Tag")

    assert "Gewitter" not in talk.say("gestern hat ein Gewitter unseren Zaun umgeworfen")
    assert not shop.called("search_products")
    talk.say("ich suche ein Akkordeon für den Zaun")
    assert shop.called("search_products")


def test_shopper_who_asks_for_a_language_gets_it():
    talk = Conversation(ScriptedShop())
    talk.say("show me running shoes")

    assert "auf Deutsch" in talk.say("auf Deutsch bitte")
    assert "Farben" in talk.say("Tempo Daily Running Shoes")
    assert "English" in talk.say("in English please")


@pytest.mark.parametrize("path", [*FOLDER.glob("*/*.json"), *TEXTS.glob("*.json")], ids=str)
def test_no_table_names_a_row_twice(path):
    def once(pairs):
        names = [name for name, _ in pairs]
        assert len(names) == len(set(names)), {name for name in names if names.count(name) > 1}
        return dict(pairs)

    json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=once)
